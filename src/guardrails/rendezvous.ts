/**
 * Weighted rendezvous hashing: every account ranks every member, and nobody needs to remember. When a member leaves,
 * only that member's accounts move; a weight of 2 draws twice the accounts of a weight of 1.
 * Pure arithmetic, the same on every machine. Not cryptographic.
 */

/** Two 32-bit lanes. */
export type KeyHash = { readonly high: number; readonly low: number };

/** Two multiplicative lanes over UTF-16 code units, finished by MurmurHash3's mixer (both in the public domain). */
export function keyHash(key: string): KeyHash {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < key.length; index++) {
    const unit = key.charCodeAt(index);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  return { high: mixed(high ^ (low >>> 15)), low: mixed(low ^ (high >>> 13)) };
}

/**
 * How far a member of this weight (above 0) is from an account: the lowest distance wins. Exponentially distributed
 * with the weight as its rate, from 53 bits of hash.
 */
export function distance(account: KeyHash, member: KeyHash, weight: number): number {
  const high = mixed(account.high ^ member.low);
  const low = mixed((account.low ^ member.high) + high);
  const uniform = ((high >>> 11) * 0x1_0000_0000 + low + 0.5) / 0x20_0000_0000_0000;
  return -Math.log(uniform) / weight;
}

/** Members laid out so that the nearest of hundreds is soon found. */
export type Lineup = {
  readonly hashes: readonly KeyHash[];
  readonly lows: Uint32Array;
  readonly weights: Float64Array;
};

export function lineUp(members: readonly { readonly hash: KeyHash; readonly weight: number }[]): Lineup {
  return {
    hashes: members.map(({ hash }) => hash),
    lows: Uint32Array.from(members, ({ hash }) => hash.low),
    weights: Float64Array.from(members, ({ weight }) => weight),
  };
}

const STEPS = 0x20_0000;

/**
 * The place of the member at the lowest distance, of equals the first; -1 where there is none. Since -log(x) is at least
 * 1 - x, most members are seen to be farther from the first 21 bits of their hash alone.
 */
export function nearest(account: KeyHash, { hashes, lows, weights }: Lineup): number {
  let [first, shortest] = [-1, Infinity];
  for (let place = 0; place < lows.length; place++) {
    const weight = weights[place] ?? 0;
    const steps = mixed(account.high ^ (lows[place] ?? 0)) >>> 11;
    // One step more than the first bits say, and one for what is rounded.
    if (STEPS - steps - 2 > shortest * weight * STEPS) continue;
    const hash = hashes[place];
    const away = hash === undefined ? Infinity : distance(account, hash, weight);
    if (first !== -1 && !(away < shortest)) continue;
    first = place;
    shortest = away;
  }
  return first;
}

/** MurmurHash3's 32-bit finalizer: every input bit changes about half of the output bits. */
function mixed(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
