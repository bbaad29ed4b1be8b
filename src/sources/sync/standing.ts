/**
 * How a source is doing: what `concierge status`, metrics and the log tell of it. From its declaration and what was noted of its
 * syncs; of exports, from the day that their files are of. Pure.
 */
import type { EpochMs, Instant } from '../../base/clock.ts';
import { instantOf } from '../../base/clock.ts';
import type { Drift, NotedFailure, NotedQuota, SyncBook, SyncedCopy } from '../../store/sync-notes.ts';
import type { Moments } from '../../facts/as-of.ts';
import { momentOf } from '../../facts/as-of.ts';
import { writtenAt } from '../file-url/mark.ts';
import type { FileSource, SourceDeclaration, SystemSource } from '../declaration.ts';
import { isFileSource } from '../declaration.ts';
import { dueAt } from './due.ts';

export type SourceState =
  | 'never_synced' // a read of it has no whole copy
  | 'stale' // older than it may be
  | 'failing' // the last sync failed; answers go on from before
  | 'syncing' // just now
  | 'late' // its time came a while ago, and nobody read it
  | 'fine';

/** Bad enough for a command to fail by it. */
export const TROUBLED: ReadonlySet<SourceState> = new Set(['never_synced', 'stale', 'failing']);

export type SourceStanding = {
  readonly source: string;
  readonly connector: string;
  readonly state: SourceState;
  /** What it says was so at this moment, or later; null where it was never read whole. */
  readonly as_of: Instant | null;
  readonly age_seconds: number | null;
  /** When it is read next, a little spread apart; null for exports. */
  readonly due_at: Instant | null;
  /** From what age on it is stale; null where nothing is said of an export. */
  readonly stale_after_seconds: number | null;
  readonly stale: boolean;
  readonly rows: number;
  readonly failing_since: Instant | null;
  readonly failures: number;
  /** Of the read that failed last. */
  readonly failure: (NotedFailure & { readonly read: string }) | null;
  /** As the system told it last. */
  readonly quota: NotedQuota | null;
  /** It failed again and again, and was left alone for a while. */
  readonly is_down: boolean;
  readonly drift: readonly (Drift & { readonly read: string })[];
  /** Since they are counted. */
  readonly syncs: { readonly synced: number; readonly failed: Readonly<Record<string, number>> };
};

/** When each file of an export was written last, by its path; null where it is none. */
export type WrittenAt = (source: FileSource) => readonly (EpochMs | null)[];

export function standingsOf(
  sources: readonly SourceDeclaration[],
  book: SyncBook,
  filesWrittenAt: WrittenAt,
  nowMs: EpochMs,
  moments: Moments = new Map(),
): readonly SourceStanding[] {
  // What services alone ask is never read.
  const read = sources.filter((source) => isFileSource(source) || source.reads.length > 0);
  return read.map((source) =>
    isFileSource(source)
      ? exportStanding(source, filesWrittenAt(source), nowMs)
      : systemStanding(source, book, nowMs, moments),
  );
}

/** A sync of its own schedule may miss two turns before its age is told. */
const MISSED_TURNS = 3;

export function staleAfterMs({ stale, ...source }: SourceDeclaration): number | null {
  if (stale !== undefined) return stale.afterMs;
  return 'sync' in source ? source.sync.everyMs * MISSED_TURNS : null;
}

function systemStanding(source: SystemSource, book: SyncBook, nowMs: EpochMs, moments: Moments): SourceStanding {
  const copies = source.reads.flatMap(
    ({ name }) => book.reads.find(({ source: of, read }) => of === source.name && read === name) ?? [],
  );
  const notes = copies.flatMap(({ read, note }) => (note === null ? [] : [{ ...note, read }]));
  const isWhole = copies.length === source.reads.length && copies.every(({ asOf }) => asOf !== null);
  const told = copies.map((copy) => toldAt(copy, moments));
  const age = ageOf(isWhole ? oldest(told) : null, staleAfterMs(source), nowMs);
  // Where nothing is said, only that it isn't read is told: an export that is written daily needn't be younger.
  const isStale =
    source.stale === undefined && isWhole
      ? ageOf(oldest(synced(copies)), staleAfterMs(source), nowMs).stale
      : age.stale;
  const failing = notes.filter(({ failures }) => failures > 0).toSorted((a, b) => later(a.attemptAt, b.attemptAt));
  const [last] = failing;
  const due = dueAt(source, copies);
  const isBusy = book.busy.includes(source.name);
  const isLate = nowMs - due > Math.max(source.sync.everyMs / 2, LATE_MS);
  const quotas = notes.flatMap(({ quota }) => quota ?? []).toSorted((a, b) => later(a.at, b.at));
  return {
    source: source.name,
    connector: source.connector,
    state: stateOf({ isWhole, isStale, isFailing: failing.length > 0, isBusy, isLate }),
    ...age,
    stale: isStale,
    due_at: instantOf(Math.max(due, nowMs)),
    rows: copies.reduce((sum, { rows }) => sum + rows, 0),
    failing_since: failing.map(({ failingSince }) => failingSince ?? '').toSorted()[0] ?? null,
    failures: Math.max(0, ...failing.map(({ failures }) => failures)),
    failure: last?.failure ? { read: last.read, ...last.failure } : null,
    quota: quotas[0] ?? null,
    is_down: notes.some(({ isDown }) => isDown),
    drift: notes.flatMap(({ read, drift }) => drift.map((one) => ({ read, ...one }))),
    syncs: {
      synced: notes.reduce((sum, { counts }) => sum + counts.synced, 0),
      failed: summed(notes.map(({ counts }) => counts.failed)),
    },
  };
}

const LATE_MS = 60_000;

function exportStanding(source: FileSource, written: readonly (EpochMs | null)[], nowMs: EpochMs): SourceStanding {
  const times = written.filter((at) => at !== null);
  const isWhole = times.length === source.reads.length && times.length > 0;
  const age = ageOf(isWhole ? instantOf(Math.min(...times)) : null, staleAfterMs(source), nowMs);
  return {
    source: source.name,
    connector: source.connector,
    state: stateOf({ isWhole, isStale: age.stale, isFailing: false, isBusy: false, isLate: false }),
    ...age,
    due_at: null,
    rows: 0,
    failing_since: null,
    failures: 0,
    failure: null,
    quota: null,
    is_down: false,
    drift: [],
    syncs: { synced: 0, failed: {} },
  };
}

type Signs = Readonly<Record<'isWhole' | 'isStale' | 'isFailing' | 'isBusy' | 'isLate', boolean>>;

/** The worst first. */
function stateOf({ isWhole, isStale, isFailing, isBusy, isLate }: Signs): SourceState {
  if (!isWhole) return isBusy && !isFailing ? 'syncing' : 'never_synced';
  if (isStale) return 'stale';
  if (isFailing) return 'failing';
  if (isBusy) return 'syncing';
  return isLate ? 'late' : 'fine';
}

type Age = Pick<SourceStanding, 'as_of' | 'age_seconds' | 'stale_after_seconds' | 'stale'>;

function ageOf(asOf: Instant | null, afterMs: number | null, nowMs: EpochMs): Age {
  const ageMs = asOf === null ? null : Math.max(0, nowMs - Date.parse(asOf));
  return {
    as_of: asOf,
    age_seconds: ageMs === null ? null : Math.round(ageMs / 1000),
    stale_after_seconds: afterMs === null ? null : afterMs / 1000,
    stale: ageMs !== null && afterMs !== null && ageMs > afterMs,
  };
}

function synced(copies: readonly SyncedCopy[]): readonly Instant[] {
  return copies.flatMap(({ asOf }) => asOf ?? []);
}

/** A file as its server says; and as old as answers tell it, where a later sync isn't merged yet, or is held. */
function toldAt({ source, read, asOf, mark }: SyncedCopy, moments: Moments): Instant {
  if (asOf === null) return '';
  return oldest([writtenAt(mark ?? null, asOf), moments.get(momentOf(source, read)) ?? asOf]) ?? asOf;
}

function oldest(instants: readonly Instant[]): Instant | null {
  return instants.toSorted((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null;
}

function later(one: Instant, other: Instant): number {
  return one === other ? 0 : one > other ? -1 : 1;
}

function summed(counts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const total: Record<string, number> = {};
  for (const [kind, number] of counts.flatMap((each) => Object.entries(each)))
    total[kind] = (total[kind] ?? 0) + number;
  return total;
}
