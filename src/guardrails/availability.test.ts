/** When somebody is there, as a sheet: person and moment → status, next moment and time zone. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { addDays } from '../base/day.ts';
import type { Person } from '../directory/records.ts';
import type { HandBack } from './availability.ts';
import { absenceAt, personAvailability } from './availability.ts';
import type { Setting } from './fixtures.ts';
import { absence, assignment, calendar, chain, nameOf, person, situation, team } from './fixtures.ts';
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

const LEAVE = [absence('2026-11-25', '2026-12-04', { deputy: 'bob' })];
const TWO_LEAVES = [
  absence('2026-11-18', '2026-11-20', { deputy: 'bob' }),
  absence('2026-11-23', '2026-11-27', { deputy: 'cleo' }),
];
const LATE = { calendar: 'late-shift', absences: [absence('2026-11-23', '2026-11-24', { deputy: 'bob' })] };

/** Whom `role:CSM, backup` reaches: Ann, who has leaves and a calendar, or whoever stands in. */
const HAND_BACKS: readonly (readonly [also: Partial<Person>, at: string, who: string, why: string])[] = [
  [{ absences: LEAVE }, '2026-11-24T15:59:59Z', 'ann', 'Tuesday, in the last second of work before the leave'],
  [{ absences: LEAVE }, '2026-11-24T16:00:00Z', 'bob', 'Tuesday after work: she is next there in two weeks'],
  [{ absences: LEAVE }, '2026-11-24T06:00:00Z', 'ann', 'Tuesday before work: she comes in today'],
  [{ absences: LEAVE }, '2026-11-25T10:00:00Z', 'bob', 'on leave'],
  [{ absences: LEAVE }, '2026-12-04T22:59:59Z', 'bob', 'Friday, the last day of the leave'],
  [{ absences: LEAVE }, '2026-12-04T23:00:00Z', 'bob', 'Saturday: nobody comes back on a Saturday'],
  [{ absences: LEAVE }, '2026-12-06T22:59:59Z', 'bob', 'Sunday, in the last second'],
  [{ absences: LEAVE }, '2026-12-06T23:00:00Z', 'ann', 'Monday, the first working day, from its first moment'],
  [{ absences: LEAVE }, '2026-12-07T09:00:00Z', 'ann', 'Monday at work'],
  [{ absences: LEAVE }, '2026-12-12T10:00:00Z', 'ann', 'the weekend after: she was back in between'],
  [
    { absences: [absence('2026-11-24', null)] },
    '2026-11-23T17:00:00Z',
    'front-desk',
    'before a leave without end, and without a deputy',
  ],
  [
    { absences: [absence('2026-12-21', '2026-12-24', { deputy: 'bob' })] },
    '2026-12-25T10:00:00Z',
    'bob',
    'Christmas after the leave is no working day',
  ],
  [
    { absences: [absence('2026-11-24', '2026-11-24', { kind: 'out_of_office', deputy: 'bob' })] },
    '2026-11-23T18:00:00Z',
    'bob',
    'the evening before a single day out of the office',
  ],
  [
    { absences: TWO_LEAVES },
    '2026-11-21T10:00:00Z',
    'bob',
    'between two leaves: the first deputy, as nobody came back',
  ],
  [{ absences: TWO_LEAVES }, '2026-11-23T10:00:00Z', 'cleo', 'in the second leave'],
  [LATE, '2026-11-27T10:00:00Z', 'bob', 'who works on Mondays and Tuesdays alone isn’t back on Friday'],
  [LATE, '2026-11-30T06:00:00Z', 'ann', 'but on Monday, hours before the late shift'],
  [
    { timezone: 'America/New_York', absences: LEAVE },
    '2026-12-07T04:59:59Z',
    'bob',
    'Sunday still in New York, where her days are counted',
  ],
  [{ timezone: 'America/New_York', absences: LEAVE }, '2026-12-07T05:00:00Z', 'ann', 'Monday in New York'],
  [
    { timezone: 'Pacific/Apia', absences: [absence('2011-12-26', '2011-12-30', { deputy: 'bob' })] },
    '2011-12-31T10:00:00Z',
    'bob',
    'a last day that Samoa skipped: still the weekend',
  ],
];

describe('leave', () => {
  const reached = (also: Partial<Person>, at: string, handBack: HandBack): string => {
    const setting: Setting = {
      at,
      rules: { ...RULES, handBack },
      people: [person('ann', also), person('bob'), person('cleo')],
      assignments: [assignment('CSM', 'ann')],
    };
    return nameOf(reach(chain('role:CSM, backup'), situation(setting)).reached.contact);
  };

  it.each(HAND_BACKS)('%# at $1: $2 ($3)', (also, at, who) => {
    expect(reached(also, at, 'first_working_day')).toBe(who);
  });

  it.each([
    ['2026-11-24T22:59:59Z', 'ann', 'the evening before'],
    ['2026-11-24T23:00:00Z', 'bob', 'the first day, from midnight'],
    ['2026-12-04T22:59:59Z', 'bob', 'the last day, until midnight'],
    ['2026-12-04T23:00:00Z', 'ann', 'the day after, though it is a Saturday'],
  ])('with `hand_back: day_after`, at %s: %s (%s)', (at, who) => {
    expect(reached({ absences: LEAVE }, at, 'day_after')).toBe(who);
  });

  it('with `hand_back: day_after`, whoever is closed before it is there again after it', () => {
    const absences = [absence('2026-11-24', '2026-11-27'), absence('2026-11-30', '2026-12-04')];
    const setting: Setting = {
      at: '2026-11-23T17:00:00Z',
      rules: { ...RULES, handBack: 'day_after' },
      people: [person('ann', { absences })],
      assignments: [assignment('CSM', 'ann')],
    };
    expect(reach(chain('role:CSM'), situation(setting)).reached.availability).toEqual({
      status: 'off_hours',
      timezone: 'Europe/Berlin',
      nextAvailable: '2026-12-07T08:00:00Z',
    });
  });

  it('nobody who may be named while off hours is away when they are next there', () => {
    const day = fc.integer({ min: 0, max: 40 }).map((days) => addDays('2026-11-02', days));
    const leave = fc
      .tuple(day, fc.integer({ min: 0, max: 9 }))
      .map(([from, more]) => absence(from, addDays(from, more)));
    const moment = fc.integer({ min: Date.parse('2026-11-01'), max: Date.parse('2026-12-20') });
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Tokyo');
    fc.assert(
      fc.property(fc.array(leave, { maxLength: 4 }), moment, zone, (absences, atMs, timezone) => {
        const ann = person('ann', { absences, timezone });
        const { house } = situation({ rules: RULES });
        const time = house.timeOf(ann);
        if (absenceAt(ann, time, atMs) !== null) return;
        const there = personAvailability(ann, time, atMs);
        if (there?.status !== 'off_hours') return;
        expect(Date.parse(there.nextAvailable)).toBe(Math.ceil((time.hours.nextOpening(atMs) ?? 0) / 1000) * 1000);
        expect(absenceAt(ann, time, Date.parse(there.nextAvailable))).toBeNull();
      }),
      { numRuns: 300 },
    );
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
