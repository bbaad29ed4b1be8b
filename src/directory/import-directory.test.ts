/** Sources that agree, disagree and contradict themselves, through the front door: files in, directory out. */
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../base/json.ts';
import { importWhole } from './import-fixtures.ts';
import type { Rows } from './source-fixtures.ts';
import { BLANK, sourceFolder } from './source-fixtures.ts';

const { imported, source, workspace, remove } = sourceFolder();
afterAll(remove);

const sarah = { hr: 'E1', name: 'Sarah Jenkins', email: 'sarah@acme.example' };
const zoe = { hr: 'E2', name: 'Zoë V', email: 'zoe@acme.example' };

describe('accounts', () => {
  it('are one where any of their ids is shared, over several steps too', async () => {
    const { data } = await imported({
      crm: {
        accounts: [
          { own: 'C1', id: 'S1', name: 'Acme One' },
          { own: 'C2', id: 'S2', name: 'Other' },
        ],
      },
      desk: {
        accounts: [
          { own: 'D1', id: 'S1', tier: 'VIP' },
          { own: 'D1', domain: 'one.example' },
          { own: 'D9', name: 'Desk only' },
        ],
      },
    });
    expect(data.dossiers.map(({ account, name }) => [account, name])).toEqual([
      ['crm:C1', 'Acme One'],
      ['crm:C2', 'Other'],
      ['desk:D9', 'Desk only'],
    ]);
    expect(
      data.accountIds
        .filter(({ account }) => account === 'crm:C1')
        .map(({ namespace, id: own }) => `${namespace}:${own}`),
    ).toEqual(['crm:C1', 'desk:D1', 'shared:S1']);
    expect(data.domains).toEqual([{ domain: 'one.example', account: 'crm:C1' }]);
  });

  it.each([
    ['the listed order', { 'account.tier': ['desk', 'crm'] }, 'VIP', 'SMB'],
    ['the order for everything', { '*': ['desk', 'crm'] }, 'VIP', 'SMB'],
    [
      'the listed order before the one for everything',
      { 'account.tier': ['crm', 'desk'], '*': ['desk', 'crm'] },
      'SMB',
      'VIP',
    ],
    ['the order of sources, where nothing is listed', {}, 'SMB', 'VIP'],
  ])('believe facts by %s, and keep what others say', async (_what, precedence, believed, other) => {
    const { data, report } = await imported(
      { crm: { accounts: [{ id: 'S1', tier: 'SMB' }] }, desk: { accounts: [{ id: 'S1', tier: 'VIP' }] } },
      { precedence },
    );
    expect(data.dossiers[0]?.facts['account.tier']).toMatchObject({ value: believed, conflicts: [{ value: other }] });
    expect(report.conflicts).toEqual({ 'account.tier': 1 });
  });

  it('tell where each fact comes from and how old it is', async () => {
    const { data } = await imported({
      crm: { accounts: [{ id: 'S1', tier: 'SMB' }] },
      desk: { accounts: [{ id: 'S1', tier: 'SMB', renewal: '2027-01-08' }] },
    });
    expect(data.dossiers[0]).toMatchObject({
      facts: {
        'account.tier': { value: 'SMB', source: 'crm', record: 'crm.json:accounts[0]', asOf: '2026-11-20T06:00:00Z' },
        'account.renewal_date': {
          value: '2027-01-08',
          source: 'desk',
          record: 'desk.json:accounts[0]',
          asOf: '2026-11-21T06:00:00Z',
        },
      },
      asOf: '2026-11-20T06:00:00Z',
    });
    expect(data.dossiers[0]?.facts['account.tier']).not.toHaveProperty('conflicts');
  });

  it('take a fact from the next source where the trusted one is blank or unreadable', async () => {
    const { data, report } = await imported({
      crm: {
        accounts: [
          { id: 'S1', tier: 'Gold' },
          { id: 'S2', tier: '' },
        ],
      },
      desk: {
        accounts: [
          { id: 'S1', tier: 'VIP' },
          { id: 'S2', tier: 'SMB' },
        ],
      },
    });
    expect(data.dossiers.map(({ facts }) => facts['account.tier']?.value)).toEqual(['VIP', 'SMB']);
    expect(report.quarantined.first).toEqual([
      {
        place: 'crm.json:accounts[0]',
        reason:
          'Column `tier`: this is none of VIP, SMB. Rules take `account.tier` as missing, unless another source has it.',
      },
    ]);
  });

  it('have no parent that nobody knows, none that is themselves, and none in a circle', async () => {
    const { data, report } = await imported({
      crm: {
        accounts: [
          { id: 'S1', parent: 'S2' },
          { id: 'S2', parent: 'S3' },
          { id: 'S3', parent: 'S2' },
          { id: 'S4', parent: 'S9' },
          { id: 'S5', parent: 'S5' },
          { id: 'S6', parent: 'S5' },
        ],
      },
    });
    expect(data.dossiers.map(({ account, parent }) => [account, parent])).toEqual([
      ['shared:S1', 'shared:S2'],
      ['shared:S2', null],
      ['shared:S3', null],
      ['shared:S4', null],
      ['shared:S5', null],
      ['shared:S6', 'shared:S5'],
    ]);
    expect(report.flagged.first.map(({ place }) => place)).toEqual([
      'crm.json:accounts[1]',
      'crm.json:accounts[2]',
      'crm.json:accounts[4]',
    ]);
    expect(report.quarantined.first).toEqual([
      { place: 'crm.json:accounts[3]', reason: 'No source describes this id in `shared`, the parent account.' },
    ]);
  });
});

describe('assignments', () => {
  const people = [sarah, zoe, { hr: 'E3', name: 'Left', email: 'left@acme.example', active: false }];

  it.each([
    ['the trusted source', 'sarah@acme.example', 'zoe@acme.example', ['hr:E1'], ['hr:E2']],
    ['the next, where the trusted one is blank', '', 'zoe@acme.example', ['hr:E2'], undefined],
    [
      'the next, where the trusted one names nobody who exists',
      'ghost@acme.example',
      'zoe@acme.example',
      ['hr:E2'],
      undefined,
    ],
    ['the trusted source, though that person left', 'left@acme.example', 'zoe@acme.example', ['hr:E3'], ['hr:E2']],
    ['nobody, where both are blank', '', '', [], undefined],
  ])('come from %s', async (_what, trusted, other, holders, passedOver) => {
    const { data } = await imported(
      { desk: { accounts: [{ id: 'S1', csm: trusted }] }, crm: { accounts: [{ id: 'S1', csm: other }], people } },
      { precedence: { 'assignment.CSM': ['desk', 'crm'] } },
    );
    const assignments = data.dossiers[0]?.assignments ?? [];
    expect(assignments.map(({ person }) => person)).toEqual(holders);
    expect(assignments[0]?.conflicts?.map(({ person }) => person)).toEqual(passedOver);
  });

  it('report whom no source describes, by place', async () => {
    const { report } = await imported({ crm: { accounts: [{ id: 'S1', csm: 'Ghost@acme.example' }] } });
    expect(report.unknownPeople.first).toEqual([
      { place: 'crm.json:accounts[0]', reason: 'No source describes this address in `email`, the CSM.' },
    ]);
  });

  it('are in the order in which a role is walked: primary, oldest, id; each person once', async () => {
    const row = (csm: string, primary: boolean, since: string | null) => ({ id: 'S1', csm, primary, since });
    const { data } = await imported({
      crm: {
        people,
        accounts: [
          row('zoe@acme.example', false, null),
          row('left@acme.example', false, '2025-01-01'),
          row('sarah@acme.example', true, '2026-01-01'),
          row('zoe@acme.example', false, '2024-01-01'),
        ],
      },
    });
    expect(data.dossiers[0]?.assignments.map(({ person, primary, since }) => [person, primary, since])).toEqual([
      ['hr:E1', true, '2026-01-01'],
      ['hr:E2', false, '2024-01-01'],
      ['hr:E3', false, '2025-01-01'],
    ]);
  });
});

describe('people', () => {
  it('are one by e-mail in any case, with each field from the most trusted source that has it', async () => {
    const { data } = await imported(
      {
        desk: { people: [{ own: 'D1', name: 'S. Jenkins', email: 'SARAH@acme.example', active: true, kind: 'human' }] },
        staff: { people: [{ ...sarah, active: false, title: 'CSM' }] },
      },
      { precedence: { 'person.active': ['staff'], '*': ['desk', 'staff'] } },
    );
    expect(data.people).toMatchObject([
      {
        key: 'desk:D1',
        name: 'S. Jenkins',
        title: 'CSM',
        active: false,
        email: 'sarah@acme.example',
        asOf: '2026-11-21T06:00:00Z',
      },
    ]);
  });

  it('are keyed by the most trusted namespace, and by e-mail only where there is nothing else', async () => {
    const rows = { desk: { people: [{ own: 'D1', ...sarah }] }, staff: { people: [{ own: 'X7', ...sarah }] } };
    expect(
      (await imported(rows, { precedence: { '*': ['staff', 'desk'] } })).data.people.map(({ key }) => key),
    ).toEqual(['staff:X7']);
    expect(
      (await imported(rows, { precedence: { '*': ['desk', 'staff'] } })).data.people.map(({ key }) => key),
    ).toEqual(['desk:D1']);
  });

  it('stay two where one namespace has two ids for an address; who works here is meant by it', async () => {
    const { data, report } = await imported({
      crm: { accounts: [{ id: 'S1', csm: 'sarah@acme.example' }] },
      staff: {
        people: [
          { ...sarah, active: false },
          { ...sarah, hr: 'E9', active: true },
        ],
      },
      desk: { people: [{ own: 'D1', name: 'S. Jenkins', email: 'sarah@acme.example', kind: 'human' }] },
    });
    expect(data.people.map(({ key, active }) => [key, active])).toEqual([
      ['hr:E1', false],
      ['hr:E9', true],
    ]);
    expect(data.dossiers[0]?.assignments.map(({ person }) => person)).toEqual(['hr:E9']);
    expect(report.flagged.first).toContainEqual({
      place: 'staff.json:people[0]',
      reason: 'The address in this row is that of 2 people; it stands for hr:E9.',
    });
  });

  it('have manager, deputy and absences resolved; whom nobody knows is reported', async () => {
    const { data, report } = await imported({
      staff: {
        people: [
          { ...sarah, boss: 'E2', deputy: 'zoe@acme.example' },
          { ...zoe, boss: 'E2', deputy: 'ghost@acme.example' },
        ],
        absences: [
          { hr: 'E1', from: '2026-12-24', to: '2026-12-31', deputy: 'zoe@acme.example' },
          { hr: 'E1', from: '2026-08-03', to: null, deputy: 'ghost@acme.example' },
          { hr: 'E1', from: '2026-12-24', to: '2026-12-31' },
          { hr: 'E7', from: '2026-12-24' },
        ],
      },
    });
    expect(data.people).toMatchObject([
      {
        key: 'hr:E1',
        manager: 'hr:E2',
        deputy: 'hr:E2',
        absences: [
          { from: '2026-08-03', to: null, deputy: null },
          { from: '2026-12-24', to: '2026-12-31', deputy: 'hr:E2', source: { record: 'staff.json:absences[0]' } },
        ],
      },
      { key: 'hr:E2', manager: null, deputy: null, absences: [] },
    ]);
    expect(report.unknownPeople.first.map(({ reason }) => reason)).toEqual([
      'No source describes this address in `email`, the deputy of a leave.',
      'No source describes this id in `hr`, the person who is away.',
      'No source describes this address in `email`, the standing deputy.',
    ]);
  });

  it('without a readable name are nobody', async () => {
    const { data, report } = await imported({
      crm: {
        accounts: [{ id: 'S1', csm: 'x@acme.example' }],
        people: [{ own: 'U1', name: 'Call +1 or see evil.example/x', email: 'x@acme.example' }],
      },
    });
    expect(data.people).toEqual([]);
    expect(data.dossiers[0]?.assignments).toEqual([]);
    expect(report.quarantined.first.map(({ reason }) => reason)).toEqual([
      'Column `name`: this looks like a link.',
      'No source has a name for this person.',
    ]);
  });

  it.each<[string, Record<string, Json>, Record<string, unknown>]>([
    ['left', { active: 'on sabbatical?' }, { active: false, kind: 'human' }],
    ['are no human', { kind: 'robot' }, { active: true, kind: 'unknown' }],
  ])('who may have %s, as nobody can read, are not brought back by what others do not know', async (_what, row, is) => {
    const others = {
      desk: { people: [{ own: 'D1', ...sarah }] },
      crm: { accounts: [{ id: 'S1', csm: 'sarah@acme.example' }], people: [{ own: 'U1', ...sarah }] },
    };
    const { data, report } = await imported({ staff: { people: [{ ...sarah, ...row }] }, ...others });
    expect(data.people).toMatchObject([{ name: 'Sarah Jenkins', email: 'sarah@acme.example', ...is }]);
    expect(data.dossiers[0]?.assignments).toHaveLength(1);
    expect(report.quarantined.total).toBe(1);
  });

  it('whose status one source cannot be read in are what a more trusted one says', async () => {
    const rows = {
      staff: { people: [{ ...sarah, active: true, kind: 'human' }] },
      desk: { people: [{ own: 'D1', ...sarah, active: 'perhaps', kind: 'robot' }] },
    };
    expect((await imported(rows)).data.people).toMatchObject([{ active: true, kind: 'human' }]);
    const distrusted = await imported(rows, { precedence: { '*': ['desk', 'staff'] } });
    expect(distrusted.data.people).toMatchObject([{ active: false, kind: 'unknown' }]);
  });

  it('may be a queue, as one source knows and the other does not', async () => {
    const { data } = await imported({
      crm: { people: [{ own: 'U1', name: 'EMEA queue', email: 'queue@acme.example' }] },
      desk: { people: [{ own: 'G1', name: 'EMEA queue', email: 'queue@acme.example', kind: 'queue' }] },
    });
    expect(data.people).toMatchObject([{ key: 'crm:U1', kind: 'queue' }]);
  });
});

describe('contacts and domains', () => {
  it('keep an e-mail on every account that has it, and hold back those of unknown accounts', async () => {
    const { data, report } = await imported({
      crm: {
        accounts: [{ id: 'S1' }, { id: 'S2' }],
        contacts: [
          { email: 'Ann@agency.example', account: 'S1' },
          { email: 'ann@agency.example', account: 'S2' },
          { email: 'ann@agency.example', account: 'S2' },
          { email: 'x@y.example', account: 'S9' },
        ],
      },
    });
    expect(data.contacts).toEqual([
      { email: 'ann@agency.example', account: 'shared:S1' },
      { email: 'ann@agency.example', account: 'shared:S2' },
    ]);
    expect(report.quarantined.first).toEqual([
      { place: 'crm.json:contacts[3]', reason: "No source describes this id in `shared`, the contact's account." },
    ]);
  });

  it.each([
    ['a domain that a source gives', [{ id: 'S1', domain: 'one.example' }], [], ['one.example S1']],
    [
      'one on two accounts',
      [
        { id: 'S1', domain: 'one.example' },
        { id: 'S2', domain: 'one.example' },
      ],
      [],
      ['one.example S1', 'one.example S2'],
    ],
    [
      'not a public mail provider',
      [
        { id: 'S1', domain: 'gmail.com' },
        { id: 'S2', domain: 'web.de' },
      ],
      [],
      [],
    ],
    ['not our own', [{ id: 'S1', domain: 'acme.example' }], [], []],
    [
      "a contact's, where no source gives one",
      [{ id: 'S1' }],
      [{ email: 'a@one.example', account: 'S1' }],
      ['one.example S1'],
    ],
    [
      "no contact's beside a given one",
      [{ id: 'S1', domain: 'one.example' }],
      [{ email: 'a@consultant.example', account: 'S1' }],
      ['one.example S1'],
    ],
    [
      'none that people of two accounts write from',
      [{ id: 'S1' }, { id: 'S2' }],
      [
        { email: 'a@post.example', account: 'S1' },
        { email: 'b@post.example', account: 'S2' },
      ],
      [],
    ],
    [
      "no public provider of a contact's",
      [{ id: 'S1' }],
      [
        { email: 'a@outlook.com', account: 'S1' },
        { email: 'a@qq.com', account: 'S1' },
      ],
      [],
    ],
  ])('%s', async (_what, accounts, contacts, expected) => {
    const { data } = await imported({ crm: { accounts, contacts } });
    expect(data.domains.map(({ domain, account }) => `${domain} ${account.replace('shared:', '')}`)).toEqual(expected);
  });
});

describe('the sample day', () => {
  it('moves every date by the days from then to today, in the time zone of the workspace', async () => {
    const rows: Record<string, Rows> = {
      staff: {
        accounts: [{ id: 'S1', renewal: '2026-12-31', csm: 'sarah@acme.example', since: '2026-01-31' }],
        people: [sarah],
        absences: [{ hr: 'E1', from: '2026-11-23', to: '2026-11-24' }],
      },
    };
    const at = Date.parse('2026-12-02T23:30:00Z'); // already the 3rd in Berlin
    const sources = Object.entries(rows).map(([name, content]) => source(name, content));
    const { data } = await importWhole(workspace(sources, { sampleDay: '2026-11-23' }), at);
    expect(data.dossiers[0]).toMatchObject({
      facts: { 'account.renewal_date': { value: '2027-01-10', asOf: '2026-11-22T06:00:00Z' } },
      assignments: [{ since: '2026-02-10' }],
    });
    expect(data.people[0]?.absences).toMatchObject([{ from: '2026-12-03', to: '2026-12-04' }]);
  });
});

describe('two rows with one id', () => {
  const twice = (of: 'people' | 'accounts', first: Record<string, Json>, second: Record<string, Json>) =>
    imported({ staff: { [of]: [first, { hr: 'E7', id: 'S7', name: 'Somebody', email: 'e7@acme.example' }, second] } });

  it.each<['people' | 'accounts', Record<string, Json>, Record<string, Json>, string]>([
    ['people', sarah, { ...sarah, name: 'Mallory' }, 'name'],
    ['people', sarah, { ...sarah, name: 'Mallory', email: 'm@acme.example' }, 'name, email'],
    ['people', { ...sarah, boss: 'E7' }, { ...sarah, boss: 'E8' }, 'manager'],
    ['people', { ...sarah, active: true }, { ...sarah, active: false }, 'active'],
    ['accounts', { id: 'S1', name: 'One' }, { id: 'S1', name: 'Two' }, 'name'],
    ['accounts', { id: 'S1', tier: 'VIP' }, { id: 'S1', tier: 'SMB' }, 'account.tier'],
    ['accounts', { id: 'S1', parent: 'S7' }, { id: 'S1', parent: 'S8' }, 'parent'],
  ])('are flagged where they disagree: %s %j, %j', async (of, first, second, fields) => {
    const { report } = await twice(of, first, second);
    const reason = `Another row has this id but says something else (${fields}): staff.json:${of}[0]. The upper row counts.`;
    expect(report.flagged.first).toEqual([{ place: `staff.json:${of}[2]`, reason }]);
  });

  it.each<['people' | 'accounts', Record<string, Json>, Record<string, Json>]>([
    ['people', sarah, sarah],
    ['people', { hr: 'E1', name: 'Sarah' }, { hr: 'E1', title: 'CSM' }],
    ['accounts', { id: 'S1', csm: 'sarah@acme.example' }, { id: 'S1', csm: 'e7@acme.example' }],
    ['accounts', { id: 'S1', domain: 'one.example' }, { id: 'S1', domain: 'two.example' }],
  ])('are not where one adds to the other: %s %j, %j', async (of, first, second) => {
    expect((await twice(of, first, second)).report.flagged.total).toBe(0);
  });

  it('are flagged once an id, and the upper row counts', async () => {
    const row = (name: string) => ({ ...sarah, name });
    const { data, report } = await imported({ staff: { people: [row('Ann'), row('Bob'), row('Cy'), row('Dee')] } });
    expect(data.people.map(({ name }) => name)).toEqual(['Ann']);
    expect(report.flagged.first.map(({ place }) => place)).toEqual(['staff.json:people[1]']);
  });

  it('of two sources are what precedence is for', async () => {
    const { report } = await imported({ staff: { people: [sarah] }, desk: { people: [{ ...sarah, name: 'S. J.' }] } });
    expect(report.flagged.total).toBe(0);
  });
});

describe('the report', () => {
  it.each(['76315.79', 'perhaps, EUR 76315.79', 'https://pay.example/76315.79'])(
    'quotes nothing of a row whose cells are all %j',
    async (shifted) => {
      const cells = Object.fromEntries(Object.keys(BLANK).map((name) => [name, shifted]));
      const known = { accounts: [{ id: 'S1' }], people: [sarah] };
      const { report } = await imported({
        crm: known,
        staff: {
          accounts: [cells, { ...cells, id: 'S1' }],
          people: [cells, { ...cells, hr: 'E1', active: true, kind: 'human' }],
          contacts: [cells, { ...cells, email: 'a@one.example' }],
          absences: [cells, { ...cells, hr: 'E1' }, { hr: 'E1', from: '2026-11-23', deputy: shifted }],
        },
      });
      expect(report.quarantined.total).toBeGreaterThan(10);
      expect(JSON.stringify(report)).not.toContain('76315');
    },
  );
});
