/** A sync of a system that pages by its last row: it goes on where it was broken off, also where that row is gone by then. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SyncedRead } from '../../src/sources/sync/sync-read.ts';
import { syncRead } from '../../src/sources/sync/sync-read.ts';
import { sqliteCopies } from '../../src/store/sqlite/copies.ts';
import type { LedgerSystem } from '../systems/ledger.ts';
import { ledgerSystem } from '../systems/ledger.ts';
import type { Standing } from '../systems/vendor.ts';
import { stand } from '../systems/vendor.ts';

const NOW = Date.parse('2026-11-23T08:00:00Z');
const KEY = { tenant: 'default', source: 'ledger', read: 'customers' };

let folder: string;
let standing: Standing;
let ledger: LedgerSystem;
/** From which request on it fails. */
let failsFrom: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'last-row-'));
  [ledger, failsFrom] = [ledgerSystem(), Number.POSITIVE_INFINITY];
  const reply = (...[asked, nth]: Parameters<LedgerSystem['reply']>) =>
    nth >= failsFrom ? ledger.refusals.forbidden : ledger.reply(asked, nth);
  standing = await stand(ledger, { reply });
});

afterEach(async () => {
  await standing.close();
  rmSync(folder, { recursive: true });
});

/** By a process of its own, which holds nothing of the one before but what is on disk. */
async function synced(): Promise<{ readonly sync: SyncedRead; readonly names: readonly unknown[] }> {
  const copies = sqliteCopies({ folder, busyTimeoutMs: 1_000 });
  try {
    const what = { key: KEY, connector: ledger.connector, read: 'customers', columns: ['name'], place: '' };
    const order = { full: false, fullEveryMs: Number.POSITIVE_INFINITY, now: () => NOW };
    const sync = await syncRead(what, order, standing.client, copies);
    const names: unknown[] = [];
    for await (const row of copies.rows(KEY)) names.push(row.values['name']);
    return { sync, names };
  } finally {
    await copies.close();
  }
}

const named = (ids: readonly string[]): readonly string[] => ids.map((id) => `Customer ${id}`).toSorted();
const marks = (): readonly (string | null)[] => standing.asked.map(({ query }) => query.get('starting_after'));

it('goes on after the last row that is on disk', async () => {
  failsFrom = 1;
  await expect(synced()).rejects.toMatchObject({ kind: 'forbidden' });
  failsFrom = Number.POSITIVE_INFINITY;
  const { sync, names } = await synced();
  expect(sync).toMatchObject({ kind: 'full', rows: 3, pages: 2 });
  expect(marks()).toEqual([null, 'cus_a', 'cus_a', 'cus_b']);
  expect(names).toEqual(named(ledger.ids));
});

it('begins anew where the system has no such row any more, and keeps nobody who is gone', async () => {
  failsFrom = 1;
  await expect(synced()).rejects.toMatchObject({ kind: 'forbidden' });
  failsFrom = Number.POSITIVE_INFINITY;
  ledger.ids.splice(ledger.ids.indexOf('cus_a'), 1);
  const { sync, names } = await synced();
  expect(sync).toMatchObject({ kind: 'full', rows: 4, pages: 2 });
  expect(marks()).toEqual([null, 'cus_a', 'cus_a', null, 'cus_e']);
  expect(names).toEqual(named(ledger.ids));
});
