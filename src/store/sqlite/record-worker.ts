/** What runs in the writer thread: takes batches off the serving thread, one after the other, and says how each went. */
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import { extendedCode, openDatabase, storeFailure } from './database.ts';
import type { Batch, WriterPlace, Written } from './record-writer.ts';
import { recordWriter } from './record-writer.ts';
import { numberIn } from './rows.ts';
import { RECORDS_FILE } from './schema.ts';

export type ToWriter = { readonly kind: 'write'; readonly batch: Batch } | { readonly kind: 'probe' | 'close' };

export type FromWriter =
  | Written
  /** Nothing of the batch was kept. */
  | ({ readonly kind: 'failed' } & WriterTrouble)
  /** The file can't be opened; the thread ends. */
  | ({ readonly kind: 'unusable' } & WriterTrouble);

/** `errcode` is SQLite's; 0 where it is no error of SQLite's. */
type WriterTrouble = { readonly message: string; readonly mend: string; readonly errcode: number };

function serve(port: MessagePort, place: WriterPlace): void {
  const file = join(place.folder, RECORDS_FILE.name);
  const failed = (error: unknown, kind: 'failed' | 'unusable'): FromWriter => {
    const { message, mend, cause } = storeFailure(file, error);
    return { kind, message, mend, errcode: extendedCode(cause) };
  };
  try {
    const database = openDatabase(place.folder, RECORDS_FILE, { use: 'write', busyTimeoutMs: place.busyTimeoutMs });
    if (place.maxBytes !== null) limitSize(database, place.maxBytes);
    const writer = recordWriter(database);
    const attempt = (work: () => Written): FromWriter => {
      try {
        return work();
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
