/** Turns as days that begin at the hand-over, and every moment in exactly one of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../base/day.ts';
import type { Rotation } from './teams.ts';
import { onCall } from './on-call.ts';

const rotation = (also: Partial<Rotation> = {}): Rotation => ({
  people: ['ann', 'bob', 'cid'],
  from: '2026-11-02',
  days: 7,
  handover: '09:00',
  timezone: 'Europe/Berlin',
  overrides: [],
  ...also,
});

const COVERED = { overrides: [{ from: '2026-11-10', to: '2026-11-11', person: 'eve' }] };

describe('who is on call', () => {
  it.each<[string, Partial<Rotation>, string, string]>([
    ['2026-11-02T09:00:00+01:00', {}, 'ann bob cid', 'the first turn begins'],
    ['2026-11-09T08:59:59+01:00', {}, 'ann bob cid', 'until the hand-over'],
    ['2026-11-09T09:00:00+01:00', {}, 'bob cid ann', 'from the hand-over on'],
    ['2026-11-23T09:00:00+01:00', {}, 'ann bob cid', 'again after all had a turn'],
    ['2026-11-02T08:59:59+01:00', {}, 'cid ann bob', 'before the first turn: backwards'],
    ['2026-11-03T09:00:00+01:00', { days: 1 }, 'bob cid ann', 'turns of a day'],
    ['2026-11-09T14:00:00Z', { timezone: 'America/Chicago' }, 'ann bob cid', 'still eight o’clock there'],
    ['2026-11-16T09:00:00+01:00', { people: ['ann', 'bob', 'ann'] }, 'ann bob', 'who has two turns is asked once'],
    ['2026-11-10T08:59:59+01:00', COVERED, 'bob cid ann', 'not yet covered'],
    ['2026-11-10T09:00:00+01:00', COVERED, 'eve bob cid ann', 'covered: then whose turn it is'],
    ['2026-11-12T08:59:59+01:00', COVERED, 'eve bob cid ann', 'up to the hand-over after the last day'],
    ['2026-11-12T09:00:00+01:00', COVERED, 'bob cid ann', 'covered no longer'],
    ['2026-03-29T03:00:00+02:00', { handover: '02:30', days: 1, from: '2026-03-28' }, 'bob cid ann', 'a skipped hour'],
    ['2026-03-29T01:59:59+01:00', { handover: '02:30', days: 1, from: '2026-03-28' }, 'ann bob cid', 'before it'],
    ['2026-10-25T02:30:00+02:00', { handover: '02:30', days: 1, from: '2026-10-24' }, 'bob cid ann', 'an hour twice'],
    ['2026-10-25T02:10:00+01:00', { handover: '02:30', days: 1, from: '2026-10-24' }, 'bob cid ann', 'never back'],
  ])('at %s with %j: %s (%s)', (at, also, order) => {
    expect(onCall(rotation(also))(Date.parse(at)).join(' ')).toBe(order);
  });
});

const HOUR_MS = 3_600_000;
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
];

const aRotation = fc.record({
  timezone: fc.constantFrom(...ZONES),
  handover: fc.constantFrom('00:00', '00:30', '01:30', '02:00', '02:30', '09:00', '23:45'),
  days: fc.integer({ min: 1, max: 10 }),
});

/** Moments at which somebody else comes on call, by quarters of an hour over two months. */
function handovers(one: Rotation, fromMs: number): { readonly atMs: number; readonly by: string }[] {
  const ask = onCall(one);
  const found: { atMs: number; by: string }[] = [];
  let before = ask(fromMs)[0];
  for (let atMs = fromMs; atMs < fromMs + 60 * 24 * HOUR_MS; atMs += HOUR_MS / 4) {
    const [now] = ask(atMs);
    if (now !== before && now !== undefined) found.push({ atMs, by: now });
    before = now;
  }
  return found;
}

describe('turns', () => {
  // Around the changes of clocks, in spring and in autumn.
  it.each(['2026-03-01', '2026-10-01'])('follow each other without gap or overlap, from %s', (from) => {
    fc.assert(
      fc.property(aRotation, ({ timezone, handover, days }) => {
        const one = rotation({ people: ['p0', 'p1', 'p2'], from: addDays(from, -20), timezone, handover, days });
        const found = handovers(one, Date.parse(`${from}T00:00:00Z`));
        for (const [index, { atMs, by }] of found.entries()) {
          const next = found[index + 1];
          if (next === undefined) continue;
          expect(next.by).toBe(`p${(Number(by.slice(1)) + 1) % 3}`);
          // A turn is its days long, give or take the hour by which clocks are put.
          expect(Math.abs(next.atMs - atMs - days * 24 * HOUR_MS)).toBeLessThanOrEqual(HOUR_MS);
        }
        expect(found.length).toBeGreaterThanOrEqual(Math.floor(60 / days) - 1);
      }),
      { numRuns: 25 },
    );
  });

  it('are told the same in any order of asking', () => {
    fc.assert(
      fc.property(aRotation, fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 30 }), (also, hours) => {
        const one = rotation(also);
        const asked = onCall(one);
        for (const hour of hours) {
          const atMs = Date.parse('2026-10-01T00:00:00Z') + hour * HOUR_MS;
          expect(asked(atMs)).toEqual(onCall(one)(atMs));
        }
      }),
      { numRuns: 100 },
    );
  });
});
