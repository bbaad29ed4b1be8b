/**
 * Counting what changes, and what it is worth. Bounded however many accounts there are, plain data that a thread can hand
 * over, and the same whoever counted: parts are merged in the order of their accounts.
 */
import type { AccountChange, Change } from './account-change.ts';

export type Count = { accounts: number; value: number };

/** `changed`: in whatever way. `toFallback`: only the fallback would answer, and somebody else does now. */
export const COUNTED = [
  'all',
  'changed',
  'contact',
  'reason',
  'outcome',
  'card',
  'toFallback',
  'fromFallback',
] as const;
export type Counted = (typeof COUNTED)[number];

/** Changes while it counts. */
export type Tally = Readonly<Record<Counted, Count>>;

export function newTally(): Tally {
  return recordOf(newCount);
}

export function newCount(): Count {
  return { accounts: 0, value: 0 };
}

export function recordOf<Value>(make: (what: Counted) => Value): Readonly<Record<Counted, Value>> {
  return Object.fromEntries(COUNTED.map((what) => [what, make(what)])) as Record<Counted, Value>;
}

export function add(count: Count, value: number | null): void {
  count.accounts += 1;
  count.value += value ?? 0;
}

export function addCount(count: Count, other: Count): void {
  count.accounts += other.accounts;
  count.value += other.value;
}

export function tell(tally: Tally, change: AccountChange): void {
  const { value, changes } = change;
  add(tally.all, value);
  if (changes.length === 0) return;
  add(tally.changed, value);
  for (const one of changes) add(tally[one satisfies Change], value);
  if (isNewFallback(change)) add(tally.toFallback, value);
  if (change.live.outcome === 'fallback' && change.draft.outcome !== 'fallback') add(tally.fromFallback, value);
}

export function isNewFallback({ live, draft }: AccountChange): boolean {
  return draft.outcome === 'fallback' && live.outcome !== 'fallback';
}

export function addTally(tally: Tally, other: Tally): void {
  for (const what of COUNTED) addCount(tally[what], other[what]);
}

/** What is under a key, made when first asked for. */
export function under<Key, Value>(all: Map<Key, Value>, key: Key, make: () => Value): Value {
  const before = all.get(key);
  if (before !== undefined) return before;
  const made = make();
  all.set(key, made);
  return made;
}
