/**
 * Makes decision records durable: one transaction and one sync for each batch. It salts, hashes and chains the records too.
 * One for each process and store, in a thread of its own: see record-worker.ts. Not for reading.
 */
import { randomBytes } from 'node:crypto';
import { SALT_BYTES } from '../../audit/chain.ts';
import type { ContentHash } from '../../base/hash.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { SqliteConnection } from './connection.ts';
import type { StorePlace } from './database.ts';
import { inTransaction } from './database.ts';
import { purgeCounter } from './purge-chain.ts';
import type { ChainEnd, RecordRow } from './record-link.ts';
import { linkAppender } from './record-link.ts';

export type WriterPlace = StorePlace & { readonly maxBytes: number | null };

/** The day, since 1970-01-01 in UTC, of the newest record that used it. */
export type SnapshotRow = readonly [tenant: Tenant, hash: ContentHash, usedDay: number, json: string];

/** Tuples of texts: they cross to another thread for a fraction of what objects cost. */
export type Batch = {
  readonly records: readonly RecordRow[];
  readonly snapshots: readonly SnapshotRow[];
  /** Snapshots were left out as durable when there had been so many purges; `null` where none was. */
  readonly purges: number | null;
};

export type Written =
  /** All of the batch is durable, but for the records (by index) whose id was taken. */
  | { readonly kind: 'written'; readonly taken: readonly number[]; readonly purges: number }
  /** Nothing of the batch was kept: something was purged since, maybe a snapshot that it left out. */
  | { readonly kind: 'outdated' };

export type RecordWriter = {
  /** @throws SQLite's error, with nothing of the batch kept */
  readonly write: (batch: Batch) => Written;
  /** Takes the room of a usual batch, and nothing else. */
  readonly probe: () => Written;
};

/** The room that a usual batch takes: a probe succeeds only where the next batch would. */
const PROBE_BYTES = 64 * 1024;

export function recordWriter(database: SqliteConnection): RecordWriter {
  const append = linkAppender(database);
  const insertSnapshot = database.prepare(
    `INSERT INTO snapshot (tenant, hash, used_day, json) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET used_day = excluded.used_day WHERE excluded.used_day > used_day`,
  );
  const probe = database.prepare('INSERT OR REPLACE INTO probe VALUES (1, zeroblob(?))');
  const countPurges = purgeCounter(database);
  const chains = ownChains(database);

  const insert = ({ records, snapshots }: Batch): readonly number[] => {
    const taken: number[] = [];
    const salts = randomBytes(records.length * SALT_BYTES);
    for (const snapshot of snapshots) insertSnapshot.run(...snapshot);
    for (const [index, record] of records.entries()) {
      const [tenant, id] = record;
      const salt = salts.subarray(index * SALT_BYTES, (index + 1) * SALT_BYTES);
      const end = append(chains.endOf(tenant), salt, record);
      if (end === null) taken.push(index);
      else chains.reach(tenant, { ...end, id });
    }
    return taken;
  };

  const write = (batch: Batch): Written => {
    try {
      const written = inTransaction(database, (): Written => {
        const purges = countPurges();
        if (batch.purges !== null && batch.purges !== purges) return { kind: 'outdated' };
        chains.look(purges);
        return { kind: 'written', taken: insert(batch), purges };
      });
      chains.keep();
      return written;
    } catch (error) {
      // After a rollback the chains go on from where they were.
      chains.forget();
      throw error;
    }
  };

  const probeDisk = (): Written => {
    probe.run(PROBE_BYTES);
    return { kind: 'written', taken: [], purges: countPurges() };
  };
  return { write, probe: probeDisk };
}

/** A chain's end with the id of its record: by that it is found. */
type OwnEnd = ChainEnd & { readonly id: string };

type OwnChains = {
  /** Starts a chain where there is none. */
  readonly endOf: (tenant: Tenant) => ChainEnd;
  readonly reach: (tenant: Tenant, end: OwnEnd) => void;
  /** Ends the chains whose last link has expired, if anything was purged since the last look. */
  readonly look: (purges: number) => void;
  /** What was reached is committed. */
  readonly keep: () => void;
  /** What was reached was rolled back. */
  readonly forget: () => void;
};

/**
 * How far each tenant's chain of this writer has come. A chain of which nothing is left is never gone on with: else nobody
 * could ever forget where it ended.
 */
function ownChains(database: SqliteConnection): OwnChains {
  const isThere = database.prepare('SELECT 1 FROM record WHERE tenant = ? AND id = ?');
  const kept = new Map<Tenant, OwnEnd>();
  const reached = new Map<Tenant, OwnEnd>();
  let looked = 0;
  return {
    endOf: (tenant) => reached.get(tenant) ?? kept.get(tenant) ?? newChain(),
    reach: (tenant, end) => reached.set(tenant, end),
    look: (purges) => {
      if (purges === looked) return;
      looked = purges;
      for (const [tenant, { id }] of kept) if (isThere.get(tenant, id) === undefined) kept.delete(tenant);
    },
    keep: () => {
      for (const [tenant, end] of reached) kept.set(tenant, end);
      reached.clear();
    },
    forget: () => reached.clear(),
  };
}

function newChain(): ChainEnd {
  return { writer: randomBytes(12).toString('base64url'), sequence: 0, hash: null };
}
