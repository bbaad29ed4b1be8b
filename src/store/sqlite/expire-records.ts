/**
 * Retention by age: drops records, links and all, and the snapshots that no younger one uses. A chain loses only its start:
 * what is dropped of it ends before the first link that is young enough, whatever the clock did later. Each page is one
 * short transaction with the entry that tells of it. Not for a thread that serves: see expiry-thread.ts.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChainHead } from '../../audit/chain.ts';
import type { Expiry, Purged } from '../../audit/erasure.ts';
import { PURGE_VERSION } from '../../audit/erasure.ts';
import { newRecordId } from '../../audit/recorder.ts';
import { instantOf } from '../../base/clock.ts';
import { DAY_MS } from '../../base/day.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { SqliteConnection } from './connection.ts';
import type { StorePlace } from './database.ts';
import { inTransaction, openDatabase, storeFailure } from './database.ts';
import { expirableLinks, expirableSnapshots, isRecord } from './expirable.ts';
import { purgeChain } from './purge-chain.ts';
import { readsOf } from './reads.ts';
import { headIn, recordReads } from './record-reads.ts';
import { RECORDS_FILE } from './schema.ts';

/** Between two pages, for whoever waits to write. */
const PAUSE_MS = 20;
/** With more heads than this it is looked which of the chains are wholly gone, so that entries don't grow for ever. */
const MAX_HEADS = 64;

/**
 * Whoever stops it keeps what is done so far; the next one goes on from there.
 * @throws Failure `store_unavailable`
 */
export async function expireRecords(
  { folder, busyTimeoutMs }: StorePlace,
  tenant: Tenant,
  expiry: Expiry,
  isStopped: () => boolean = () => false,
): Promise<Purged> {
  const file = join(folder, RECORDS_FILE.name);
  const database = openDatabase(folder, RECORDS_FILE, { use: 'bulk', busyTimeoutMs });
  try {
    const gone = await chainsGone(database, file, tenant);
    const expiring = expirer(database, tenant, expiry, gone);
    for (const dropped of expiring.pages()) {
      if (isStopped()) break;
      if (dropped) await sleep(PAUSE_MS);
    }
    return expiring.purged();
  } catch (error) {
    throw storeFailure(file, error);
  } finally {
    database.close();
  }
}

/** Writers that an entry needs to name no more. What is wholly gone is never gone on with: see record-writer.ts. */
async function chainsGone(database: SqliteConnection, file: string, tenant: Tenant): Promise<ReadonlySet<string>> {
  const { heads } = purgeChain(database).state(tenant);
  if (heads.length <= MAX_HEADS) return new Set();
  const living = new Set((await recordReads(database, readsOf(file)).heads(tenant)).map(({ writer }) => writer));
  return new Set(heads.map(({ writer }) => writer).filter((writer) => !living.has(writer)));
}

type Expirer = {
  /** Works as it is asked for; yields after each page whether it dropped something. */
  readonly pages: () => Generator<boolean>;
  readonly purged: () => Purged;
};

function expirer(
  database: SqliteConnection,
  tenant: Tenant,
  { beforeMs, atMs }: Expiry,
  gone: ReadonlySet<string>,
): Expirer {
  const chain = purgeChain(database);
  const links = expirableLinks(database, tenant, beforeMs);
  const snapshots = expirableSnapshots(database, tenant, Math.floor(beforeMs / DAY_MS));
  const entries: string[] = [];
  let [records, snapshotCount] = [0, 0];

  const append = (dropped: readonly ChainHead[], counts: { records: number; snapshots: number }): void => {
    const heads = new Map(chain.state(tenant).heads.map((head) => [head.writer, head]));
    for (const writer of gone) heads.delete(writer);
    for (const head of dropped) heads.set(head.writer, head);
    const id = newRecordId(atMs);
    const times = { at: instantOf(atMs), before: instantOf(beforeMs) };
    const told = { ...times, ...counts, heads: [...heads.values()] };
    chain.append({ version: PURGE_VERSION, entry: 'expired', id, tenant, ...told }, atMs);
    entries.push(id);
    records += counts.records;
    snapshotCount += counts.snapshots;
  };

  function* recordPages(until: number): Generator<boolean> {
    for (let after = 0; after < until;) {
      const page = inTransaction(database, () => {
        const { last, going } = links.page(after, until);
        // Appended before anything goes: no later row may come to lie where one was.
        if (going.length > 0) append(going.map(headIn), { records: going.filter(isRecord).length, snapshots: 0 });
        for (const row of going) links.drop(row);
        return { last: last ?? until, dropped: going.length > 0 };
      });
      after = page.last;
      yield page.dropped;
    }
  }

  /** Every old record was looked at: those that stayed come after a young one, and their snapshots count as of its day. */
  function* snapshotPages(until: number): Generator<boolean> {
    for (let after: number | null = snapshots.start(chain.state(tenant)); after !== null;) {
      const page = inTransaction(database, () => {
        // Somebody whose clock is behind has just written another old one. The next time will do.
        if (links.lastOld() > until) return { last: null, dropped: false };
        const { last, going } = snapshots.page(after ?? 0);
        if (going.length > 0) append([], { records: 0, snapshots: going.length });
        for (const position of going) snapshots.drop(position);
        if (last === null) chain.markExpired(tenant, snapshots.beforeDay);
        return { last, dropped: going.length > 0 };
      });
      after = page.last;
      yield page.dropped;
    }
  }

  function* pages(): Generator<boolean> {
    const until = links.lastOld();
    yield* recordPages(until);
    yield* snapshotPages(until);
  }
  return { pages, purged: () => ({ records, snapshots: snapshotCount, entries }) };
}
