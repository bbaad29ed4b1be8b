/** Chains as a sheet: chain and situation → who answers, by which link, every verdict on the way, and why. Roles, who may be named, and hiding. */
import { describe, expect, it } from 'vitest';
import type { Person } from '../directory/records.ts';
import type { Setting } from './fixtures.ts';
import { absence, assignment, chain, nameOf, person, situation, team, verdictText } from './fixtures.ts';
import { reach } from './reach.ts';

const OWNED = [assignment('CSM', 'ann')];
const ON_LEAVE = [absence('2026-11-20', '2026-11-30')];
const OPEN_ENDED = [absence('2026-11-20', null)];
const gone = (also: Partial<Person> = {}): Partial<Person> => ({ active: false, ...also });

type Row = readonly [chain: string, setting: Setting, answer: string, by: string, verdicts: string, why: string];

const ROLES: readonly Row[] = [
  [
    'role:CSM',
    { people: [person('ann')] },
    'front-desk',
    'fallback',
    '0 - nobody; -1 front-desk chosen',
    'an empty role',
  ],
  ['role:CSM', { people: [person('ann')], assignments: OWNED }, 'ann', 'role', '0 ann chosen', 'the holder'],
  [
    'role:AE',
    { people: [person('ann')], assignments: OWNED },
    'front-desk',
    'fallback',
    '0 - nobody; -1 front-desk chosen',
    'another role is not followed',
  ],
  [
    '',
    { people: [person('ann')], assignments: OWNED },
    'front-desk',
    'fallback',
    '-1 front-desk chosen',
    'nothing written, nothing followed',
  ],
  [
    'role:CSM',
    { assignments: OWNED },
    'front-desk',
    'fallback',
    '0 ann nobody; -1 front-desk chosen',
    'a holder whom the directory does not know',
  ],
  [
    'role:CSM',
    {
      people: [person('ann'), person('bob')],
      assignments: [assignment('CSM', 'ann'), assignment('CSM', 'bob', { primary: true })],
    },
    'bob',
    'role',
    '0 bob chosen',
    'of several the primary',
  ],
  [
    'role:CSM',
    {
      people: [person('ann'), person('bob')],
      assignments: [
        assignment('CSM', 'ann', { since: '2025-01-01' }),
        assignment('CSM', 'bob', { since: '2024-01-01' }),
      ],
    },
    'bob',
    'role',
    '0 bob chosen',
    'then the oldest assignment',
  ],
  [
    'role:CSM',
    {
      people: [person('ann'), person('bob')],
      assignments: [assignment('CSM', 'ann'), assignment('CSM', 'bob', { since: '2024-01-01' })],
    },
    'bob',
    'role',
    '0 bob chosen',
    'an assignment without a day is the youngest',
  ],
  [
    'role:CSM',
    { people: [person('ann'), person('bob')], assignments: [assignment('CSM', 'bob'), assignment('CSM', 'ann')] },
    'ann',
    'role',
    '0 ann chosen',
    'then the id',
  ],
  [
    'role:CSM',
    {
      people: [person('ann', gone()), person('bob')],
      assignments: [assignment('CSM', 'ann', { primary: true }), assignment('CSM', 'bob')],
    },
    'front-desk',
    'fallback',
    '0 ann left; -1 front-desk chosen',
    'the holder is one person, not a list to try',
  ],
  [
    'role:CSM, role:AE',
    { people: [person('ann', gone()), person('bob')], assignments: [...OWNED, assignment('AE', 'bob')] },
    'bob',
    'role',
    '0 ann left; 1 bob chosen',
    'left to right',
  ],
];

const ELIGIBLE: readonly Row[] = [
  ...(
    [
      [{ active: false }, 'left', 'left the company'],
      [{ kind: 'queue' }, 'not_human', 'a queue'],
      [{ kind: 'bot' }, 'not_human', 'a bot'],
      [{ kind: 'integration' }, 'not_human', 'an integration user'],
      [{ email: null }, 'no_email', 'no address'],
      [{ email: 'ann@other.example' }, 'unapproved_domain', 'another company’s address'],
      [{ absences: ON_LEAVE }, 'on_leave', 'on leave'],
      [{ absences: OPEN_ENDED }, 'on_leave', 'on leave without an end'],
      [
        { absences: [absence('2026-11-23', '2026-11-23', { kind: 'out_of_office' })] },
        'out_of_office',
        'out of office for the day',
      ],
      [
        { absences: [absence('2026-11-01', null, { kind: 'out_of_office' }), absence('2026-11-20', null)] },
        'on_leave',
        'both: leave says more',
      ],
    ] as const
  ).map(([also, verdict, why]): Row => [
    'role:CSM',
    { people: [person('ann', also)], assignments: OWNED },
    'front-desk',
    'fallback',
    `0 ann ${verdict}; -1 front-desk chosen`,
    why,
  ]),
  ...(
    [
      [[absence('2026-11-01', '2026-11-22')], 'back since today'],
      [[absence('2026-11-24', null)], 'leaves tomorrow'],
    ] as const
  ).map(([absences, why]): Row => [
    'role:CSM',
    { people: [person('ann', { absences })], assignments: OWNED },
    'ann',
    'role',
    '0 ann chosen',
    why,
  ]),
  [
    'role:CSM',
    {
      at: '2026-11-23T23:30:00Z',
      people: [person('ann', { timezone: 'Europe/Berlin', absences: [absence('2026-11-24', '2026-11-24')] })],
      assignments: OWNED,
    },
    'front-desk',
    'fallback',
    '0 ann on_leave; -1 front-desk chosen',
    'days are the person’s: it is tomorrow in Berlin',
  ],
  [
    'role:CSM',
    {
      at: '2026-11-24T00:30:00Z',
      people: [person('ann', { timezone: 'America/Los_Angeles', absences: [absence('2026-11-24', '2026-11-24')] })],
      assignments: OWNED,
    },
    'ann',
    'role',
    '0 ann chosen',
    'days are the person’s: it is still yesterday in Los Angeles',
  ],
];

const NO_BOOKING = { hide: ['email'] } as const;
const BOOKABLE = { bookingLink: 'https://calendly.com/acme-ann' };
const HIDING: readonly Row[] = [
  [
    'role:CSM',
    { ...NO_BOOKING, people: [person('ann')], assignments: OWNED },
    'front-desk',
    'fallback',
    '0 ann hidden; -1 front-desk chosen',
    'without an address and a link there is no way',
  ],
  [
    'role:CSM',
    { ...NO_BOOKING, people: [person('ann', BOOKABLE)], assignments: OWNED },
    'ann',
    'role',
    '0 ann chosen',
    'a link is a way',
  ],
  [
    'role:CSM',
    { ...NO_BOOKING, people: [person('ann', { bookingLink: 'https://evil.example/ann' })], assignments: OWNED },
    'front-desk',
    'fallback',
    '0 ann hidden; -1 front-desk chosen',
    'a link that is not approved is none',
  ],
  [
    'role:CSM',
    { hide: ['booking_link', 'title'], people: [person('ann')], assignments: OWNED },
    'ann',
    'role',
    '0 ann chosen',
    'an address is a way',
  ],
  [
    'team:desk',
    { hide: ['email', 'booking_link'], teams: [team('desk')] },
    'front-desk',
    'fallback',
    '0 desk hidden; -1 front-desk chosen',
    'a team is hidden too; the fallback never is',
  ],
];

describe.each([
  ['roles', ROLES],
  ['who may be named', ELIGIBLE],
  ['hide', HIDING],
])('%s', (_name, rows) => {
  it.each(rows)('%s → $2: $5', (written, setting, answer, by, verdicts) => {
    const { reached } = reach(chain(written), situation(setting));
    expect(reached.verdicts.map(verdictText).join('; ')).toBe(verdicts);
    expect([nameOf(reached.contact), reached.by]).toEqual([answer, by]);
  });
});
