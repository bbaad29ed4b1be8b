/** Guardrails edited in a spreadsheet, through the command line: out and back, what changes, what is refused and where. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSheet } from 'read-excel-file/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import type { Cell, SheetData } from 'write-excel-file/node';
import { problemsOf, temporaryFolder, workspaceFolder } from '../support/workspace-folder.ts';
import { runCommand } from '../support/cli.ts';
import { copyOfAcme } from '../support/concierge-process.ts';
import { addColumn, exportedTable, fileText, importTable, setCell } from '../support/sheets.ts';
import type { Table } from '../support/sheets.ts';

const ESCALATION = 'guardrails/escalation.yaml';
const run = async (...args: readonly string[]) => await runCommand(['guardrails', ...args]);

function acme(): string {
  const { folder, dispose } = copyOfAcme();
  onTestFinished(dispose);
  return folder;
}

const guardrailTexts = (folder: string) =>
  ['concierge.yaml', ESCALATION, 'guardrails/health.yaml'].map((file) => fileText(folder, file));

describe('the sample company', () => {
  it.each(['guardrails.xlsx', 'sheets'])('goes out as %s and comes back as it was, to the last byte', async (to) => {
    const folder = acme();
    const before = guardrailTexts(folder);
    const out = join(temporaryFolder(), to);
    expect((await run('export', folder, '--to', out)).code).toBe(0);
    expect(await run('import', out, folder)).toEqual({ code: 0, out: 'Nothing changes.', err: '' });
    expect(guardrailTexts(folder)).toEqual(before);
  });

  it('is bare words for another reader of workbooks too', async () => {
    const folder = acme();
    const out = join(folder, 'g.xlsx');
    await run('export', folder, '--to', out);
    const rows = await readSheet(out, 'escalation');
    const sev1 = rows.find(([id]) => id === 'sev1');
    expect(sev1?.slice(0, 2)).toEqual(['sev1', 'missing or not billing, commercial']);
    expect(await readSheet(out, 'reasons')).toContainEqual(['security', ...SECURITY]);
    expect((await readSheet(out, 'health'))[0]?.slice(-3)).toEqual(['status', 'note', 'heading']);
  });

  it('says which comments stay in the file', async () => {
    const folder = acme();
    const { err } = await run('export', folder, '--to', join(folder, 'g.xlsx'));
    expect(err).toContain('Not in the sheet, and left alone in the file:');
    expect(err).toMatch(/escalation\.yaml:1:1: # yaml-language-server.*\(5 lines\)/);
    expect(err).toMatch(/escalation\.yaml:\d+:1: # What the customer reads/);
    expect(err).not.toContain('Above everything');
  });
});

const SECURITY = [
  'Our team for security questions',
  'Unser Team für Sicherheitsfragen',
  'Notre équipe pour les questions de sécurité',
];

const COMMENTED = `# Of the whole file.
decision: escalation_contact # which
rules:
  # ── First of all ─────────
  # Two lines of it.
  - id: vip
    # Why so.
    when: # all of them
      account.tier: VIP # the best
      topic: [billing, technical]
    route: [role:CSM, backup] # whom
    reason: { default: your_team, role: named_csm }
    # At its end.
  - { id: renewal, when: { account.days_to_renewal: 0..90 }, route: [role:AE], reason: renewal }

  # Everybody else
  - id: otherwise
    route: [team:sales]
    reason: "your_team"
reasons: # what they read
  named_csm: { en: Your dedicated Success Manager } # hers
  renewal: Your contact
  your_team:
    # In German too.
    en: Your team
    de: Ihr Team
  priority_desk: { en: Our desk }
  covering: { en: Standing in }
`;

const commented = (): string => workspaceFolder([], { [ESCALATION]: COMMENTED });

/** The lines that differ, as `-` and `+`. */
function difference(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

describe('what a leader changes', () => {
  const cases: readonly (readonly [string, (rows: Table) => void, readonly string[], readonly string[]])[] = [
    [
      'a cell, and nothing beside it',
      (rows) => setCell(rows, 'vip', 'account.tier', 'not VIP'),
      ['-      account.tier: VIP # the best', '+      account.tier: { not: VIP } # the best'],
      ['  ~ row vip changes', '      account.tier  VIP  →  not VIP'],
    ],
    [
      'a cell more',
      (rows) => setCell(rows, 'vip', 'account.days_to_renewal', '>= 5 and < 10'),
      ['+      account.days_to_renewal: { at_least: 5, below: 10 }'],
      ['      account.days_to_renewal  (empty)  →  >= 5 and < 10'],
    ],
    [
      'a cell less',
      (rows) => setCell(rows, 'vip', 'topic', '-'),
      ['-      topic: [billing, technical]'],
      ['      topic  billing, technical  →  (empty)'],
    ],
    [
      'the last cell of a row',
      (rows) => setCell(rows, 'renewal', 'account.days_to_renewal', 'missing'),
      [
        '-  - { id: renewal, when: { account.days_to_renewal: 0..90 }, route: [role:AE], reason: renewal }',
        '+  - { id: renewal, when: { account.days_to_renewal: { missing: yes } }, route: [role:AE], reason: renewal }',
      ],
      ['      account.days_to_renewal  0..90  →  missing'],
    ],
    [
      'a chain, a key and a reason for a kind of link',
      (rows) => {
        setCell(rows, 'vip', 'route', 'role:CSM, manager, team:priority-desk');
        setCell(rows, 'vip', 'if_closed', 'skip');
        setCell(rows, 'vip', 'reason: role', '');
        setCell(rows, 'otherwise', 'hide', 'headshot_url, health');
      },
      [
        '-    route: [role:CSM, backup] # whom',
        '-    reason: { default: your_team, role: named_csm }',
        '+    route: [role:CSM, manager, team:priority-desk] # whom',
        '+    reason: your_team',
        '+    if_closed: skip',
        '+    hide: [headshot_url, health]',
      ],
      ['      reason: role  named_csm  →  (empty)', '      if_closed     (empty)  →  skip'],
    ],
    [
      'comments of rows',
      (rows) => {
        setCell(rows, 'vip', 'note', 'Anew.\nIn two lines.');
        setCell(rows, 'otherwise', 'heading', '');
        setCell(rows, 'renewal', 'heading', 'Contracts');
      },
      [
        '-    # Why so.',
        '-    # At its end.',
        '-  # Everybody else',
        '+    # Anew.',
        '+    # In two lines.',
        '+  # Contracts',
      ],
      ['      note  Why so. / At its end.  →  Anew. / In two lines.', '      heading  Everybody else  →  (empty)'],
    ],
    [
      'the name of a row',
      (rows) => setCell(rows, 'vip', 'id', 'best'),
      ['-  - id: vip', '+  - id: best'],
      ['  ~ row best changes', '      id  vip  →  best'],
    ],
  ];

  it.each(cases)('%s', async (_what, edit, lines, said) => {
    const folder = commented();
    const rows = await exportedTable(folder, 'escalation');
    if (!rows[0]?.includes('topic')) throw new Error('no topic');
    edit(rows);
    const { code, out } = await importTable(folder, 'escalation', rows);
    expect(code).toBe(0);
    expect(difference(COMMENTED, fileText(folder, ESCALATION))).toEqual(lines);
    for (const line of said) expect(out.split('\n')).toContain(line);
    expect(problemsOf(folder).filter((problem) => problem.includes('error'))).toEqual([]);
    expect((await importTable(folder, 'escalation', rows)).out).toBe('Nothing changes.');
  });

  it('rows: one moved, one new, one gone', async () => {
    const folder = commented();
    const [head = [], vip = [], renewal = [], otherwise = []] = await exportedTable(folder, 'escalation');
    const urgent = head.map(
      (name) =>
        ({ id: 'urgent', urgency: 'urgent', route: 'team:sales', reason: 'your_team', note: 'Now.' })[name] ?? '',
    );
    const rows = [head, urgent, otherwise.map((cell, index) => (head[index] === 'topic' ? 'commercial' : cell)), vip];
    void renewal;
    addColumn(rows, 1, 'urgency', 'urgent', 'urgent');
    const { out, err, code } = await importTable(folder, 'escalation', rows);
    expect([code, out.split('\n')]).toEqual([
      0,
      [
        'escalation',
        '  + row urgent is new, at the top',
        '      urgency  urgent',
        '      route    team:sales',
        '      reason   your_team',
        '      note     Now.',
        '  ~ row otherwise changes',
        '      topic  (empty)  →  commercial',
        '  ↕ row vip moves from place 1 to 3, below otherwise',
        '  - row renewal is removed',
        '      account.days_to_renewal  0..90',
        '      route                    role:AE',
        '      reason                   renewal',
      ],
    ]);
    expect(err).toContain('No row tells the reason `renewal`.');
    const text = fileText(folder, ESCALATION);
    const ids = [...text.matchAll(/id: (\w+)/g)].map(([, id]) => id);
    expect(ids).toEqual(['urgent', 'otherwise', 'vip']);
    expect(text.slice(text.indexOf('rules:'), text.indexOf('  # ── First'))).toBe(`rules:
  - id: urgent
    # Now.
    when: { urgency: urgent }
    route: [team:sales]
    reason: your_team

  # Everybody else
  - id: otherwise
    when: { topic: commercial }
    route: [team:sales]
    reason: "your_team"

`);
    expect(text).toContain('    # At its end.\nreasons: # what they read\n');
  });

  it('words of reasons, in the file where each stands', async () => {
    const folder = commented();
    const rows = await exportedTable(folder, 'reasons');
    setCell(rows, 'your_team', 'de', '');
    setCell(rows, 'your_team', 'en', 'Your own team: here');
    setCell(rows, 'renewal', 'de', 'Ihr Kontakt');
    addColumn(rows, 3, 'pt-BR', 'named_csm', 'Seu gerente');
    rows.push(['legal', 'Our lawyers', '', '']);
    const { code, out } = await importTable(folder, 'reasons', rows);
    expect(code).toBe(0);
    expect(out).toContain('  + reason legal is new\n      en  Our lawyers');
    expect(difference(COMMENTED, fileText(folder, ESCALATION))).toEqual([
      '-  named_csm: { en: Your dedicated Success Manager } # hers',
      '-  renewal: Your contact',
      '-    en: Your team',
      '-    de: Ihr Team',
      '+  named_csm: { en: Your dedicated Success Manager, pt-BR: Seu gerente } # hers',
      '+  renewal: { en: Your contact, de: Ihr Kontakt }',
      '+    en: "Your own team: here"',
      '+  legal:',
      '+    en: Our lawyers',
    ]);
    expect((await importTable(folder, 'reasons', rows)).out).toBe('Nothing changes.');
  });

  it('a row and the words of its reason at once, whichever tab comes first', async () => {
    const folder = commented();
    const [rows, reasons] = [await exportedTable(folder, 'escalation'), await exportedTable(folder, 'reasons')];
    setCell(rows, 'vip', 'account.tier', 'Standard');
    setCell(reasons, 'your_team', 'en', 'Our own team');
    const file = join(folder, 'g.xlsx');
    const sheets = [
      { data: reasons, sheet: 'reasons' },
      { data: rows, sheet: 'escalation' },
    ];
    writeFileSync(file, await writeExcelFile(sheets).toBuffer());
    expect((await run('import', file, folder)).code).toBe(0);
    expect(difference(COMMENTED, fileText(folder, ESCALATION))).toEqual([
      '-      account.tier: VIP # the best',
      '-    en: Your team',
      '+      account.tier: Standard # the best',
      '+    en: Our own team',
    ]);
    expect((await run('import', file, folder)).out).toBe('Nothing changes.');
  });

  it('into a row what another row is warned of already', async () => {
    const folder = commented();
    const rows = await exportedTable(folder, 'escalation');
    const warned = /escalation\.csv, \w\d: warning: `not` matches a missing value too\./g;
    setCell(rows, 'vip', 'account.tier', 'not VIP');
    expect((await importTable(folder, 'escalation', rows)).err.match(warned)).toEqual([expect.stringContaining('D2')]);
    setCell(rows, 'renewal', 'account.tier', 'not VIP');
    expect((await importTable(folder, 'escalation', rows)).err.match(warned)).toEqual([expect.stringContaining('D3')]);
    setCell(rows, 'vip', 'account.tier', '');
    expect((await importTable(folder, 'escalation', rows)).err).not.toMatch(warned);
  });

  it.each<readonly [string, string, (rows: Table) => void, readonly string[]]>([
    [
      'above a cell that is emptied stays where it is',
      '    when:\n      account.tier: VIP\n      # ── Both ──\n      topic: [billing, technical]\n      # Late.\n      urgency: urgent\n',
      (rows) => setCell(rows, 'vip', 'topic', ''),
      ['-      topic: [billing, technical]'],
    ],
    [
      'above the last cell too',
      '    when:\n      account.tier: VIP\n      # Both.\n      topic: [billing, technical]\n',
      (rows) => setCell(rows, 'vip', 'topic', ''),
      ['-      topic: [billing, technical]'],
    ],
    [
      'in braces goes to the top of its row',
      '    when: {\n      account.tier: VIP,\n      # ── Both ──\n      topic: [billing, technical] }\n',
      (rows) => setCell(rows, 'vip', 'topic', 'billing'),
      [
        '-    when: {',
        '-      account.tier: VIP,',
        '-      # ── Both ──',
        '-      topic: [billing, technical] }',
        '+    # ── Both ──',
        '+    when: { account.tier: VIP, topic: billing }',
      ],
    ],
    [
      'in a `when` that goes does so too',
      '    when:\n      account.tier: VIP\n      # Both.\n      topic: [billing, technical]\n    if_closed: skip\n',
      (rows) => {
        setCell(rows, 'vip', 'topic', '');
        setCell(rows, 'vip', 'account.tier', '');
        setCell(rows, 'vip', 'route', 'role:CSM, team:sales');
        rows.push(...rows.splice(1, 1));
        rows.splice(2, 1);
      },
      ['+    # Both.'],
    ],
  ])('and a comment line %s', async (_what, when, edit, lines) => {
    const text = COMMENTED.replace(/ {4}when: # all[^]*?(?= {4}route)/, when);
    const folder = workspaceFolder([], { [ESCALATION]: text });
    const rows = await exportedTable(folder, 'escalation');
    edit(rows);
    const { code, err } = await importTable(folder, 'escalation', rows);
    expect([code, err]).toEqual([0, expect.not.stringContaining('the comment #')]);
    expect(difference(text, fileText(folder, ESCALATION))).toEqual(expect.arrayContaining([...lines]));
    expect((await importTable(folder, 'escalation', rows)).out).toBe('Nothing changes.');
  });

  it('tells of comment lines that have no place any more, and not of those in the list of changes', async () => {
    const text = COMMENTED.replace(
      'your_team:\n    # In German too.\n    en: Your team\n    de: Ihr Team',
      () => 'your_team: {\n    # In German too.\n    en: Your team,\n    de: Ihr Team }',
    );
    const folder = workspaceFolder([], { [ESCALATION]: text });
    const reasons = await exportedTable(folder, 'reasons');
    setCell(reasons, 'your_team', 'en', 'Our own team');
    const told = await importTable(folder, 'reasons', reasons);
    expect(told.err).toContain('the comment # In German too. goes with what it belonged to.');
    const rows = await exportedTable(folder, 'escalation');
    setCell(rows, 'vip', 'note', 'Anew.');
    setCell(rows, 'vip', 'heading', '');
    expect((await importTable(folder, 'escalation', rows)).err).not.toContain('the comment #');
  });

  it('is only shown by a dry run', async () => {
    const folder = commented();
    const rows = await exportedTable(folder, 'escalation');
    setCell(rows, 'vip', 'topic', '');
    const { code, out, err } = await importTable(folder, 'escalation', rows, {}, '--dry-run');
    expect([code, out.includes('row vip changes'), err]).toEqual([0, true, 'Nothing was written: this was a dry run.']);
    expect(fileText(folder, ESCALATION)).toBe(COMMENTED);
  });

  it('keeps the line ends of Windows', async () => {
    const folder = workspaceFolder([], { [ESCALATION]: COMMENTED.replaceAll('\n', '\r\n') });
    const rows = await exportedTable(folder, 'escalation');
    setCell(rows, 'vip', 'topic', '');
    expect((await importTable(folder, 'escalation', rows)).code).toBe(0);
    expect(fileText(folder, ESCALATION)).toBe(
      COMMENTED.replace('      topic: [billing, technical]\n', '').replaceAll('\n', '\r\n'),
    );
  });

  it('tells of a comment that goes, and of scenarios that name a row which is gone', async () => {
    const folder = acme();
    const rows = await exportedTable(folder, 'escalation');
    const left = rows.filter(([id]) => id !== 'win-back');
    const { code, err } = await importTable(folder, 'escalation', left);
    expect(code).toBe(0);
    expect(err).toMatch(/Scenarios that no longer fit, to mend next:\n {2}.*There is no row `win-back`/);
    expect(err).toMatch(/^ {2}concierge simulate \S+$/m);
    const other = commented();
    const withoutVip = (await exportedTable(other, 'escalation')).filter(([id]) => id !== 'vip');
    expect((await importTable(other, 'escalation', withoutVip)).err).toContain(
      'the comment # the best goes with what it belonged to.',
    );
  });
});

describe('what is wrong is refused with its cell, and nothing is written', () => {
  const cases: readonly (readonly [string, (rows: Table) => Table | void, string])[] = [
    [
      'a value that there isn’t',
      (rows) => setCell(rows, 'vip', 'account.tier', 'VPI'),
      'escalation.csv, D2: error: `VPI` is not allowed here. Did you mean `VIP`?',
    ],
    [
      'a team that there isn’t',
      (rows) => setCell(rows, 'vip', 'route', 'role:CSM, team:sails'),
      'escalation.csv, E2: error: There is no team `sails`. Did you mean `sales`?',
    ],
    [
      'a link that is none',
      (rows) => setCell(rows, 'vip', 'route', 'backup'),
      'escalation.csv, E2: error: `backup` stands first: whose backup?',
    ],
    [
      'a reason that there isn’t',
      (rows) => setCell(rows, 'vip', 'reason: role', 'named'),
      'escalation.csv, G2: error: There is no reason `named`.',
    ],
    [
      'a word that the key doesn’t take',
      (rows) => setCell(rows, 'otherwise', 'if_closed', 'skp'),
      'escalation.csv, J4: error:',
    ],
    ['a row that can never fire', (rows) => setCell(rows, 'vip', 'account.tier', ''), ''],
    [
      'numbers with two meanings',
      (rows) => setCell(rows, 'renewal', 'account.days_to_renewal', '1,5'),
      'escalation.csv, C3: error: `1,5` may be one number or several.',
    ],
    [
      'an error of the spreadsheet',
      (rows) => setCell(rows, 'vip', 'topic', '#REF!'),
      'escalation.csv, B2: error: `#REF!` can’t be read',
    ],
    [
      'a row without an id',
      (rows) => void rows.push(['', 'billing', '', '', 'team:sales', 'your_team']),
      'escalation.csv, A5: error: The row has no id. Give it one, like `billing`.',
    ],
    [
      'an id twice',
      (rows) => void rows.push(['vip', 'billing', '', '', 'team:sales', 'your_team']),
      'escalation.csv, A5: error: Row 2 is called `vip` too.',
    ],
    [
      'a column with another name',
      (rows) => void rows[0]?.splice(3, 1, 'account.teir'),
      'escalation.csv, D1: error: There is no column `account.teir`. Did you mean `account.tier`?',
    ],
    [
      'a column that is gone',
      (rows) => rows.map((row) => row.toSpliced(3, 1)),
      'escalation.csv, row 1: error: The column `account.tier` is missing, which a row has something in.',
    ],
    [
      'a needed column that is gone',
      (rows) => rows.map((row) => row.toSpliced(4, 1)),
      'escalation.csv, row 1: error: The column `route` is missing.',
    ],
    [
      'a column twice',
      (rows) => addColumn(rows, 4, 'topic'),
      'escalation.csv, E1: error: Column B is called `topic` too.',
    ],
    [
      'a column without a name',
      (rows) => addColumn(rows, 4, '', 'vip', 'x'),
      'escalation.csv, E1: error: The column has no name, but row 2 has something in it.',
    ],
    ['no rows', (rows) => rows.slice(0, 1), 'escalation.csv: error: There is no row in it.'],
  ];

  it.each(cases)('%s', async (what, edit, said) => {
    const folder = commented();
    let rows = await exportedTable(folder, 'escalation');
    expect(rows[0]).toEqual([
      'id',
      'topic',
      'account.days_to_renewal',
      'account.tier',
      'route',
      'reason',
      'reason: role',
      'hide',
      'team',
      'if_closed',
      'note',
      'heading',
    ]);
    rows = edit(rows) ?? rows;
    if (what === 'a row that can never fire') setCell(rows, 'vip', 'topic', '');
    const { code, err } = await importTable(folder, 'escalation', rows);
    expect([code, err.split('\n').at(-1)]).toEqual([3, 'Nothing was written.']);
    expect(err).toContain(
      what === 'a row that can never fire' ? 'escalation.csv, A3: error: Row `renewal` can never fire' : said,
    );
    expect(fileText(folder, ESCALATION)).toBe(COMMENTED);
  });

  it('a row beside the sheet, by its line of the file', async () => {
    const [rules = '', reasons = ''] = COMMENTED.split(/^(?=reasons:)/m);
    const folder = workspaceFolder([], { [ESCALATION]: reasons + rules });
    const rows = (await exportedTable(folder, 'reasons')).filter(([code]) => code !== 'renewal');
    const { code, err } = await importTable(folder, 'reasons', rows);
    expect([code, err]).toEqual([
      3,
      expect.stringMatching(/escalation\.yaml:\d+:\d+: error: There is no reason `renewal`/),
    ]);
  });

  it('everything at once', async () => {
    const folder = commented();
    const rows = await exportedTable(folder, 'escalation');
    setCell(rows, 'vip', 'account.tier', 'VPI');
    setCell(rows, 'otherwise', 'route', 'team:sails');
    const { err } = await importTable(folder, 'escalation', rows);
    expect(err.match(/escalation\.csv, (?:D2|E4): error/g)).toHaveLength(2);
  });

  it('rows whose values are anchors and aliases', async () => {
    const text = COMMENTED.replace('topic: [billing, technical]', 'topic: &both [billing, technical]').replace(
      'when: { account.days_to_renewal: 0..90 }',
      'when: { account.days_to_renewal: 0..90, topic: *both }',
    );
    const folder = workspaceFolder([], { [ESCALATION]: text });
    const { err } = await run('export', folder, '--to', join(folder, 'g.xlsx'));
    expect(err).toMatch(/escalation\.yaml:14:\d+: \*both, whose value is in the sheet/);
    const rows = await exportedTable(folder, 'escalation');
    const refused = await importTable(
      folder,
      'escalation',
      rows.filter(([id]) => id !== 'vip'),
    );
    expect([refused.code, refused.err.includes('Look for anchors and aliases')]).toEqual([3, true]);
    setCell(rows, 'renewal', 'topic', 'technical');
    expect((await importTable(folder, 'escalation', rows)).code).toBe(0);
    expect(fileText(folder, ESCALATION)).toContain('{ account.days_to_renewal: 0..90, topic: technical }');
  });
});

describe('habits of spreadsheets, in CSV', () => {
  it.each([
    ['semicolons', { delimiter: ';' }],
    ['tabs', { delimiter: '\t' }],
    ['a line that says so, and a mark', { delimiter: ';', before: '\uFEFFsep=;\n' }],
    ['Excel’s Unicode text', { delimiter: '\t', before: '\uFEFF', encoding: 'utf16le' }],
  ] as const)('%s', async (_what, form) => {
    const folder = commented();
    const rows = await exportedTable(folder, 'escalation');
    expect((await importTable(folder, 'escalation', rows, form)).out).toBe('Nothing changes.');
  });

  it('other columns’ order, capitals, blank rows and blanks around words', async () => {
    const folder = commented();
    const rows = (await exportedTable(folder, 'escalation')).map((row) => [...row.slice(1), row[0] ?? '']);
    const loose = rows.map((row, at) =>
      row.map((cell) => (cell === '' ? ' ' : ` ${at === 0 ? cell.toUpperCase() : cell}\u00A0`)),
    );
    const blank = loose[0]?.map(() => '') ?? [];
    const { out } = await importTable(folder, 'escalation', [
      blank,
      ...loose.slice(0, 2),
      blank,
      ...loose.slice(2),
      blank,
      blank,
    ]);
    expect(out).toBe('Nothing changes.');
  });

  it('runs nothing: what looks like a formula has an apostrophe, and comes back as it was', async () => {
    const reasons = COMMENTED.replace('en: Your team', 'en: "=HYPERLINK(\\"https://evil.example\\")"').replace(
      '# Why so.',
      '# +1 from legal',
    );
    const folder = workspaceFolder([], { [ESCALATION]: reasons });
    const out = join(folder, 'csv');
    await run('export', folder, '--to', out);
    for (const name of readdirSync(out))
      expect(readFileSync(join(out, name), 'utf8')).not.toMatch(/(?:^|[,"\n])[=+@](?!\d+$)/m);
    expect((await run('import', out, folder)).out).toBe('Nothing changes.');
  });

  it('in another encoding is named as that', async () => {
    const folder = commented();
    const rows = await exportedTable(folder, 'reasons');
    setCell(rows, 'renewal', 'en', 'für Sie');
    const { code, err } = await importTable(folder, 'reasons', rows, { encoding: 'latin1' });
    expect([code, err]).toEqual([
      5,
      'reasons.csv is not UTF-8 text. Export it again as "CSV UTF-8" or save it as UTF-8.',
    ]);
  });
});

describe('habits of spreadsheets, in XLSX', () => {
  const HEAD = [
    'id',
    'asked.date',
    'account.days_to_renewal',
    'account.tier',
    'topic',
    'match.verified',
    'language',
    'route',
    'reason',
    'reason: role',
    'note',
    'heading',
    'hide',
    'team',
    'if_closed',
    'account.arr',
  ];
  const plain: Readonly<Record<string, Cell>> = {
    id: 'vip',
    'account.tier': 'VIP',
    topic: 'billing, technical',
    route: 'role:CSM',
    reason: 'your_team',
  };
  const last: Readonly<Record<string, Cell>> = { id: 'otherwise', route: 'team:sales', reason: 'your_team' };

  async function imported(
    first: Readonly<Record<string, Cell>>,
    also: readonly { readonly data: SheetData; readonly sheet: string }[] = [],
    name = 'g.xlsx',
  ) {
    const facts = { file: 'concierge.yaml', old: 'facts:\n', now: 'facts:\n  account.arr: { type: number }\n' };
    const folder = workspaceFolder([facts], { [ESCALATION]: COMMENTED });
    const rows = [HEAD, ...[{ ...plain, ...first }, last].map((row) => HEAD.map((column) => row[column] ?? null))];
    const file = join(folder, name);
    writeFileSync(file, await writeExcelFile([{ data: rows, sheet: 'escalation' }, ...also]).toBuffer());
    const { code, err } = await runCommand(['guardrails', 'import', file, folder], { cwd: folder });
    return {
      code,
      err,
      row: /- id: vip[^]*?when: (?:#.*)?([^]*?)\n {4}route/
        .exec(fileText(folder, ESCALATION))?.[1]
        ?.trim()
        .split(/\s*\n\s*/),
    };
  }

  it.each<readonly [string, Readonly<Record<string, Cell>>, string]>([
    ['a number', { 'account.days_to_renewal': 30 }, 'account.days_to_renewal: 30'],
    ['a truth', { 'match.verified': true }, 'match.verified: true'],
    ['a fraction that looks like thousands', { 'account.arr': 1.234 }, 'account.arr: 1.2340'],
    [
      'a day',
      { 'asked.date': { value: new Date(Date.UTC(2026, 11, 24)), type: Date, format: 'dd/mm/yyyy' } },
      'asked.date: 2026-12-24',
    ],
  ])('%s in a column of such is what it is', async (_what, cell, line) => {
    const { code, row } = await imported(cell);
    expect([code, row?.includes(line)]).toEqual([0, true]);
  });

  const date = { value: new Date(Date.UTC(2026, 0, 2)), type: Date, format: 'd/m' };
  it.each<readonly [string, Readonly<Record<string, Cell>>, string]>([
    [
      '1/2 that became a date',
      { 'account.days_to_renewal': date },
      'g.xlsx, sheet escalation, C2: error: The spreadsheet took this for a date, `2026-01-02`. Format the cell as text and type it again.',
    ],
    [
      'a percentage',
      { 'account.days_to_renewal': { value: 0.2, format: '0%' } },
      'C2: error: The cell is a percentage, 20%.',
    ],
    ['digits in a column of text', { language: 42 }, 'G2: error: The spreadsheet took this for a number, `42`.'],
    ['a truth in a column of text', { language: true }, 'G2: error: The spreadsheet took this for a truth value'],
    [
      'a moment where a day belongs',
      { 'asked.date': { ...date, value: new Date(Date.UTC(2026, 0, 2, 9)), format: 'd/m/yy h:mm' } },
      'B2: error: `2026-01-02T09:00:00Z` is a moment without a zone.',
    ],
    [
      'a formula that nobody calculated',
      { 'account.tier': { value: '=A1', type: 'Formula' } },
      'D2: error: `#UNCALCULATED!` can’t be read',
    ],
    [
      'merged cells',
      { 'account.tier': { value: 'VIP', columnSpan: 2 }, topic: null },
      'g.xlsx, sheet escalation, D2:E2: error: These cells are merged',
    ],
  ])('%s is refused', async (_what, cell, said) => {
    const { code, err } = await imported(cell);
    expect([code, err]).toEqual([3, expect.stringContaining(said)]);
  });

  it('sheets of something else are named and left alone, and so are macros', async () => {
    const { code, err } = await imported({}, [{ data: [['x']], sheet: 'Scratch' }], 'g.xlsm');
    expect([code, err]).toEqual([0, expect.stringContaining('g.xlsm, sheet Scratch isn’t read')]);
  });

  it('two sheets of one table are refused', async () => {
    const { code, err } = await imported({}, [{ data: [['id', 'route', 'reason']], sheet: 'escalation (2)' }]);
    expect([code, err]).toEqual([5, expect.stringContaining('There are two sheets of escalation')]);
  });

  it.each([
    ['g.xls', 'neither a workbook nor CSV'],
    ['g.xlsx', 'can’t be read as an XLSX workbook'],
  ])('%s that is none is refused', async (name, said) => {
    const folder = commented();
    writeFileSync(join(folder, name), '\u00D0\u00CF\u0011\u00E0');
    expect((await run('import', join(folder, name), folder)).err).toContain(said);
  });

  it('what is too large is refused before it is read', async () => {
    const folder = commented();
    writeFileSync(join(folder, 'g.csv'), Buffer.alloc(10 * 1024 * 1024 + 1, 'x'));
    expect((await run('import', join(folder, 'g.csv'), folder)).err).toContain('more than the limit');
    writeFileSync(join(folder, 'g.csv'), `id,route\n${'x,y\n'.repeat(5_001)}`);
    expect((await run('import', join(folder, 'g.csv'), folder)).err).toContain('g.csv has more than 5000 rows');
  });
});

describe('export', () => {
  it('writes over nothing that somebody may have edited', async () => {
    const folder = commented();
    const to = join(folder, 'g.xlsx');
    expect((await run('export', folder, '--to', to)).code).toBe(0);
    const { code, err } = await run('export', folder, '--to', to);
    expect([code, err]).toEqual([2, expect.stringContaining('Name another, or add --replace.')]);
    expect((await run('export', folder, '--to', to, '--replace')).code).toBe(0);
  });

  it.each([
    [['--to', 'g.csv'], 'A CSV file holds one table, and there are escalation, health, reasons.'],
    [['--to', 'g.xlsm'], 'ends neither with .xlsx nor with .csv'],
  ])('%s is refused', async (args, said) => {
    const { code, err } = await runCommand(['guardrails', 'export', commented(), ...args], { cwd: temporaryFolder() });
    expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  });
});
