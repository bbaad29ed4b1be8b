import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { instantOf } from '../../base/clock.ts';
import { AT_MS, newKey } from '../store-fixtures.ts';
import type { KeysAlone, KeyStore } from '../store.ts';
import type { TestStore } from '../test-store.ts';
import { openTestStore } from '../test-store.ts';
import { keyUses, WRITE_USES_MS } from './key-uses.ts';
import { openSqliteKeys } from './open.ts';
import { KEYS_FILE } from './schema.ts';
import { FRESH_MS } from './views.ts';

const REVOKED = instantOf(AT_MS);

let under: TestStore;
let keys: KeyStore;
let nowMs = 0;
beforeEach(async () => {
  nowMs = 0;
  under = await openTestStore({ now: () => nowMs });
  ({ keys } = under.store);
});
afterEach(() => under.dispose());

async function alone(): Promise<KeysAlone> {
  return await openSqliteKeys(under.folder, { now: () => nowMs });
}

async function lastUse(id: string): Promise<string | null | undefined> {
  return (await keys.list('default')).find((key) => key.id === id)?.lastUsedAt;
}

describe('what another process does to the keys', () => {
  let other: KeysAlone;
  beforeEach(async () => {
    await keys.create(newKey('one'));
    keys.known('default', 'one');
    other = await alone();
  });
  afterEach(() => other.close());

  it('shows as soon as the file is looked at again', async () => {
    await other.keys.revoke('default', 'one', REVOKED);
    await other.keys.create(newKey('two'));
    nowMs += FRESH_MS - 1;
    expect(keys.known('default', 'one')?.revokedAt).toBeNull();
    nowMs += 1;
    expect(keys.known('default', 'one')?.revokedAt).toBe(REVOKED);
    expect(keys.known('default', 'two')?.hash).toBe(newKey('two').hash);
  });

  it('shows when the clock was set back meanwhile', async () => {
    await other.keys.revoke('default', 'one', REVOKED);
    nowMs -= 3_600_000;
    expect(keys.known('default', 'one')?.revokedAt).toBe(REVOKED);
  });

  it('shows where the file is another one by now: put back from a backup, or deleted', async () => {
    const file = join(under.folder, KEYS_FILE.name);
    new DatabaseSync(file, { readOnly: true }).exec(`VACUUM INTO '${file}.copy'`);
    for (const part of ['', '-wal', '-shm']) rmSync(`${file}${part}`, { force: true });
    nowMs += FRESH_MS;
    expect(keys.known('default', 'one'), 'no file, no keys').toBeUndefined();
    for (const part of ['', '-wal', '-shm']) rmSync(`${file}${part}`, { force: true });
    renameSync(`${file}.copy`, file);
    nowMs += FRESH_MS;
    expect(keys.known('default', 'one')?.revokedAt).toBeNull();
    const restored = await alone();
    await restored.keys.revoke('default', 'one', REVOKED);
    await restored.close();
    nowMs += FRESH_MS;
    expect(keys.known('default', 'one')?.revokedAt).toBe(REVOKED);
  });

  it('is no change where a key was only used', async () => {
    const before = keys.known('default', 'one');
    other.keys.used('default', 'one', AT_MS);
    await other.close();
    other = await alone();
    nowMs += FRESH_MS;
    expect(await lastUse('one')).toBe(instantOf(AT_MS));
    expect(keys.known('default', 'one')).toBe(before);
  });
});

describe('a file that can’t be read any more', () => {
  /** So that every connection meets it, whatever it has in memory. */
  function setAside(table: string, back: string): void {
    const database = new DatabaseSync(join(under.folder, KEYS_FILE.name));
    database.exec(`ALTER TABLE ${table} RENAME TO ${back}`);
    database.close();
  }

  it('locks nobody out whom it let in, and is looked at again', async () => {
    await keys.create(newKey('one'));
    const before = keys.known('default', 'one');
    setAside('api_key', 'lost');
    for (let look = 0; look < 3; look += 1) {
      nowMs += FRESH_MS;
      expect(keys.known('default', 'one')).toBe(before);
    }
    setAside('lost', 'api_key');
    const other = await alone();
    await other.keys.revoke('default', 'one', REVOKED);
    await other.close();
    nowMs += FRESH_MS;
    expect(keys.known('default', 'one')?.revokedAt).toBe(REVOKED);
  });

  it('is said in one sentence where somebody waits for a result', async () => {
    const folder = join(under.folder, 'another');
    const file = join(folder, KEYS_FILE.name);
    await (await openSqliteKeys(folder, { now: () => nowMs })).close();
    writeFileSync(file, 'no database '.repeat(4_000));
    await expect(openSqliteKeys(folder, { now: () => nowMs })).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `The store's file ${file} is not a database.`,
    });
  });
});

describe('uses', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('are written together after a while, the latest of each key', async () => {
    await keys.create(newKey('one'));
    await keys.create(newKey('two'));
    for (const seconds of [1, 2, 3]) keys.used('default', 'one', AT_MS + seconds * 1_000);
    keys.used('default', 'two', AT_MS);
    vi.advanceTimersByTime(WRITE_USES_MS - 1);
    expect([await lastUse('one'), await lastUse('two')]).toEqual([null, null]);
    vi.advanceTimersByTime(1);
    expect([await lastUse('one'), await lastUse('two')]).toEqual([instantOf(AT_MS + 3_000), instantOf(AT_MS)]);
    keys.used('default', 'two', AT_MS + 60_000);
    vi.advanceTimersByTime(WRITE_USES_MS);
    expect([await lastUse('one'), await lastUse('two')]).toEqual([instantOf(AT_MS + 3_000), instantOf(AT_MS + 60_000)]);
  });

  it('wait for nobody who holds the file, and are written the next time', async () => {
    await keys.create(newKey('one'));
    keys.used('default', 'one', AT_MS);
    const holder = new DatabaseSync(join(under.folder, KEYS_FILE.name));
    holder.exec('BEGIN IMMEDIATE');
    vi.advanceTimersByTime(WRITE_USES_MS);
    holder.exec('ROLLBACK');
    holder.close();
    expect(await lastUse('one')).toBeNull();
    vi.advanceTimersByTime(WRITE_USES_MS);
    expect(await lastUse('one')).toBe(instantOf(AT_MS));
  });

  it('leave no timer behind on closing, even where they can’t be written', async () => {
    const uses = keyUses({ folder: join(under.folder, 'nowhere'), busyTimeoutMs: 0 });
    uses.note('default', 'one', AT_MS);
    uses.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
