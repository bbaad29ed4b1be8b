/** Decision records in SQLite: appended through the writer thread, read on a connection of their own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { RecordLink } from '../../audit/chain.ts';
import type { DecisionRecord } from '../../audit/record.ts';
import type { ChainedRecord, RecordStore } from '../store.ts';
import { pages, readsOf } from './reads.ts';
import type { QueueOptions } from './record-queue.ts';
import { recordQueue } from './record-queue.ts';
import type { Row } from './rows.ts';
import { hexIn, numberIn, ownJson, textIn } from './rows.ts';
import { RECORDS_FILE } from './schema.ts';

const LINKS_PER_PAGE = 1_000;
const LINK = 'rowid AS position, writer, sequence, id, body_hash, previous, hash, salt, body';

export type SqliteRecords = { readonly port: RecordStore; readonly close: () => Promise<void> };

export function sqliteRecords(database: DatabaseSync, place: QueueOptions): SqliteRecords {
  const file = join(place.folder, RECORDS_FILE.name);
  const read = readsOf(file);
  const queue = recordQueue(place);
  const whole = `SELECT ${LINK} FROM record WHERE tenant = ? AND body IS NOT NULL`;
  const byId = database.prepare(`${whole} AND id = ?`);
  const newest = database.prepare(`${whole} ORDER BY id DESC LIMIT ?`);
  // The plus keeps SQLite from sorting a tenant's whole chain: rows are in the wanted order as they lie.
  const page = database.prepare(
    `SELECT ${LINK} FROM record WHERE +tenant = ? AND rowid > ? ORDER BY rowid LIMIT ${LINKS_PER_PAGE}`,
  );
  const snapshot = database.prepare('SELECT json FROM snapshot WHERE tenant = ? AND hash = ?');

  const port: RecordStore = {
    append: queue.append,
    // A file that was removed is written to no end, and lost with the process.
    healthy: () => queue.healthy() && existsSync(file),
    get: (tenant, id) => read(() => byId.all(tenant, id).map(recordIn).at(0)),
    latest: (tenant, limit) => read(() => newest.all(tenant, limit).map(recordIn)),
    chain: (tenant) => links((after) => read(() => page.all(tenant, after))),
    snapshot: (tenant, hash) =>
      read(() => {
        const row = snapshot.get(tenant, hash);
        return row === undefined ? undefined : textIn(row, 'json');
      }),
  };
  return { port, close: queue.close };
}

async function* links(next: (after: number) => Promise<readonly Row[]>): AsyncGenerator<RecordLink> {
  for await (const row of pages(0, next, (last) => numberIn(last, 'position'))) yield linkIn(row);
}

function recordIn(row: Row): ChainedRecord {
  const { writer, sequence, hash, previous } = linkIn(row);
  return { writer, sequence, hash, previous, record: ownJson<DecisionRecord>(textIn(row, 'body')) };
}

function linkIn(row: Row): RecordLink {
  return {
    writer: textIn(row, 'writer'),
    sequence: numberIn(row, 'sequence'),
    id: textIn(row, 'id'),
    bodyHash: hexIn(row, 'body_hash'),
    previous: row['previous'] === null ? null : hexIn(row, 'previous'),
    hash: hexIn(row, 'hash'),
    body: row['body'] === null ? null : { salt: hexIn(row, 'salt'), text: textIn(row, 'body') },
  };
}
