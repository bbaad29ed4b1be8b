/**
 * The port for what is noted of each sync, so that whoever asks how the systems are doing needs no running server: kept beside the
 * copies, read by other processes. Holds names of the workspace, numbers and this program's own sentences; nothing of a record.
 */
import type { Instant } from '../base/clock.ts';
import type { Tenant } from '../caller/caller.ts';
import type { CopyKey, SyncKind } from './copy-key.ts';

/** Requests that a system says are left. */
export type NotedQuota = {
  readonly remaining: number;
  readonly of: number | null;
  /** When there are more again; null where it isn't said. */
  readonly resetsAt: Instant | null;
  readonly at: Instant;
};

/** `kind` of SourceFailure, the code of a Failure, or `defect`. */
export type NotedFailure = { readonly kind: string; readonly message: string };

export const VALUE_KINDS = ['text', 'number', 'digits', 'day', 'boolean', 'list'] as const;
/** `digits`, `day`: texts that are a number, or begin with an ISO day. */
export type ValueKind = (typeof VALUE_KINDS)[number];

/** Of one column, over the records of one full sync. */
export type ColumnProfile = { readonly rows: number; readonly filled: number; readonly kinds: readonly ValueKind[] };
export type ColumnProfiles = Readonly<Record<string, ColumnProfile>>;

/** A column of the mapping that isn't what it was. */
export type Drift =
  | { readonly column: string; readonly is: 'gone' | 'an object' }
  | {
      readonly column: string;
      readonly is: 'another type';
      readonly was: readonly ValueKind[];
      readonly now: readonly ValueKind[];
    };

/** What a sync leaves behind for whoever asks. */
export type SyncNote = {
  readonly attemptAt: Instant;
  /** Null: never, or not since this was noted. */
  readonly successAt: Instant | null;
  /** Of the last that succeeded. */
  readonly kind: SyncKind | null;
  /** Records that came with it. */
  readonly rows: number;
  readonly outcome: 'synced' | 'failed';
  /** Of the last attempt. */
  readonly failure: NotedFailure | null;
  /** One after the other, up to the last attempt. */
  readonly failures: number;
  readonly failingSince: Instant | null;
  /** When the system wants to be asked again, where it said so. */
  readonly retryAt: Instant | null;
  readonly quota: NotedQuota | null;
  /** At the end of the last attempt it was left alone for a while. */
  readonly isDown: boolean;
  readonly drift: readonly Drift[];
  /** By which a next full sync sees what has changed, and what they are of; null where none has ended yet. */
  readonly profiles: { readonly shape: string; readonly columns: ColumnProfiles } | null;
  /** Since it was first noted. */
  readonly counts: { readonly synced: number; readonly failed: Readonly<Record<string, number>> };
};

/** How the last import ended. */
export type ImportNote = {
  readonly at: Instant;
  readonly outcome: 'imported' | 'unchanged' | 'held' | 'failed';
  /** Of a held one: the id by which it is confirmed. */
  readonly changes: string | null;
  readonly failure: NotedFailure | null;
};

/** One read of one source: its copy, and what was noted of it. */
export type SyncedCopy = {
  readonly source: string;
  readonly read: string;
  /** Everything in the copy was so at this moment, or later; null where there is no whole copy. */
  readonly asOf: Instant | null;
  /** What the source said of itself then, see ChangeMark. */
  readonly mark?: string | number | null;
  readonly rows: number;
  /** A sync that stopped, or is under way. */
  readonly isUnderWay: boolean;
  readonly note: SyncNote | null;
};

export type SyncBook = {
  readonly reads: readonly SyncedCopy[];
  /** Sources that somebody syncs at the moment. */
  readonly busy: readonly string[];
  readonly lastImport: ImportNote | null;
};

/** For whoever syncs. */
export type SyncNotes = {
  readonly noted: (key: CopyKey) => Promise<SyncNote | null>;
  readonly note: (key: CopyKey, note: SyncNote) => Promise<void>;
  readonly noteImport: (tenant: Tenant, note: ImportNote) => Promise<void>;
};

/** For whoever looks on. `nowMs`: claims that are older than they may be count no more. */
export type ReadBook = (tenant: Tenant, nowMs: number) => Promise<SyncBook>;

export const EMPTY_BOOK: SyncBook = { reads: [], busy: [], lastImport: null };
