import { symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  failureOf,
  problemsOf,
  temporaryFolder,
  workspaceFolder,
  writeInto,
} from '../../test/support/workspace-folder.ts';
import { ConfigurationFailure } from '../base/failure.ts';
import { loadWorkspace, requireWorkspace } from './load-workspace.ts';
import { STARTER_FILES } from './starter.ts';

const COMPANY = 'concierge.yaml';
const ESCALATION = 'guardrails/escalation.yaml';
const HEALTH = 'guardrails/health.yaml';
const ACCOUNTS = 'sources/accounts.yaml';
const SERVICE = 'services/cx_concierge.yaml';

const FOR_CUSTOMERS = { file: COMPANY, old: 'audience: teams', now: 'audience: customers' };

test('problems of several files come together, by file and place', () => {
  const folder = workspaceFolder([
    { file: ACCOUNTS, old: 'account.tier: Tier', now: 'account.teir: Tier' },
    { file: ESCALATION, old: 'topic: commercial', now: 'topic: comercial' },
    { file: COMPANY, old: 'timezone: Europe/Berlin #', now: 'timezone: Europe/Berln #' },
    { file: COMPANY, old: 'hours: always', now: 'hours: ofice' },
  ]);
  expect(problemsOf(folder).map((text) => text.split(': error')[0])).toEqual([
    'concierge.yaml:8:11',
    'concierge.yaml:28:85',
    'guardrails/escalation.yaml:15:52',
    'sources/accounts.yaml:18:9',
  ]);
});

describe('files that are no YAML of ours', () => {
  const starter = STARTER_FILES[COMPANY] ?? '';
  const texts: readonly { readonly why: string; readonly text: string; readonly says: readonly string[] }[] = [
    {
      why: 'empty',
      text: '',
      says: ['concierge.yaml:1:1: error: The file is empty. Write its settings, or delete it.'],
    },
    {
      why: 'only a comment',
      text: '# later\n',
      says: ['concierge.yaml:1:1: error: The file is empty. Write its settings, or delete it.'],
    },
    {
      why: 'a list',
      text: '- a\n',
      says: ['concierge.yaml:1:1: error: The file must be a map, not a list. Write `key: value` lines below it.'],
    },
    {
      why: 'a tab',
      text: 'company: Acme\nteams:\n\tsales: {}\n',
      says: ['concierge.yaml:3:1: error: A tab is used to indent. Indent with spaces.'],
    },
    {
      why: 'a key twice',
      text: 'company: Acme\ncompany: Other\n',
      says: ['concierge.yaml:2:1: error: This key stands twice in the same map. Delete one of the two.'],
    },
    {
      why: 'two documents',
      text: 'company: Acme\n---\ncompany: Other\n',
      says: ['concierge.yaml:2:1: error: A second document starts here. Delete the line `---`.'],
    },
    {
      why: 'an open quote',
      text: 'company: "Acme\n',
      says: [
        'concierge.yaml:2:1: error: A character is missing. Look for an unclosed quote or bracket, or a missing `:` or `,`.',
      ],
    },
    {
      why: 'an open bracket',
      text: 'topics: [a, b\ncompany: Acme\n',
      says: [
        'concierge.yaml:2:1: error: This line is not indented like its neighbours. Give the lines of one list or map the same indentation.',
      ],
    },
    {
      why: 'a line without a colon',
      text: 'company: Acme\ntimezone\nlanguage: en\n',
      says: ['concierge.yaml:2:1: error: A `:` is missing on this line. Write `key: value`.'],
    },
    {
      why: 'a star at the start of text',
      text: 'company: *Acme\n',
      says: [
        'concierge.yaml:1:10: error: The alias `*Acme` has no anchor before it. Write the value itself; text that starts with `*` needs quotes.',
      ],
    },
    {
      why: 'a tag',
      text: 'company: !secret Acme\n',
      says: [
        'concierge.yaml:1:10: error: Tags (`!word`) are not used here. Delete the tag, or put the text in quotes.',
      ],
    },
    {
      why: 'a key that is a list',
      text: '? [a, b]\n: c\n',
      says: ['concierge.yaml:1:3: error: This key is not a plain word. Write `key: value`.'],
    },
    {
      why: 'a key that would reach the prototype',
      text: '__proto__: { company: Acme }\n',
      says: ['concierge.yaml:1:1: error: This key is not a plain word. Write `key: value`.'],
    },
    {
      why: 'nested too deeply',
      text: `a: ${'['.repeat(40)}${']'.repeat(40)}\n`,
      says: ['concierge.yaml:1:28: error: Values are nested deeper than 24 levels. Write them flatter.'],
    },
    {
      why: 'aliases that unfold without end',
      text: bomb(),
      says: ['concierge.yaml:2:10: error: The file uses more than 100 aliases. Write the values themselves.'],
    },
    {
      why: 'an alias inside its own anchor',
      text: 'a: &a [*a]\n',
      says: ['concierge.yaml:1:7: error: Values are nested deeper than 24 levels. Write them flatter.'],
    },
    {
      why: 'larger than 1 MiB',
      text: `# ${'x'.repeat(1024 * 1024)}\n`,
      says: ['concierge.yaml:1:1: error: The file is larger than 1 MiB. Keep data in sources, not in settings.'],
    },
  ];
  test.each(texts)('$why', ({ text, says }) => {
    expect(problemsOf(workspaceFolder([], { [COMPANY]: text }))).toEqual(says);
  });

  test('nested so deeply that a parser might fall: how deep it gets depends on the machine', () => {
    const [said, ...more] = problemsOf(workspaceFolder([], { [COMPANY]: `a: ${'['.repeat(200_000)}\n` }));
    expect(said).toMatch(/^concierge\.yaml:1:\d+: error: Values are nested too deeply\. Write them flatter\.$/);
    expect(more).toEqual([]);
  });

  test('not UTF-8', () => {
    const folder = workspaceFolder();
    writeInto(folder, COMPANY, Buffer.from('company: M\xfcller\n', 'latin1'));
    expect(problemsOf(folder)).toEqual([
      'concierge.yaml:1:1: error: The file is not UTF-8 text. Save it with the encoding UTF-8.',
    ]);
  });

  test.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\u{FEFF}${text}`],
    ['both', (text: string) => `\u{FEFF}${text.replaceAll('\n', '\r\n')}`],
  ])('%s is fine, and places stay right', (_why, printed) => {
    expect(problemsOf(workspaceFolder([], { [COMPANY]: printed(starter) }))).toEqual([]);
    const broken = printed(starter.replace('company: Your Company', 'compony: Your Company'));
    expect(problemsOf(workspaceFolder([], { [COMPANY]: broken }))).toEqual([
      'concierge.yaml:7:1: error: `compony` is not known here. Did you mean `company`?',
    ]);
    const first = printed('compony: Acme\n');
    expect(problemsOf(workspaceFolder([], { [COMPANY]: first }))).toContain(
      'concierge.yaml:1:1: error: `compony` is not known here. Did you mean `company`?',
    );
  });
});

describe('files that are not there', () => {
  test.each([
    ['no folder', () => join(temporaryFolder(), 'nowhere'), /^There is no folder .*nowhere\.$/],
    ['a folder that is no workspace', () => temporaryFolder(), /^The folder .* has no concierge\.yaml\.$/],
  ])('%s', (_why, folder, says) => {
    const failure = failureOf(() => loadWorkspace(folder()));
    expect(failure.code).toBe('missing_file');
    expect(failure.message).toMatch(says);
  });

  test('no escalation table', () => {
    expect(problemsOf(workspaceFolder([], { [ESCALATION]: null }))).toEqual([
      'guardrails/escalation.yaml:1:1: error: There is no table that says whom to route to. Write this file, with `decision: escalation_contact` and its `rules`.',
    ]);
  });

  test('no health table: everybody is Unknown', () => {
    const { workspace } = loadWorkspace(workspaceFolder([], { [HEALTH]: null }));
    expect(workspace?.health.rules).toEqual([{ id: 'unknown', when: [], status: 'Unknown' }]);
  });

  test('no service file: every tool for everybody, and a warning for customers', () => {
    const folder = workspaceFolder([FOR_CUSTOMERS], { [SERVICE]: null });
    expect(loadWorkspace(folder).workspace?.service).toMatchObject({ teamRoles: ['CSM', 'AE'], instructions: null });
    expect(problemsOf(folder)).toEqual([
      'concierge.yaml:41:15: warning: Agents that talk to customers see get_account_health (support-copilot is one). In services/cx_concierge.yaml, list the `tools` of `customers` without it.',
    ]);
  });

  test('a file of another ending is not passed over without a word', () => {
    expect(problemsOf(workspaceFolder([], { 'sources/more.yml': 'source: more\n' }))).toEqual([
      'sources/more.yml:1:1: error: Files end with `.yaml` here. Rename it to `more.yaml`.',
    ]);
  });
});

test('health that customers are shown', () => {
  const shown = { file: SERVICE, old: 'get_account_team]', now: 'get_account_team, get_account_health]' };
  expect(problemsOf(workspaceFolder([shown]))).toEqual([]);
  expect(problemsOf(workspaceFolder([shown, FOR_CUSTOMERS]))).toEqual([
    'services/cx_concierge.yaml:9:12: warning: Agents that talk to customers see get_account_health (support-copilot is one). In services/cx_concierge.yaml, list the `tools` of `customers` without it.',
  ]);
});

test('a source can not leave the workspace by a link', () => {
  const folder = workspaceFolder([{ file: ACCOUNTS, old: '../data/accounts.csv', now: '../linked/accounts.csv' }]);
  symlinkSync(temporaryFolder(), join(folder, 'linked'));
  expect(problemsOf(folder)).toEqual([
    'sources/accounts.yaml:9:21: error: `../linked/accounts.csv` lies outside the workspace folder. Copy the file into the workspace; a source reads nothing else.',
  ]);
});

test('requireWorkspace throws every error, and no warning', () => {
  const folder = workspaceFolder([
    { file: COMPANY, old: 'hours: always', now: 'hours: ofice' },
    { file: ESCALATION, old: '{ account.tier: VIP }', now: '{ account.tier: { not: VIP } }' },
  ]);
  expect(problemsOf(folder)).toHaveLength(2);
  const failure = failureOf(() => requireWorkspace(folder));
  expect(failure).toBeInstanceOf(ConfigurationFailure);
  expect(failure.message.split('\n')).toHaveLength(1);
  expect(failure.message).toContain('There is no calendar `ofice`.');
});

describe('words mean what was written', () => {
  test('YAML gives no word a type of its own: NO, 1.0, dates and ranges stay text', () => {
    const folder = workspaceFolder([
      {
        file: COMPANY,
        old: '  account.renewal_date: { type: date }',
        now: '  account.country: { type: enum, values: [NO, DE, 1.0, true] }\n  account.plan: { type: string }\n  account.renewal_date: { type: date }',
      },
      {
        file: ACCOUNTS,
        old: 'account.tier: Tier',
        now: 'account.tier: Tier\n        account.country: Country\n        account.plan: { column: Plan, values: { 0012: 1.50, "": null } }',
      },
      {
        file: ESCALATION,
        old: '{ account.tier: VIP }',
        now: '{ account.country: [NO, 1.0, true], account.plan: 1.50, account.renewal_date: 2026-12-01..2026-12-24 }',
      },
    ]);
    expect(problemsOf(folder)).toEqual([]);
    const workspace = requireWorkspace(folder);
    expect(workspace.escalation.rules[0]?.when).toEqual([
      { fact: 'account.country', test: { kind: 'one_of', values: ['NO', '1.0', 'true'] } },
      { fact: 'account.plan', test: { kind: 'equals', value: '1.50' } },
      {
        fact: 'account.renewal_date',
        test: { kind: 'interval', low: '2026-12-01', lowIncluded: true, high: '2026-12-24', highIncluded: true },
      },
    ]);
    const [account] = workspace.sources[0]?.mappings ?? [];
    expect(account?.kind === 'account' && account.facts['account.plan']?.values).toEqual({ '0012': '1.50', '': null });
  });

  test('names that objects have by nature are names like others', () => {
    const folder = workspaceFolder([
      { file: COMPANY, old: 'team: customer-success }', now: 'team: constructor }' },
      { file: ESCALATION, old: 'reason: renewal', now: 'reason: constructor' },
    ]);
    expect(problemsOf(folder).map((text) => text.split(': error: ')[1])).toEqual([
      'There is no team `constructor`. Declared: customer-success, sales, priority-desk.',
      'There is no reason `constructor`. Add it under `reasons:`. There are: named_csm, covering, priority_desk, renewal, your_team.',
    ]);
  });
});

function bomb(): string {
  const lines = Array.from(
    { length: 12 },
    (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level}, `.repeat(8)}x]`,
  );
  return `a0: &a0 x\n${lines.join('\n')}\n`;
}

test('whatever is typed into a file, the loader says problems in it and never falls', () => {
  const files = Object.keys(STARTER_FILES).filter((name) => name.endsWith('.yaml'));
  const scraps = [
    '',
    ' ',
    '\n',
    '\t',
    ':',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '&a ',
    '*a',
    '!t ',
    '|',
    '#',
    '~',
    'null',
    '0',
    '\0',
    '\u{202E}',
    'é',
  ];
  const typo = fc.record({
    file: fc.constantFrom(...files),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    gone: fc.nat(12),
    scrap: fc.oneof(fc.constantFrom(...scraps), fc.string({ maxLength: 6 })),
  });
  const folder = workspaceFolder();
  fc.assert(
    fc.property(fc.array(typo, { minLength: 1, maxLength: 3 }), (typos) => {
      const texts: Record<string, string> = { ...STARTER_FILES };
      for (const { file, at, gone, scrap } of typos) {
        const text = texts[file] ?? '';
        const start = Math.floor(at * text.length);
        texts[file] = text.slice(0, start) + scrap + text.slice(start + gone);
      }
      for (const file of files) writeInto(folder, file, texts[file] ?? '');
      const { workspace, problems } = loadWorkspace(folder);
      expect(workspace === null).toBe(problems.some(({ severity }) => severity === 'error'));
      for (const { place, message } of problems) {
        const lines = (texts[relative(folder, place.file)] ?? '').split('\n');
        expect(place.line).toBeLessThanOrEqual(lines.length);
        expect(place.column).toBeLessThanOrEqual((lines[place.line - 1] ?? '').length + 1);
        expect(message).toMatch(/\.$/);
      }
    }),
    { numRuns: 60 },
  );
});
