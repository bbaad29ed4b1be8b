/**
 * A batch of records as the writer thread takes it: its text, and each snapshot only until it is durable.
 * Snapshots are known by object identity: the recorder gives the same object for the same facts, and what is no longer
 * kept anywhere is forgotten here too. One that is sent again costs a little and changes nothing.
 */
import type { Snapshot } from '../../audit/record.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { Batch, RecordRow, SnapshotRow } from './record-writer.ts';

export type PendingRecord = {
  readonly tenant: Tenant;
  readonly id: string;
  readonly atMs: number;
  readonly body: string;
  readonly snapshots: readonly Snapshot[];
};

export type DurableSnapshots = {
  readonly has: (tenant: Tenant, snapshot: Snapshot) => boolean;
  readonly add: (sent: readonly SentSnapshot[]) => void;
};

export type SentSnapshot = readonly [tenant: Tenant, snapshot: Snapshot];

export function durableSnapshots(): DurableSnapshots {
  const byTenant = new Map<Tenant, WeakSet<Snapshot>>();
  return {
    has: (tenant, snapshot) => byTenant.get(tenant)?.has(snapshot) ?? false,
    add: (sent) => {
      for (const [tenant, snapshot] of sent) {
        const known = byTenant.get(tenant);
        if (known === undefined) byTenant.set(tenant, new WeakSet([snapshot]));
        else known.add(snapshot);
      }
    },
  };
}

/** `sent` are the snapshots that become durable with the batch. */
export function batchOf(
  records: readonly PendingRecord[],
  durable: DurableSnapshots,
): { readonly batch: Batch; readonly sent: readonly SentSnapshot[] } {
  const rows: RecordRow[] = [];
  const snapshots: SnapshotRow[] = [];
  const sent: SentSnapshot[] = [];
  const inBatch = durableSnapshots();
  for (const { tenant, id, atMs, body, snapshots: wanted } of records) {
    rows.push([tenant, id, atMs, body]);
    for (const snapshot of wanted) {
      if (durable.has(tenant, snapshot) || inBatch.has(tenant, snapshot)) continue;
      inBatch.add([[tenant, snapshot]]);
      sent.push([tenant, snapshot]);
      snapshots.push([tenant, snapshot.hash, snapshot.json]);
    }
  }
  return { batch: { records: rows, snapshots }, sent };
}
