/** The only file that wires adapters: which store stands behind the ports. Adapters load when they are chosen. */
import type { Clock } from './base/clock.ts';
import { Failure } from './base/failure.ts';
import type { StoreChoice } from './config/deployment.ts';
import type { Tenant } from './caller/caller.ts';
import type { CopyStore } from './store/copies.ts';
import type { MergeNotes } from './store/merge-notes.ts';
import type { KeysAlone, Store } from './store/store.ts';

/** @throws Failure `store_unavailable`, or `configuration` for a store that this version doesn't have */
export async function openStore(choice: StoreChoice, clock: Clock): Promise<Store> {
  switch (choice.kind) {
    case 'sqlite': {
      const { openSqliteStore } = await import('./store/sqlite/open.ts');
      return await openSqliteStore(choice.folder, { now: clock.now });
    }
    case 'postgres':
      throw sqliteOnly();
  }
}

/** The API keys of that store, and nothing else of it. Throws as {@link openStore} does. */
export async function openKeys(choice: StoreChoice, clock: Clock): Promise<KeysAlone> {
  switch (choice.kind) {
    case 'sqlite': {
      const { openSqliteKeys } = await import('./store/sqlite/open.ts');
      return await openSqliteKeys(choice.folder, { now: clock.now });
    }
    case 'postgres':
      throw sqliteOnly();
  }
}

/** Copies of what systems hold; in the same place. Throws as {@link openStore} does. */
export async function openCopies(choice: StoreChoice): Promise<CopyStore> {
  if (choice.kind !== 'sqlite') throw sqliteOnly();
  const { openSqliteCopies } = await import('./store/sqlite/open.ts');
  return openSqliteCopies(choice.folder);
}

/** The same, or null where none were ever made. */
export async function openKeptCopies(choice: StoreChoice): Promise<CopyStore | null> {
  if (choice.kind !== 'sqlite') throw sqliteOnly();
  const { openKeptSqliteCopies } = await import('./store/sqlite/open.ts');
  return openKeptSqliteCopies(choice.folder);
}

/** What merges of a tenant's sources remember; in the same place. Throws as {@link openStore} does. */
export async function openMergeNotes(choice: StoreChoice, tenant: Tenant): Promise<MergeNotes> {
  if (choice.kind !== 'sqlite') throw sqliteOnly();
  const { openSqliteMergeNotes } = await import('./store/sqlite/open.ts');
  return openSqliteMergeNotes(choice.folder, tenant);
}

function sqliteOnly(): Failure {
  return new Failure('configuration', 'This version keeps its data in SQLite only.', 'Set store: { sqlite: FOLDER }.');
}
