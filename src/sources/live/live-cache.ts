/**
 * What was looked up, for as long as it is of use: fresh, it is used as it is; stale, it is used at once and asked for anew behind;
 * where there is none, whoever asks waits a little. One question an account at a time, and none at once after one that failed.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { EpochMs, Instant } from '../../base/clock.ts';
import type { OneRecord } from './read-one.ts';

export type LiveRecord = OneRecord & { readonly read: string };

/** All that a source has of one account: so at `asOf`, or later. */
export type LiveRecords = { readonly asOf: Instant; readonly records: readonly LiveRecord[] };

/** How one question ended. `gone`: the system has no such record. */
export type Asked = { readonly kind: 'found'; readonly found: LiveRecords } | { readonly kind: 'gone' | 'failed' };

/** - `late`: the answer went on without it; what comes is there for the next one. */
export const LIVE_OUTCOMES = ['fresh', 'stale', 'fetched', 'late', 'gone', 'failed'] as const;
export type LiveOutcome = (typeof LIVE_OUTCOMES)[number];

/** `found` is null where the directory's value counts. */
export type LookedUp = { readonly outcome: LiveOutcome; readonly found: LiveRecords | null };

export type Look = {
  readonly freshMs: number;
  readonly waitMs: number;
  /** Of what the directory has of it; blank for nothing. What was looked up before that is of no use. */
  readonly knownAt: string;
  /** Never rejects. */
  readonly ask: () => Promise<Asked>;
};

export type LiveCacheLimits = { readonly entries: number; readonly bytes: number };

/** What was last found, and how it went the last time. */
type Entry = { readonly found: LiveRecords | null; readonly last: Asked['kind'] };

/** After one that failed. */
const FAILED_MS = 30_000;
/** Stale, it is of use until it is so many times as old as fresh. */
const STALE_TIMES = 12;

export class LiveCache {
  readonly #entries: LRUCache<string, Entry, Look>;
  readonly #now: () => EpochMs;

  constructor(now: () => EpochMs, { entries, bytes }: LiveCacheLimits) {
    this.#now = now;
    this.#entries = new LRUCache<string, Entry, Look>({
      max: entries,
      maxSize: bytes,
      sizeCalculation: bytesOf,
      perf: { now },
      ttlResolution: 0,
      ttl: FAILED_MS,
      // Where another entry takes its room meanwhile, whoever waits still gets it.
      ignoreFetchAbort: true,
      fetchMethod: async (_key, before, { options, context }) => {
        const asked = await context.ask();
        const isFailed = asked.kind === 'failed';
        options.ttl = isFailed ? Math.min(FAILED_MS, context.freshMs) : context.freshMs;
        const kept = isFailed ? (before?.found ?? null) : null;
        return { found: asked.kind === 'found' ? asked.found : kept, last: asked.kind };
      },
    });
  }

  async look(key: string, look: Look): Promise<LookedUp> {
    if (this.#isFresh(look.knownAt, look.freshMs)) return { outcome: 'fresh', found: null };
    const held = this.#entries.peek(key, { allowStale: true });
    const found = held === undefined ? null : this.#useful(held, look);
    const isSettled = held !== undefined && this.#entries.getRemainingTTL(key) > 0;
    if (found === null && !isSettled) return await this.#waited(key, look);
    // Held entries are used in passing, too: what is asked for often isn't what has to go.
    void this.#entries.fetch(key, { context: look, allowStale: true });
    if (isSettled && held.last === 'found') return { outcome: 'fresh', found };
    if (found !== null) return { outcome: 'stale', found };
    return { outcome: held?.last === 'gone' ? 'gone' : 'failed', found: null };
  }

  async #waited(key: string, look: Look): Promise<LookedUp> {
    const stop = new AbortController();
    const late = pause(look.waitMs, 'late' as const, { signal: stop.signal }).catch(() => 'late' as const);
    const fetched = this.#entries.fetch(key, { context: look, allowStale: false });
    const first = await Promise.race([fetched, late]);
    stop.abort();
    if (first === 'late') return { outcome: 'late', found: null };
    const found = first === undefined ? null : this.#useful(first, look);
    if (first?.last === 'found' && found !== null) return { outcome: 'fetched', found };
    return { outcome: first?.last === 'gone' ? 'gone' : 'failed', found };
  }

  #useful({ found }: Entry, { knownAt, freshMs }: Look): LiveRecords | null {
    if (found === null || found.asOf < knownAt) return null;
    return this.#isFresh(found.asOf, freshMs * STALE_TIMES) ? found : null;
  }

  #isFresh(asOf: string, freshMs: number): boolean {
    return asOf !== '' && this.#now() - Date.parse(asOf) < freshMs;
  }
}

/** As text in memory, and something for what holds it. */
function bytesOf({ found }: Entry): number {
  return 200 + (found === null ? 0 : 2 * JSON.stringify(found).length);
}
