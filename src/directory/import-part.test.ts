/**
 * Imports of what has changed, beside whole ones of the same rows: after any syncs, deaths and imports the directory is the same,
 * byte for byte, and so is what each import says that it changes.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { instantOf } from '../base/clock.ts';
import type { Json } from '../base/json.ts';
import type { SystemSource } from '../sources/declaration.ts';
import { TROUBLE } from '../sources/row.ts';
import type { CopyStore } from '../store/copies.ts';
import type { MergeNotes } from '../store/merge-notes.ts';
import { sqliteCopies } from '../store/sqlite/copies.ts';
import { erasableCopies } from '../store/sqlite/forget-copies.ts';
import { dropMergeNotes, sqliteMergeNotes } from '../store/sqlite/merge-notes.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import type { Store } from '../store/store.ts';
import type { ImportedWorkspace } from './import-directory.ts';
import type { ImportGround, ImportOutcome } from './import-job.ts';
import { runImport } from './import-job.ts';
import type { Dossier } from './records.ts';
import { copiedRows } from './copied-rows.ts';
import { BLANK, LISTS, NOW, sourceFolder } from './source-fixtures.ts';

const { source, workspace, remove } = sourceFolder();
afterAll(remove);

const TENANT = 'default';
type List = (typeof LISTS)[number];
type Values = Readonly<Record<string, Json>>;

const some = <Value extends Json>(...values: Value[]) => fc.constantFrom<Json>(null, ...values);
const emails = ['a@acme.example', 'b@acme.example', 'c@acme.example'];
const ROWS: Readonly<Record<List, fc.Arbitrary<Values>>> = {
  accounts: fc.record({
    own: some('1', '2', '3'),
    id: some('S1', 'S2', 'S3', 'S4', 'S5'),
    name: some('One', 'Two', 'see evil.example/x'),
    tier: some('VIP', 'SMB', 'Gold'),
    parent: some('S1', 'S2', 'S3', 'S9'),
    domain: some('one.example', 'two.example', 'gmail.com'),
    csm: some(...emails),
  }),
  people: fc.record({
    own: some('1', '2'),
    hr: some('E1', 'E2', 'E3'),
    name: some('Ann', 'Bob'),
    email: some(...emails),
    active: some(true, false),
    boss: some('E1', 'E2'),
    deputy: some(...emails),
  }),
  contacts: fc.record({
    email: some('e@one.example', 'f@one.example', 'g@two.example', 'h@three.example', 'i@gmail.com'),
    account: some('S1', 'S2', 'S3', 'S9'),
  }),
  absences: fc.record({ hr: some('E1', 'E2', 'E9'), from: some('2026-11-01'), deputy: some(...emails) }),
};

const rowId = fc.constantFrom('1', '2', '3', '4', 'é', '😀', 'x@y.example');
const rowsOf = (list: List, maxLength: number) =>
  fc.uniqueArray(fc.tuple(rowId, ROWS[list]), { selector: ([each]) => each, maxLength });
const records = fc
  .constantFrom(...LISTS)
  .chain((list) => fc.record({ list: fc.constant(list), rows: rowsOf(list, 2) }));
const beginnings = fc.tuple(...LISTS.map((list) => rowsOf(list, 7)));
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('changes' as const),
      at: records,
      gone: fc.array(rowId, { maxLength: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('full' as const), at: records }) },
  /** A sync that dies after a page. */
  { weight: 1, arbitrary: fc.record({ does: fc.constant('dies' as const), at: records }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('import' as const) }) },
  /** An import that dies when the directory has it, before it is remembered. */
  { weight: 1, arbitrary: fc.record({ does: fc.constant('import that dies' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

const INHERITANCE: ImportedWorkspace['inheritance'] = { roles: ['CSM'], facts: { 'account.tier': 'own_first' } };

/** Both ways over the same copies; `whole` remembers nothing. */
class Company {
  readonly folder = mkdtempSync(join(tmpdir(), 'part-'));
  readonly copies: CopyStore = sqliteCopies({ folder: this.folder, busyTimeoutMs: 1_000 });
  workspace: ImportedWorkspace;
  readonly notes: MergeNotes = sqliteMergeNotes(this.folder, TENANT);
  part!: Store;
  whole!: Store;
  #nowMs = NOW;
  parts = 0;

  constructor(more: Partial<ImportedWorkspace> = {}) {
    const file = source('notes', {
      accounts: [{ id: 'S1', tier: 'VIP' }],
      people: [{ hr: 'E3', name: 'Cem', email: emails[2]! }],
    });
    const system: SystemSource = {
      name: 'crm',
      connector: 'system',
      system: null,
      reads: LISTS.map((name) => ({ name, read: name })),
      access: { settings: {}, wayIn: 'open', words: {}, secrets: {}, baseUrl: null },
      sync: { everyMs: 900_000, fullMs: 86_400_000 },
      mappings: [...file.mappings, ...ownersIn(file.mappings)],
    };
    this.workspace = workspace([system, file], { inheritance: INHERITANCE, ...more });
  }

  async open(): Promise<this> {
    const now = () => NOW;
    this.part = await openSqliteStore(join(this.folder, 'part'), { now });
    this.whole = await openSqliteStore(join(this.folder, 'whole'), { now });
    for (const list of LISTS) await this.full(list, []);
    return this;
  }

  async close(): Promise<void> {
    await this.part.close();
    await this.whole.close();
    await this.copies.close();
    rmSync(this.folder, { recursive: true });
  }

  async changes(list: List, rows: readonly (readonly [string, Values])[], gone: readonly string[] = []): Promise<void> {
    await this.#sync('changes', list, rows, gone, true);
  }

  async full(list: List, rows: readonly (readonly [string, Values])[]): Promise<void> {
    await this.#sync('full', list, rows, [], true);
  }

  async dies(list: List, rows: readonly (readonly [string, Values])[]): Promise<void> {
    await this.#sync('changes', list, rows, [], false);
  }

  async #sync(
    kind: 'full' | 'changes',
    list: List,
    rows: readonly (readonly [string, Values])[],
    gone: readonly string[],
    ends: boolean,
  ): Promise<void> {
    const key = { tenant: TENANT, source: 'crm', read: list };
    const at = instantOf((this.#nowMs += 60_000));
    const run = await this.copies.begin(key, { kind, shape: 'shape', begunAt: at });
    const page = rows.map(([each, values]) => ({ id: each, values: { ...BLANK, ...values } }));
    await this.copies.keep(key, run, { rows: page, gone, nameless: 0, point: null, at });
    if (ends) await this.copies.finish(key, run, null);
  }

  async imported(dies = false): Promise<{ part: ImportOutcome; whole: ImportOutcome }> {
    const copied = copiedRows(this.copies, TENANT, () => 'shape');
    const remembered = { notes: dies ? dying(this.notes) : this.notes, watched: this.copies.watched };
    const [part, whole] = [
      await this.#run({ directory: this.part.directory, copied, remembered }),
      await this.#run({ directory: this.whole.directory, copied, remembered: null }),
    ];
    if (part.report.part !== null) this.parts += 1;
    return { part, whole };
  }

  declare(more: Partial<ImportedWorkspace>): void {
    this.workspace = { ...this.workspace, ...more };
  }

  damageNotes(): void {
    for (const name of readdirSync(this.folder))
      if (name.startsWith('merged.')) writeFileSync(join(this.folder, name), 'no database');
  }

  async confirmed(word: string): Promise<ImportOutcome> {
    const copied = copiedRows(this.copies, TENANT, () => 'shape');
    const remembered = { notes: this.notes, watched: this.copies.watched };
    return await this.#run({ directory: this.part.directory, copied, remembered }, word);
  }

  /** What an import says and what a reader sees, where the two ways don't agree. */
  async differences(dies: boolean): Promise<readonly unknown[]> {
    const { part, whole } = await this.imported(dies);
    this.part.directory.refresh();
    const told = [part, whole].map(({ kind, changes, excesses }) => ({ kind, changes, excesses }));
    const read = [await seen(this.part), await seen(this.whole)];
    return [told, read].filter(([one, other]) => !isDeepStrictEqual(one, other));
  }

  async #run(ground: Omit<ImportGround, 'sync'>, confirmed: string | null = null): Promise<ImportOutcome> {
    const sync = { sources: 'due', full: false } as const;
    const job = { tenant: TENANT, workspace: this.workspace, nowMs: NOW, confirmed, sync };
    const holdAbove = { dropped: 0.5, changed: 0.5 };
    return await runImport({ ...job, holdAbove }, { ...ground, sync: async () => [] }, () => {});
  }
}

/** Each account names its owner, too. */
function ownersIn(mappings: SystemSource['mappings']): SystemSource['mappings'] {
  const ids = mappings.flatMap((each) => (each.kind === 'account' ? each.assignments.map(({ person }) => person) : []));
  return mappings.flatMap((each) => (each.kind === 'person' ? [{ ...each, from: 'accounts', ids }] : []));
}

/** What is remembered of an import that was killed when the directory had it. */
function dying(notes: MergeNotes): MergeNotes {
  return {
    begin: () => {
      const made = notes.begin();
      return { ...made, finish: () => {} };
    },
    open: () => {
      const open = notes.open();
      return open === null ? null : { ...open, keep: () => {} };
    },
  };
}

/** All that a reader can see. */
async function seen({ directory }: Store) {
  const dossiers: Dossier[] = [];
  for await (const each of directory.dossiers(TENANT)) dossiers.push(each);
  const accounts = await Promise.all(
    dossiers.map(async ({ account }) => [account, await directory.identities(TENANT, account)]),
  );
  const domains = ['one.example', 'two.example', 'three.example', 'gmail.com'];
  const { people, byEmail } = await directory.roster(TENANT);
  return {
    dossiers,
    accounts,
    domains: await Promise.all(domains.map(async (each) => [each, await directory.accountsByDomain(TENANT, each)])),
    contacts: await Promise.all(
      ['e@one.example', 'i@gmail.com'].map((each) => directory.accountsByEmail(TENANT, each)),
    ),
    namespaces: await directory.namespaces(TENANT),
    people: [...people],
    byEmail: [...byEmail].map(([email, { key }]) => [email, key]),
  };
}

/** What the two ways differ in, after each import and one at the end. */
async function after(steps: readonly Step[], company: Company): Promise<readonly unknown[]> {
  const differing: unknown[] = [];
  for (const each of [...steps, { does: 'import' } as const]) {
    if (each.does === 'changes') await company.changes(each.at.list, each.at.rows, each.gone);
    else if (each.does === 'full') await company.full(each.at.list, each.at.rows);
    else if (each.does === 'dies') await company.dies(each.at.list, each.at.rows);
    else differing.push(...(await company.differences(each.does === 'import that dies')));
  }
  return differing;
}

describe('an import of what has changed', () => {
  it('leaves the directory that a whole one makes, whatever syncs, deaths and imports came before', async () => {
    let parts = 0;
    await fc.assert(
      fc.asyncProperty(beginnings, fc.array(step, { maxLength: 14 }), async (lists, steps) => {
        const company = await new Company().open();
        try {
          for (const [nth, list] of LISTS.entries()) await company.full(list, lists[nth]!);
          expect(await after(steps, company)).toEqual([]);
          parts += company.parts;
        } finally {
          await company.close();
        }
      }),
      { numRuns: Number(process.env['RUNS'] ?? 20) },
    );
    expect(parts).toBeGreaterThan(0);
  });

  const csm = 'a@acme.example';
  const FAMILY: readonly (readonly [string, Values])[] = [
    ['1', { id: 'S1', name: 'Above', csm }],
    ['2', { id: 'S2', name: 'Below', parent: 'S1' }],
    ['3', { id: 'S3', name: 'Beside', csm }],
  ];
  const PEOPLE: readonly (readonly [string, Values])[] = [['1', { hr: 'E1', name: 'Ann', email: csm }]];

  async function begun(more: Partial<ImportedWorkspace> = {}): Promise<Company> {
    const company = await new Company(more).open();
    onTestFinished(() => company.close());
    await company.full('accounts', FAMILY);
    await company.full('people', PEOPLE);
    await company.imported();
    return company;
  }

  it.each<[what: string, merged: readonly string[], change: (company: Company) => Promise<unknown>]>([
    ['nothing', [], async () => {}],
    ['the time of a sync alone', [], (company) => company.full('accounts', FAMILY)],
    [
      'an account that others neither know nor inherit from',
      ['shared:S3'],
      (company) => company.changes('accounts', [['3', { id: 'S3', name: 'Other', csm }]]),
    ],
    [
      'an account above another',
      ['shared:S1', 'shared:S2'],
      (company) => company.changes('accounts', [['1', { id: 'S1', name: 'Above' }]]),
    ],
    ['an account that is gone', ['shared:S2'], (company) => company.changes('accounts', [], ['2'])],
    [
      'a contact',
      ['shared:S3'],
      (company) => company.changes('contacts', [['1', { email: 'kim@three.example', account: 'S3' }]]),
    ],
    [
      'the title of somebody',
      [],
      (company) => company.changes('people', [['1', { hr: 'E1', name: 'Ann', email: csm, title: 'CSM' }]]),
    ],
    [
      'the address by which accounts name somebody',
      ['shared:S1', 'shared:S2', 'shared:S3'],
      (company) => company.changes('people', [['1', { hr: 'E1', name: 'Ann' }]]),
    ],
  ])('merges no more than depends on it: %s', async (_what, merged, change) => {
    const company = await begun();
    await change(company);
    const { part } = await company.imported();
    const gone = part.changes.accounts.dropped;
    expect(part.report.part?.accounts).toBe(merged.length - gone);
    expect(await company.differences(false)).toEqual([]);
  });

  it.each<[what: string, change: (company: Company) => void | Promise<unknown>]>([
    ['a file was written', () => void source('notes', { accounts: [{ id: 'S3', tier: 'SMB' }, { id: 'S1' }] })],
    ['precedence is another', (company) => company.declare({ precedence: { '*': ['notes', 'crm'] } })],
    [
      'somebody was erased',
      (company) => company.part.directory.forget(TENANT, { people: ['hr:E1'], emails: [], accounts: [] }),
    ],
    ['what was remembered is gone', (company) => dropMergeNotes(company.folder)],
    ['what was remembered is damaged', (company) => company.damageNotes()],
    ['copies were read by nobody who watched', (company) => void company.copies.watched.watch(TENANT)],
  ])('leaves it to a whole import where %s', async (_what, change) => {
    const company = await begun();
    await change(company);
    expect((await company.imported()).part.report.part).toBeNull();
    expect((await company.imported()).part.report.part).toEqual({ rows: 0, accounts: 0 });
  });

  it('tells what it leaves out of what has changed, and what is worth a look', async () => {
    const company = await begun();
    await company.changes('contacts', [['1', { email: 'no address', account: 'S3' }]]);
    const { part, whole } = await company.imported();
    expect(part.report.part).not.toBeNull();
    expect(part.report.quarantined).toEqual({ total: 1, first: whole.report.quarantined.first.slice(-1) });
  });

  it('tells why a row can’t be read any more', async () => {
    const company = await begun();
    await company.changes('accounts', [['3', { [TROUBLE]: 'This row has 2 cells where the header has 4.' }]]);
    const { part } = await company.imported();
    expect(part.report.part).toEqual({ rows: 0, accounts: 0 });
    expect(part.changes.accounts.dropped).toBe(1);
    expect(part.report.quarantined.first).toMatchObject([{ reason: 'This row has 2 cells where the header has 4.' }]);
  });

  it('tells when it was last true, also of what it leaves as it was', async () => {
    const company = await begun();
    const told = async () => {
      const one = await company.part.directory.dossier(TENANT, 'shared:S3');
      const { people } = await company.part.directory.roster(TENANT);
      return [one?.asOf, one?.facts['account.tier']?.asOf, people.get('hr:E1')?.asOf];
    };
    const [before, , ofAnn] = await told();
    await company.changes('accounts', []);
    expect((await company.imported()).part.kind).toBe('imported');
    company.part.directory.refresh();
    const later = instantOf(Date.parse(before!) + 2 * 60_000);
    expect([before, await told()]).toEqual([instantOf(NOW + 5 * 60_000), [later, undefined, ofAnn]]);
  });

  it('is held as a whole one is, and confirmed by the same word', async () => {
    const company = await begun({});
    const many = Array.from({ length: 12 }, (_, nth): [string, Values] => [`${nth + 10}`, { id: `T${nth}` }]);
    await company.changes('accounts', many);
    await company.imported();
    await company.changes(
      'accounts',
      [],
      many.map(([each]) => each),
    );
    const { part, whole } = await company.imported();
    expect([part.kind, part.report.part, part.changes.id]).toEqual(['held', expect.anything(), whole.changes.id]);
    expect((await company.imported()).part.kind).toBe('held');
    const confirmed = await company.confirmed(part.changes.id);
    expect([confirmed.kind, confirmed.changes.accounts.dropped]).toEqual(['imported', 12]);
  });

  it('leaves no byte of whom is erased in what it remembers', async () => {
    const company = await begun();
    const holds = (text: string) =>
      readdirSync(company.folder, { recursive: true, encoding: 'utf8' }).filter(
        (name) => name.startsWith('merged.') && readFileSync(join(company.folder, name)).includes(text),
      );
    expect(holds(csm)).toHaveLength(1);
    await erasableCopies({ folder: company.folder, busyTimeoutMs: 1_000 }).forget(TENANT, {
      tells: () => false,
      traces: [],
    });
    expect(holds(csm)).toEqual([]);
  });
});
