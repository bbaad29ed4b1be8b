/**
 * The API keys that admit callers, in memory. Another process may make or revoke some: as for the directory (views.ts),
 * `data_version` is asked every {@link FRESH_MS} at most, and in between a look-up costs one comparison of the clock.
 */
import type { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { EpochMs } from '../../base/clock.ts';
import type { Scope, Tenant } from '../../caller/caller.ts';
import type { KeyStore, KnownKey } from '../store.ts';
import type { StorePlace } from './database.ts';
import { openDatabase, storeFailure } from './database.ts';
import { fileIdentity } from './file-identity.ts';
import type { Row } from './rows.ts';
import { numberIn, ownJson, textIn, textOrNullIn } from './rows.ts';
import { KEYS_FILE } from './schema.ts';
import { FRESH_MS } from './views.ts';

export type KnownKeys = {
  readonly find: KeyStore['known'];
  /** Looks at the file at the next `find`, however fresh the keys are. */
  readonly expire: () => void;
  readonly close: () => void;
};

type KeysByTenant = ReadonlyMap<Tenant, ReadonlyMap<string, KnownKey>>;

/** @throws Failure `store_unavailable` where the file can't be read from the start */
export function knownKeys(place: StorePlace, now: () => EpochMs): KnownKeys {
  let reader: Reader | null = openReader(place);
  let kept = readFirst(place, reader);
  let seenAt: EpochMs = now();

  const look = (): void => {
    try {
      // In trouble it is not waited for anybody: this is the way of every request.
      // A file that was put back or deleted is another one, of which a connection to the old one never hears.
      if (reader !== null && reader.file !== fileIdentity(join(place.folder, KEYS_FILE.name))) {
        reader.close();
        reader = null;
      }
      reader ??= openReader({ ...place, busyTimeoutMs: 0 });
      kept = reader.changed() ?? kept;
    } catch {
      // What was last read stands. The next look takes another connection, for a failed one may stay so.
      reader?.close();
      reader = null;
    }
  };

  return {
    find: (tenant, id) => {
      const at = now();
      // A clock that was set back is as good a reason to look as one that went on.
      if (Math.abs(at - seenAt) >= FRESH_MS) {
        seenAt = at;
        look();
      }
      return kept.get(tenant)?.get(id);
    },
    expire: () => {
      seenAt = Number.NEGATIVE_INFINITY;
    },
    close: () => reader?.close(),
  };
}

type Reader = {
  /** Which file it reads, whatever its name stands for by now. */
  readonly file: string | null;
  /** All keys where there are others than the last time; null where there are none. */
  readonly changed: () => KeysByTenant | null;
  readonly close: () => void;
};

function openReader({ folder, busyTimeoutMs }: StorePlace): Reader {
  const database = openDatabase(folder, KEYS_FILE, { use: 'read', busyTimeoutMs });
  try {
    return { ...readerOf(database), file: fileIdentity(join(folder, KEYS_FILE.name)) };
  } catch (error) {
    database.close();
    throw storeFailure(join(folder, KEYS_FILE.name), error);
  }
}

function readerOf(database: DatabaseSync): Omit<Reader, 'file'> {
  const dataVersion = database.prepare('PRAGMA data_version');
  // Keys are only ever made and revoked, so this counts up with each change, and not with a use.
  const changes = database.prepare('SELECT count(*) + count(revoked_at) AS changes FROM api_key');
  let seen = { version: -1, changes: -1 };
  return {
    changed: () => {
      const version = numberIn(dataVersion.get() ?? {}, 'data_version');
      if (version === seen.version) return null;
      const before = seen.changes;
      seen = { version, changes: numberIn(changes.get() ?? {}, 'changes') };
      return seen.changes === before ? null : allIn(database);
    },
    close: () => database.close(),
  };
}

function readFirst({ folder }: StorePlace, reader: Reader): KeysByTenant {
  try {
    return reader.changed() ?? new Map();
  } catch (error) {
    reader.close();
    throw storeFailure(join(folder, KEYS_FILE.name), error);
  }
}

function allIn(database: DatabaseSync): KeysByTenant {
  const byTenant = new Map<Tenant, Map<string, KnownKey>>();
  for (const row of database.prepare('SELECT * FROM api_key').iterate()) {
    const key = knownKeyIn(row);
    const keys = byTenant.get(key.tenant) ?? new Map<string, KnownKey>();
    byTenant.set(key.tenant, keys.set(key.id, key));
  }
  return byTenant;
}

export function knownKeyIn(row: Row): KnownKey {
  const scopes = textOrNullIn(row, 'scopes');
  return {
    id: textIn(row, 'id'),
    tenant: textIn(row, 'tenant'),
    caller: textIn(row, 'caller'),
    scopes: scopes === null ? null : ownJson<Scope[]>(scopes),
    hash: textIn(row, 'hash'),
    expiresAt: textOrNullIn(row, 'expires_at'),
    revokedAt: textOrNullIn(row, 'revoked_at'),
  };
}
