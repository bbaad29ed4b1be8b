/**
 * The port for what a merge was made of: which rows it read, and which ids, addresses and domains each of them names. By them
 * the next merge finds what depends on a row that has changed, and leaves the rest as it is. A memory, not a store: where it
 * is gone, or isn't of the directory that stands, all is merged anew. Synchronous, for it is written row by row inside a merge.
 */
import type { ContentHash } from '../base/hash.ts';
import type { Instant } from '../base/clock.ts';
import type { Json } from '../base/json.ts';
import type { MergedAs } from './store.ts';
import type { WatchToken } from './copies.ts';

/** A row of one read. Reads are numbered over all sources, in their order; rows of a read sort as they are read. */
export type RowRef = { readonly read: number; readonly row: string };

/** How a row names what it names. */
export const NAMES = {
  /** The account that it is about, by an id. */
  account: 0,
  /** That account's parent, by an id. */
  parent: 1,
  /** The account that a contact belongs to, by an id. */
  contactOf: 2,
  /** A domain that the account is said to have. */
  domain: 3,
  /** The domain of a contact's address. */
  contactDomain: 4,
  /** Somebody who holds a role, by an id. */
  holder: 5,
} as const;
export type Naming = (typeof NAMES)[keyof typeof NAMES];

/** What a row says of a person or an absence, as text; many rows may say the same. */
export type Saying = { readonly mapping: number; readonly text: string };

export type NotedRow = {
  readonly names: readonly (readonly [how: Naming, what: string])[];
  readonly sayings: readonly Saying[];
};

/** A row itself, where nothing else keeps it: of a file. */
export type KeptRow = { readonly place: string; readonly values: Readonly<Record<string, Json>> };

/** A saying, and the first row that says it. */
export type FirstSaid = Saying & RowRef;

/** What notes are of. */
export type NotesState = {
  /** Of all that a merge depends on besides rows: workspace, mappings, precedence, files. */
  readonly fingerprint: ContentHash;
  readonly mergedAs: MergedAs;
  readonly watch: WatchToken;
  /** When each file was written and how long it was, by the number of its read. */
  readonly files: Readonly<Record<number, { readonly asOf: Instant; readonly bytes: number }>>;
  readonly rows: number;
};

/** Notes of a whole merge, while they are made. */
export type NewNotes = {
  readonly add: (ref: RowRef, noted: NotedRow, kept: KeptRow | null) => void;
  /** Durable, and counting, when it returns. */
  readonly finish: (state: Omit<NotesState, 'rows'>) => void;
  /** As if there had been none. */
  readonly drop: () => void;
};

/** Notes that are there, in a transaction that ends with `keep` or `leave`. */
export type OpenNotes = {
  readonly state: NotesState;
  readonly noted: (ref: RowRef) => NotedRow | null;
  readonly kept: (ref: RowRef) => KeptRow | null;
  readonly naming: (how: Naming, what: string) => Iterable<RowRef>;
  readonly sayings: () => readonly FirstSaid[];
  /** Null: the row is gone. */
  readonly put: (ref: RowRef, noted: NotedRow | null) => void;
  readonly keep: (mergedAs: MergedAs) => void;
  readonly leave: () => void;
};

export type MergeNotes = {
  /** In the place of those that may be there. */
  readonly begin: () => NewNotes;
  /** Null where there are none that count. */
  readonly open: () => OpenNotes | null;
};
