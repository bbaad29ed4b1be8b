/**
 * What an import would change in the directory, told before it does. A record counts as changed when what it says is
 * another: a fact's value, a holder, an address. That it was told at another time, in another row, or with other conflicts is
 * no change. An account's ids and domains belong to it. A contact is nothing but its key: it is added or dropped.
 */
import type { ContentHash } from '../base/hash.ts';

export type Changes = {
  /** In the directory so far. */
  readonly before: number;
  readonly added: number;
  readonly changed: number;
  readonly dropped: number;
};

export type DirectoryChanges = {
  readonly accounts: Changes;
  readonly people: Changes;
  readonly contacts: Changes;
  /** Names exactly these changes, so that somebody who has seen them can confirm them and no others. */
  readonly id: ContentHash;
};

/** Shares of what is in the directory, 0 to 1, above which an import is held for confirmation; `null`: never. */
export type HoldAbove = { readonly dropped: number | null; readonly changed: number | null };

/** One kind of record of which more would go than is stated. */
export type Excess = {
  readonly of: 'accounts' | 'people' | 'contacts';
  readonly what: 'dropped' | 'changed';
  readonly count: number;
  readonly before: number;
  readonly above: number;
};

/** In a small directory every single record is a large share: up to so many may always go. */
export const ALWAYS_ALLOWED = 5;

/** What is too much; empty where the import may go on. A first import drops and changes nothing. */
export function excesses(changes: DirectoryChanges, above: HoldAbove): readonly Excess[] {
  return (['accounts', 'people', 'contacts'] as const).flatMap((of) =>
    (['dropped', 'changed'] as const).flatMap((what) => {
      const [share, count, { before }] = [above[what], changes[of][what], changes[of]];
      const isTooMuch = share !== null && count > ALWAYS_ALLOWED && count > before * share;
      return isTooMuch ? [{ of, what, count, before, above: share }] : [];
    }),
  );
}

const NONE: Changes = { before: 0, added: 0, changed: 0, dropped: 0 };
/** Where nothing was looked at. */
export const NO_CHANGES: DirectoryChanges = { accounts: NONE, people: NONE, contacts: NONE, id: '' };
