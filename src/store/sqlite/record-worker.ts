/** What runs in the writer thread: takes batches off the serving thread, one after the other, and says how each went. */
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import { Failure } from '../../base/failure.ts';
import { mayPass, openDatabase, storeFailure } from './database.ts';
import { fileIdentity } from './file-identity.ts';
import type { Batch, WriterPlace, Written } from './record-writer.ts';
import { recordWriter } from './record-writer.ts';
import { numberIn } from './rows.ts';
import { RECORDS_FILE } from './schema.ts';
import type { ThreadTrouble } from './thread-trouble.ts';
import { troubleOf } from './thread-trouble.ts';

export type ToWriter = { readonly kind: 'write'; readonly batch: Batch } | { readonly kind: 'probe' | 'close' };

export type FromWriter =
  | Written
  /** Nothing of the batch was kept. */
  | ({ readonly kind: 'failed' } & ThreadTrouble)
  /** The file can't be opened; the thread ends. */
  | ({ readonly kind: 'unusable' } & ThreadTrouble);

function serve(port: MessagePort, place: WriterPlace): void {
  const file = join(place.folder, RECORDS_FILE.name);
  const failed = (error: unknown, kind: 'failed' | 'unusable'): FromWriter => ({
    kind,
    ...troubleOf(storeFailure(file, error)),
  });
  try {
    const database = openDatabase(place.folder, RECORDS_FILE, { use: 'write', busyTimeoutMs: place.busyTimeoutMs });
    if (place.maxBytes !== null) limitSize(database, place.maxBytes);
    const opened = fileIdentity(file);
    const writer = recordWriter(database);
    const end = (): void => {
      database.close();
      port.close();
    };
    const attempt = (work: () => Written): void => {
      try {
        const written = work();
        // What is durable in a file that nobody finds any more is lost.
        if (fileIdentity(file) !== opened) throw movedAway(file);
        port.postMessage(written);
      } catch (error) {
        port.postMessage(failed(error, 'failed'));
        // The next thread opens the file anew, as it is then: mended, or with other rights.
        if (!mayPass(error)) end();
      }
    };
    port.on('message', (message: ToWriter) => {
      if (message.kind === 'close') end();
      else attempt(() => (message.kind === 'write' ? writer.write(message.batch) : writer.probe()));
    });
  } catch (error) {
    port.postMessage(failed(error, 'unusable'));
  }
}

function movedAway(file: string): Failure {
  return new Failure(
    'store_unavailable',
    `The store's file ${file} was moved away or replaced while it was written to.`,
    'Put a file back only while nothing serves from it. The next records go into the file that is there now.',
  );
}

function limitSize(database: DatabaseSync, maxBytes: number): void {
  const pageBytes = numberIn(database.prepare('PRAGMA page_size').get() ?? {}, 'page_size');
  database.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / pageBytes))}`);
}

if (parentPort !== null) serve(parentPort, workerData as WriterPlace);
