import { Temporal } from 'temporal-polyfill';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTimeZone, localDay, localDayAt } from './local-day.ts';

const HOUR_MS = 3_600_000;

describe('localDay', () => {
  it.each([
    ['Europe/Berlin', '2026-11-23T22:59:59Z', '2026-11-23', 'a second before midnight in winter'],
    ['Europe/Berlin', '2026-11-23T23:00:00Z', '2026-11-24', 'midnight in winter'],
    ['Europe/Berlin', '2026-07-01T22:00:00Z', '2026-07-02', 'midnight in summer'],
    ['America/New_York', '2026-11-24T04:59:59Z', '2026-11-23', 'west of Greenwich'],
    ['Pacific/Kiritimati', '2026-11-23T10:00:00Z', '2026-11-24', 'fourteen hours ahead'],
    ['Pacific/Pago_Pago', '2026-11-23T10:59:00Z', '2026-11-22', 'eleven hours behind'],
    ['Asia/Kathmandu', '2026-11-23T18:15:00Z', '2026-11-24', 'a zone with quarter hours'],
    ['America/Sao_Paulo', '2017-10-15T02:59:59Z', '2017-10-14', 'before a midnight that does not exist'],
    ['America/Sao_Paulo', '2017-10-15T03:00:00Z', '2017-10-15', 'a day that begins at one'],
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29', 'before a day that was skipped'],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-31', 'after a day that was skipped'],
    ['America/St_Johns', '2001-10-28T02:30:30Z', '2001-10-28', 'the minute before clocks are set back across midnight'],
    ['America/St_Johns', '2001-10-28T02:31:00Z', '2001-10-27', 'the hour that comes twice'],
    ['America/St_Johns', '2001-10-28T03:30:00Z', '2001-10-28', 'the day, begun again'],
    ['UTC', '1969-12-31T23:59:59Z', '1969-12-31', 'before the epoch'],
  ])('in %s at %s is %s: %s', (timezone, at, expected) => {
    expect(localDay(timezone, Date.parse(at))).toBe(expected);
  });

  it('knows how long a day is', () => {
    const hours = (zone: string, at: string) => {
      const { startMs, endMs } = localDayAt(zone, Date.parse(at));
      return (endMs - startMs) / HOUR_MS;
    };
    expect(hours('Europe/Berlin', '2026-03-29T12:00:00Z')).toBe(23);
    expect(hours('Europe/Berlin', '2026-10-25T12:00:00Z')).toBe(25);
    expect(hours('Europe/Berlin', '2026-11-23T12:00:00Z')).toBe(24);
  });

  it('agrees with Temporal at any moment', () => {
    const zone = fc.constantFrom(
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Asia/Tehran',
    );
    const moment = fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2040-01-01') });
    fc.assert(
      fc.property(zone, moment, (timezone, atMs) => {
        const expected = Temporal.Instant.fromEpochMilliseconds(atMs)
          .toZonedDateTimeISO(timezone)
          .toPlainDate()
          .toString();
        const { day, startMs, endMs } = localDayAt(timezone, atMs);
        expect(day).toBe(expected);
        expect(startMs <= atMs && atMs < endMs).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a time zone that does not exist', () => {
    expect(() => localDay('Europe/Berlln', 0)).toThrow(RangeError);
  });
});

describe('isTimeZone', () => {
  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['Europe/Berlln', false],
    ['+01:00', false],
    ['', false],
  ])('%s: %s', (name, expected) => {
    expect(isTimeZone(name)).toBe(expected);
  });
});
