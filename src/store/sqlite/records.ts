/** Decision records in SQLite: appended through the writer thread, read on a connection of their own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordStore } from '../store.ts';
import type { SqliteConnection } from './connection.ts';
import { eraseRecords } from './erase-records.ts';
import { expiryThreads } from './expiry-thread.ts';
import { readsOf } from './reads.ts';
import type { QueueOptions } from './record-queue.ts';
import { recordQueue } from './record-queue.ts';
import { recordReads } from './record-reads.ts';
import { RECORDS_FILE } from './schema.ts';

export type SqliteRecords = { readonly port: RecordStore; readonly close: () => Promise<void> };

export function sqliteRecords(database: SqliteConnection, place: QueueOptions): SqliteRecords {
  const file = join(place.folder, RECORDS_FILE.name);
  const queue = recordQueue(place);
  const expiries = expiryThreads(place);
  const port: RecordStore = {
    ...recordReads(database, readsOf(file)),
    append: queue.append,
    erase: (tenant, selection) => eraseRecords(place, tenant, selection),
    expire: expiries.expire,
    // A file that was removed is written to no end, and lost with the process.
    healthy: () => queue.healthy() && existsSync(file),
  };
  const close = async (): Promise<void> => {
    await Promise.all([queue.close(), expiries.close()]);
  };
  return { port, close };
}
