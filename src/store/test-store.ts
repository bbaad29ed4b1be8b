/** A real store in a fresh folder, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../base/clock.ts';
import type { SqliteOptions } from './sqlite/open.ts';
import { openSqliteStore } from './sqlite/open.ts';
import type { Store } from './store.ts';

export type TestStore = {
  readonly store: Store;
  readonly folder: string;
  /** Closes the store and opens it again over the same folder; `dispose` then closes that one. */
  readonly reopen: () => Promise<Store>;
  /** Closes the store and removes its folder. */
  readonly dispose: () => Promise<void>;
};

/** `const { store, dispose } = await openTestStore(); afterAll(dispose);` */
export async function openTestStore(options: Partial<SqliteOptions> = {}): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'concierge-store-'));
  const open = (): Promise<Store> => openSqliteStore(folder, { now: systemClock.now, ...options });
  const store = await open();
  let current = store;
  return {
    store,
    folder,
    reopen: async () => {
      await current.close();
      current = await open();
      return current;
    },
    dispose: async () => {
      await current.close();
      await rm(folder, { recursive: true });
    },
  };
}
