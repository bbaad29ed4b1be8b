/**
 * What a kind of system is, as data that a reader understands in one sitting: where it is, how it lets us in, how fast it may be
 * asked, what it says when it fails, and what can be read. Adding one touches nothing else; see `connectors.ts`.
 */
import type { Auth } from './auth.ts';
import type { ErrorCodes } from './classify.ts';
import type { LimitHeaders } from './limit-headers.ts';
import type { DottedPath, Input, Operation, RowsWhere, Template } from './operation.ts';
import type { PaceLimits } from './pace.ts';
import type { WebhookSigning } from './webhook.ts';
import type { SourceFailureKind } from './source-failure.ts';
import type { Usual } from './usual.ts';

/** What a source says of its system beside the credentials: `subdomain: acme`. */
export type SettingField = {
  readonly about: string;
  readonly example: string;
  readonly pattern: RegExp;
  /** Undefined: it must be said. */
  readonly byDefault?: string;
};

export type Settings = Readonly<Record<string, string>>;

/**
 * One way in. What it needs of a source: secrets, which the source names, and words (a client's id). The templates of `auth` are
 * filled with settings and words; a secret's member holds the key under which the source names it.
 */
export type WayIn = {
  readonly about: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<string, SettingField>>;
  readonly auth: Auth;
  /** What the credentials must be allowed, least privilege, in the system's words. */
  readonly scopes: readonly string[];
};

/** How a moment is written. */
export type MomentForm = 'iso' | 'epoch_s' | 'epoch_ms' | 'day';

/** How changes since a moment are read. */
export type Changes = {
  readonly operation: string;
  /** The field of its input that takes the moment, and how it is written. */
  readonly since: string;
  readonly as: MomentForm;
  /** Asked for so much longer ago than the last sync began: clocks differ, and indexes lag. */
  readonly overlapMs: number;
  /** Further back than this it isn't known what changed: then all is read. */
  readonly reachMs: number | null;
  /** Of a row: the value that says that the record is gone. */
  readonly gone: { readonly at: DottedPath; readonly is: readonly (string | boolean)[] } | null;
  /** Rows are the ids of records that are gone, told by an operation of their own. */
  readonly deletions: {
    readonly operation: string;
    /** Null: it tells of all that are gone, whenever. */
    readonly since: string | null;
    readonly until: string | null;
    readonly id: DottedPath;
  } | null;
};

/** Asked once for each value of a column of another read: one calendar after the other. Always all; never changes alone. */
export type ForEach = {
  /** The other read, which may be such a one itself, but never leads round in a circle. */
  readonly of: string;
  readonly at: DottedPath;
  readonly where?: RowsWhere;
  /** The field of the input that takes the value; a list where it takes several. */
  readonly to: string;
  /** Values a request. */
  readonly batch: number;
  /** Values in all; more is a failure, never a part. */
  readonly most: number;
  /** Failures that pass over one batch and are told. Where all are passed over, the read fails. */
  readonly passes: readonly SourceFailureKind[];
};

/** From so many days ago until so many days ahead: the fields of the input that take the two moments. */
export type DayWindow = {
  readonly from: string;
  readonly to: string;
  readonly as: MomentForm;
  readonly backDays: number;
  readonly aheadDays: number;
};

/**
 * A column that the read adds, for what a system doesn't say in each row.
 * `asked`: the value that it was asked for. `today`: the day of the question, in UTC. `joined`: other columns as one text, for
 * rows without an id of their own.
 */
export type AddedColumn = 'asked' | 'today' | { readonly joined: readonly DottedPath[] };

/** One kind of record that a source may read into the directory. */
export type SyncRead = {
  readonly about: string;
  /** Reads all of them. */
  readonly operation: string;
  /** What is asked of it, always the same. */
  readonly input: Input;
  /** The field of the input that takes the columns which the mapping names. Null: replies hold all that they hold. */
  readonly columns: string | null;
  /** What names a record for as long as it lives. */
  readonly id: DottedPath;
  /** Null: every sync reads all. */
  readonly changes: Changes | null;
  /** Reads one record now; the field of its input that takes the id. Null: there is no such way. */
  readonly one: { readonly operation: string; readonly by: string } | null;
  readonly forEach?: ForEach;
  readonly window?: DayWindow;
  /** All other rows are passed over. */
  readonly only?: RowsWhere;
  readonly adds?: Readonly<Record<string, AddedColumn>>;
  /** What no mapping may name, nor what is below it: for replies that hold texts about people and let nobody choose. */
  readonly never?: readonly DottedPath[];
  /** Links by column and the hosts that they must lead to, by https; another is taken out of the row, and counted. */
  readonly links?: Readonly<Record<DottedPath, readonly string[]>>;
};

export type Connector = {
  readonly name: string;
  readonly title: string;
  readonly settings: Readonly<Record<string, SettingField>>;
  /** `https://{subdomain}.zendesk.com`. A source may say another address, e.g. of a gateway. */
  readonly base: Template;
  readonly waysIn: Readonly<Record<string, WayIn>>;
  readonly errors: ErrorCodes;
  readonly limits: LimitHeaders | null;
  readonly paces: Readonly<Record<string, PaceLimits>> & { readonly default: PaceLimits };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly reads: Readonly<Record<string, SyncRead>>;
  /** A small read that shows that everything works, and what the reply says of granted scopes, where it does. */
  /** How the system signs what it sends by itself. Left out: it sends nothing, or signs nothing. */
  readonly webhook?: WebhookSigning;
  readonly probe: { readonly operation: string; readonly input: Input; readonly scopesHeader: string | null };
  /** What `source add` proposes of it. */
  readonly usual?: Usual;
};
