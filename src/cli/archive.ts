/**
 * Opens the records of a workspace's folder for whoever looks through them: the deployment says where the store is, the
 * workspace whose it is, and nothing else of it needs to be right. No source is read.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '../base/failure.ts';
import type { Tenant } from '../caller/caller.ts';
import { DEFAULT_TENANT } from '../caller/caller.ts';
import type { Deployment, StoreChoice } from '../config/deployment.ts';
import { loadDeployment } from '../config/load-deployment.ts';
import { loadTenant } from '../config/load-tenant.ts';
import type { Store } from '../store/store.ts';
import type { OpenOptions } from './configured.ts';
import { deploymentBeside } from './configured.ts';
import type { CommandContext } from './context.ts';

export type Archive = {
  readonly tenant: Tenant;
  readonly store: Store;
  readonly deployment: Deployment;
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
  const folder = resolve(context.cwd, options.dir ?? '.');
  const deployment = deploymentOf(folder, options, context);
  const tenant = tenantOf(deployment);
  refuseMissing(deployment.store);
  const store = await context.openStore(deployment.store, context.clock);
  try {
    return await work({ tenant, store, deployment });
  } finally {
    await store.close();
  }
}

function deploymentOf(folder: string, { deployment }: OpenOptions, { cwd }: CommandContext): Deployment {
  const file = deployment === undefined ? deploymentBeside(folder) : resolve(cwd, deployment);
  return loadDeployment({ file, workspace: folder });
}

function tenantOf({ tenants: [only, ...others] }: Deployment): Tenant {
  if (only === undefined || others.length > 0)
    throw new Failure(
      'configuration',
      `The deployment names ${others.length + 1} tenants, and records are looked through one tenant at a time.`,
      'Name a deployment file with one of them.',
    );
  return only.tenant === DEFAULT_TENANT ? loadTenant(only.workspace) : only.tenant;
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
