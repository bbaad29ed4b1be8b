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

/** Not farther than {@link distance}, and without its logarithm: -log(x) is at least 1 - x. */
export function distanceAtLeast(account: KeyHash, member: KeyHash, weight: number): number {
  // Rounded up by more than the distance itself is rounded.
  const uniform = ((mixed(account.high ^ member.low) >>> 11) + 2) / 0x20_0000;
  return (1 - uniform) / weight;
}

/** MurmurHash3's 32-bit finalizer: every input bit changes about half of the output bits. */
function mixed(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
