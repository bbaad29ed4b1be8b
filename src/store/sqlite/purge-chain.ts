/**
 * Each tenant's chain of purge entries. It is one for all processes and goes on for ever, unlike the chains of records:
 * entries are rare, so where it has come to is read from the file. Not for deciding what goes.
 */
import { randomBytes } from 'node:crypto';
import type { ChainHead } from '../../audit/chain.ts';
import { PURGE_WRITER, SALT_BYTES } from '../../audit/chain.ts';
import type { PurgeEntry } from '../../audit/erasure.ts';
import type { EpochMs } from '../../base/clock.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { SqliteConnection } from './connection.ts';
import type { ChainEnd } from './record-link.ts';
import { linkAppender } from './record-link.ts';
import type { Row } from './rows.ts';
import { hexIn, numberIn, ownJson, textIn } from './rows.ts';

export type PurgeState = {
  readonly end: ChainEnd;
  /** After these links the tenant's chains go on, those before them having expired. */
  readonly heads: readonly ChainHead[];
  /** Snapshots that were last used before this day have expired; counted from 1970-01-01 in UTC. */
  readonly expiredDay: number;
};

export type PurgeChain = {
  readonly state: (tenant: Tenant) => PurgeState;
  /** Within a transaction of the caller's, with what the entry tells of. */
  readonly append: (entry: PurgeEntry, atMs: EpochMs) => void;
  /** Where there are entries: snapshots have expired up to this day. */
  readonly markExpired: (tenant: Tenant, day: number) => void;
};

const NO_PURGE: PurgeState = {
  end: { writer: PURGE_WRITER, sequence: 0, hash: null },
  heads: [],
  expiredDay: 0,
};

/** How many purges of any tenant there have been: it tells whether something may have gone since. */
export function purgeCounter(database: SqliteConnection): () => number {
  const count = database.prepare('SELECT coalesce(sum(sequence), 0) AS purges FROM purge');
  return () => numberIn(count.get() ?? {}, 'purges');
}

export function purgeChain(database: SqliteConnection): PurgeChain {
  const appendLink = linkAppender(database);
  const select = database.prepare('SELECT sequence, hash, heads, expired_day FROM purge WHERE tenant = ?');
  const save = database.prepare('INSERT OR REPLACE INTO purge VALUES (?, ?, ?, ?, ?)');
  const mark = database.prepare('UPDATE purge SET expired_day = ? WHERE tenant = ?');

  const state = (tenant: Tenant): PurgeState => {
    const row = select.get(tenant);
    return row === undefined ? NO_PURGE : stateIn(row);
  };

  const append = (entry: PurgeEntry, atMs: EpochMs): void => {
    const { end: last, heads, expiredDay } = state(entry.tenant);
    const record = [entry.tenant, entry.id, atMs, JSON.stringify(entry)] as const;
    const end = appendLink(last, randomBytes(SALT_BYTES), record);
    if (end === null) throw new Error(`purge entry ${entry.id} is there already`);
    const current = entry.entry === 'expired' ? entry.heads : heads;
    save.run(entry.tenant, end.sequence, end.hash, JSON.stringify(current), expiredDay);
  };

  return { state, append, markExpired: (tenant, day) => void mark.run(day, tenant) };
}

function stateIn(row: Row): PurgeState {
  return {
    end: { writer: PURGE_WRITER, sequence: numberIn(row, 'sequence'), hash: Buffer.from(hexIn(row, 'hash'), 'hex') },
    heads: ownJson<readonly ChainHead[]>(textIn(row, 'heads')),
    expiredDay: numberIn(row, 'expired_day'),
  };
}
