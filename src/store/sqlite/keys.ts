/**
 * API keys in SQLite. They are made and revoked rarely, so a connection is opened for each of those; what every request
 * asks for is in memory (known-keys.ts), and what every request leaves is written in batches (key-uses.ts).
 */
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { EpochMs } from '../../base/clock.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { ApiKey, KeysAlone } from '../store.ts';
import type { ConnectionUse, StorePlace } from './database.ts';
import { inTransaction, openDatabase, storeFailure } from './database.ts';
import { keyUses } from './key-uses.ts';
import { knownKeyIn, knownKeys } from './known-keys.ts';
import type { Row } from './rows.ts';
import { textIn, textOrNullIn } from './rows.ts';
import { KEYS_FILE } from './schema.ts';

const INSERT = 'INSERT INTO api_key VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)';
const SELECT = 'SELECT api_key.*, used_at FROM api_key LEFT JOIN key_use USING (tenant, id) WHERE tenant = ?';
/** In the order of creation, by the row where the clock was the same or set back. */
const LIST = `${SELECT} ORDER BY api_key.rowid`;
const FIND = `${SELECT} AND id = ?`;
/** The first time stands. */
const REVOKE = 'UPDATE api_key SET revoked_at = ? WHERE tenant = ? AND id = ? AND revoked_at IS NULL';

/** @throws Failure `store_unavailable` where the file can't be opened, or not be read from the start */
export function sqliteKeys(place: StorePlace, now: () => EpochMs): KeysAlone {
  const known = knownKeys(place, now);
  const uses = keyUses(place);

  const changing = async <Result>(work: (database: DatabaseSync) => Result): Promise<Result> => {
    const result = during(place, 'write', (database) => inTransaction(database, () => work(database)));
    known.expire();
    return result;
  };

  return {
    keys: {
      create: (key) =>
        changing((database) => {
          const { tenant, id, caller, scopes, label, hash, createdAt, expiresAt } = key;
          const scopesJson = scopes === null ? null : JSON.stringify(scopes);
          database.prepare(INSERT).run(tenant, id, caller, scopesJson, label, hash, createdAt, expiresAt);
        }),
      list: async (tenant) => during(place, 'read', (database) => database.prepare(LIST).all(tenant).map(keyIn)),
      revoke: (tenant, id, at) =>
        changing((database) => {
          const { changes } = database.prepare(REVOKE).run(at, tenant, id);
          const key = keyOf(database, tenant, id);
          return key && { key, already: changes === 0 };
        }),
      known: known.find,
      used: uses.note,
    },
    close: async () => {
      uses.close();
      known.close();
    },
  };
}

/** @throws Failure `store_unavailable` */
function during<Result>(
  { folder, busyTimeoutMs }: StorePlace,
  use: ConnectionUse,
  work: (database: DatabaseSync) => Result,
): Result {
  const database = openDatabase(folder, KEYS_FILE, { use, busyTimeoutMs });
  try {
    return work(database);
  } catch (error) {
    throw storeFailure(join(folder, KEYS_FILE.name), error);
  } finally {
    database.close();
  }
}

function keyOf(database: DatabaseSync, tenant: Tenant, id: string): ApiKey | undefined {
  const row = database.prepare(FIND).get(tenant, id);
  return row && keyIn(row);
}

function keyIn(row: Row): ApiKey {
  return {
    ...knownKeyIn(row),
    label: textOrNullIn(row, 'label'),
    createdAt: textIn(row, 'created_at'),
    lastUsedAt: textOrNullIn(row, 'used_at'),
  };
}
