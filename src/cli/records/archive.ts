/**
 * Opens the records of a workspace's folder for whoever looks through them: the deployment says where the store is, the
 * workspace whose it is, and nothing else of it needs to be right. No source is read.
 */
import { existsSync } from 'node:fs';
import { Failure } from '../../base/failure.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { Deployment, StoreChoice } from '../../config/deployment.ts';
import type { Store } from '../../store/store.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { onlyTenant } from '../only-tenant.ts';

export type Archive = {
  readonly tenant: Tenant;
  readonly store: Store;
  readonly deployment: Deployment;
  /** The folder of the workspace. */
  readonly folder: string;
};

/**
 * Whatever comes of `work`, the store is closed after it.
 * @throws Failure with what is wrong, `not_found` where nothing was ever recorded
 */
export async function withArchive<Result>(
  options: OpenOptions,
  context: CommandContext,
  work: (archive: Archive) => Promise<Result>,
): Promise<Result> {
  const { deployment, tenant, workspace: folder } = onlyTenant(options, context, 'records are looked through');
  refuseMissing(deployment.store);
  const store = await context.openStore(deployment.store, context.clock);
  try {
    return await work({ tenant, store, deployment, folder });
  } finally {
    await store.close();
  }
}

/** Opening would make a new one, and an auditor who named the wrong folder would find it empty. */
function refuseMissing(store: StoreChoice): void {
  if (store.kind !== 'sqlite' || existsSync(store.folder)) return;
  throw new Failure(
    'not_found',
    `There is no store at ${store.folder}, so nothing was recorded there.`,
    'Name the workspace that was served, or its deployment with --deployment.',
  );
}
