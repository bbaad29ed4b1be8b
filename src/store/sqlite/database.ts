/**
 * One connection to one database file: opened, set up, brought to this program's version, or refused in one sentence.
 * Not for queries.
 */
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorKind } from '../../base/error-kind.ts';
import { Failure } from '../../base/failure.ts';
import type { Connect, SqliteConnection } from './connection.ts';
import { connectNode } from './connection.ts';
import { numberIn } from './rows.ts';
import type { FileSchema } from './schema.ts';
import { PAGE_BYTES } from './schema.ts';

/** What a connection is for: how hard it syncs and how much it may keep in memory. */
export type ConnectionUse = 'read' | 'write' | 'bulk';

export type ConnectionOptions = {
  readonly use: ConnectionUse;
  /** How long to wait for another process's write lock. */
  readonly busyTimeoutMs: number;
};

/** A store's folder, and how long a write there waits for another process's. */
export type StorePlace = { readonly folder: string; readonly busyTimeoutMs: number };

export const DEFAULT_BUSY_TIMEOUT_MS = 5_000;

const CACHE_KIB: Record<ConnectionUse, number> = { read: 16_384, write: 8_192, bulk: 16_384 };
/** A write-ahead log that one large import made is cut back to this. */
const LOG_LIMIT_BYTES = 64 * 1024 * 1024;
const CHECKPOINT_RETRY_MS = 3;

/**
 * Makes the folder where there is none, for this user alone: customers' and employees' addresses lie in it.
 * @throws Failure `store_unavailable`
 */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const mend = 'Name a folder that this user may write to.';
    throw new Failure(
      'store_unavailable',
      `The store's folder ${folder} can't be used: ${folderTrouble(error)}.`,
      mend,
      {
        cause: error,
      },
    );
  }
}

/**
 * Opens a file of the store, making or migrating its tables.
 * @throws Failure `store_unavailable`: not a database, damaged, not writable, or of a newer version
 */
export function openDatabase(folder: string, schema: FileSchema, options: ConnectionOptions): DatabaseSync {
  makePrivately(join(folder, schema.name));
  return openConnection(folder, schema, options, connectNode);
}

/** For this user alone, also in a folder that others may read; SQLite's own files beside it follow. */
function makePrivately(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch {
    // Opening it says what is wrong, in words.
  }
}

/** {@link openDatabase} by another SQLite than Node's. */
export function openConnection<Connection extends SqliteConnection>(
  folder: string,
  schema: FileSchema,
  options: ConnectionOptions,
  connect: Connect<Connection>,
): Connection {
  const file = join(folder, schema.name);
  let database: Connection | undefined;
  try {
    database = connect(file, options.busyTimeoutMs);
    configure(database, schema, options.use);
    migrate(database, file, schema.migrations);
    if (options.use === 'read') restrictToReading(database, options.busyTimeoutMs);
    return database;
  } catch (error) {
    database?.close();
    throw storeFailure(file, error);
  }
}

/** A failure of the file as one sentence, with how to mend it. */
export function storeFailure(file: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const [trouble, mend] = sqliteTrouble(file, error);
  return new Failure('store_unavailable', `The store's file ${file} ${trouble}.`, mend, { cause: error });
}

/** Runs `work` in a transaction that holds the write lock from its start. */
export function inTransaction<Result>(database: SqliteConnection, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk has rolled back by itself.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Carries the write-ahead log over into the file and empties it, so that what was deleted isn't left there. Each try is
 * short: while SQLite waits for those who read old pages, nobody can write.
 * @throws Failure `store_unavailable` where somebody reads on for all of the patience
 */
export async function emptyLog(database: SqliteConnection, file: string, patienceMs: number): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  const checkpoint = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
  const busyTimeoutMs = numberIn(database.prepare('PRAGMA busy_timeout').get() ?? {}, 'timeout');
  database.exec('PRAGMA busy_timeout = 0');
  while (numberIn(checkpoint.get() ?? {}, 'busy') !== 0) {
    if (performance.now() >= giveUpAt) throw logInUse(file, patienceMs);
    await sleep(CHECKPOINT_RETRY_MS);
  }
  database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
}

function logInUse(file: string, patienceMs: number): Failure {
  return new Failure(
    'store_unavailable',
    `The store's log ${file}-wal can't be emptied: for ${patienceMs / 1000} seconds another process read what it holds.`,
    'End that process, e.g. a backup, then do this again.',
  );
}

function configure(database: SqliteConnection, schema: FileSchema, use: ConnectionUse): void {
  // The size of pages counts for a file that is being made, and before its journal mode is set. What is deleted is
  // overwritten, for it may be somebody's right that it is gone.
  database.exec(`PRAGMA page_size = ${PAGE_BYTES};
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA wal_autocheckpoint = ${schema.checkpointPages};
    PRAGMA journal_size_limit = ${LOG_LIMIT_BYTES};
    PRAGMA cache_size = -${CACHE_KIB[use]};
    PRAGMA temp_store = MEMORY`);
}

function migrate(database: SqliteConnection, file: string, migrations: readonly string[]): void {
  if (pendingOf(database, file, migrations).length === 0) return;
  inTransaction(database, () => {
    // Asked again under the lock: another process may have migrated the same file.
    for (const migration of pendingOf(database, file, migrations)) database.exec(migration);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

function pendingOf(database: SqliteConnection, file: string, migrations: readonly string[]): readonly string[] {
  const version = versionOf(database);
  if (version > migrations.length) throw newerFile(file, version, migrations.length);
  return migrations.slice(version);
}

/**
 * SQLite opens a file that it may only read without a word. A store that can't be written to is refused at once rather
 * than at its first record, so a write is begun and taken back; that somebody else holds the lock is proof as well.
 */
function restrictToReading(database: SqliteConnection, busyTimeoutMs: number): void {
  database.exec('PRAGMA busy_timeout = 0');
  try {
    database.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${versionOf(database)}`);
  } catch (error) {
    if (primaryCode(error) !== BUSY) throw error;
  } finally {
    if (database.isTransaction) database.exec('ROLLBACK');
  }
  database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}; PRAGMA query_only = ON`);
}

function versionOf(database: SqliteConnection): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}

function newerFile(file: string, version: number, known: number): Failure {
  return new Failure(
    'store_unavailable',
    `The store's file ${file} was written by a newer version of the program (format ${version}; this one knows ${known}).`,
    'Start the newer version, or name another folder for the store.',
  );
}

const BUSY = 5;
const FULL = 13;

/** SQLite's primary result codes that a person can do something about. */
const TROUBLES: Readonly<Record<number, readonly [trouble: string, mend: string]>> = {
  [BUSY]: ['is held by another process', 'End that process or wait until it is done.'],
  8: ['is read-only', 'Give this user the right to write to it and to its folder.'],
  10: ["can't be read or written", 'Look after the disk, then start again.'],
  11: ['is damaged', 'Put back a copy of it, or move it away and import again.'],
  [FULL]: ["can't grow: the disk is full", 'Free some space.'],
  14: ["can't be opened", 'Give this user the right to read and write it and its folder.'],
  26: ['is not a database', 'Move it away; the store makes a new one.'],
};

function sqliteTrouble(file: string, error: unknown): readonly [trouble: string, mend: string] {
  const known = TROUBLES[primaryCode(error)];
  if (known !== undefined) return known;
  return [`${existsSync(file) ? 'failed' : "can't be made"} (${errorKind(error)})`, ''];
}

/** An error of SQLite's as it comes out of another thread: its result code alone. */
export function sqliteError(errcode: number): Error {
  return Object.assign(new Error('an error of SQLite'), { errcode });
}

/** SQLite's result code; 0 for any other error. Its low byte is the primary one. */
export function extendedCode(error: unknown): number {
  const code: unknown = error instanceof Error && 'errcode' in error ? error.errcode : 0;
  return typeof code === 'number' ? code : 0;
}

/** Whether the same connection may succeed with the same later. After anything else it needs to be opened again. */
export function mayPass(error: unknown): boolean {
  return [BUSY, FULL].includes(primaryCode(error));
}

function primaryCode(error: unknown): number {
  return extendedCode(error) & 0xff;
}

function folderTrouble(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return 'this user may not write there';
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'there is a file of that name, or above it';
  return errorKind(error);
}
