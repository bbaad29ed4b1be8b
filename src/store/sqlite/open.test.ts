import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { Failure } from '../../base/failure.ts';
import { directoryData, dossier } from '../store-fixtures.ts';
import { openDatabase } from './database.ts';
import { openSqliteStore } from './open.ts';
import { DIRECTORY_FILE, KEYS_FILE, PAGE_BYTES, RECORDS_FILE, RELEASES_FILE } from './schema.ts';

const FILES = [DIRECTORY_FILE, RELEASES_FILE, RECORDS_FILE, KEYS_FILE];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'concierge-store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The failure that opening ends on. */
async function openingFails(at = folder): Promise<Failure> {
  const opened = await openSqliteStore(at, systemClock).catch((error: unknown) => error);
  if (opened instanceof Failure) return opened;
  throw new Error('the store was opened', { cause: opened });
}

async function makeStore(): Promise<void> {
  const store = await openSqliteStore(folder, systemClock);
  const dossiers = Array.from({ length: 200 }, (_, index) => dossier(`crm:${index}`));
  await store.directory.replace('default', directoryData({ dossiers }));
  await store.close();
}

function changeFile(name: string, sql: string): void {
  const database = new DatabaseSync(join(folder, name));
  database.exec(sql);
  database.close();
}

describe('opening the embedded store', () => {
  it('makes the folder, and opens it again', async () => {
    const deep = join(folder, 'data', 'concierge');
    for (let time = 0; time < 2; time += 1) {
      const store = await openSqliteStore(deep, systemClock);
      expect(await store.directory.generation('default')).toBe(0);
      await store.close();
    }
  });

  const missing = process.platform === 'win32' ? ' (skipped: Windows has other rights)' : '';
  it.skipIf(missing !== '')(`makes a folder that is its user’s alone${missing}`, async () => {
    const made = join(folder, 'data');
    await (await openSqliteStore(made, systemClock)).close();
    expect(statSync(made).mode & 0o777).toBe(0o700);
  });

  it('refuses a folder that is a file, or lies below one', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const place of [file, join(file, 'below')]) {
      const { code, message, mend } = await openingFails(place);
      expect(code).toBe('store_unavailable');
      expect(message).toBe(`The store's folder ${place} can't be used: there is a file of that name, or above it.`);
      expect(mend).not.toBe('');
    }
  });

  it.each(FILES)('refuses a $name that is no database', async ({ name }) => {
    writeFileSync(join(folder, name), 'name;salary\n'.repeat(1_000));
    const { code, message, mend } = await openingFails();
    expect(code).toBe('store_unavailable');
    expect(message).toBe(`The store's file ${join(folder, name)} is not a database.`);
    expect(mend).not.toBe('');
  });

  it.each(FILES)('refuses a $name of a newer version and leaves it as it is', async ({ name }) => {
    await makeStore();
    changeFile(name, 'PRAGMA user_version = 99');
    const { code, message } = await openingFails();
    expect(code).toBe('store_unavailable');
    expect(message).toContain(`${join(folder, name)} was written by a newer version of the program (format 99;`);
    const left = new DatabaseSync(join(folder, name));
    expect(left.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
    left.close();
  });

  it('says that a file is damaged when it reads the damage', async () => {
    await makeStore();
    const file = join(folder, DIRECTORY_FILE.name);
    // The first page, with the tables' names, stays; what they hold doesn't.
    const whole = readFileSync(file);
    writeFileSync(file, whole.fill(0xff, PAGE_BYTES));
    const store = await openSqliteStore(folder, systemClock);
    await expect(store.directory.dossier('default', 'crm:1')).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `The store's file ${file} is damaged.`,
    });
    await store.close();
  });

  it.each([
    { locked: '.', mode: 0o555, says: /directory\.sqlite is read-only\.$/v },
    { locked: DIRECTORY_FILE.name, mode: 0o444, says: /directory\.sqlite is read-only\.$/v },
    { locked: RELEASES_FILE.name, mode: 0o444, says: /releases\.sqlite is read-only\.$/v },
    { locked: RECORDS_FILE.name, mode: 0o444, says: /records\.sqlite is read-only\.$/v },
    { locked: KEYS_FILE.name, mode: 0o444, says: /keys\.sqlite is read-only\.$/v },
  ])('refuses a store whose "$locked" may not be written to', async ({ locked, mode, says }) => {
    await makeStore();
    chmodSync(folder, 0o777);
    for (const { name } of FILES) chmodSync(join(folder, name), 0o666);
    chmodSync(join(folder, locked), mode);
    const { code, message, mend } = await asOrdinaryUser(() => openingFails());
    expect(code).toBe('store_unavailable');
    expect(message).toMatch(says);
    expect(mend).toContain('Give this user the right');
    chmodSync(folder, 0o777);
  });

  it('refuses to make a folder where it may not', async () => {
    chmodSync(folder, 0o555);
    const { code, message } = await asOrdinaryUser(() => openingFails(join(folder, 'store')));
    expect(code).toBe('store_unavailable');
    expect(message).toContain(`${join(folder, 'store')} can't be used: this user may not write there.`);
    chmodSync(folder, 0o777);
  });
});

describe('the settings that durability rests on', () => {
  it.each(FILES)('$name syncs every commit to its write-ahead log', (file) => {
    for (const use of ['write', 'bulk'] as const) {
      const database = openDatabase(folder, file, { use, busyTimeoutMs: 100 });
      expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
      expect(database.prepare('PRAGMA synchronous').get(), '2 is FULL').toEqual({ synchronous: 2 });
      database.close();
    }
  });
});

describe('two processes on one folder', () => {
  it('may open a new one at the same moment', async () => {
    const script = `
      import { openSqliteStore } from ${JSON.stringify(import.meta.resolve('./open.ts'))};
      const store = await openSqliteStore(${JSON.stringify(folder)}, { now: Date.now });
      process.stdout.write(String(await store.directory.generation('default')));
      await store.close();`;
    const run = promisify(execFile);
    const opened = Array.from({ length: 4 }, () => run(process.execPath, ['--input-type=module', '--eval', script]));
    expect((await Promise.all(opened)).map(({ stdout }) => stdout)).toEqual(['0', '0', '0', '0']);
  });

  it('read while another one is in the middle of an import', async () => {
    await makeStore();
    const importing = new DatabaseSync(join(folder, DIRECTORY_FILE.name));
    importing.exec(`BEGIN IMMEDIATE; DELETE FROM dossier`);
    const store = await openSqliteStore(folder, { ...systemClock, busyTimeoutMs: 0 });
    expect(await store.directory.dossier('default', 'crm:1')).toEqual(dossier('crm:1'));
    importing.exec('COMMIT');
    expect(await store.directory.dossier('default', 'crm:2')).toBeUndefined();
    importing.close();
    await store.close();
  });
});

/** The superuser may write anywhere, so as that one this borrows the rights of nobody. */
async function asOrdinaryUser<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
