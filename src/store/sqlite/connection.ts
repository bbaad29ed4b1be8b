/**
 * What the store needs of a connection: a part of `node:sqlite`, written down so that a test may bring another SQLite, e.g.
 * one over a disk that forgets. Not for opening: see database.ts.
 */
import type { SQLInputValue } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import type { Row } from './rows.ts';

export type SqliteStatement = {
  readonly run: (...values: SQLInputValue[]) => { readonly changes: number | bigint };
  readonly get: (...values: SQLInputValue[]) => Row | undefined;
  readonly all: (...values: SQLInputValue[]) => Row[];
  readonly iterate: (...values: SQLInputValue[]) => Iterable<Row>;
  /** Whether rows come as arrays, which costs less; then only their values may be looked at. */
  readonly setReturnArrays: (enabled: boolean) => void;
};

/** Its errors have SQLite's extended result code as `errcode`. */
export type SqliteConnection = {
  readonly isTransaction: boolean;
  readonly exec: (sql: string) => void;
  readonly prepare: (sql: string) => SqliteStatement;
  readonly close: () => void;
};

/** Opens a file, making it where there is none, and waits so long for another process's lock on it. */
export type Connect<Connection extends SqliteConnection> = (file: string, busyTimeoutMs: number) => Connection;

export const connectNode: Connect<DatabaseSync> = (file, busyTimeoutMs) =>
  new DatabaseSync(file, { timeout: busyTimeoutMs });
