/** Parents of accounts, all by number. In a circle nobody is anybody's parent: no source can say who is on top. */
import type { AccountNumbers, EntryNumber } from './stage.ts';
import { UNKNOWN } from './stage.ts';

/** What an entry says about its account's parent. */
export type NamedParent = {
  readonly child: EntryNumber;
  /** An entry that describes the parent. */
  readonly parent: EntryNumber;
  /** How far the child's source is trusted in this, 0 for the most. */
  readonly rank: number;
};

export type Parents = {
  /** {@link UNKNOWN} where there is none. */
  readonly parentOf: (account: number) => number;
  readonly isInCircle: (account: number) => boolean;
  /** The entry that is believed in this, though the parent be left out for a circle; {@link UNKNOWN} where none is. */
  readonly believed: (account: number) => EntryNumber;
};

/** The most trusted entry whose parent is known counts; of one source's the first. */
export function parentsOf(named: readonly NamedParent[], numbers: AccountNumbers, accounts: number): Parents {
  const [believed, parents, ranks] = [new Int32Array(accounts), new Int32Array(accounts), new Int32Array(accounts)];
  believed.fill(UNKNOWN);
  parents.fill(UNKNOWN);
  for (const { child, parent, rank } of named) {
    const account = numbers[child] ?? 0;
    const rival = believed[account] ?? UNKNOWN;
    const isBetter = rank < (ranks[account] ?? 0) || (rank === ranks[account] && child < rival);
    if (rival !== UNKNOWN && !isBetter) continue;
    believed[account] = child;
    parents[account] = numbers[parent] ?? UNKNOWN;
    ranks[account] = rank;
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
