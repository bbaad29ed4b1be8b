/**
 * How a server keeps its systems synced: it looks every few seconds whose time has come, and has them asked and merged by the process
 * that imports. Other servers over the same store do the same; whoever is later finds the source held, or read already. What fails is
 * tried again later and later, and holds up nothing else. A release that goes live is read by its own mappings at once.
 */
import type { EpochMs } from '../../base/clock.ts';
import { textHash } from '../../base/hash.ts';
import type { ImportJob, ImportOutcome } from '../../directory/import-job.ts';
import type { SourceDeclaration, SystemSource } from '../../sources/declaration.ts';
import { isFileSource } from '../../sources/declaration.ts';
import { dueAt } from '../../sources/sync/due.ts';
import type { SourceStanding } from '../../sources/sync/standing.ts';
import type { SyncBook } from '../../store/sync-notes.ts';

export type Keeping = {
  /** Of the live release. */
  readonly live: () => { readonly id: string; readonly sources: readonly SourceDeclaration[] };
  readonly book: () => Promise<SyncBook>;
  readonly standings: (book: SyncBook) => Promise<readonly SourceStanding[]>;
  /** Imports. What it throws was told already. */
  readonly run: (job: Pick<ImportJob, 'sync' | 'mergeWhere'>, signal: AbortSignal) => Promise<ImportOutcome>;
  readonly now: () => EpochMs;
  readonly onStart: (sources: readonly string[]) => void;
  readonly onStale: (standing: SourceStanding) => void;
};

export type Keeper = {
  /** From now on; before, the first import is under way. */
  readonly begin: () => void;
  /** Something has changed in this source: it is asked soon, however often it is said. */
  readonly nudge: (source: string) => void;
  /** Ends what is under way: copies and directory stay whole. */
  readonly stop: () => Promise<void>;
};

const LOOK_MS = 2_000;
const MINUTE_MS = 60_000;
/** After a webhook, for what comes with it. */
const SETTLES_MS = 10_000;
/** Another process has the source: when it is asked for again. */
const BUSY_MS = MINUTE_MS;
const LONGEST_RETRY_MS = 60 * MINUTE_MS;
/** So that not everything is asked at the same moment. */
const SPREAD = 0.1;

export function keepSynced(keeping: Keeping): Keeper {
  const stopped = new AbortController();
  const keeper = new SyncKeeper(keeping, stopped.signal);
  let looking = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    if (stopped.signal.aborted) return;
    timer = setTimeout(() => {
      // A store that can't be read has its own alarm; what an import throws was told.
      looking = keeper.look().then(later, later);
    }, LOOK_MS).unref();
  };
  return {
    begin: later,
    nudge: (source) => keeper.nudge(source),
    stop: async () => {
      stopped.abort();
      clearTimeout(timer);
      await looking;
    },
  };
}

/** One look at a time. */
export class SyncKeeper {
  readonly #keeping: Keeping;
  readonly #signal: AbortSignal;
  /** By source: the first and the last webhook that no sync has answered yet. */
  readonly #nudged = new Map<string, { readonly first: EpochMs; readonly last: EpochMs }>();
  /** By source: when it was given to an import last. */
  readonly #begun = new Map<string, EpochMs>();
  readonly #busyUntil = new Map<string, EpochMs>();
  readonly #toldStale = new Set<string>();
  #release: string;
  /** Of imports of the release that failed last. */
  #failures = 0;
  #failedRelease: string | null = null;
  #retryAt: EpochMs = 0;

  constructor(keeping: Keeping, signal: AbortSignal) {
    this.#keeping = keeping;
    this.#signal = signal;
    this.#release = keeping.live().id;
  }

  nudge(source: string): void {
    const last = this.#keeping.now();
    this.#nudged.set(source, { first: this.#nudged.get(source)?.first ?? last, last });
  }

  /** @throws what the store or the import throws */
  async look(): Promise<void> {
    const { live, book: read } = this.#keeping;
    const { id, sources } = live();
    const systems = sources.filter((source): source is SystemSource => !isFileSource(source));
    const isOther = id !== this.#release;
    if (systems.length === 0 && !sources.some(({ stale }) => stale !== undefined)) return;
    const book = await read();
    await this.#tellStale(book);
    if (systems.length === 0) return;
    if (isOther && (this.#failures === 0 || this.#isToRetry(id)))
      await this.#import({ sync: { sources: 'due', full: false } }, systems, id);
    else await this.#importDue(book, systems, id);
  }

  async #importDue(book: SyncBook, systems: readonly SystemSource[], release: string): Promise<void> {
    const due = systems.filter((source) => this.#isDue(source, book));
    const isToRetry = this.#isToRetry(release);
    if (due.length === 0 && !isToRetry) return;
    const names = due.map(({ name }) => name);
    const unlessSince = Object.fromEntries(due.map((source) => [source.name, this.#unlessSince(source)]));
    const sync = { sources: names, full: false, unlessSince };
    // What an import couldn't merge before waits for it still.
    if (isToRetry) return await this.#import({ sync }, due, release);
    const isHeld = book.lastImport?.outcome === 'held';
    await this.#import({ sync, mergeWhere: isHeld ? 'changed' : 'synced' }, due, release);
  }

  /** Whether an import that failed is to be tried again: in a while, or at once by another release. */
  #isToRetry(release: string): boolean {
    return this.#failures > 0 && (this.#keeping.now() >= this.#retryAt || release !== this.#failedRelease);
  }

  #isDue(source: SystemSource, book: SyncBook): boolean {
    const { name, sync } = source;
    const now = this.#keeping.now();
    if (book.busy.includes(name) || now < (this.#busyUntil.get(name) ?? 0)) return false;
    const copies = book.reads.filter((copy) => copy.source === name);
    const due = dueAt(source, copies);
    const isFailing = copies.some(({ note }) => (note?.failures ?? 0) > 0);
    if (this.#waits(name, copies, now)) return this.#isNudged(name, now);
    if (isFailing) return due <= now;
    const last = copies.map(({ asOf }) => asOf ?? '').join();
    return due + spread(`${process.pid} ${name} ${last}`, sync.everyMs) <= now || this.#isNudged(name, now);
  }

  /** The import that it was given to failed before it came to asking it. */
  #waits(name: string, copies: SyncBook['reads'], now: EpochMs): boolean {
    const begun = this.#begun.get(name);
    if (this.#failures === 0 || begun === undefined || now >= this.#retryAt) return false;
    return copies.every(({ note }) => note === null || Date.parse(note.attemptAt) < begun);
  }

  /** When a while nothing more has come, or it comes all the time; and a while after the sync before. */
  #isNudged(source: string, now: EpochMs): boolean {
    const nudged = this.#nudged.get(source);
    if (nudged === undefined || now < (this.#begun.get(source) ?? 0) + MINUTE_MS) return false;
    return now >= nudged.last + SETTLES_MS || now >= nudged.first + MINUTE_MS;
  }

  /** What another process has read meanwhile is not read again; after a webhook that must have been later than it. */
  #unlessSince({ name, sync }: SystemSource): EpochMs {
    return this.#nudged.get(name)?.last ?? this.#keeping.now() - sync.everyMs / 2;
  }

  async #import(
    job: Pick<ImportJob, 'sync' | 'mergeWhere'>,
    systems: readonly SystemSource[],
    release: string,
  ): Promise<void> {
    const { run, now, onStart } = this.#keeping;
    const startedAt = now();
    const names = systems.map(({ name }) => name);
    if (names.length > 0) onStart(names);
    for (const name of names) this.#begun.set(name, startedAt);
    const nudged = names.flatMap((name) => {
      const nudge = this.#nudged.get(name);
      return nudge === undefined ? [] : [{ name, ...nudge }];
    });
    for (const name of names) this.#nudged.delete(name);
    try {
      const { kind, synced } = await run(job, this.#signal);
      if (kind !== 'skipped') this.#merged(release);
      const busy = synced.filter(({ outcome }) => outcome === 'busy').map(({ source }) => source);
      for (const source of busy) this.#busyUntil.set(source, now() + BUSY_MS);
      this.#putBack(nudged.filter(({ name }) => busy.includes(name)));
    } catch (error) {
      this.#failed(release, startedAt);
      this.#putBack(nudged);
      throw error;
    }
  }

  #merged(release: string): void {
    this.#failures = 0;
    this.#failedRelease = null;
    this.#release = release;
  }

  /** What is asked meanwhile moves nothing. */
  #failed(release: string, startedAt: EpochMs): void {
    const isOther = release !== this.#failedRelease;
    if (!isOther && startedAt < this.#retryAt) return;
    this.#failures = isOther ? 1 : this.#failures + 1;
    this.#failedRelease = release;
    const wait = Math.min(MINUTE_MS * 2 ** Math.min(this.#failures - 1, 16), LONGEST_RETRY_MS);
    this.#retryAt = this.#keeping.now() + wait;
  }

  /** Webhooks that no sync has answered. */
  #putBack(nudged: readonly { readonly name: string; readonly first: EpochMs; readonly last: EpochMs }[]): void {
    for (const { name, first, last } of nudged)
      this.#nudged.set(name, { first, last: this.#nudged.get(name)?.last ?? last });
  }

  async #tellStale(book: SyncBook): Promise<void> {
    for (const standing of await this.#keeping.standings(book)) {
      const isTold = this.#toldStale.has(standing.source);
      if (standing.stale && !isTold) this.#keeping.onStale(standing);
      if (standing.stale) this.#toldStale.add(standing.source);
      else this.#toldStale.delete(standing.source);
    }
  }
}

/** The same at each look, another after each sync and in each process. */
function spread(of: string, everyMs: number): number {
  const share = Number.parseInt(textHash(of).slice(0, 8), 16) / 2 ** 32;
  return share * SPREAD * Math.min(everyMs, 15 * MINUTE_MS);
}
