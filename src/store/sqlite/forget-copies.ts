/**
 * Takes somebody out of the copies of what systems hold, whole: the rows in one transaction, then what they left in the file.
 * Where the second fails, doing it again finishes it. A file that isn't there is not made.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Json } from '../../base/json.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { CopiesErasure, CopiedRow, ErasableCopies } from '../copies.ts';
import { EMPTY_BOOK } from '../sync-notes.ts';
import type { StorePlace } from './database.ts';
import { inTransaction, openDatabase, storeFailure } from './database.ts';
import { dropMergeNotes } from './merge-notes.ts';
import { ownJson, textIn } from './rows.ts';
import { COPIES_FILE } from './schema.ts';
import { readSyncBook } from './sync-notes.ts';
import { leaveNoTrace } from './traces.ts';
import { unwatch } from './watched-copies.ts';

export function hasCopies(folder: string): boolean {
  return existsSync(join(folder, COPIES_FILE.name));
}

export function erasableCopies(place: StorePlace): ErasableCopies {
  return {
    count: async (tenant, tells) =>
      await withCopies(place, 0, (database) => [...rowsThat(database, tenant, tells)].length),
    forget: async (tenant, erasure) =>
      await withCopies(place, 0, (database) => forget(database, place, tenant, erasure)),
    book: async (tenant, nowMs) =>
      await withCopies(place, EMPTY_BOOK, (database) => readSyncBook(database, tenant, nowMs)),
  };
}

/** @throws Failure `store_unavailable` */
async function withCopies<Result>(
  { folder, busyTimeoutMs }: StorePlace,
  none: Result,
  work: (database: DatabaseSync) => Result | Promise<Result>,
): Promise<Result> {
  if (!hasCopies(folder)) return none;
  const database = openDatabase(folder, COPIES_FILE, { use: 'write', busyTimeoutMs });
  try {
    return await work(database);
  } catch (error) {
    throw storeFailure(join(folder, COPIES_FILE.name), error);
  } finally {
    database.close();
  }
}

/** What else stood in a row, a contact's name, say; each further row has the erased id or address in it as well. */
const MAX_TRACED_ROWS = 50;

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.flatMap(textsOf) : [];
}

async function forget(
  database: DatabaseSync,
  { folder, busyTimeoutMs }: StorePlace,
  tenant: Tenant,
  { tells, traces }: CopiesErasure,
): Promise<number> {
  dropMergeNotes(folder);
  const dropped = inTransaction(database, () => dropRows(database, tenant, tells));
  const told = dropped.slice(0, MAX_TRACED_ROWS).flatMap(({ values }) => Object.values(values).flatMap(textsOf));
  const sought = [...new Set([...traces, ...told])];
  await leaveNoTrace(database, join(folder, COPIES_FILE.name), sought, busyTimeoutMs);
  return dropped.length;
}

function dropRows(database: DatabaseSync, tenant: Tenant, tells: CopiesErasure['tells']): readonly ToldRow[] {
  const of = 'tenant = ? AND source = ? AND read = ?';
  const drop = database.prepare(`DELETE FROM copied_row WHERE ${of} AND id = ?`);
  // What is under way may hold them in its point, and writes no more.
  const recount = database.prepare(
    `UPDATE copy SET shape = NULL, as_of = NULL, full_at = NULL, mark = NULL, running = NULL, rows = rows - 1 WHERE ${of}`,
  );
  // Else what is dropped here would be noted by its id.
  unwatch(database, tenant);
  const rows = [...rowsThat(database, tenant, tells)];
  for (const { source, read, id } of rows) {
    drop.run(tenant, source, read, id);
    recount.run(tenant, source, read);
  }
  return rows;
}

type ToldRow = CopiedRow & { readonly source: string; readonly read: string };

function* rowsThat(database: DatabaseSync, tenant: Tenant, tells: CopiesErasure['tells']): Generator<ToldRow> {
  const rows = database.prepare('SELECT source, read, id, json FROM copied_row WHERE tenant = ?');
  for (const row of rows.iterate(tenant)) {
    const [id, values] = [textIn(row, 'id'), ownJson<Record<string, Json>>(textIn(row, 'json'))];
    if (tells({ id, values })) yield { id, values, source: textIn(row, 'source'), read: textIn(row, 'read') };
  }
}
