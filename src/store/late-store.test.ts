import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { instantOf, systemClock } from '../base/clock.ts';
import type { LateStore } from './late-store.ts';
import { lateStore } from './late-store.ts';
import { openSqliteKeys, openSqliteStore } from './sqlite/open.ts';
import { AT_MS, newKey } from './store-fixtures.ts';

const RETRY_MS = 20;

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'concierge-store-'));
  const store = await openSqliteStore(folder, systemClock);
  await store.keys.create(newKey('one'));
  await store.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

async function late(onOpened: () => void = () => {}): Promise<LateStore> {
  return await lateStore(() => openSqliteStore(folder, systemClock), {
    retryMs: RETRY_MS,
    openKeys: () => openSqliteKeys(folder, systemClock),
    onOpened,
  });
}

/** Spoils a file; the function that is returned mends it. */
function spoil(name: string): () => void {
  const file = join(folder, name);
  copyFileSync(file, `${file}.good`);
  writeFileSync(file, 'no database '.repeat(4_000));
  return () => {
    rmSync(`${file}-wal`, { force: true });
    copyFileSync(`${file}.good`, file);
  };
}

it('knows the keys while another file is damaged, and their uses when it is mended', async () => {
  const mend = spoil('records.sqlite');
  const onOpened = vi.fn<() => void>();
  const { store, trouble } = await late(onOpened);
  expect(trouble).toMatchObject({ code: 'store_unavailable' });
  expect(store.keys.known('default', 'one')?.caller).toBe('website-chat');
  store.keys.used('default', 'one', AT_MS);
  await expect(store.directory.roster('default')).rejects.toBe(trouble);
  mend();
  await vi.waitFor(() => expect(onOpened).toHaveBeenCalledOnce());
  expect(store.keys.known('default', 'one')?.caller).toBe('website-chat');
  await vi.waitFor(async () =>
    expect(await store.keys.list('default')).toMatchObject([{ lastUsedAt: instantOf(AT_MS) }]),
  );
  await store.close();
});

it('knows no key where the keys themselves are damaged, rather than that there is none', async () => {
  const mend = spoil('keys.sqlite');
  const onOpened = vi.fn<() => void>();
  const { store, trouble } = await late(onOpened);
  expect(() => store.keys.known('default', 'one')).toThrow(trouble!);
  store.keys.used('default', 'one', AT_MS);
  await expect(store.keys.list('default')).rejects.toBe(trouble);
  mend();
  await vi.waitFor(() => expect(onOpened).toHaveBeenCalledOnce());
  expect(store.keys.known('default', 'one')?.caller).toBe('website-chat');
  await store.close();
});
