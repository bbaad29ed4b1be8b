/** Releases in SQLite. Written once each, so a connection is opened for the write alone. */
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { ReleaseStore, StoredRelease } from '../store.ts';
import type { StorePlace } from './database.ts';
import { openDatabase, storeFailure } from './database.ts';
import { readsOf } from './reads.ts';
import type { Row } from './rows.ts';
import { textIn } from './rows.ts';
import { DIRECTORY_FILE } from './schema.ts';

export function sqliteReleases(database: DatabaseSync, { folder, busyTimeoutMs }: StorePlace): ReleaseStore {
  const file = join(folder, DIRECTORY_FILE.name);
  const read = readsOf(file);
  const select = database.prepare('SELECT id, at, json FROM release WHERE tenant = ? AND id = ?');

  const get: ReleaseStore['get'] = (tenant, id) =>
    read(() => {
      const row = select.get(tenant, id);
      return row === undefined ? undefined : releaseIn(row);
    });

  return {
    get,
    keep: async (tenant, id, json, at) => {
      const kept = await get(tenant, id);
      if (kept !== undefined) return kept;
      const writing = openDatabase(folder, DIRECTORY_FILE, { use: 'write', busyTimeoutMs });
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
