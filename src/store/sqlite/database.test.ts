import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SqliteConnection } from './connection.ts';
import type { ConnectionUse } from './database.ts';
import { emptyLog, openConnection, openDatabase } from './database.ts';
import type { FileSchema } from './schema.ts';
import { DIRECTORY_FILE, RECORDS_FILE } from './schema.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'concierge-store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** As SQLite itself reports them, not as they were asked for. */
function settingsOf(database: SqliteConnection): Record<string, unknown> {
  const names = ['journal_mode', 'synchronous', 'secure_delete', 'page_size'];
  return Object.fromEntries(names.flatMap((name) => Object.entries(database.prepare(`PRAGMA ${name}`).get() ?? {})));
}

const FULL = 2;

describe('every connection', () => {
  const uses: readonly ConnectionUse[] = ['read', 'write', 'bulk'];
  const cases = [DIRECTORY_FILE, RECORDS_FILE].flatMap((file) => uses.map((use) => ({ name: file.name, file, use })));

  it.each(cases)('to $name for $use syncs each commit, overwrites what is deleted', ({ file, use }) => {
    const database = openDatabase(folder, file, { use, busyTimeoutMs: 100 });
    const durable = { journal_mode: 'wal', synchronous: FULL, secure_delete: 1, page_size: 8_192 };
    expect(settingsOf(database)).toEqual(durable);
    database.close();
  });

  it('may be to another SQLite than the runtime has', () => {
    const executed: string[] = [];
    const spied = (file: string, busyTimeoutMs: number): SqliteConnection => {
      const real = new DatabaseSync(file, { timeout: busyTimeoutMs });
      return {
        get isTransaction() {
          return real.isTransaction;
        },
        exec: (sql) => {
          executed.push(sql);
          real.exec(sql);
        },
        prepare: (sql) => real.prepare(sql),
        close: () => real.close(),
      };
    };
    const database = openConnection(folder, RECORDS_FILE, { use: 'write', busyTimeoutMs: 100 }, spied);
    expect(settingsOf(database)).toMatchObject({ journal_mode: 'wal', synchronous: FULL });
    expect(executed.join()).toContain('CREATE TABLE record');
    database.close();
  });
});

describe('a file of an earlier version', () => {
  it('keeps its snapshots, as used on the day of the change', () => {
    const first: FileSchema = { ...RECORDS_FILE, migrations: RECORDS_FILE.migrations.slice(0, 1) };
    const old = openDatabase(folder, first, { use: 'write', busyTimeoutMs: 100 });
    old.exec(`INSERT INTO snapshot VALUES ('default', 'one', '{"n":1}'), ('north', 'one', '{"n":1}')`);
    old.close();
    const day = Math.floor(Date.now() / 86_400_000);
    const database = openDatabase(folder, RECORDS_FILE, { use: 'read', busyTimeoutMs: 100 });
    const snapshots = database.prepare('SELECT tenant, hash, json, used_day FROM snapshot ORDER BY position').all();
    database.close();
    expect(snapshots).toMatchObject([
      { tenant: 'default', hash: 'one', json: '{"n":1}' },
      { tenant: 'north', hash: 'one', json: '{"n":1}' },
    ]);
    for (const { used_day: used } of snapshots) expect([day, day + 1]).toContain(used);
  });
});

describe('emptyLog', () => {
  const file = (): string => join(folder, RECORDS_FILE.name);
  const logBytes = (): number => statSync(`${file()}-wal`).size;
  const open = (): DatabaseSync => openDatabase(folder, RECORDS_FILE, { use: 'bulk', busyTimeoutMs: 1_000 });
  const fill = (database: DatabaseSync): void =>
    database.exec('INSERT OR REPLACE INTO probe VALUES (1, zeroblob(100000))');

  it('leaves nothing in the log', async () => {
    const database = open();
    fill(database);
    expect(logBytes()).toBeGreaterThan(100_000);
    await emptyLog(database, file(), 1_000);
    expect(logBytes()).toBe(0);
    expect(database.prepare('PRAGMA busy_timeout').get()).toEqual({ timeout: 1_000 });
    database.close();
  });

  it('waits for whoever reads, without keeping anybody from writing', async () => {
    const [database, other, reader] = [open(), open(), open()];
    fill(database);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM probe').get();
    fill(other);
    const emptied = emptyLog(database, file(), 10_000);
    other.exec('PRAGMA busy_timeout = 0');
    await new Promise(setImmediate);
    fill(other);
    reader.exec('COMMIT');
    await emptied;
    expect(logBytes()).toBe(0);
    for (const each of [database, other, reader]) each.close();
  });

  it('says that it can’t be while somebody reads on', async () => {
    const [database, reader] = [open(), open()];
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM probe').get();
    fill(database);
    await expect(emptyLog(database, file(), 50)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `The store's log ${file()}-wal can't be emptied: for 0.05 seconds another process read what it holds.`,
      mend: 'End that process, e.g. a backup, then do this again.',
    });
    for (const each of [database, reader]) each.close();
  });
});
