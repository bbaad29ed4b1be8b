/**
 * The embedded store: a folder with five SQLite files, in the runtime, without a server.
 * Several processes may have the same folder open; one of them at a time writes.
 */
import type { KeysAlone, Store, StoreOptions } from '../store.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { CopyStore } from '../copies.ts';
import type { MergeNotes } from '../merge-notes.ts';
import { sqliteMergeNotes } from './merge-notes.ts';
import { sqliteCopies } from './copies.ts';
import { erasableCopies, hasCopies } from './forget-copies.ts';
import { DEFAULT_BUSY_TIMEOUT_MS, openDatabase, prepareFolder } from './database.ts';
import { sqliteDirectory } from './directory.ts';
import { sqliteKeys } from './keys.ts';
import { DEFAULT_PATIENCE_MS } from './record-queue.ts';
import { sqliteRecords } from './records.ts';
import { sqliteReleases } from './releases.ts';
import { DIRECTORY_FILE, RECORDS_FILE, RELEASES_FILE } from './schema.ts';

export type SqliteOptions = StoreOptions & {
  /** How long a write waits for another process's; 5,000 when left out. */
  readonly busyTimeoutMs?: number;
  /** How long an answer waits for its record; 2,000 when left out. */
  readonly patienceMs?: number;
  /** About how much memory parsed dossiers may take; 64 MiB when left out. */
  readonly dossierCacheBytes?: number;
  /** The records' file grows no further than this; only the disk bounds it when left out. */
  readonly maxRecordsBytes?: number;
};

const DOSSIER_CACHE_BYTES = 64 * 1024 * 1024;

/**
 * Opens the store in `folder`, making it where there is none.
 * @throws Failure `store_unavailable`: no folder, no right to write, a damaged file, one of a newer version
 */
export async function openSqliteStore(folder: string, options: SqliteOptions): Promise<Store> {
  prepareFolder(folder);
  const busyTimeoutMs = options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS;
  const cacheBytes = options.dossierCacheBytes ?? DOSSIER_CACHE_BYTES;
  const directory = openDatabase(folder, DIRECTORY_FILE, { use: 'read', busyTimeoutMs });
  const releases = openDatabase(folder, RELEASES_FILE, { use: 'read', busyTimeoutMs });
  const records = openDatabase(folder, RECORDS_FILE, { use: 'read', busyTimeoutMs });
  const place = { folder, busyTimeoutMs };
  const keysAlone = sqliteKeys(place, options.now);
  const recordStore = sqliteRecords(records, {
    ...place,
    maxBytes: options.maxRecordsBytes ?? null,
    patienceMs: options.patienceMs ?? DEFAULT_PATIENCE_MS,
  });
  return {
    directory: sqliteDirectory(directory, { ...place, now: options.now, cacheBytes }),
    releases: sqliteReleases(releases, directory, place),
    records: recordStore.port,
    keys: keysAlone.keys,
    copies: erasableCopies(place),
    close: async () => {
      await recordStore.close();
      await keysAlone.close();
      records.close();
      releases.close();
      directory.close();
    },
  };
}

/**
 * Opens the keys alone: for whoever needs nothing else, or can have nothing else because another file is damaged.
 * @throws Failure `store_unavailable`
 */
export async function openSqliteKeys(folder: string, options: SqliteOptions): Promise<KeysAlone> {
  prepareFolder(folder);
  return sqliteKeys({ folder, busyTimeoutMs: options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS }, options.now);
}

/**
 * Opens the copies of what systems hold, for whoever syncs or imports.
 * @throws Failure `store_unavailable`
 */
export function openSqliteCopies(folder: string): CopyStore {
  prepareFolder(folder);
  return sqliteCopies({ folder, busyTimeoutMs: DEFAULT_BUSY_TIMEOUT_MS });
}

/** The same where there are any; null where none were ever made. */
export function openKeptSqliteCopies(folder: string): CopyStore | null {
  return hasCopies(folder) ? openSqliteCopies(folder) : null;
}

/** What merges of a tenant's sources remember. @throws Failure `store_unavailable` */
export function openSqliteMergeNotes(folder: string, tenant: Tenant): MergeNotes {
  prepareFolder(folder);
  return sqliteMergeNotes(folder, tenant);
}
