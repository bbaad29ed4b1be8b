/** Days as ISO text, over the edges of months, years and summer time. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, isDay } from './day.ts';

it.each([
  ['2026-11-23', true, 'a day'],
  ['2024-02-29', true, 'a leap day'],
  ['2026-02-29', false, 'no leap year'],
  ['2026-02-30', false, 'has the shape of a day alone'],
  ['2026-13-01', false, 'no such month'],
  ['2026-1-1', false, 'digits are missing'],
  ['2026-11-23T00:00:00Z', false, 'a moment'],
  ['', false, 'nothing'],
])('%s is a day: %s (%s)', (text, expected) => {
  expect(isDay(text)).toBe(expected);
});

describe('whole days', () => {
  it.each([
    ['2026-11-23', 0, '2026-11-23'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2024-03-01', -1, '2024-02-29'],
    ['2026-03-28', 2, '2026-03-30'],
  ])('%s and %i days is %s', (day, days, expected) => {
    expect(addDays(day, days)).toBe(expected);
  });

  it('count what was added', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 40_000 }), (days) => {
        expect(daysBetween('2026-11-23', addDays('2026-11-23', days))).toBe(days);
      }),
    );
  });
});
