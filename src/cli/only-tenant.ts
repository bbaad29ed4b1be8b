/**
 * Whose store a command is about, for commands that need no more: the deployment says where the store is, the workspace whose
 * it is, and nothing else of either needs to be right or to be served by this version.
 */
import { resolve } from 'node:path';
import { Failure } from '../base/failure.ts';
import type { Tenant } from '../caller/caller.ts';
import { DEFAULT_TENANT } from '../caller/caller.ts';
import type { Deployment } from '../config/deployment.ts';
import { loadDeployment } from '../config/load-deployment.ts';
import { loadTenant } from '../config/load-tenant.ts';
import type { OpenOptions } from './configured.ts';
import { deploymentBeside } from './configured.ts';
import type { CommandContext } from './context.ts';

export type OnlyTenant = {
  readonly deployment: Deployment;
  readonly tenant: Tenant;
  /** The folder of its workspace. */
  readonly workspace: string;
};

/**
 * `done`: what is done one tenant at a time, for the sentence that says so.
 * @throws Failure with what is wrong, or where there are several
 */
export function onlyTenant(
  { dir, deployment: named }: OpenOptions,
  { cwd }: Pick<CommandContext, 'cwd'>,
  done: string,
): OnlyTenant {
  const folder = resolve(cwd, dir ?? '.');
  const file = named === undefined ? deploymentBeside(folder) : resolve(cwd, named);
  const deployment = loadDeployment({ file, workspace: folder });
  const [only, ...others] = deployment.tenants;
  if (only === undefined || others.length > 0)
    throw new Failure(
      'configuration',
      `The deployment names ${deployment.tenants.length} tenants, and ${done} one tenant at a time.`,
      'Name a deployment file with one of them.',
    );
  const tenant = only.tenant === DEFAULT_TENANT ? loadTenant(only.workspace) : only.tenant;
  return { deployment, tenant, workspace: only.workspace };
}
