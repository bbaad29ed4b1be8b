/**
 * What is dropped from the records on purpose, and the entry that says so in the chain: `erased` for a person or an
 * account, `expired` for age. Neither names whom it was about.
 */
import type { EpochMs, Instant } from '../base/clock.ts';
import type { Tenant } from '../caller/caller.ts';
import type { ChainHead } from './chain.ts';
import type { DecisionRecord } from './record.ts';

/** Bumped when an entry's meaning changes. */
export const PURGE_VERSION = 1;

/** An entry of the chain beside decision records: these records' bodies are gone, and why. */
export type ErasedEntry = {
  readonly version: typeof PURGE_VERSION;
  readonly entry: 'erased';
  readonly id: string;
  readonly tenant: Tenant;
  readonly at: Instant;
  /** As the operator gave it, e.g. the number of a request; never whom it is about. */
  readonly reason: string;
  /** Ids of the records whose bodies were dropped with this entry. */
  readonly records: readonly string[];
  /** How many snapshots were dropped with it. */
  readonly snapshots: number;
};

/** Older records are gone, links and all: each chain goes on after these heads. */
export type ExpiredEntry = {
  readonly version: typeof PURGE_VERSION;
  readonly entry: 'expired';
  readonly id: string;
  readonly tenant: Tenant;
  readonly at: Instant;
  /** Records from before this moment were dropped. */
  readonly before: Instant;
  readonly records: number;
  readonly snapshots: number;
  readonly heads: readonly ChainHead[];
};

export type PurgeEntry = ErasedEntry | ExpiredEntry;

export type ErasureSelection = {
  /** Whether a snapshot's JSON tells of whom is erased. */
  readonly snapshot: (json: string) => boolean;
  /** Whether a record does: by itself, or by a snapshot that is erased. */
  readonly record: (record: DecisionRecord, isErasedSnapshot: (hash: string) => boolean) => boolean;
  /**
   * Texts by which they are known, and of which no byte may be left in the store's files, be it as UTF-8 or escaped in
   * JSON. Such that nothing which stays has them: `"hr:E1"` with its quotes, for `hr:E1` alone is part of `hr:E10`.
   */
  readonly needles: readonly string[];
  readonly reason: string;
  readonly atMs: EpochMs;
  /** How far it is, in rows looked at. */
  readonly onProgress?: (rows: number) => void;
};

export type Expiry = { readonly beforeMs: EpochMs; readonly atMs: EpochMs };

export type Purged = {
  readonly records: number;
  readonly snapshots: number;
  /** Ids of the entries that say so; empty when there was nothing to drop. */
  readonly entries: readonly string[];
};
