import { describe, expect, it } from 'vitest';
import { compare, seeded, signedRanks, verdictOf } from './permutation.ts';

/** Times as they are on a busy machine: most alike, some very late. */
function noisy(random: () => number): number {
  return 400 + 60 * random() - 80 * Math.log(1 - random()) + (random() < 0.02 ? 5_000 * random() : 0);
}

function differences(shiftUs: number, seed: number): readonly number[] {
  const random = seeded(seed);
  return Array.from({ length: 2_000 }, () => noisy(random) + shiftUs - noisy(random));
}

describe('two kinds of call', () => {
  it('with 20 µs between them are told apart', () => {
    const { medianUs, p } = compare(differences(20, 1), seeded(2), 2_000);
    expect(p).toBeLessThan(0.01);
    expect(medianUs).toBeGreaterThan(10);
    expect(medianUs).toBeLessThan(30);
  });

  it('that are alike are rarely told apart: no more often than the level says', () => {
    const tests = Array.from({ length: 100 }, (_, seed) => compare(differences(0, seed), seeded(seed + 500), 300));
    expect(tests.filter(({ p }) => p < 0.05).length).toBeLessThan(15);
    expect(tests.filter(({ p }) => p < 0.5).length).toBeGreaterThan(25);
  });

  it('one of which is always the slower can’t be alike', () => {
    expect(compare([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], seeded(3), 5_000).p).toBeLessThan(0.01);
  });

  it('without any difference are alike', () => {
    expect(compare([0, 0, 0], seeded(4), 100)).toEqual({ medianUs: 0, p: 1 });
  });
});

it.each([
  ['alike, and the control is seen', 0.4, 0.0001, 21, /^Not told apart/],
  ['apart, and the control is seen', 0.001, 0.0001, 21, /^TOLD APART/],
  ['alike, as is the control', 0.4, 0.2, 5, /^NO POWER/],
  ['apart, but the control is not', 0.001, 0.2, 5, /^NO POWER/],
  ['alike, and the control is the quicker', 0.4, 0.0001, -9, /^NO POWER/],
])('%s', (_what, p, controlP, controlUs, says) => {
  const verdict = verdictOf({ p, medianUs: 3 }, { p: controlP, medianUs: controlUs }, 20);
  expect(verdict.says).toMatch(says);
  expect(verdict.passed).toBe(says.test('Not told apart'));
});

it('equal sizes share a rank, and nothing has none', () => {
  expect([...signedRanks([0, -2, 1, 2, -5])]).toEqual([1, -2.5, 2.5, -4]);
});

it('a seed gives the same numbers again, within [0, 1)', () => {
  const [one, other] = [seeded(7), seeded(7)];
  const drawn = Array.from({ length: 1_000 }, one);
  expect(drawn).toEqual(Array.from({ length: 1_000 }, other));
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThan(1);
  expect(new Set(drawn).size).toBeGreaterThan(990);
});
