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
  /** Closes the store and removes its folder. */
  readonly dispose: () => Promise<void>;
};

/** `const { store, dispose } = await openTestStore(); afterAll(dispose);` */
export async function openTestStore(options: Partial<SqliteOptions> = {}): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'concierge-store-'));
  const store = await openSqliteStore(folder, { now: systemClock.now, ...options });
  const dispose = async (): Promise<void> => {
    await store.close();
    await rm(folder, { recursive: true });
  };
  return { store, folder, dispose };
}
