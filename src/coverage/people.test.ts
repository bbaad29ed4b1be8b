/** Coverage of rows that match people, come back to who is back first, or ask for managers; and members whom nobody can meet. */
import { describe, expect, it } from 'vitest';
import { person, team } from '../guardrails/fixtures.ts';
import type { SmallCompany } from './fixtures.ts';
import { account, row, surveyed } from './fixtures.ts';

const REGION = { name: 'account.region', type: { type: 'string' }, origin: 'directory' } as const;
const held = [account('1', ['CSM ann'], { 'account.region': 'EMEA' })];
const DESK = team('desk', { strategy: 'sticky', members: { role: 'Desk' } });
const REQUIRED = { match: { require: ['region'], prefer: [] } } as const;
const NIGHT = { at: '2026-11-23T02:00:00Z', rows: [row('only', 'role:CSM, role:AE', { ifClosed: 'next_opening' })] };

type Case = readonly [why: string, company: SmallCompany, outcome: string, contact: string, cause: string | null];
const CASES: readonly Case[] = [
  [
    'an owner elsewhere',
    {
      accounts: held,
      facts: [REGION],
      people: [person('ann', { region: 'AMER' }), person('bob', { region: 'EMEA', roles: ['Desk'] })],
      teams: [DESK],
      rows: [row('only', 'role:CSM, team:desk', REQUIRED)],
    },
    'team_instead',
    'bob',
    'no_match',
  ],
  [
    'a team without anybody of the region',
    {
      accounts: held,
      facts: [REGION],
      people: [person('bob', { roles: ['Desk'] })],
      teams: [DESK],
      rows: [row('only', 'team:desk', REQUIRED)],
    },
    'team',
    'desk',
    null,
  ],
  ['an owner who is back first', { accounts: held, people: [person('ann')], ...NIGHT }, 'owner', 'ann', null],
  [
    'somebody who is back before the owner',
    {
      accounts: [account('1', ['CSM ann', 'AE bob'])],
      people: [person('ann'), person('bob', { timezone: 'Asia/Tokyo' })],
      ...NIGHT,
      at: '2026-11-22T20:00:00Z',
    },
    'stand_in',
    'bob',
    'closed',
  ],
  [
    'a manager whom the row asks first',
    {
      accounts: held,
      people: [person('ann', { manager: 'max' }), person('max')],
      rows: [row('only', 'manager of role:CSM')],
    },
    'owner',
    'max',
    null,
  ],
  [
    'a manager whom nobody says',
    { accounts: held, people: [person('ann')], rows: [row('only', 'manager of role:CSM, role:CSM')] },
    'stand_in',
    'ann',
    'no_owner',
  ],
];

it.each(CASES)('%s', (_why, company, outcome, contact, cause) => {
  const [one] = surveyed(company).accounts;
  expect([one?.outcome, one?.contact.key, one?.cause]).toEqual([outcome, contact, cause]);
});

describe('members whom nobody can meet', () => {
  it('are told by team, and a team that has no other', () => {
    const rotation = {
      people: ['ann@acme.example', 'ghost@acme.example'],
      from: '2026-11-02',
      days: 7,
      handover: '09:00',
      timezone: 'Europe/Berlin',
      overrides: [{ from: '2026-12-24', to: '2026-12-24', person: 'gone@acme.example' }],
    };
    const { report } = surveyed({
      accounts: held,
      people: [person('ann'), person('gone', { active: false })],
      teams: [
        team('night', { strategy: 'on_call', rotation }),
        team('nobodys', { strategy: 'sticky', members: { people: ['gone@acme.example'] } }),
        DESK,
        team('card'),
      ],
    });
    expect(report.missingMembers).toEqual([
      { team: 'night', email: 'ghost@acme.example', why: 'unknown' },
      { team: 'night', email: 'gone@acme.example', why: 'left' },
      { team: 'nobodys', email: 'gone@acme.example', why: 'left' },
      { team: 'nobodys', email: null, why: 'no_member' },
      { team: 'desk', email: null, why: 'no_member' },
    ]);
  });
});
