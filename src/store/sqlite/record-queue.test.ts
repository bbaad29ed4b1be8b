import { chmodSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { verifyChain } from '../../audit/verify-chain.ts';
import type { Snapshot } from '../../audit/record.ts';
import { newRecordId } from '../../audit/recorder.ts';
import { textHash } from '../../base/hash.ts';
import { allOf, AT_MS, decisionRecord } from '../store-fixtures.ts';
import type { Store } from '../store.ts';
import type { TestStore } from '../test-store.ts';
import { openTestStore } from '../test-store.ts';
import type { SqliteOptions } from './open.ts';
import { openSqliteStore } from './open.ts';
import { PAGE_BYTES, RECORDS_FILE } from './schema.ts';

let under: TestStore;
afterEach(() => under.dispose());

async function open(options: Partial<SqliteOptions> = {}): Promise<Store> {
  under = await openTestStore(options);
  return under.store;
}

/** The file as another process has it open. */
function elsewhere(): DatabaseSync {
  return new DatabaseSync(join(under.folder, RECORDS_FILE.name));
}

function append({ records }: Store, snapshots: readonly Snapshot[] = []): Promise<void> {
  return records.append(decisionRecord({ id: newRecordId(AT_MS) }), snapshots);
}

function snapshotOfBytes(bytes: number, seed: number): Snapshot {
  const json = JSON.stringify(`${seed}`.padEnd(bytes, 'x'));
  return { hash: textHash(json), json };
}

const untilHealthy = ({ records }: Store): Promise<void> =>
  vi.waitFor(() => expect(records.healthy()).toBe(true), { timeout: 10_000, interval: 20 });

describe('a disk that is full', () => {
  it('rejects, fails the health check, and is found well again without a record', async () => {
    const store = await open({ maxRecordsBytes: 1024 * 1024 });
    await append(store);
    let seed = 0;
    const fill = async (): Promise<void> => {
      for (;;) await append(store, [snapshotOfBytes(100_000, (seed += 1))]);
    };
    await expect(fill()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `The store's file ${join(under.folder, RECORDS_FILE.name)} can't grow: the disk is full.`,
      mend: 'Free some space.',
    });
    expect(seed).toBeGreaterThan(3);
    expect(store.records.healthy()).toBe(false);

    const other = elsewhere();
    other.exec('DELETE FROM snapshot');
    other.close();
    await untilHealthy(store);
    await append(store, [snapshotOfBytes(100_000, seed)]);
    const verdict = await verifyChain(store.records.chain('default'));
    expect(verdict).toMatchObject({ links: seed + 1, broken: [] });
  });
});

describe('a file that another process holds', () => {
  it('rejects after the time to wait and keeps nothing of the batch', async () => {
    const store = await open({ busyTimeoutMs: 30 });
    await append(store);
    const other = elsewhere();
    other.exec('BEGIN IMMEDIATE');
    const results = await Promise.allSettled([append(store), append(store)]);
    expect(results).toMatchObject([
      { status: 'rejected', reason: { code: 'store_unavailable' } },
      { status: 'rejected', reason: { code: 'store_unavailable' } },
    ]);
    expect(store.records.healthy()).toBe(false);
    other.exec('ROLLBACK');
    other.close();
    await append(store);
    expect(store.records.healthy()).toBe(true);
    expect(await verifyChain(store.records.chain('default'))).toMatchObject({ links: 2, broken: [] });
  });

  it('takes so many records to wait and no more, and writes all that it took', async () => {
    const store = await open();
    await append(store);
    const other = elsewhere();
    other.exec('BEGIN IMMEDIATE');
    const taken = Array.from({ length: 10_000 }, () => append(store));
    await expect(append(store)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: '10000 decision records wait to be written; no more are taken.',
    });
    other.exec('ROLLBACK');
    other.close();
    await Promise.all(taken);
    expect(await verifyChain(store.records.chain('default'))).toMatchObject({ links: 10_001, broken: [] });
  });
});

describe('a disk that hangs', () => {
  it('is not waited for beyond the patience: whoever waits is told, and nobody else has to wait', async () => {
    const store = await open({ busyTimeoutMs: 5_000, patienceMs: 500 });
    await append(store);
    const other = elsewhere();
    other.exec('BEGIN IMMEDIATE');
    const hangs = { code: 'store_unavailable', message: 'The store has taken no decision record for 0.5 seconds.' };
    await expect(append(store)).rejects.toMatchObject(hangs);
    await expect(append(store)).rejects.toMatchObject(hangs);
    expect(store.records.healthy()).toBe(false);
    other.exec('ROLLBACK');
    other.close();
    await untilHealthy(store);
    await append(store);
    expect(await verifyChain(store.records.chain('default'))).toMatchObject({ broken: [] });
  });

  it('has lost its records when their file is gone, and says so', async () => {
    const store = await open();
    await append(store);
    expect(store.records.healthy()).toBe(true);
    rmSync(join(under.folder, RECORDS_FILE.name));
    expect(store.records.healthy()).toBe(false);
  });
});

describe('a file that is moved away while it is written to', () => {
  const snapshot = snapshotOfBytes(10, 1);
  const moved = async (meanwhile: () => void): Promise<Store> => {
    const store = await open();
    await append(store, [snapshot]);
    const file = join(under.folder, RECORDS_FILE.name);
    renameSync(file, `${file}.moved`);
    meanwhile();
    await expect(append(store)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `The store's file ${file} was moved away or replaced while it was written to.`,
    });
    expect(store.records.healthy()).toBe(false);
    return store;
  };
  const linksIn = async (): Promise<number> => {
    const other = await openSqliteStore(under.folder, { now: () => AT_MS });
    const { links, broken } = await verifyChain(other.records.chain('default'));
    expect(await other.records.snapshot('default', snapshot.hash)).toBeDefined();
    await other.close();
    expect(broken).toEqual([]);
    return links;
  };

  it('takes no record there; the next go into a new file', async () => {
    const store = await moved(() => {});
    await untilHealthy(store);
    await append(store, [snapshot]);
    expect(await linksIn()).toBe(1);
  });

  it('takes none where another process has made a new file by then; the next go there', async () => {
    const store = await moved(() => {
      const other = elsewhere();
      other.exec('CREATE TABLE x (y)');
      other.exec('DROP TABLE x');
      other.close();
    });
    await untilHealthy(store);
    await append(store, [snapshot]);
    expect(await linksIn()).toBe(1);
  });
});

describe('a thread that can not start', () => {
  it('rejects with the reason, is started again, and goes on', async () => {
    const store = await open();
    const other = elsewhere();
    other.exec('PRAGMA user_version = 99');
    for (let time = 0; time < 2; time += 1) {
      await expect(append(store)).rejects.toMatchObject({
        code: 'store_unavailable',
        message: expect.stringContaining('was written by a newer version') as string,
      });
      expect(store.records.healthy()).toBe(false);
    }
    other.exec(`PRAGMA user_version = ${RECORDS_FILE.migrations.length}`);
    other.close();
    await untilHealthy(store);
    await append(store);
    expect(await verifyChain(store.records.chain('default'))).toMatchObject({ links: 1, broken: [] });
  });
});

describe('a folder that became read-only', () => {
  it('rejects, fails the health check, and is found well again', async () => {
    const store = await open();
    const file = join(under.folder, RECORDS_FILE.name);
    const names = readdirSync(under.folder).map((name) => join(under.folder, name));
    await asOrdinaryUser(async () => {
      await expect(append(store)).rejects.toMatchObject({
        code: 'store_unavailable',
        message: `The store's file ${file} is read-only.`,
        mend: 'Give this user the right to write to it and to its folder.',
      });
      expect(store.records.healthy()).toBe(false);
    }, names);
    await untilHealthy(store);
    await append(store);
    expect(await verifyChain(store.records.chain('default'))).toMatchObject({ links: 1, broken: [] });
  });
});

describe('a records file that is damaged', () => {
  it('rejects, says so, and is found well again once the copy is put back', async () => {
    let store = await open();
    await Promise.all(Array.from({ length: 300 }, () => append(store)));
    store = await under.reopen();
    const file = join(under.folder, RECORDS_FILE.name);
    const whole = readFileSync(file);
    // The first page, with the tables' names, stays; what they hold doesn't.
    writeFileSync(file, Buffer.from(whole).fill(0xff, PAGE_BYTES), { flag: 'r+' });
    const damaged = { code: 'store_unavailable', message: `The store's file ${file} is damaged.` };
    await expect(append(store)).rejects.toMatchObject(damaged);
    expect(store.records.healthy()).toBe(false);
    await expect(allOf(store.records.latest('default'))).rejects.toMatchObject(damaged);
    await expect(allOf(store.records.chain('default'))).rejects.toMatchObject(damaged);
    writeFileSync(file, whole, { flag: 'r+' });
    await untilHealthy(store);
    await append(store);
    expect(await verifyChain(store.records.chain('default'))).toMatchObject({ links: 301, broken: [] });
  });
});

/** The superuser may write anywhere, so as that one this borrows the rights of nobody, who may read these files alone. */
async function asOrdinaryUser(work: () => Promise<void>, files: readonly string[]): Promise<void> {
  const all = [under.folder, ...files];
  for (const each of all) chmodSync(each, each === under.folder ? 0o555 : 0o444);
  const superuser = process.geteuid?.() === 0;
  if (superuser) process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    if (superuser) process.seteuid?.(0);
    for (const each of all) chmodSync(each, each === under.folder ? 0o700 : 0o600);
  }
}
