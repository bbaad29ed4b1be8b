import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { alwaysOpen, openHours } from './calendar.ts';
import { calendar } from './fixtures.ts';

const OFFICE = calendar();
const NIGHT = calendar({ week: { mon: '18:00-24:00', tue: '00:00-02:00 18:00-24:00' } });
const SUNDAY_NIGHT = calendar({ week: { sun: '02:30-03:30' } });
const BERLIN = calendar({ holidays: { country: 'DE', state: 'BE' } });
const BAVARIA = calendar({ holidays: { country: 'DE', state: 'BY' } });
const REYKJAVIK = calendar({ timezone: 'Atlantic/Reykjavik', holidays: { country: 'IS' } });
const ISTANBUL = calendar({ timezone: 'Europe/Istanbul', holidays: { country: 'TR' } });
const COMPANY_DAY = calendar({ closed: ['2026-11-24'] });
const SPECIAL = calendar({
  holidays: { country: 'DE', state: 'BE' },
  closed: ['12-31', '2026-12-23'],
  special: {
    '12-24': [{ from: '09:00', to: '12:00' }],
    '12-25': [{ from: '09:00', to: '12:00' }],
    '2027-12-24': [
      { from: '08:00', to: '09:00' },
      { from: '10:00', to: '11:00' },
    ],
    '2028-12-31': [{ from: '09:00', to: '10:00' }],
    '2026-10-03': [{ from: '10:00', to: '14:00' }],
    '2026-10-25': [{ from: '02:30', to: '03:30' }],
  },
});
const LUNCH = calendar({ week: { mon: '09:00-12:00 13:00-17:00' } });

/** calendar, asked moment, when it opens (`open`: it is), why */
const SHEET = [
  [OFFICE, '2026-11-23T08:00:00Z', 'open', 'nine in Berlin, to the second'],
  [OFFICE, '2026-11-23T07:59:59Z', '2026-11-23T08:00:00Z', 'a second before nine'],
  [OFFICE, '2026-11-23T15:59:59Z', 'open', 'a second before five'],
  [OFFICE, '2026-11-23T16:00:00Z', '2026-11-24T08:00:00Z', 'five is closed'],
  [OFFICE, '2026-11-27T16:00:00Z', '2026-11-30T08:00:00Z', 'Friday evening opens on Monday'],
  [OFFICE, '2026-07-06T07:00:00Z', 'open', 'nine in summer is an hour earlier in UTC'],
  [OFFICE, '2026-03-27T16:00:00Z', '2026-03-30T07:00:00Z', 'over the change to summer time'],
  [OFFICE, '2026-10-23T15:00:00Z', '2026-10-26T08:00:00Z', 'over the change to winter time'],
  [LUNCH, '2026-11-23T11:30:00Z', '2026-11-23T12:00:00Z', 'closed at lunch'],
  [NIGHT, '2026-11-23T23:30:00Z', 'open', 'past midnight is the next day’s opening'],
  [NIGHT, '2026-11-23T22:59:59Z', 'open', '24:00 reaches midnight'],
  [NIGHT, '2026-11-24T01:00:00Z', '2026-11-24T17:00:00Z', 'two in the morning is closed'],
  [SUNDAY_NIGHT, '2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z', 'half past two is skipped: opens with the skip'],
  [SUNDAY_NIGHT, '2026-03-29T01:29:59Z', 'open', 'until the clock shows half past three'],
  [SUNDAY_NIGHT, '2026-03-29T01:30:00Z', '2026-04-05T00:30:00Z', 'half past three in summer time'],
  [SUNDAY_NIGHT, '2026-10-25T00:30:00Z', 'open', 'half past two, the first time'],
  [SUNDAY_NIGHT, '2026-10-25T02:29:59Z', 'open', 'until half past three, which comes once'],
  [BERLIN, '2026-12-24T17:00:00Z', '2026-12-28T08:00:00Z', 'Christmas on Friday and Saturday'],
  [BERLIN, '2026-03-06T17:00:00Z', '2026-03-09T08:00:00Z', 'a Sunday holiday moves nothing'],
  [BERLIN, '2026-01-06T10:00:00Z', 'open', 'Epiphany is a working day in Berlin'],
  [BAVARIA, '2026-01-06T10:00:00Z', '2026-01-07T08:00:00Z', 'and a holiday in Bavaria'],
  [REYKJAVIK, '2026-12-24T12:00:00Z', 'open', 'Christmas Eve in Iceland is open in the morning'],
  [REYKJAVIK, '2026-12-24T13:00:00Z', '2026-12-28T09:00:00Z', 'and a holiday from one o’clock on'],
  [ISTANBUL, '2026-03-19T14:30:00Z', '2026-03-23T06:00:00Z', 'three days of Eid, after an evening that closes nothing'],
  [ISTANBUL, '2026-03-19T12:00:00Z', 'open', 'the day before Eid'],
  [COMPANY_DAY, '2026-11-23T16:30:00Z', '2026-11-25T08:00:00Z', 'a closed day of the company'],
  [SPECIAL, '2026-12-24T10:59:59Z', 'open', 'a half day, in its last second'],
  [SPECIAL, '2026-12-24T11:00:00Z', '2026-12-28T08:00:00Z', 'from noon on closed, over Christmas'],
  [SPECIAL, '2022-12-23T17:00:00Z', '2022-12-27T08:00:00Z', 'a half day of every year opens no Saturday'],
  [SPECIAL, '2025-12-25T09:00:00Z', '2025-12-29T08:00:00Z', 'nor a public holiday; the 26th is one as well'],
  [SPECIAL, '2027-12-24T08:30:00Z', '2027-12-24T09:00:00Z', 'hours of one day go before those of every year'],
  [SPECIAL, '2026-12-22T16:00:00Z', '2026-12-24T08:00:00Z', 'closed on one day'],
  [SPECIAL, '2029-12-30T17:00:00Z', '2030-01-02T08:00:00Z', 'closed on New Year’s Eve of every year'],
  [SPECIAL, '2028-12-31T08:30:00Z', 'open', 'but for one, though it is a Sunday'],
  [SPECIAL, '2026-10-03T09:00:00Z', 'open', 'open once, on a Saturday that is a holiday'],
  [SPECIAL, '2026-10-25T02:29:59Z', 'open', 'special hours change to winter time as any others'],
  [calendar({ week: {} }), '2026-11-23T10:00:00Z', null, 'never open'],
] as const;

describe('opening hours', () => {
  it.each(SHEET)('%#: asked at %2$s → %3$s: %4$s', (one, at, opens) => {
    const hours = openHours(one);
    const atMs = Date.parse(at);
    expect(hours.isOpen(atMs)).toBe(opens === 'open');
    const next = hours.nextOpening(atMs);
    expect(next === null ? null : new Date(next).toISOString().replace('.000', '')).toBe(opens === 'open' ? at : opens);
  });

  it('are read in another zone where the person works there', () => {
    const hours = openHours(OFFICE, 'America/New_York');
    expect(hours.isOpen(Date.parse('2026-11-23T14:00:00Z'))).toBe(true);
    expect(hours.isOpen(Date.parse('2026-11-23T13:59:59Z'))).toBe(false);
    expect(hours.timezone).toBe('America/New_York');
  });

  it('give the same again when asked again, in any order', () => {
    const hours = openHours(BERLIN);
    const moments = SHEET.map(([, at]) => Date.parse(at));
    const first = moments.map(hours.nextOpening);
    expect(moments.toReversed().map(hours.nextOpening).toReversed()).toEqual(first);
  });

  it('always: open at any moment', () => {
    expect(alwaysOpen('UTC').isOpen(0)).toBe(true);
    expect(alwaysOpen('UTC').nextOpening(5)).toBe(5);
  });

  it('open exactly while the wall clock stands between the two times', () => {
    const zone = fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Tokyo');
    const moment = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2028-01-01') });
    const every = Object.fromEntries(
      ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, '09:00-17:30']),
    );
    fc.assert(
      fc.property(zone, moment, (timezone, atMs) => {
        const hours = openHours(calendar({ timezone, week: every }));
        const wall = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timezone).toPlainTime().toString();
        expect(hours.isOpen(atMs)).toBe(wall >= '09:00:00' && wall < '17:30:00');
        const next = hours.nextOpening(atMs) ?? 0;
        expect(next >= atMs && hours.isOpen(next)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
