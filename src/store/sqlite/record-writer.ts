/**
 * The thread that makes decision records durable: one transaction and one sync for each batch that it is sent, off the
 * serving thread. It salts, hashes and chains the records too. Not for reading; one for each process and store.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import { SALT_BYTES, linkHash, saltedHash } from '../../audit/chain.ts';
import type { EpochMs } from '../../base/clock.ts';
import type { ContentHash } from '../../base/hash.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { StorePlace } from './database.ts';
import { extendedCode, inTransaction, openDatabase, storeFailure } from './database.ts';
import { numberIn } from './rows.ts';
import { RECORDS_FILE } from './schema.ts';

export type WriterPlace = StorePlace & { readonly maxBytes: number | null };

export type RecordRow = readonly [tenant: Tenant, id: string, atMs: EpochMs, body: string];
export type SnapshotRow = readonly [tenant: Tenant, hash: ContentHash, json: string];

/** Tuples of texts: they cross to another thread for a fraction of what objects cost. */
export type Batch = { readonly records: readonly RecordRow[]; readonly snapshots: readonly SnapshotRow[] };

export type ToWriter = { readonly kind: 'write'; readonly batch: Batch } | { readonly kind: 'probe' | 'close' };

export type FromWriter =
  /** All of the batch is durable, but for the records (by index) whose id was taken. */
  | { readonly kind: 'written'; readonly taken: readonly number[] }
  /** Nothing of the batch was kept. */
  | { readonly kind: 'failed'; readonly message: string; readonly mend: string }
  /** The file can't be opened; the thread ends. */
  | { readonly kind: 'unusable'; readonly message: string; readonly mend: string };

/** The room that a usual batch takes: a probe succeeds only where the next batch would. */
const PROBE_BYTES = 64 * 1024;
/** SQLite's extended result code for a primary key that is there already. */
const KEY_TAKEN = 1555;

/** How far a tenant's chain of this writer has come. */
type Head = { readonly sequence: number; readonly hash: Buffer | null };

const NO_RECORD: Head = { sequence: 0, hash: null };

type Writer = {
  /** Returns the indexes of the records whose id was taken. */
  readonly write: (batch: Batch) => readonly number[];
  readonly probe: () => readonly number[];
};

function recordWriter(database: DatabaseSync): Writer {
  const append = linkAppender(database);
  const insertSnapshot = database.prepare('INSERT OR IGNORE INTO snapshot VALUES (?, ?, ?)');
  const probe = database.prepare('INSERT OR REPLACE INTO probe VALUES (1, zeroblob(?))');
  const heads = new Map<Tenant, Head>();

  const write = ({ records, snapshots }: Batch): readonly number[] => {
    const reached = new Map<Tenant, Head>();
    const taken: number[] = [];
    const salts = randomBytes(records.length * SALT_BYTES);
    inTransaction(database, () => {
      for (const snapshot of snapshots) insertSnapshot.run(...snapshot);
      for (const [index, record] of records.entries()) {
        const [tenant] = record;
        const salt = salts.subarray(index * SALT_BYTES, (index + 1) * SALT_BYTES);
        const next = append(reached.get(tenant) ?? heads.get(tenant) ?? NO_RECORD, salt, record);
        if (next === null) taken.push(index);
        else reached.set(tenant, next);
      }
    });
    // Only now: after a rollback the chain goes on from where it was.
    for (const [tenant, head] of reached) heads.set(tenant, head);
    return taken;
  };

  const probeDisk = (): readonly number[] => {
    probe.run(PROBE_BYTES);
    return [];
  };
  return { write, probe: probeDisk };
}

type AppendLink = (head: Head, salt: Buffer, record: RecordRow) => Head | null;

/** Adds one record to the chain of a writer of its own, or returns `null` where its id is taken. */
function linkAppender(database: DatabaseSync): AppendLink {
  const writer = randomBytes(12).toString('base64url');
  const insert = database.prepare('INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return (head, salt, [tenant, id, atMs, body]) => {
    const sequence = head.sequence + 1;
    const bodyHash = saltedHash(salt, body);
    const hash = linkHash(head.hash, bodyHash);
    try {
      insert.run(tenant, id, Math.trunc(atMs), writer, sequence, bodyHash, head.hash, hash, salt, body);
    } catch (error) {
      if (extendedCode(error) === KEY_TAKEN) return null;
      throw error;
    }
    return { sequence, hash };
  };
}

function serve(port: MessagePort, place: WriterPlace): void {
  const file = join(place.folder, RECORDS_FILE.name);
  const failed = (error: unknown, kind: 'failed' | 'unusable'): FromWriter => {
    const { message, mend } = storeFailure(file, error);
    return { kind, message, mend };
  };
  try {
    const database = openDatabase(place.folder, RECORDS_FILE, { use: 'write', busyTimeoutMs: place.busyTimeoutMs });
    if (place.maxBytes !== null) limitSize(database, place.maxBytes);
    const writer = recordWriter(database);
    const attempt = (work: () => readonly number[]): FromWriter => {
      try {
        return { kind: 'written', taken: work() };
      } catch (error) {
        return failed(error, 'failed');
      }
    };
    port.on('message', (message: ToWriter) => {
      if (message.kind === 'close') {
        database.close();
        port.close();
      } else {
        port.postMessage(attempt(() => (message.kind === 'write' ? writer.write(message.batch) : writer.probe())));
      }
    });
  } catch (error) {
    port.postMessage(failed(error, 'unusable'));
  }
}

function limitSize(database: DatabaseSync, maxBytes: number): void {
  const pageBytes = numberIn(database.prepare('PRAGMA page_size').get() ?? {}, 'page_size');
  database.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / pageBytes))}`);
}

if (parentPort !== null) serve(parentPort, workerData as WriterPlace);
