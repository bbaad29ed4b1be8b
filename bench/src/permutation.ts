/** Whether two kinds of call that were made side by side take the same time: a permutation test over their differences. Pure. */
import { median } from './statistics.ts';

export type Comparison = {
  /** Of the differences, round by round. */
  readonly medianUs: number;
  /** How often chance alone makes as much of a difference as was seen. Never 0: at best one in all flips. */
  readonly p: number;
};

const FLIPS = 10_000;

/**
 * By Wilcoxon's signed ranks, so that a few very late replies don't count for more than their rank: were the two alike, each
 * difference could as well have come with the other sign. `random` is uniform on [0, 1).
 */
export function compare(differencesUs: readonly number[], random: () => number, flips = FLIPS): Comparison {
  const ranks = signedRanks(differencesUs);
  const seen = Math.abs(ranks.reduce((sum, rank) => sum + rank, 0));
  let asMuch = 0;
  for (let flip = 0; flip < flips; flip++) if (Math.abs(flipped(ranks, random)) >= seen) asMuch += 1;
  return { medianUs: median(differencesUs), p: (asMuch + 1) / (flips + 1) };
}

/** The rank of each difference by its size, with its sign; equal sizes share the mean of their ranks, 0 has none. */
export function signedRanks(differences: readonly number[]): Float64Array {
  const sorted = differences.filter((difference) => difference !== 0).toSorted((a, b) => Math.abs(a) - Math.abs(b));
  const ranks = new Float64Array(sorted.length);
  for (let first = 0; first < sorted.length;) {
    let next = first;
    while (next < sorted.length && Math.abs(sorted[next] ?? 0) === Math.abs(sorted[first] ?? 0)) next += 1;
    for (let at = first; at < next; at++) ranks[at] = Math.sign(sorted[at] ?? 0) * ((first + 1 + next) / 2);
    first = next;
  }
  return ranks;
}

/** 31 signs come of one random number: two to the 53rd has more bits than that. */
const SIGNS = 31;

function flipped(ranks: Float64Array, random: () => number): number {
  let sum = 0;
  let signs = 0;
  for (let at = 0; at < ranks.length; at++) {
    signs = at % SIGNS === 0 ? Math.floor(random() * 2 ** SIGNS) : signs >>> 1;
    sum += (signs & 1) === 0 ? (ranks[at] ?? 0) : -(ranks[at] ?? 0);
  }
  return sum;
}

/** A p-value below it tells two kinds of call apart. */
export const LEVEL = 0.01;

/** What the two comparisons say together: without the control seen, nothing. */
export function verdictOf(
  question: Comparison,
  control: Comparison,
  plantedUs: number,
): { readonly passed: boolean; readonly says: string } {
  if (control.p >= LEVEL || control.medianUs <= 0)
    return {
      passed: false,
      says: `NO POWER: not even the planted ${plantedUs} µs were seen, so this run says nothing.`,
    };
  if (question.p < LEVEL)
    return { passed: false, says: 'TOLD APART: a foreign account takes another time than an unknown one.' };
  return { passed: true, says: `Not told apart: ${plantedUs} µs would have been seen.` };
}

/** Numbers that look random and are the same for a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
