import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExpiredEntry, Purged } from '../../audit/erasure.ts';
import { newRecordId } from '../../audit/recorder.ts';
import { verifyChain } from '../../audit/verify-chain.ts';
import { DAY_MS } from '../../base/day.ts';
import { allOf, AT_MS, decisionRecord } from '../store-fixtures.ts';
import type { Store } from '../store.ts';
import type { TestStore } from '../test-store.ts';
import { openTestStore } from '../test-store.ts';
import { openDatabase } from './database.ts';
import { expireRecords } from './expire-records.ts';
import { openSqliteStore } from './open.ts';
import type { RecordWriter } from './record-writer.ts';
import { recordWriter } from './record-writer.ts';
import { RECORDS_FILE } from './schema.ts';

let under: TestStore;
let store: Store;
let database: DatabaseSync;
beforeEach(async () => {
  under = await openTestStore({ busyTimeoutMs: 1_000 });
  ({ store } = under);
  database = openDatabase(under.folder, RECORDS_FILE, { use: 'write', busyTimeoutMs: 1_000 });
});
afterEach(async () => {
  database.close();
  await under.dispose();
});

const day = (number: number): number => AT_MS + number * DAY_MS;

/** A process's writer, whose work is done when it returns. */
const newProcess = (): RecordWriter => recordWriter(database);

function write(writer: RecordWriter, atMs: number, count = 1, facts: string | null = null): void {
  const records = Array.from({ length: count }, () => newRecordId(atMs)).map(
    (id) => ['default', id, atMs, JSON.stringify(decisionRecord({ id, atMs }))] as const,
  );
  const usedDay = Math.floor(atMs / DAY_MS);
  const snapshots = facts === null ? [] : [['default', facts, usedDay, '{}'] as const];
  writer.write({ records, snapshots, purges: null });
}

function expire(before: number, now: number, isStopped?: () => boolean): Promise<Purged> {
  const place = { folder: under.folder, busyTimeoutMs: 1_000 };
  return expireRecords(place, 'default', { beforeMs: day(before), atMs: day(now) }, isStopped);
}

const verdict = () => verifyChain(store.records.chain('default'));

async function lastEntry({ entries }: Purged): Promise<ExpiredEntry> {
  const links = await allOf(store.records.chain('default'));
  const link = links.find(({ id }) => id === entries.at(-1));
  return JSON.parse(link?.body?.text ?? 'null') as ExpiredEntry;
}

describe('records that grow old', () => {
  it('go in short transactions: others write in between', async () => {
    write(newProcess(), day(0), 1_800);
    const impatient = await openSqliteStore(under.folder, { now: () => AT_MS, busyTimeoutMs: 250 });
    const answers: Promise<void>[] = [];
    const purged = await expire(5, 6, () => {
      answers.push(impatient.records.append(decisionRecord({ id: newRecordId(day(6)), atMs: day(6) }), []));
      return false;
    });
    expect(purged).toMatchObject({ records: 1_800, snapshots: 0 });
    expect(purged.entries.length).toBeGreaterThan(2);
    await Promise.all(answers);
    await impatient.close();
    expect(await verdict()).toMatchObject({ links: answers.length + purged.entries.length, broken: [] });
  });

  it('go as far as until somebody stops it, and the rest the next time', async () => {
    write(newProcess(), day(0), 1_200);
    let pages = 0;
    const first = await expire(5, 6, () => (pages += 1) === 2);
    expect(first.records).toBeGreaterThan(0);
    expect(first.records).toBeLessThan(1_200);
    expect((await verdict()).broken).toEqual([]);
    const second = await expire(5, 6);
    expect(first.records + second.records).toBe(1_200);
    expect((await verdict()).broken).toEqual([]);
  });

  it('are found among as many of another tenant', async () => {
    const theirs = Array.from({ length: 1_200 }, () => newRecordId(day(0)));
    const records = theirs.map((id) => ['north', id, day(0), JSON.stringify(decisionRecord({ id }))] as const);
    newProcess().write({ records, snapshots: [], purges: null });
    write(newProcess(), day(0));
    expect(await expire(5, 6)).toMatchObject({ records: 1 });
    expect(await verifyChain(store.records.chain('north'))).toMatchObject({ links: 1_200, broken: [] });
  });

  it('end in entries that take over where living chains go on', async () => {
    const stuck = newProcess();
    write(stuck, day(0));
    write(stuck, day(20));
    await expire(5, 6);
    write(newProcess(), day(7));
    const purged = await expire(9, 30);
    expect(purged.records).toBe(1);
    expect(await verdict(), 'the first entry has gone').toMatchObject({ links: 2, broken: [] });
    expect((await lastEntry(purged)).heads.map(({ sequence }) => sequence)).toContain(1);
  });

  it('end in entries that don’t grow with chains that are wholly gone', async () => {
    const living = newProcess();
    write(living, day(0));
    write(living, day(20));
    for (let process = 0; process < 70; process += 1) write(newProcess(), day(0));
    const first = await expire(5, 6);
    expect((await lastEntry(first)).heads).toHaveLength(71);
    const later = newProcess();
    write(later, day(7));
    write(later, day(20));
    const second = await expire(9, 10);
    expect((await lastEntry(second)).heads.length).toBeLessThan(5);
    expect((await verdict()).broken).toEqual([]);
  });

  it('take no snapshot that somebody whose clock is behind uses meanwhile', async () => {
    const writer = newProcess();
    write(writer, day(0), 1, 'facts');
    let pages = 0;
    const purged = await expire(5, 6, () => {
      pages += 1;
      if (pages === 1) write(writer, day(1), 1, 'facts');
      return false;
    });
    expect(purged).toMatchObject({ records: 1, snapshots: 0 });
    expect(await store.records.snapshot('default', 'facts')).toBe('{}');
    expect(await expire(5, 6)).toMatchObject({ records: 1, snapshots: 1 });
    expect(await store.records.snapshot('default', 'facts')).toBeUndefined();
  });
});

describe('the thread in which records expire', () => {
  it('says why it can’t', async () => {
    write(newProcess(), day(0));
    database.exec('BEGIN IMMEDIATE');
    const expired = store.records.expire('default', { beforeMs: day(5), atMs: day(6) });
    await expect(expired).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(/records\.sqlite is held by another process\.$/v) as string,
    });
    database.exec('ROLLBACK');
    expect(await store.records.expire('default', { beforeMs: day(5), atMs: day(6) })).toMatchObject({ records: 1 });
  });

  it('stops when the store closes, and leaves what verifies', async () => {
    write(newProcess(), day(0), 5_000);
    const expiring = store.records.expire('default', { beforeMs: day(5), atMs: day(6) });
    store = await under.reopen();
    const { records } = await expiring;
    expect(records).toBeLessThan(5_000);
    expect(await verdict()).toMatchObject({ broken: [] });
    const rest = await store.records.expire('default', { beforeMs: day(5), atMs: day(6) });
    expect(records + rest.records).toBe(5_000);
  });
});
