import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DistinctWindow } from './distinct-window.ts';

const HOUR = 3_600_000;

describe('a window of two', () => {
  it('lets two pass as often as they like, and tells the third when to come', () => {
    const window = new DistinctWindow(2, HOUR);
    expect([window.add('a', 0), window.add('b', 1000), window.add('a', 2000)]).toEqual([0, 0, 0]);
    expect(window.add('c', 3000), 'b came longest ago').toBe(HOUR - 2000);
    expect(window.add('b', HOUR - 1), 'who was let in stays').toBe(0);
    expect(window.add('c', HOUR + 2000), 'a has been gone for an hour').toBe(0);
    expect(window.add('a', HOUR + 2001)).toBeGreaterThan(0);
  });

  it('forgets what a clock that was set back put into the future', () => {
    const window = new DistinctWindow(1, HOUR);
    window.add('a', 10 * HOUR);
    expect(window.add('b', 0)).toBe(0);
  });
});

it('remembers nothing where nothing is limited', () => {
  const window = new DistinctWindow(Number.POSITIVE_INFINITY, HOUR);
  expect(['a', 'b', 'c', 'd'].map((thing, at) => window.add(thing, at))).toEqual([0, 0, 0, 0]);
});

it('never lets more than so many different ones pass within the time', () => {
  const visit = fc.record({
    thing: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    afterMs: fc.integer({ min: 0, max: 30 }),
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(visit, { maxLength: 60 }), (most, visits) => {
      const window = new DistinctWindow(most, 50);
      const passed: { readonly thing: string; readonly at: number }[] = [];
      let now = 0;
      for (const { thing, afterMs } of visits) {
        now += afterMs;
        if (window.add(thing, now) === 0) passed.push({ thing, at: now });
        const recent = passed.filter(({ at }) => now - at < 50);
        expect(new Set(recent.map((one) => one.thing)).size).toBeLessThanOrEqual(most);
      }
    }),
  );
});
