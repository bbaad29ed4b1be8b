/** Where a tenant's chains stand at a moment, as a checkpoint to be signed. */
import type { Checkpoint } from '../../audit/checkpoint.ts';
import { CHECKPOINT_VERSION } from '../../audit/checkpoint.ts';
import type { EpochMs } from '../../base/clock.ts';
import { instantOf } from '../../base/clock.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { RecordStore } from '../../store/store.ts';

export async function checkpointOf(
  records: Pick<RecordStore, 'heads'>,
  tenant: Tenant,
  atMs: EpochMs,
): Promise<Checkpoint> {
  const heads = await records.heads(tenant);
  // A sequence counts from 1, so each head knows how many links its chain ever had.
  const links = heads.reduce((sum, { sequence }) => sum + sequence, 0);
  return { version: CHECKPOINT_VERSION, tenant, at: instantOf(atMs), heads, links };
}
