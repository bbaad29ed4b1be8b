/**
 * When each key was last used. Noted at every request, so kept in memory and written now and then, the latest of each key,
 * by commits that don't wait for the disk: a power cut may lose the last ones, and nothing but them. Trouble is no reason
 * to refuse anybody: what couldn't be written is tried again with the next.
 */
import type { EpochMs } from '../../base/clock.ts';
import { instantOf } from '../../base/clock.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { KeyStore } from '../store.ts';
import type { StorePlace } from './database.ts';
import { inTransaction, openDatabase } from './database.ts';
import { KEYS_FILE } from './schema.ts';

export type KeyUses = {
  readonly note: KeyStore['used'];
  /** Writes what is waiting. */
  readonly close: () => void;
};

type LastUses = ReadonlyMap<Tenant, ReadonlyMap<string, EpochMs>>;

/** Between the first use that is noted and its being written, in milliseconds. */
export const WRITE_USES_MS = 30_000;

/** Several processes serve, and none takes back what another has seen. */
const WRITE = 'INSERT INTO key_use VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET used_at = max(used_at, excluded.used_at)';

export function keyUses(place: StorePlace): KeyUses {
  let waiting = new Map<Tenant, Map<string, EpochMs>>();
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    timer = undefined;
    if (waiting.size === 0) return;
    try {
      writeUses(place, waiting);
      waiting = new Map();
    } catch {
      later();
    }
  };
  const later = (): void => {
    timer ??= setTimeout(flush, WRITE_USES_MS).unref();
  };

  return {
    note: (tenant, id, at) => {
      const keys = waiting.get(tenant) ?? new Map<string, EpochMs>();
      waiting.set(tenant, keys.set(id, at));
      later();
    },
    close: () => {
      clearTimeout(timer);
      flush();
      clearTimeout(timer);
    },
  };
}

function writeUses({ folder }: StorePlace, uses: LastUses): void {
  // Nobody who is served waits for another process's lock.
  const database = openDatabase(folder, KEYS_FILE, { use: 'write', busyTimeoutMs: 0 });
  try {
    database.exec('PRAGMA synchronous = NORMAL');
    const write = database.prepare(WRITE);
    inTransaction(database, () => {
      for (const [tenant, keys] of uses) for (const [id, at] of keys) write.run(tenant, id, instantOf(at));
    });
  } finally {
    database.close();
  }
}
