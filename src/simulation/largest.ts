/** The accounts worth the most, first; of equal value the first that came. Bounded: of a million, so many are kept. */
import type { AccountChange } from './account-change.ts';

export const MAX_LISTED = 100;

export function keepLargest(kept: AccountChange[], one: AccountChange): void {
  const worse = kept.findIndex((other) => isWorthMore(one.value, other.value));
  const place = worse === -1 ? kept.length : worse;
  if (place >= MAX_LISTED) return;
  kept.splice(place, 0, one);
  if (kept.length > MAX_LISTED) kept.pop();
}

function isWorthMore(value: number | null, other: number | null): boolean {
  return value !== null && (other === null || value > other);
}
