/** Counting accounts and what they are worth, by outcome. Bounded: a tally is five pairs of numbers, however many accounts. */
import type { Outcome } from './outcome.ts';
import { OUTCOMES } from './outcome.ts';

type Count = { accounts: number; value: number };

/** Changes while it counts. */
export type Tally = Readonly<Record<Outcome, Count>>;

export type Counted = {
  readonly accounts: number;
  /** Of all accounts, 0 to 1. */
  readonly share: number;
  /** The sum of the value fact; null where no such fact was chosen. */
  readonly value: number | null;
  /** Of the sum over all accounts; null where that isn't above 0. */
  readonly valueShare: number | null;
};

export type Part = Counted & { readonly outcomes: Readonly<Record<Outcome, Counted>> };

export function newTally(): Tally {
  return recordOf(() => ({ accounts: 0, value: 0 }));
}

export function add(tally: Tally, outcome: Outcome, value: number | null): void {
  tally[outcome].accounts += 1;
  tally[outcome].value += value ?? 0;
}

/** The tally under a key, made when first asked for. */
export function tallyOf<Key>(tallies: Map<Key, Tally>, key: Key): Tally {
  const before = tallies.get(key);
  if (before !== undefined) return before;
  const made = newTally();
  tallies.set(key, made);
  return made;
}

/** As a part of everything that `whole` counted; `valued`: whether there is a value fact. */
export type AsPart = (tally: Tally) => Part;

export function partsOf(whole: Tally, valued: boolean): AsPart {
  const all = sumOf(whole);
  const counted = ({ accounts, value }: Count): Counted => ({
    accounts,
    share: all.accounts === 0 ? 0 : accounts / all.accounts,
    value: valued ? inCents(value) : null,
    valueShare: valued && all.value > 0 ? value / all.value : null,
  });
  return (tally) => ({ ...counted(sumOf(tally)), outcomes: recordOf((outcome) => counted(tally[outcome])) });
}

function sumOf(tally: Tally): Count {
  const sum = { accounts: 0, value: 0 };
  for (const outcome of OUTCOMES) {
    sum.accounts += tally[outcome].accounts;
    sum.value += tally[outcome].value;
  }
  return sum;
}

/** Sums of binary fractions don't end evenly. */
export function inCents(value: number): number {
  return Math.round(value * 100) / 100;
}

function recordOf<Value>(make: (outcome: Outcome) => Value): Readonly<Record<Outcome, Value>> {
  return {
    owner: make('owner'),
    stand_in: make('stand_in'),
    team: make('team'),
    team_instead: make('team_instead'),
    fallback: make('fallback'),
  };
}
