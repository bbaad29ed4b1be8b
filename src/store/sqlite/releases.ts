/** Releases in SQLite. Written once each, so a connection is opened for the write alone. */
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { ReleaseStore, StoredRelease } from '../store.ts';
import type { StorePlace } from './database.ts';
import { openDatabase, storeFailure } from './database.ts';
import { readsOf } from './reads.ts';
import type { Row } from './rows.ts';
import { textIn } from './rows.ts';
import { DIRECTORY_FILE, RELEASES_FILE } from './schema.ts';

const SELECT = 'SELECT id, at, json FROM release WHERE tenant = ? AND id = ?';

/** `directory` holds the releases of a store that was made before they had a file of their own. */
export function sqliteReleases(
  database: DatabaseSync,
  directory: DatabaseSync,
  { folder, busyTimeoutMs }: StorePlace,
): ReleaseStore {
  const file = join(folder, RELEASES_FILE.name);
  const places = [
    { read: readsOf(file), select: database.prepare(SELECT) },
    { read: readsOf(join(folder, DIRECTORY_FILE.name)), select: directory.prepare(SELECT) },
  ];

  const get: ReleaseStore['get'] = async (tenant, id) => {
    for (const { read, select } of places) {
      const row = await read(() => select.get(tenant, id));
      if (row !== undefined) return releaseIn(row);
    }
    return undefined;
  };

  return {
    get,
    keep: async (tenant, id, json, at) => {
      const kept = await get(tenant, id);
      if (kept !== undefined) return kept;
      const writing = openDatabase(folder, RELEASES_FILE, { use: 'write', busyTimeoutMs });
      try {
        // Another process may have kept it meanwhile: the first time stands.
        writing.prepare('INSERT OR IGNORE INTO release VALUES (?, ?, ?, ?)').run(tenant, id, at, json);
      } catch (error) {
        throw storeFailure(file, error);
      } finally {
        writing.close();
      }
      return (await get(tenant, id)) ?? { id, at, json };
    },
  };
}

function releaseIn(row: Row): StoredRelease {
  return { id: textIn(row, 'id'), at: textIn(row, 'at'), json: textIn(row, 'json') };
}
