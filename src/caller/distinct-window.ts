/** How many different things came within a time: a sliding window that remembers no more of them than it lets pass. */
import type { EpochMs } from '../base/clock.ts';

export class DistinctWindow {
  /** When each came last, the longest ago first. */
  readonly #seen = new Map<string, EpochMs>();
  readonly #most: number;
  readonly #windowMs: number;

  /** `most` may be infinite: then nothing is remembered. */
  constructor(most: number, windowMs: number) {
    this.#most = most;
    this.#windowMs = windowMs;
  }

  /** Milliseconds until there is room for this one; 0 where there is. */
  add(thing: string, nowMs: EpochMs): number {
    if (this.#most === Number.POSITIVE_INFINITY) return 0;
    const waitMs = this.#seen.delete(thing) ? 0 : this.waitMs(nowMs);
    if (waitMs === 0) this.#seen.set(thing, nowMs);
    return waitMs;
  }

  /** The same for one that isn't there, which stays out. */
  waitMs(nowMs: EpochMs): number {
    this.#forget(nowMs);
    const [oldestMs = nowMs] = this.#seen.values();
    return this.#seen.size < this.#most ? 0 : Math.max(1, oldestMs + this.#windowMs - nowMs);
  }

  #forget(nowMs: EpochMs): void {
    for (const [thing, atMs] of this.#seen) {
      // A clock that was set back makes nothing younger than now.
      if (nowMs - atMs < this.#windowMs && atMs <= nowMs) return;
      this.#seen.delete(thing);
    }
  }
}
