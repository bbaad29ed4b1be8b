/** The accounts that meet only the fallback, those worth the most first. Bounded: of a million, so many are kept. */
import type { AccountCoverage } from './account-coverage.ts';

export const MAX_DEAD_ENDS_LISTED = 100;

export type DeadEnd = Pick<AccountCoverage, 'account' | 'name' | 'group' | 'value' | 'row' | 'owner' | 'cause'>;

export type DeadEnds = {
  readonly add: (one: AccountCoverage) => void;
  /** Of equal value the first that came. */
  readonly list: () => readonly DeadEnd[];
};

export function deadEnds(): DeadEnds {
  const kept: DeadEnd[] = [];
  return {
    add: ({ account, name, group, value, row, owner, cause, outcome }) => {
      if (outcome !== 'fallback') return;
      const worse = kept.findIndex((other) => isWorthMore(value, other.value));
      const place = worse === -1 ? kept.length : worse;
      if (place >= MAX_DEAD_ENDS_LISTED) return;
      kept.splice(place, 0, { account, name, group, value, row, owner, cause });
      if (kept.length > MAX_DEAD_ENDS_LISTED) kept.pop();
    },
    list: () => [...kept],
  };
}

function isWorthMore(value: number | null, other: number | null): boolean {
  return value !== null && (other === null || value > other);
}
