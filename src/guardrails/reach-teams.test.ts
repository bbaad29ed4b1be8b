/** Chains as a sheet: chain and situation → who answers, by which link, every verdict on the way, and why. Teams and opening hours. */
import { describe, expect, it } from 'vitest';
import type { Person } from '../directory/records.ts';
import type { Setting } from './fixtures.ts';
import { absence, assignment, calendar, chain, nameOf, person, situation, team, verdictText } from './fixtures.ts';
import { reach } from './reach.ts';

const OWNED = [assignment('CSM', 'ann')];
const ON_LEAVE = [absence('2026-11-20', '2026-11-30')];
const gone = (also: Partial<Person> = {}): Partial<Person> => ({ active: false, ...also });

type Row = readonly [chain: string, setting: Setting, answer: string, by: string, verdicts: string, why: string];

const member = (key: string, also: Partial<Person> = {}) => person(key, { roles: ['Desk'], ...also });
const DESK = team('desk', { strategy: 'sticky', members: { role: 'Desk' } });
const TEAMS: readonly Row[] = [
  ['team:desk', { teams: [team('desk')] }, 'desk', 'team', '0 desk chosen', 'a card'],
  ['team:desk', { teams: [DESK], people: [member('ann')] }, 'ann', 'team', '0 ann@desk chosen of 1', 'a member'],
  ['team:desk', { teams: [DESK] }, 'desk', 'team', '0 desk no_member; 0 desk chosen', 'no member: the team’s own card'],
  [
    'team:desk',
    { teams: [DESK], people: [member('ann', gone()), member('bob', { absences: ON_LEAVE })] },
    'desk',
    'team',
    '0 bob@desk on_leave; 0 ann@desk left; 0 desk no_member; 0 desk chosen',
    'nobody to name: the card',
  ],
  [
    'team:desk',
    {
      teams: [{ ...DESK, strategy: 'least_loaded' }],
      people: [
        member('ann', { openLoad: 1, ...gone() }),
        member('bob', { openLoad: 7 }),
        member('cid', { openLoad: 3 }),
      ],
    },
    'cid',
    'team',
    '0 ann@desk left; 0 cid@desk chosen of 3',
    'the least loaded who may be named',
  ],
  [
    'team:desk',
    { teams: [{ ...DESK, strategy: 'card' }], people: [member('ann')] },
    'desk',
    'team',
    '0 desk chosen',
    'always the card',
  ],
  [
    'team:desk',
    { teams: [team('desk', { email: 'desk@other.example' })] },
    'front-desk',
    'fallback',
    '0 desk unapproved_domain; -1 front-desk chosen',
    'another company’s team',
  ],
  [
    'team:desk, role:CSM',
    { teams: [team('desk', { email: 'desk@other.example' })], people: [person('ann')], assignments: OWNED },
    'ann',
    'role',
    '0 desk unapproved_domain; 1 ann chosen',
    'and on along the chain',
  ],
];

const MORNING = '2026-11-23T07:00:00Z';
const DAY_TEAM = team('desk', { hours: 'office' });
const NIGHT_RULES = {
  calendars: new Map([
    ['office', calendar()],
    ['late', calendar({ week: { mon: '18:00-24:00' } })],
    ['early', calendar({ week: { mon: '06:00-14:00' } })],
  ]),
};
const CLOSED: readonly Row[] = [
  [
    'role:CSM',
    { at: MORNING, people: [person('ann')], assignments: OWNED },
    'ann',
    'role',
    '0 ann chosen',
    'off-hours is not away',
  ],
  [
    'role:CSM',
    { at: MORNING, skipClosed: true, people: [person('ann')], assignments: OWNED },
    'front-desk',
    'fallback',
    '0 ann closed; -1 front-desk chosen',
    'unless who is closed is passed over',
  ],
  [
    'role:CSM, backup',
    {
      at: MORNING,
      skipClosed: true,
      rules: NIGHT_RULES,
      people: [
        person('ann', { deputy: 'bob' }),
        person('bob', { deputy: 'cid' }),
        person('cid', { calendar: 'early' }),
      ],
      assignments: OWNED,
    },
    'cid',
    'backup',
    '0 ann closed; 1 bob closed; 1 cid chosen',
    'deputies who are closed too are passed over',
  ],
  ['team:desk', { at: MORNING, teams: [DAY_TEAM] }, 'desk', 'team', '0 desk chosen', 'a closed team'],
  [
    'team:desk',
    { at: MORNING, skipClosed: true, teams: [DAY_TEAM] },
    'front-desk',
    'fallback',
    '0 desk closed; -1 front-desk chosen',
    'a closed team is passed over',
  ],
  [
    'team:desk',
    {
      at: MORNING,
      skipClosed: true,
      rules: NIGHT_RULES,
      teams: [{ ...DESK, strategy: 'least_loaded' }],
      people: [member('ann', { openLoad: 0 }), member('bob', { openLoad: 5, calendar: 'early' })],
    },
    'bob',
    'team',
    '0 ann@desk closed; 0 bob@desk chosen of 2',
    'closed members are passed over',
  ],
  [
    'role:CSM',
    {
      at: MORNING,
      skipClosed: true,
      rules: { teams: new Map([['front-desk', team('front-desk', { hours: 'office' })]]) },
    },
    'front-desk',
    'fallback',
    '0 - nobody; -1 front-desk chosen',
    'the fallback answers even when it is closed',
  ],
  [
    'role:CSM',
    {
      at: MORNING,
      people: [person('ann', { absences: [absence('2026-11-24', null)], calendar: 'late' })],
      rules: { calendars: new Map([['late', calendar({ week: { tue: '09:00-17:00' } })]]) },
      assignments: OWNED,
    },
    'front-desk',
    'fallback',
    '0 ann on_leave; -1 front-desk chosen',
    'no opening that they are there for',
  ],
];

describe.each([
  ['teams', TEAMS],
  ['closed', CLOSED],
])('%s', (_name, rows) => {
  it.each(rows)('%s → $2: $5', (written, setting, answer, by, verdicts) => {
    const { reached } = reach(chain(written), situation(setting));
    expect(reached.verdicts.map(verdictText).join('; ')).toBe(verdicts);
    expect([nameOf(reached.contact), reached.by]).toEqual([answer, by]);
  });
});
