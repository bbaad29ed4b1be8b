/**
 * The port for copies of what systems hold: what a sync has read, before it is merged. One copy for each read of a source.
 * Only the columns that a mapping names are in it. A sync under way is durable page by page, and can go on where it stopped.
 */
import type { EpochMs, Instant } from '../base/clock.ts';
import type { ContentHash } from '../base/hash.ts';
import type { Json } from '../base/json.ts';
import type { Tenant } from '../caller/caller.ts';
import type { CopyKey, SyncKind } from './copy-key.ts';
import type { ReadBook, SyncNotes } from './sync-notes.ts';

export type { CopyKey, SyncKind } from './copy-key.ts';

/** Where a system's own account of its changes goes on. */
export type ChangeMark = string | number | null;

export type RunningSync = {
  readonly kind: SyncKind;
  readonly shape: ContentHash;
  readonly begunAt: Instant;
  /** Of whoever writes it: each beginning, and each going on, has another. */
  readonly id: RunId;
  /** The page that comes next; null: the first. */
  readonly point: Json;
  /** When the page before it was kept; null: none was. */
  readonly pointAt: Instant | null;
  readonly came: Came;
};

export type RunId = string;

/** Of one sync, over all its goings on: records that came, and those without an id among them, of which nothing is kept. */
export type Came = { readonly rows: number; readonly nameless: number };

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
  readonly nameless: number;
  /** Where the next page is. */
  readonly point: Json;
  /** Now. */
  readonly at: Instant;
};

export type CopyChanges = { readonly added: number; readonly changed: number; readonly dropped: number };

/** Since when changes are noted; each watch has another token. */
export type WatchToken = string;

/** A row that was added, changed or dropped since the watch began: which of these shows where it is looked for. */
export type ChangedRow = Omit<CopyKey, 'tenant'> & { readonly id: string };

export type ChangedRows = {
  readonly token: WatchToken;
  /** Counts up with each change of any row. */
  readonly upTo: number;
  /** Null where there are more than were asked for. */
  readonly rows: readonly ChangedRow[] | null;
};

/** For whoever merges copies: which rows are others than when they were merged last. Each of these is durable when it returns. */
export type WatchedCopies = {
  /** Forgets all changes and notes those from here on. */
  readonly watch: (tenant: Tenant) => WatchToken;
  /** Null where nobody watches. */
  readonly changed: (tenant: Tenant, atMost: number) => ChangedRows | null;
  /** Those that were merged; a row that has changed since stays. */
  readonly merged: (tenant: Tenant, upTo: number) => void;
  readonly row: (key: CopyKey, id: string) => CopiedRow | null;
};

/** Who syncs a source. One at a time may. */
export type Claim = { readonly tenant: Tenant; readonly source: string; readonly holder: string };

export type DeclaredSource = { readonly source: string; readonly reads: readonly string[] };

/** For an erasure: rows of all copies that tell of somebody. */
export type CopiesErasure = {
  readonly tells: (row: CopiedRow) => boolean;
  /** Texts of which no byte may be left, but where they stand in rows that stay. */
  readonly traces: readonly string[];
};

/** What of the copies is asked without a sync. */
export type ErasableCopies = {
  /** How many rows tell of them. */
  readonly count: (tenant: Tenant, tells: CopiesErasure['tells']) => Promise<number>;
  /**
   * Drops those rows, and returns how many. Copies that lose one count no more until they are read anew, for nobody could say
   * which changes would bring back what others need of them.
   */
  readonly forget: (tenant: Tenant, erasure: CopiesErasure) => Promise<number>;
  /** How the syncs are doing. */
  readonly book: ReadBook;
};

export type CopyStore = SyncNotes & {
  /** Takes or renews a claim for so long; false where another holds it. */
  readonly claim: (claim: Claim, nowMs: EpochMs, forMs: number) => Promise<boolean>;
  readonly release: (claim: Claim) => Promise<void>;
  /** Who has a source, or had it last without giving it back. */
  readonly holder: (tenant: Tenant, source: string) => Promise<string | null>;
  /** Drops all of a tenant's that is of none of these, tokens too. */
  readonly keepOnly: (tenant: Tenant, declared: readonly DeclaredSource[]) => Promise<void>;
  readonly state: (key: CopyKey) => Promise<CopyState>;
  /** By id. What a sync writes meanwhile may show. */
  readonly rows: (key: CopyKey) => AsyncIterable<CopiedRow>;
  /** Begins a sync, in the place of one that may be under way. A copy of another shape counts no more from here on. */
  readonly begin: (key: CopyKey, running: Pick<RunningSync, 'kind' | 'shape' | 'begunAt'>) => Promise<RunId>;
  /** Takes over the sync under way, at its point. Null where it is another one by now. */
  readonly goOn: (key: CopyKey, run: RunId) => Promise<RunId | null>;
  /** A page and where the sync is with it: durable together when it resolves. Null where another sync is under way: nothing is kept. */
  readonly keep: (key: CopyKey, run: RunId, page: SyncedPage) => Promise<CopyChanges | null>;
  /** Ends the sync. After a full one, rows that didn't come are dropped, and counted. Null where another sync is under way. */
  readonly finish: (key: CopyKey, run: RunId, mark: ChangeMark) => Promise<CopyChanges | null>;
  /** The refresh token that a system gave last in exchange for another. */
  readonly keptToken: (tenant: Tenant, source: string) => Promise<string | null>;
  readonly keepToken: (tenant: Tenant, source: string, token: string) => Promise<void>;
  readonly watched: WatchedCopies;
  readonly close: () => Promise<void>;
};
