/**
 * A batch of records as the writer thread takes it: its text, and each snapshot only until it is durable for the day of the
 * record. Snapshots are known by object identity: the recorder gives the same object for the same facts, and what is no
 * longer kept anywhere is forgotten here too. One that is sent again costs a little and changes nothing.
 */
import { DAY_MS } from '../../base/day.ts';
import type { Snapshot } from '../../audit/record.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { RecordRow } from './record-link.ts';
import type { Batch, SnapshotRow } from './record-writer.ts';

export type PendingRecord = {
  readonly tenant: Tenant;
  readonly id: string;
  readonly atMs: number;
  readonly body: string;
  readonly snapshots: readonly Snapshot[];
};

export type DurableSnapshots = {
  /** Whether it is stored as used on that day or a later one. */
  readonly has: (tenant: Tenant, snapshot: Snapshot, day: number) => boolean;
  /** They were stored when there had been so many purges; whatever was stored before an earlier one may be gone. */
  readonly add: (sent: readonly SentSnapshot[], purges: number) => void;
  readonly forget: () => void;
  /** How many purges there had been; `null` while nothing is known to be stored. */
  readonly purges: () => number | null;
  /** The day that a record of this moment counts for: never one before an earlier record's, whatever the clock does. */
  readonly dayOf: (atMs: number) => number;
};

export type SentSnapshot = readonly [tenant: Tenant, snapshot: Snapshot, day: number];

type KnownDays = Map<Tenant, WeakMap<Snapshot, number>>;

export function durableSnapshots(): DurableSnapshots {
  let days: KnownDays = new Map();
  let known: number | null = null;
  let newestDay = Number.NEGATIVE_INFINITY;
  const forget = (): void => {
    days = new Map();
    known = null;
  };
  return {
    has: (tenant, snapshot, day) => isKnown(days, tenant, snapshot, day),
    add: (sent, purges) => {
      if (purges !== known) forget();
      known = purges;
      for (const one of sent) know(days, one);
    },
    forget,
    purges: () => known,
    dayOf: (atMs) => (newestDay = Math.max(newestDay, Math.floor(atMs / DAY_MS))),
  };
}

function isKnown(days: KnownDays, tenant: Tenant, snapshot: Snapshot, day: number): boolean {
  return (days.get(tenant)?.get(snapshot) ?? Number.NEGATIVE_INFINITY) >= day;
}

function know(days: KnownDays, [tenant, snapshot, day]: SentSnapshot): void {
  const known = days.get(tenant);
  if (known === undefined) days.set(tenant, new WeakMap([[snapshot, day]]));
  else known.set(snapshot, day);
}

/** `sent` are the snapshots that become durable with the batch. */
export function batchOf(
  records: readonly PendingRecord[],
  durable: DurableSnapshots,
): { readonly batch: Batch; readonly sent: readonly SentSnapshot[] } {
  const rows: RecordRow[] = [];
  const snapshots: SnapshotRow[] = [];
  const sent: SentSnapshot[] = [];
  const inBatch: KnownDays = new Map();
  let leftOut = false;
  for (const { tenant, id, atMs, body, snapshots: wanted } of records) {
    rows.push([tenant, id, atMs, body]);
    const day = durable.dayOf(atMs);
    for (const snapshot of wanted) {
      if (isKnown(inBatch, tenant, snapshot, day)) continue;
      if (durable.has(tenant, snapshot, day)) {
        leftOut = true;
        continue;
      }
      know(inBatch, [tenant, snapshot, day]);
      sent.push([tenant, snapshot, day]);
      snapshots.push([tenant, snapshot.hash, day, snapshot.json]);
    }
  }
  return { batch: { records: rows, snapshots, purges: leftOut ? durable.purges() : null }, sent };
}
