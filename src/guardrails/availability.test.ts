/** When somebody is there, as a sheet: person and moment → status, next moment and time zone. */
import { describe, expect, it } from 'vitest';
import type { Person } from '../directory/records.ts';
import type { Setting } from './fixtures.ts';
import { absence, assignment, calendar, chain, person, situation, team } from './fixtures.ts';
import { reach } from './reach.ts';

const RULES = {
  calendars: new Map([
    ['office', calendar({ holidays: { country: 'DE', state: 'BE' } })],
    ['late-shift', calendar({ week: { mon: '14:00-22:00', tue: '14:00-22:00' } })],
    ['us-desk', calendar({ timezone: 'America/New_York' })],
  ]),
};

type Cell = readonly [
  who: Partial<Person>,
  at: string,
  status: string,
  next: string | undefined,
  zone: string,
  why: string,
];

const PEOPLE: readonly Cell[] = [
  [{}, '2026-11-23T10:00:00Z', 'available', undefined, 'Europe/Berlin', 'working hours of everybody'],
  [{}, '2026-11-23T07:00:00Z', 'off_hours', '2026-11-23T08:00:00Z', 'Europe/Berlin', 'before nine'],
  [{}, '2026-11-23T17:00:00Z', 'off_hours', '2026-11-24T08:00:00Z', 'Europe/Berlin', 'after five'],
  [{}, '2026-11-27T17:00:00Z', 'off_hours', '2026-11-30T08:00:00Z', 'Europe/Berlin', 'over the weekend'],
  [{}, '2026-12-24T17:00:00Z', 'off_hours', '2026-12-28T08:00:00Z', 'Europe/Berlin', 'over Christmas'],
  [{}, '2026-03-27T17:00:00Z', 'off_hours', '2026-03-30T07:00:00Z', 'Europe/Berlin', 'over the change to summer time'],
  [{}, '2026-11-23T07:59:59.999Z', 'off_hours', '2026-11-23T08:00:00Z', 'Europe/Berlin', 'a millisecond before'],
  [
    { timezone: 'America/New_York' },
    '2026-11-23T10:00:00Z',
    'off_hours',
    '2026-11-23T14:00:00Z',
    'America/New_York',
    'everybody’s hours, in one’s own zone',
  ],
  [
    { calendar: 'late-shift' },
    '2026-11-23T10:00:00Z',
    'off_hours',
    '2026-11-23T13:00:00Z',
    'Europe/Berlin',
    'hours of one’s own',
  ],
  [
    { calendar: 'us-desk', timezone: 'America/Chicago' },
    '2026-11-23T14:30:00Z',
    'available',
    undefined,
    'America/Chicago',
    'hours of one’s own say their zone themselves',
  ],
  [
    { calendar: 'made-up', timezone: 'Mars/Olympus' },
    '2026-11-23T10:00:00Z',
    'available',
    undefined,
    'Europe/Berlin',
    'a calendar or zone that does not exist counts as none',
  ],
  [
    { absences: [absence('2026-11-24', '2026-11-25')] },
    '2026-11-23T17:00:00Z',
    'off_hours',
    '2026-11-26T08:00:00Z',
    'Europe/Berlin',
    'the next opening that they are there for',
  ],
  [
    { absences: [absence('2026-11-24', '2026-11-27'), absence('2026-11-30', '2026-12-04', { kind: 'out_of_office' })] },
    '2026-11-23T17:00:00Z',
    'off_hours',
    '2026-12-07T08:00:00Z',
    'Europe/Berlin',
    'two absences with a weekend between',
  ],
  [
    { absences: [absence('2026-11-24', null)] },
    '2026-11-23T10:00:00Z',
    'available',
    undefined,
    'Europe/Berlin',
    'still there on the last day',
  ],
];

describe('a person', () => {
  it.each(PEOPLE)('%# at $1: $2, $3 ($5)', (also, at, status, next, timezone) => {
    const setting: Setting = {
      at,
      rules: RULES,
      people: [person('ann', also)],
      assignments: [assignment('CSM', 'ann')],
    };
    const { contact, availability } = reach(chain('role:CSM'), situation(setting)).reached;
    expect(contact.kind).toBe('person');
    expect(availability).toEqual({ status, timezone, ...(next === undefined ? {} : { nextAvailable: next }) });
  });
});

describe('a team', () => {
  it.each([
    ['always', '2026-11-22T03:00:00Z', { status: 'available', timezone: 'Europe/Berlin' }],
    ['office', '2026-11-23T10:00:00Z', { status: 'available', timezone: 'Europe/Berlin' }],
    [
      'us-desk',
      '2026-11-23T10:00:00Z',
      { status: 'off_hours', nextAvailable: '2026-11-23T14:00:00Z', timezone: 'America/New_York' },
    ],
  ])('with hours %s at %s: %j', (hours, at, expected) => {
    const { reached } = reach(chain('team:desk'), situation({ at, rules: { ...RULES, teams: TEAMS(hours) } }));
    expect(reached.availability).toEqual(expected);
  });

  it('that is the fallback is there, though its calendar never opens', () => {
    const rules = {
      calendars: new Map([['never', calendar({ week: {} })]]),
      teams: new Map([['front-desk', team('front-desk', { hours: 'never' })]]),
    };
    expect(reach([], situation({ rules })).reached.availability.status).toBe('available');
  });
});

const TEAMS = (hours: string) => new Map([team('front-desk'), team('desk', { hours })].map((one) => [one.id, one]));
