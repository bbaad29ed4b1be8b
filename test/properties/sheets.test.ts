/** Tables of any words go out to a spreadsheet and come back the same: to the file that they come from, and to another one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { escalationRuleSchema, healthRuleSchema } from '../../src/config/schema/guardrails-schema.ts';
import { checkWorkspace, loadWorkspace } from '../../src/config/load-workspace.ts';
import { STARTER_FILES } from '../../src/config/starter.ts';
import { HIDEABLE } from '../../src/guardrails/table.ts';
import { howTo } from '../../src/spreadsheets/how-to.ts';
import { outSheets } from '../../src/spreadsheets/out-sheets.ts';
import { planImport } from '../../src/spreadsheets/plan-import.ts';
import { readGrids } from '../../src/spreadsheets/read-grids.ts';
import { ROW_KEYS } from '../../src/spreadsheets/row-keys.ts';
import { workspaceTables } from '../../src/spreadsheets/workspace-tables.ts';
import { csvText } from '../../src/spreadsheets/write-csv.ts';
import { withRows } from '../../src/spreadsheets/write-rows.ts';
import { matched } from '../../src/spreadsheets/row-changes.ts';
import { xlsxFile } from '../../src/spreadsheets/write-xlsx.ts';
import { writeInto } from '../support/workspace-folder.ts';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'concierge-sheets-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('every key that a row may have is carried', () => {
  const keys = new Set([...Object.keys(escalationRuleSchema.shape), ...Object.keys(healthRuleSchema.shape)]);
  expect(new Set(Object.keys(ROW_KEYS))).toEqual(keys);
});

const FACTS = `
  account.region: { type: enum, values: [EMEA, "not EMEA", "A, B", missing, "=1+1", "-", "“x”"] }
  account.segment: { type: string }
  account.arr: { type: number }
  account.hold: { type: boolean }
  account.since: { type: date }
  account.seen: { type: datetime }
`;
const CONCIERGE = (STARTER_FILES['concierge.yaml'] ?? '').replace('facts:\n', () => `facts:${FACTS}`);

const anyText = fc
  .oneof(
    fc.constantFrom(
      'EMEA',
      'Known',
      'missing or x',
      'FEEL: 1',
      '=1+1',
      '@x',
      '+1',
      "'",
      '"',
      'a, b',
      'x\ny',
      '\u00A0',
      '_x0041_',
      '1.000',
      '#REF',
      'a: b',
      '- c',
      '# d',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
    fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 6 }),
  )
  .filter((text) => !/^#(?:REF!|N\/A)/u.test(text));
const numbers = fc.constantFrom(0, -5, 1.125, 100000, 0.5);
const days = fc.constantFrom('2026-12-24', '2027-01-01');
const VALUES = {
  'account.region': fc.constantFrom('EMEA', 'not EMEA', 'A, B', 'missing', '=1+1', '-', '“x”'),
  'account.segment': anyText,
  'account.arr': numbers,
  'account.hold': fc.boolean(),
  'account.since': days,
  'account.seen': fc.constantFrom('2026-12-24T09:00:00Z', '2026-12-24T09:00:00+01:00'),
  topic: fc.constantFrom('billing', 'commercial'),
} as const satisfies Record<string, fc.Arbitrary<unknown>>;
const ORDERED = ['account.arr', 'account.since', 'account.seen'];
const missing = fc.constantFrom({}, { missing: 'yes' }, { missing: 'no' });

const cellOf = (fact: keyof typeof VALUES): fc.Arbitrary<unknown> => {
  const value: fc.Arbitrary<unknown> = VALUES[fact];
  const list = fc.uniqueArray(value, { minLength: 1, maxLength: 3 });
  const not = fc.tuple(fc.oneof(value, list), missing).map(([one, also]) => ({ not: one, ...also }));
  const bound = fc
    .tuple(fc.constantFrom('at_least', 'above', 'at_most', 'below'), value, missing)
    .map(([key, one, also]) => ({ [key]: one, ...also }));
  const others = [
    ...(ORDERED.includes(fact) ? [bound] : []),
    ...(fact === 'account.arr' ? [fc.constantFrom('0..90', '-5 .. 5', { feel: '[0..40), > 95' })] : []),
  ];
  return fc.oneof(value, list, not, fc.constantFrom({ missing: 'yes' }, { missing: 'no' }), ...others);
};
const when = fc.record(
  Object.fromEntries(Object.keys(VALUES).map((fact) => [fact, cellOf(fact as keyof typeof VALUES)])),
  { requiredKeys: [] },
);
const CODES = ['named_csm', 'covering', 'priority_desk', 'renewal', 'your_team'];
const code = fc.constantFrom(...CODES);
const reason = fc.oneof(
  code,
  fc.record({ default: code, role: code, backup: code, team: code }, { requiredKeys: ['default'] }),
);
const route = fc.subarray(['role:CSM', 'role:A, B', 'team:sales', 'person:jo@yourcompany.example'], { minLength: 1 });
const aRow = fc.record(
  {
    when,
    route,
    reason,
    hide: fc.subarray([...HIDEABLE], { minLength: 1 }),
    team: fc.constantFrom('key_roles', 'routed_contact_only'),
    if_closed: fc.constantFrom('return', 'skip'),
  },
  { requiredKeys: ['route', 'reason'] },
);
const wording = fc.record(
  { en: anyText.filter((text) => text.trim() !== ''), de: anyText, 'pt-BR': anyText },
  { requiredKeys: ['en'] },
);
const aTable = fc.record({
  rules: fc
    .array(aRow, { minLength: 1, maxLength: 4 })
    .map((rows) => rows.map((row, index) => ({ id: `row-${index + 1}`, ...row }))),
  reasons: fc.record(Object.fromEntries(CODES.map((name) => [name, wording]))),
});
type Table = typeof aTable extends fc.Arbitrary<infer T> ? T : never;

/** In blocks, in braces, or as somebody might. */
const aForm = fc.record({
  collectionStyle: fc.constantFrom('any', 'block'),
  indent: fc.constantFrom(2, 4),
  lineWidth: fc.constant(0),
} as const);

let made = 0;

function workspace(escalation: string): string {
  made += 1;
  const here = join(folder, String(made));
  for (const [file, text] of Object.entries({
    ...STARTER_FILES,
    'concierge.yaml': CONCIERGE,
    'guardrails/escalation.yaml': escalation,
  }))
    writeInto(here, file, text);
  return here;
}

const fileOf = (table: Table, form: object): string =>
  stringify({ decision: 'escalation_contact', ...table }, { version: '1.2', ...form });

async function exported(from: string, isXlsx: boolean): Promise<string> {
  const tables = workspaceTables(from);
  const sheets = outSheets(tables);
  const to = join(from, isXlsx ? 'g.xlsx' : 'csv');
  if (isXlsx) writeFileSync(to, await xlsxFile(sheets, howTo(tables.frame.facts)));
  else {
    mkdirSync(to, { recursive: true });
    for (const sheet of sheets) writeFileSync(join(to, `${sheet.name}.csv`), csvText(sheet));
  }
  return to;
}

/** Of another company, say: nothing of the generated table is in it. */
const BARE = `decision: escalation_contact
rules:
  - { id: start, route: [team:sales], reason: your_team }
reasons:
  your_team: { en: Your team }
`;

const isGood = (from: string): boolean => loadWorkspace(from).workspace !== null;

it.each([
  ['XLSX', true, 10],
  ['CSV', false, 20],
])('%s', { timeout: 120_000 }, async (_name, isXlsx, numRuns) => {
  let good = 0;
  await fc.assert(
    fc.asyncProperty(aTable, aForm, async (table, form) => {
      const from = workspace(fileOf(table, form));
      // A row that always fires, or a cell that nothing fits, is no table.
      if (!isGood(from)) return;
      good += 1;
      const grids = await readGrids(await exported(from, isXlsx));

      const same = planImport(workspaceTables(from), grids, null);
      expect([same.problems, same.sheets.flatMap(({ changes }) => changes)]).toEqual([[], []]);
      const written = workspaceTables(from).tables;
      const again = written.map((each) => {
        const rows = same.sheets.find(({ sheet }) => sheet === each.table)?.read.rows ?? [];
        return withRows(each, matched(each.words, rows));
      });
      expect(again).toEqual(written.map(({ yaml }) => yaml.text));

      const other = join(folder, 'other');
      cpSync(from, other, { recursive: true });
      writeInto(other, 'guardrails/escalation.yaml', BARE);
      const { texts, problems } = planImport(workspaceTables(other), grids, null);
      expect(problems).toEqual([]);
      const now = checkWorkspace(other, texts).workspace;
      rmSync(other, { recursive: true });
      const before = loadWorkspace(from).workspace;
      expect(now?.escalation).toEqual(withPlainReasons(before?.escalation));
      expect(now?.reasons).toEqual(
        Object.fromEntries(Object.entries(before?.reasons ?? {}).map(([name, words]) => [name, trimmed(words)])),
      );
    }),
    { numRuns },
  );
  expect(good).toBeGreaterThan(numRuns / 10);
});

/** `{ default: x }` alone is `x`. */
function withPlainReasons(table: { readonly rules: readonly { readonly reason: unknown }[] } | undefined): unknown {
  const plain = (chosen: unknown): unknown => {
    const entries = typeof chosen === 'object' && chosen !== null ? Object.values(chosen) : [];
    return entries.length === 1 ? entries[0] : chosen;
  };
  return table && { ...table, rules: table.rules.map((rule) => ({ ...rule, reason: plain(rule.reason) })) };
}

/** Blanks around are nobody's intention; a language without words is none. */
function trimmed(words: Readonly<Record<string, string>>): unknown {
  const entries = Object.entries(words).map(
    ([language, text]) => [language, text.replaceAll(/\r\n?/gu, '\n').trim()] as const,
  );
  return Object.fromEntries(entries.filter(([, text]) => text !== ''));
}
