/**
 * The port for copies of what systems hold: what a sync has read, before it is merged. One copy for each read of a source.
 * Only the columns that a mapping names are in it. A sync under way is durable page by page, and can go on where it stopped.
 */
import type { EpochMs, Instant } from '../base/clock.ts';
import type { ContentHash } from '../base/hash.ts';
import type { Json } from '../base/json.ts';
import type { Tenant } from '../caller/caller.ts';

export type CopyKey = { readonly tenant: Tenant; readonly source: string; readonly read: string };

/** `full`: all that there is; what doesn't come is gone. `changes`: what has changed since the last sync. */
export type SyncKind = 'full' | 'changes';

/** Where a system's own account of its changes goes on. */
export type ChangeMark = string | number | null;

export type RunningSync = {
  readonly kind: SyncKind;
  readonly shape: ContentHash;
  readonly begunAt: Instant;
  /** The page that comes next; null: the first. */
  readonly point: Json;
};

export type CopyState = {
  /** Names what it is a copy of: connector, read and columns. Null until a first full sync has ended. */
  readonly shape: ContentHash | null;
  /** Everything in it was so at this moment, or later. */
  readonly asOf: Instant | null;
  /** When the last full sync that has ended began. */
  readonly fullAt: Instant | null;
  readonly mark: ChangeMark;
  readonly rows: number;
  readonly running: RunningSync | null;
};

/** What the mapping is given of one record. */
export type CopiedRow = { readonly id: string; readonly values: Readonly<Record<string, Json>> };

export type SyncedPage = {
  readonly rows: readonly CopiedRow[];
  readonly gone: readonly string[];
  /** Where the next page is. */
  readonly point: Json;
};

export type CopyChanges = { readonly added: number; readonly changed: number; readonly dropped: number };

/** Who syncs a source. One at a time may. */
export type Claim = { readonly tenant: Tenant; readonly source: string; readonly holder: string };

export type CopyStore = {
  /** Takes or renews a claim for so long; false where another holds it. */
  readonly claim: (claim: Claim, nowMs: EpochMs, forMs: number) => Promise<boolean>;
  readonly release: (claim: Claim) => Promise<void>;
  readonly state: (key: CopyKey) => Promise<CopyState>;
  /** By id. What a sync writes meanwhile may show. */
  readonly rows: (key: CopyKey) => AsyncIterable<CopiedRow>;
  /** Begins a sync, in the place of one that may be under way. */
  readonly begin: (key: CopyKey, running: Omit<RunningSync, 'point'>) => Promise<void>;
  /** A page and where the sync is with it: durable together when it resolves. */
  readonly keep: (key: CopyKey, page: SyncedPage) => Promise<CopyChanges>;
  /** Ends the sync under way. After a full one, rows that didn't come are dropped, and counted. */
  readonly finish: (key: CopyKey, mark: ChangeMark) => Promise<CopyChanges>;
  /** The refresh token that a system gave last in exchange for another. */
  readonly keptToken: (tenant: Tenant, source: string) => Promise<string | null>;
  readonly keepToken: (tenant: Tenant, source: string, token: string) => Promise<void>;
  readonly close: () => Promise<void>;
};
