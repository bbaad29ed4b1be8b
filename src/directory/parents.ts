/** Parents of accounts, all by number. In a circle nobody is anybody's parent: no source can say who is on top. */
import type { AccountNumbers, EntryNumber } from './stage.ts';
import { UNKNOWN } from './stage.ts';

/** What entries say about the parents of their accounts. */
export type NamedParents = {
  /** By entry: one that describes the parent, or {@link UNKNOWN}. */
  readonly parents: Int32Array;
  /** By entry: how far its source is trusted in this, 0 for the most. */
  readonly ranks: Uint16Array;
};

export type Parents = {
  /** {@link UNKNOWN} where there is none. */
  readonly parentOf: (account: number) => number;
  readonly isInCircle: (account: number) => boolean;
  /** The entry that is believed in this, though the parent be left out for a circle; {@link UNKNOWN} where none is. */
  readonly believed: (account: number) => EntryNumber;
};

/** The most trusted entry whose parent is known counts; of one source's the first. */
export function parentsOf(named: NamedParents, numbers: AccountNumbers, accounts: number): Parents {
  const [believed, parents] = [new Int32Array(accounts), new Int32Array(accounts)];
  believed.fill(UNKNOWN);
  parents.fill(UNKNOWN);
  const rankOf = (entry: EntryNumber): number => (entry === UNKNOWN ? Infinity : (named.ranks[entry] ?? 0));
  for (let child = 0; child < numbers.length; child++) {
    const parent = named.parents[child] ?? UNKNOWN;
    if (parent === UNKNOWN) continue;
    const account = numbers[child] ?? 0;
    if (rankOf(child) >= rankOf(believed[account] ?? UNKNOWN)) continue;
    believed[account] = child;
    parents[account] = numbers[parent] ?? UNKNOWN;
  }
  const circular = inCircles(parents);
  const isInCircle = (account: number): boolean => circular[account] === 1;
  return {
    parentOf: (account) => (isInCircle(account) ? UNKNOWN : (parents[account] ?? UNKNOWN)),
    isInCircle,
    believed: (account) => believed[account] ?? UNKNOWN,
  };
}

/** Each account is walked over twice at most: a walk ends where an earlier one came by. */
function inCircles(parents: Int32Array): Uint8Array {
  const circular = new Uint8Array(parents.length);
  const walks = new Int32Array(parents.length);
  for (let start = 0; start < parents.length; start++) {
    const walk = start + 1;
    let at = start;
    while (at !== UNKNOWN && walks[at] === 0) {
      walks[at] = walk;
      at = parents[at] ?? UNKNOWN;
    }
    while (at !== UNKNOWN && walks[at] === walk && circular[at] === 0) {
      circular[at] = 1;
      at = parents[at] ?? UNKNOWN;
    }
  }
  return circular;
}
