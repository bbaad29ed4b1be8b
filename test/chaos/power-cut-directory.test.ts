/**
 * The power goes at any moment of replacing the directory, and the disk loses what was not synced: the directory is the old
 * one whole or the new one whole, and the new one where the import was said to be done.
 */
import { expect, it } from 'vitest';
import type { DirectoryData } from '../../src/directory/records.ts';
import { openConnection } from '../../src/store/sqlite/database.ts';
import { replaceDirectory } from '../../src/store/sqlite/replace.ts';
import { DIRECTORY_FILE } from '../../src/store/sqlite/schema.ts';
import { directoryData, dossier, person } from '../../src/store/store-fixtures.ts';
import { LossyDisk } from './lossy-disk.ts';
import { DiskDatabase, insertDisk } from './sqlite-on-disk.ts';

const CUTS = Number(process.env['CHAOS_CUTS'] ?? 60);
const PLACE = { folder: '/store', busyTimeoutMs: 0 };
const [OLD, NEW] = [companyOf('old', 120), companyOf('new', 150)];

it(`${CUTS} power cuts leave the old or the new directory, whole`, { timeout: 120_000 }, () => {
  const [old, fresh] = [printAfter(OLD), printAfter(OLD, NEW)];
  const seen = new Set<string>();
  for (let cut = 0; cut < CUTS; cut += 1) {
    const { isDone, print } = afterCut();
    expect(isDone ? [fresh] : [old, fresh], `cut ${cut}`).toContain(print);
    seen.add(print);
  }
  expect(seen.size).toBe(2);
});

it('without syncs it would be neither: the test can fail', { timeout: 120_000 }, () => {
  const whole = new Set([printAfter(OLD), printAfter(OLD, NEW)]);
  const isWrong = (): boolean => {
    const { isDone, print } = afterCut('PRAGMA synchronous = OFF');
    return !whole.has(print) || (isDone && print === printAfter(OLD));
  };
  expect(Array.from({ length: CUTS }).some(isWrong)).toBe(true);
});

function afterCut(also?: string): { readonly isDone: boolean; readonly print: string } {
  const disk = new LossyDisk();
  insertDisk(disk);
  replace(OLD);
  const before = disk.operations;
  disk.cutAt(before + 1 + Math.floor(Math.random() * operationsOfNew()));
  const isDone = done(() => replace(NEW, also));
  disk.restart(Math.random);
  insertDisk(disk);
  return { isDone, print: printOf() };
}

let operations = 0;

/** As many as it takes, so that a cut may fall anywhere, the very end included. */
function operationsOfNew(): number {
  return operations;
}

function printAfter(...companies: readonly DirectoryData[]): string {
  const disk = new LossyDisk();
  insertDisk(disk);
  for (const company of companies) {
    const before = disk.operations;
    replace(company);
    operations = disk.operations - before;
  }
  return printOf();
}

function replace(data: DirectoryData, also?: string): void {
  replaceDirectory(
    PLACE,
    'default',
    data,
    () => true,
    (file) => {
      const database = new DiskDatabase(file);
      return also === undefined ? database : withPragma(database, also);
    },
  );
}

/** The store sets its own pragmas when it opens a file; this one goes with each transaction that it begins. */
function withPragma(database: DiskDatabase, pragma: string): DiskDatabase {
  const exec = database.exec.bind(database);
  database.exec = (sql) => {
    if (sql.startsWith('BEGIN')) exec(pragma);
    exec(sql);
  };
  return database;
}

function done(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

/** Every row of every table; a file that SQLite finds damaged has none. */
function printOf(): string {
  try {
    const database = openConnection(
      PLACE.folder,
      DIRECTORY_FILE,
      { use: 'write', busyTimeoutMs: 0 },
      (file) => new DiskDatabase(file),
    );
    const integrity = database.prepare('PRAGMA integrity_check').all();
    const rows = ['directory', 'dossier', 'person', 'account_id', 'customer_contact', 'account_domain'].map((table) =>
      database
        .prepare(`SELECT * FROM ${table}`)
        .all()
        // Each merge is named anew, by chance.
        .map((row) => JSON.stringify(row, (key, value: unknown) => (key === 'merged_as' ? value !== null : value)))
        .toSorted(),
    );
    return JSON.stringify([integrity, rows]);
  } catch (error) {
    return `damaged: ${String(error)}`;
  }
}

function companyOf(name: string, accounts: number): DirectoryData {
  const keys = Array.from({ length: accounts }, (_, index) => `crm:${index}`);
  return directoryData({
    dossiers: keys.map((key) => dossier(key, { name: `${name} ${key}` })),
    accountIds: keys.map((key) => ({ namespace: 'crm', id: key.slice(4), account: key })),
    contacts: keys.map((key) => ({ email: `${name}@${key.slice(4)}.example`, account: key })),
    people: [person('hr:E1', { title: name })],
  });
}
