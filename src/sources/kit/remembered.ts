/**
 * Checks whose answers are kept. People are few and stand on many rows, as an account's owner or a contact's; each is
 * checked once. Not for accounts and their contacts, who are many and stand on a row or two.
 */
import type { Scalar } from './cell.ts';
import type { Typed } from './typed-value.ts';

const MAX_KEPT = 10_000;

/** `check` must say the same of equal cells. */
export function remembered<Value>(check: (cell: Scalar) => Typed<Value>): (cell: Scalar) => Typed<Value> {
  const kept = new Map<Scalar, Typed<Value>>();
  return (cell) => {
    const known = kept.get(cell);
    if (known !== undefined) return known;
    if (kept.size >= MAX_KEPT) kept.clear();
    const answer = check(cell);
    kept.set(cell, answer);
    return answer;
  };
}
