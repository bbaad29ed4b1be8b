/** Releases in SQLite. Written when one goes live, so a connection is opened for the write alone. */
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Tenant } from '../../caller/caller.ts';
import type { ContentHash } from '../../base/hash.ts';
import type { NewPublication, Publication, Published, ReleaseStore, StoredRelease } from '../store.ts';
import { WENT_LIVE_BY } from '../store.ts';
import type { StorePlace } from './database.ts';
import { inTransaction, openDatabase, storeFailure } from './database.ts';
import { readsOf } from './reads.ts';
import type { Row } from './rows.ts';
import { damaged, numberIn, ownJson, textIn, textOrNullIn } from './rows.ts';
import { DIRECTORY_FILE, RELEASES_FILE } from './schema.ts';

const SELECT = 'SELECT id, at, json FROM release WHERE tenant = ? AND id = ?';
const NEWEST_FIRST = 'SELECT * FROM publication WHERE tenant = ? ORDER BY sequence DESC';
const LIVE = `${NEWEST_FIRST} LIMIT 1`;
/** The number that this content has, else the next one. */
const NUMBER = `SELECT coalesce(
    (SELECT number FROM publication WHERE tenant = ?1 AND release = ?2 LIMIT 1),
    (SELECT max(number) FROM publication WHERE tenant = ?1) + 1,
    1) AS number`;

/** `directory` holds the releases of a store that was made before they had a file of their own. */
export function sqliteReleases(
  database: DatabaseSync,
  directory: DatabaseSync,
  { folder, busyTimeoutMs }: StorePlace,
): ReleaseStore {
  const file = join(folder, RELEASES_FILE.name);
  const read = readsOf(file);
  const places = [
    { read, select: database.prepare(SELECT) },
    { read: readsOf(join(folder, DIRECTORY_FILE.name)), select: directory.prepare(SELECT) },
  ];
  const live = database.prepare(LIVE);
  const all = database.prepare(NEWEST_FIRST);

  const get: ReleaseStore['get'] = async (tenant, id) => {
    for (const place of places) {
      const row = await place.read(() => place.select.get(tenant, id));
      if (row !== undefined) return releaseIn(row);
    }
    return undefined;
  };

  return {
    get,
    live: async (tenant) => {
      const row = await read(() => live.get(tenant));
      return row && publicationIn(row);
    },
    publications: async (tenant) => await read(() => all.all(tenant).map(publicationIn)),
    publish: async (tenant, { id, json }, entry, after) => {
      // The first time that it was kept stands.
      const at = (await get(tenant, id))?.at ?? entry.at;
      const writing = openDatabase(folder, RELEASES_FILE, { use: 'write', busyTimeoutMs });
      try {
        return inTransaction(writing, () => publishIn(writing, tenant, { id, json, at }, entry, after));
      } catch (error) {
        throw storeFailure(file, error);
      } finally {
        writing.close();
      }
    },
  };
}

function publishIn(
  database: DatabaseSync,
  tenant: Tenant,
  { id, json, at }: StoredRelease,
  entry: NewPublication,
  after: number,
): Published {
  const before = liveIn(database, tenant);
  if (before?.release === id) return { kind: 'live', publication: before, already: true };
  if (before !== undefined && before.sequence !== after) return { kind: 'overtaken', live: before };
  database.prepare('INSERT OR IGNORE INTO release VALUES (?, ?, ?, ?)').run(tenant, id, at, json);
  const publication = { ...entry, sequence: after + 1, number: numberOf(database, tenant, id), release: id };
  insert(database, tenant, publication);
  return { kind: 'live', publication, already: false };
}

function liveIn(database: DatabaseSync, tenant: Tenant): Publication | undefined {
  const row = database.prepare(LIVE).get(tenant);
  return row && publicationIn(row);
}

function numberOf(database: DatabaseSync, tenant: Tenant, id: ContentHash): number {
  return numberIn(database.prepare(NUMBER).get(tenant, id) ?? {}, 'number');
}

function insert(database: DatabaseSync, tenant: Tenant, publication: Publication): void {
  const { sequence, number, release, at, how, by, note, effect } = publication;
  const values = [tenant, sequence, number, release, at, how, by, note, effect && JSON.stringify(effect)];
  database.prepare('INSERT INTO publication VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)').run(...values);
}

function releaseIn(row: Row): StoredRelease {
  return { id: textIn(row, 'id'), at: textIn(row, 'at'), json: textIn(row, 'json') };
}

function publicationIn(row: Row): Publication {
  const how = WENT_LIVE_BY.find((one) => one === row['how']);
  if (how === undefined) throw damaged('column how');
  const effect = textOrNullIn(row, 'effect');
  return {
    sequence: numberIn(row, 'sequence'),
    number: numberIn(row, 'number'),
    release: textIn(row, 'release'),
    at: textIn(row, 'at'),
    how,
    by: textOrNullIn(row, 'by'),
    note: textOrNullIn(row, 'note'),
    effect: effect === null ? null : ownJson(effect),
  };
}
