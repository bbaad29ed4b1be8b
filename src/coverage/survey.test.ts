import { describe, expect, it } from 'vitest';
import type { Person } from '../directory/records.ts';
import { absence, person, team } from '../guardrails/fixtures.ts';
import type { SmallCompany } from './fixtures.ts';
import { account, ARR, row, surveyed, TIER } from './fixtures.ts';
import type { Part } from './tally.ts';
import { MAX_DEAD_ENDS_LISTED } from './dead-ends.ts';
import { MAX_HELD_LISTED } from './stale-owners.ts';

const away = [absence('2026-11-20', '2026-11-30')];
const cover = person('cover');
const ann = (also: Partial<Person>): readonly Person[] => [person('ann', also), cover];

/** An account whose CSM is ann. */
const held = [account('1', ['CSM ann'])];
const topicRow = (id: string, fact = 'topic') =>
  row(id, 'team:home', { when: [{ fact, test: { kind: 'equals', value: 'billing' } }] });

type Case = readonly [why: string, company: SmallCompany, outcome: string, contact: string, cause: string | null];

const CASES: readonly Case[] = [
  ['the owner is there', { accounts: held, people: ann({}) }, 'owner', 'ann', null],
  ['after work is still there', { accounts: held, people: ann({}), at: '2026-11-23T22:00:00Z' }, 'owner', 'ann', null],
  ['nobody holds the role', { accounts: [account('1')] }, 'fallback', 'home', 'no_owner'],
  ['a holder of whom nobody knows', { accounts: held }, 'fallback', 'home', 'no_owner'],
  ['left', { accounts: held, people: ann({ active: false }) }, 'fallback', 'home', 'left'],
  ['a queue', { accounts: held, people: ann({ kind: 'queue' }) }, 'fallback', 'home', 'not_human'],
  ['a bot', { accounts: held, people: ann({ kind: 'bot' }) }, 'fallback', 'home', 'not_human'],
  ['an integration', { accounts: held, people: ann({ kind: 'integration' }) }, 'fallback', 'home', 'not_human'],
  ['of unknown kind', { accounts: held, people: ann({ kind: 'unknown' }) }, 'fallback', 'home', 'not_human'],
  ['no e-mail', { accounts: held, people: ann({ email: null }) }, 'fallback', 'home', 'no_email'],
  [
    'an address elsewhere',
    { accounts: held, people: ann({ email: 'ann@gmail.example' }) },
    'fallback',
    'home',
    'unapproved_domain',
  ],
  ['on leave, without a deputy', { accounts: held, people: ann({ absences: away }) }, 'fallback', 'home', 'away'],
  [
    'out of office, without a deputy',
    { accounts: held, people: ann({ absences: [absence('2026-11-23', null, { kind: 'out_of_office' })] }) },
    'fallback',
    'home',
    'away',
  ],
  [
    'away, with a deputy',
    { accounts: held, people: ann({ absences: away, deputy: 'cover' }) },
    'stand_in',
    'cover',
    'away',
  ],
  [
    'left, with a deputy',
    { accounts: held, people: ann({ active: false, deputy: 'cover' }) },
    'stand_in',
    'cover',
    'left',
  ],
  [
    'left, with a manager',
    { accounts: held, people: ann({ active: false, manager: 'cover' }) },
    'stand_in',
    'cover',
    'left',
  ],
  [
    'back before the asked moment',
    { accounts: held, people: ann({ absences: away }), at: '2026-12-01T09:00:00Z' },
    'owner',
    'ann',
    null,
  ],
  [
    'outside hours, where the row passes over that',
    {
      accounts: held,
      people: ann({}),
      rows: [row('otherwise', 'role:CSM', { ifClosed: 'skip' })],
      at: '2026-11-23T22:00:00Z',
    },
    'fallback',
    'home',
    'closed',
  ],
  [
    'out of reach with what the row hides',
    { accounts: held, people: ann({}), rows: [row('otherwise', 'role:CSM', { hide: ['email'] })] },
    'fallback',
    'home',
    'hidden',
  ],
  ['no row fits', { accounts: held, people: ann({}), rows: [topicRow('billing')] }, 'fallback', 'home', 'no_row'],
  [
    'a role that nobody holds, before one that somebody does',
    { accounts: held, people: ann({}), rows: [row('otherwise', 'role:AE, role:CSM')] },
    'owner',
    'ann',
    null,
  ],
  [
    'the second role stands in for the first',
    {
      accounts: [account('1', ['AE ann', 'CSM cover'])],
      people: ann({ active: false }),
      rows: [row('x', 'role:AE, role:CSM')],
    },
    'stand_in',
    'cover',
    'left',
  ],
  [
    'a person whom the row names',
    { accounts: held, people: ann({}), rows: [row('otherwise', 'person:cover@acme.example, role:CSM')] },
    'owner',
    'cover',
    null,
  ],
  [
    'a team by design: its card',
    { accounts: held, people: ann({}), teams: [team('desk')], rows: [row('x', 'team:desk, role:CSM')] },
    'team',
    'desk',
    null,
  ],
  [
    'a team by design: a member',
    {
      accounts: held,
      people: ann({ active: false }),
      teams: [team('pool', { strategy: 'sticky', members: { people: ['cover@acme.example'] } })],
      rows: [row('x', 'team:pool')],
    },
    'team',
    'cover',
    null,
  ],
  ['the fallback’s own team by design', { accounts: held, rows: [row('x', 'team:home')] }, 'team', 'home', null],
  [
    'a team instead of the owner',
    {
      accounts: held,
      people: ann({ active: false }),
      teams: [team('desk')],
      rows: [row('x', 'role:CSM, backup, team:desk')],
    },
    'team_instead',
    'desk',
    'left',
  ],
  [
    'a member of a team instead of the owner',
    {
      accounts: held,
      people: ann({ kind: 'queue' }),
      teams: [team('pool', { strategy: 'sticky', members: { people: ['cover@acme.example'] } })],
      rows: [row('x', 'role:CSM, team:pool')],
    },
    'team_instead',
    'cover',
    'not_human',
  ],
  [
    'the owner after a team that can’t be named',
    {
      accounts: held,
      people: ann({}),
      teams: [team('desk', { email: 'desk@elsewhere.example' })],
      rows: [row('x', 'team:desk, role:CSM')],
    },
    'owner',
    'ann',
    null,
  ],
  [
    'a team whose address is not approved, and nobody behind it',
    { accounts: held, teams: [team('desk', { email: 'desk@elsewhere.example' })], rows: [row('x', 'team:desk')] },
    'fallback',
    'home',
    'unapproved_domain',
  ],
];

describe('who answers for an account, and why not the owner', () => {
  it.each(CASES)('%s', (_why, company, outcome, contact, cause) => {
    const { accounts, report } = surveyed(company);
    expect(accounts.map((one) => [one.outcome, one.contact.key, one.cause])).toEqual([[outcome, contact, cause]]);
    const alone = { [outcome]: 1 };
    expect(numbers(report.all)).toEqual(alone);
    expect(report.causes.map((part) => [part.cause, numbers(part)])).toEqual(cause === null ? [] : [[cause, alone]]);
    const fired = report.rows.map((part) => [part.row, numbers(part)]);
    expect(fired).toEqual(cause === 'no_row' ? [['billing', {}]] : [[accounts[0]?.row, alone]]);
    expect(numbers(report.noRow)).toEqual(cause === 'no_row' ? alone : {});
  });
});

/** The outcomes that occur, with their accounts. */
function numbers({ outcomes }: Part): Record<string, number> {
  const occurring = Object.entries(outcomes).filter(([, { accounts }]) => accounts > 0);
  return Object.fromEntries(occurring.map(([outcome, { accounts }]) => [outcome, accounts]));
}

const vip = (arr: number | null) => ({ 'account.tier': 'VIP', ...(arr === null ? {} : { 'account.arr_usd': arr }) });

describe('the report', () => {
  const company: SmallCompany = {
    people: [person('ann'), person('gone', { active: false }), person('box', { kind: 'queue' })],
    teams: [team('desk'), team('pool', { strategy: 'sticky', members: { people: ['ann@acme.example'] } })],
    rows: [
      row('vip', 'role:CSM, team:desk', { when: [{ fact: 'account.tier', test: { kind: 'equals', value: 'VIP' } }] }),
      row('small', 'team:pool', { when: [{ fact: 'account.tier', test: { kind: 'equals', value: 'SMB' } }] }),
      row('otherwise', 'role:CSM'),
    ],
    accounts: [
      account('1', ['CSM ann'], vip(2_000_000)),
      account('2', ['CSM gone', 'AE gone'], vip(500_000.1)),
      account('3', ['AE gone'], vip(null)),
      account('4', [], { 'account.tier': 'SMB', 'account.arr_usd': 900.2 }),
      account('5', ['CSM box'], { 'account.arr_usd': 99_999 }),
    ],
  };
  const { report } = surveyed(company);

  it('counts accounts, shares and value by outcome', () => {
    expect(report.all).toMatchObject({ accounts: 5, share: 1, value: 2_600_899.3, valueShare: 1 });
    expect(report.all.outcomes).toMatchObject({
      owner: { accounts: 1, share: 0.2, value: 2_000_000 },
      stand_in: { accounts: 0, share: 0, value: 0, valueShare: 0 },
      team: { accounts: 1, value: 900.2 },
      team_instead: { accounts: 2, share: 0.4, value: 500_000.1 },
      fallback: { accounts: 1, value: 99_999 },
    });
    expect(report.withoutValue).toBe(1);
  });

  it('breaks down by the fact, in its declared order, what is missing last', () => {
    expect(report.groups.map((part) => [part.group, numbers(part), part.value])).toEqual([
      ['VIP', { owner: 1, team_instead: 2 }, 2_500_000.1],
      ['SMB', { team: 1 }, 900.2],
      [null, { fallback: 1 }, 99_999],
    ]);
  });

  it('breaks down by size, the largest first, what is missing last', () => {
    expect(report.bands.map(({ band, accounts }) => [band, accounts])).toEqual([
      [{ from: 1_000_000, below: 10_000_000 }, 1],
      [{ from: 100_000, below: 1_000_000 }, 1],
      [{ from: 10_000, below: 100_000 }, 1],
      [{ from: null, below: 1_000 }, 1],
      [null, 1],
    ]);
  });

  it('tells causes in one order, with what the accounts are worth', () => {
    expect(report.causes.map((part) => [part.cause, numbers(part), part.value])).toEqual([
      ['no_owner', { team_instead: 1 }, 0],
      ['left', { team_instead: 1 }, 500_000.1],
      ['not_human', { fallback: 1 }, 99_999],
    ]);
  });

  it('tells which row sent accounts to which team, by design or not', () => {
    expect(report.teams).toEqual([
      { row: 'vip', team: 'desk', byDesign: false, accounts: 2, byName: 0, value: 500_000.1 },
      { row: 'small', team: 'pool', byDesign: true, accounts: 1, byName: 1, value: 900.2 },
    ]);
  });

  it('lists stale owners with what they hold in any role, each account once', () => {
    expect(report.staleOwners).toEqual([
      {
        person: 'gone',
        name: 'gone',
        why: 'left',
        accounts: 2,
        value: 500_000.1,
        roles: ['AE', 'CSM'],
        held: ['crm:2', 'crm:3'],
      },
      { person: 'box', name: 'box', why: 'not_human', accounts: 1, value: 99_999, roles: ['CSM'], held: ['crm:5'] },
    ]);
  });

  it('says which row catches all', () => {
    expect(report.catchAll).toBe('otherwise');
    expect(surveyed({ accounts: [], rows: [topicRow('billing')] }).report.catchAll).toBeNull();
  });

  it('lists a stale owner’s first accounts, and counts all', () => {
    const accounts = Array.from({ length: MAX_HELD_LISTED + 5 }, (_, index) => account(String(index), ['CSM gone']));
    const [stale] = surveyed({ accounts, people: [person('gone', { active: false })] }).report.staleOwners;
    expect(stale?.accounts).toBe(MAX_HELD_LISTED + 5);
    expect(stale?.held).toHaveLength(MAX_HELD_LISTED);
  });

  it('lists who meets only the fallback, what is worth the most first', () => {
    expect(report.deadEnds).toEqual([
      {
        account: 'crm:5',
        name: '5 Inc',
        group: null,
        value: 99_999,
        row: 'otherwise',
        owner: { key: 'box', name: 'box' },
        cause: 'not_human',
      },
    ]);
    const accounts = Array.from({ length: 300 }, (_, index) =>
      account(String(index), [], index % 3 === 0 ? {} : { 'account.arr_usd': (index * 7) % 50 }),
    );
    const listed = surveyed({ accounts }).report.deadEnds.map(({ value }) => value);
    const all = accounts.map(({ facts }) => Number(facts['account.arr_usd']?.value ?? -1)).toSorted((a, b) => b - a);
    expect(listed).toEqual(all.slice(0, MAX_DEAD_ENDS_LISTED));
  });

  it('lists accounts without a value last, in their order', () => {
    const accounts = [account('1'), account('2', [], { 'account.arr_usd': -5 }), account('3')];
    expect(surveyed({ accounts }).report.deadEnds.map((one) => one.account)).toEqual(['crm:2', 'crm:1', 'crm:3']);
  });

  it('does not call stale who is away, or whom a row hides', () => {
    const people = [person('ann', { absences: away })];
    const rows = [row('otherwise', 'role:CSM', { hide: ['email'] })];
    expect(surveyed({ accounts: held, people, rows }).report.staleOwners).toEqual([]);
  });

  it('does without the facts where they aren’t declared', () => {
    const { report: plain } = surveyed({ ...company, facts: [TIER], rows: [row('otherwise', 'role:CSM')] });
    expect(plain).toMatchObject({ by: 'account.tier', value: null, withoutValue: null, bands: [] });
    expect(plain.all).toMatchObject({ accounts: 5, value: null, valueShare: null });
    const bare = surveyed({ ...company, facts: [ARR], rows: [row('otherwise', 'role:CSM')] }).report;
    expect(bare).toMatchObject({ by: null, value: 'account.arr_usd', groups: [] });
  });

  it('of no account is all zeros', () => {
    const { report: empty } = surveyed({ accounts: [] });
    expect(empty.all).toMatchObject({ accounts: 0, share: 0, value: 0, valueShare: null });
    expect([empty.groups, empty.bands, empty.causes, empty.teams, empty.staleOwners]).toEqual([[], [], [], [], []]);
  });

  it('keeps a value that the workspace no longer declares', () => {
    const accounts = [account('1', [], { 'account.tier': 'Gold' }), account('2', [], vip(1))];
    expect(surveyed({ accounts }).report.groups.map(({ group }) => group)).toEqual(['VIP', 'Gold']);
  });
});

describe('rows that no account comes to', () => {
  it('say what keeps them silent', () => {
    const rows = [
      topicRow('billing'),
      row('urgent-vip', 'team:home', {
        when: [
          { fact: 'account.tier', test: { kind: 'equals', value: 'VIP' } },
          { fact: 'urgency', test: { kind: 'equals', value: 'urgent' } },
          { fact: 'topic', test: { kind: 'present' } },
        ],
      }),
      row('vip', 'role:CSM', { when: [{ fact: 'account.tier', test: { kind: 'equals', value: 'VIP' } }] }),
      row('any-topic', 'role:CSM', {
        when: [
          { fact: 'topic', test: { kind: 'missing' } },
          { fact: 'account.tier', test: { kind: 'present' } },
        ],
      }),
      row('otherwise', 'role:CSM'),
      row('never', 'role:CSM'),
    ];
    const { report } = surveyed({ accounts: [account('1')], rows });
    expect(report.rows.map(({ row: id, silent }) => [id, silent])).toEqual([
      ['billing', { kind: 'waits', for: ['topic'] }],
      ['urgent-vip', { kind: 'waits', for: ['urgency', 'topic'] }],
      ['vip', { kind: 'no_account' }],
      ['any-topic', { kind: 'no_account' }],
      ['otherwise', null],
      ['never', { kind: 'below', row: 'otherwise' }],
    ]);
  });
});
