/**
 * The port for databases that are read: a session that can do nothing but read, bounded in time, at an address that the deployment
 * allows. What stands behind it: a file for each kind of database. Nothing here builds a query.
 */

/** Values for the places of a statement, in order. They are bound, and never become part of its text. */
export type Statement = { readonly text: string; readonly values: readonly (string | null)[] };

export type Cell = string | number | boolean | null | readonly Cell[] | { readonly [key: string]: unknown };

/**
 * `holdsBytes`: its values are no text, so nothing can be made of them. `holdsBits`: only arithmetic makes a number of them, and
 * whatever else is done with them changes them (MySQL).
 */
export type ResultColumn = { readonly name: string; readonly holdsBytes: boolean; readonly holdsBits?: boolean };

export type SessionBounds = {
  /** For connecting, and for each thing that is asked then; milliseconds. */
  readonly deadlineMs: number;
  /** For all rows of a statement, where the database counts their time together (MySQL). As for one thing, when left out. */
  readonly wholeMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** One transaction that only reads, and sees what was there when it began. @throws DatabaseFailure from each of these */
export type DatabaseSession = {
  /** When it began, by the database's own clock; milliseconds. */
  readonly startedMs: number;
  /** What a statement answers with. Runs it for no row. */
  readonly columns: (statement: Statement) => Promise<readonly ResultColumn[]>;
  /** Rows as lists of cells, so many at a time; the database makes no more until they are taken. */
  readonly pages: (statement: Statement, size: number) => AsyncGenerator<readonly (readonly Cell[])[]>;
  readonly close: () => Promise<void>;
};

export type DatabasePlace = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** Where names without one are looked for; PostgreSQL alone. */
  readonly schema: string | null;
  /** False is only for this machine itself. */
  readonly tls: boolean;
};

/**
 * - `refused_address`: the deployment doesn't allow it, or there is no TLS
 * - `unreachable`, `timeout`, `unavailable`: it may go well the next time
 * - `limit`: it has too many connections
 * - `auth`: user or password aren't accepted; `forbidden`: accepted, but not for this
 * - `missing`: a table, column or database isn't there; `twice`: a column is, more than once
 * - `writes`: the statement would write
 * - `unfit`: it can't run the statement; `value`: or not with these values
 */
export type DatabaseFailureCode =
  | 'refused_address'
  | 'unreachable'
  | 'timeout'
  | 'unavailable'
  | 'limit'
  | 'auth'
  | 'forbidden'
  | 'missing'
  | 'twice'
  | 'writes'
  | 'unfit'
  | 'value';

/** The message never holds what the database said, which may quote a row or a value. */
export class DatabaseFailure extends Error {
  readonly code: DatabaseFailureCode;
  /** The database's own code, like `42P01`; null where it said none. */
  readonly said: string | null;
  /** Where in the statement's text, counted from 1; null where it didn't say. */
  readonly position: number | null;

  constructor(
    code: DatabaseFailureCode,
    message: string,
    details: { readonly said?: string | null; readonly position?: number | null; readonly cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = 'DatabaseFailure';
    this.code = code;
    this.said = details.said ?? null;
    this.position = details.position ?? null;
  }
}

export type DatabaseKind = 'postgresql' | 'mysql';

export type Databases = {
  /** @throws DatabaseFailure */
  readonly open: (kind: DatabaseKind, place: DatabasePlace, bounds: SessionBounds) => Promise<DatabaseSession>;
};
