/**
 * Chance that can be repeated, and asked for anywhere: what is drawn for account 731 follows from the seed and 731, so
 * each export is made without the others. Not for secrets.
 */

/** A row of draws; the same start gives the same row. */
export class Random {
  #state: number;

  constructor(start: number) {
    this.#state = start;
  }

  /** From 0 up to, but not, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** @throws RangeError for an empty list */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('There is nothing to pick from.');
    return list[Math.floor(this.next() * list.length)] as T;
  }

  /** One of the names, each as often as its share says; `otherwise` takes what the shares leave of 1. */
  name<Name extends string, Other>(shares: Readonly<Record<Name, number>>, otherwise: Other) {
    let left = this.next();
    for (const name in shares) {
      left -= shares[name];
      if (left < 0) return name;
    }
    return otherwise;
  }
}

/** Draws for one purpose: `label` keeps what is drawn for two purposes apart. */
export function draws(seed: number, label: string): (index: number) => Random {
  let start = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  for (const letter of label) start = Math.imul(start ^ letter.charCodeAt(0), 0x01000193);
  return (index) => new Random(scrambled(start ^ scrambled(index + 1)));
}

/** Neighbours end far apart (the finalizer of MurmurHash3). */
function scrambled(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
