/** A deployment and its one workspace, read and checked, and who its caller is; nothing is opened. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigurationFailure, Failure } from '../base/failure.ts';
import type { Problem } from '../base/problem.ts';
import type { Caller } from '../caller/caller.ts';
import { DEFAULT_TENANT } from '../caller/caller.ts';
import { clientProblems } from '../config/client-problems.ts';
import type { Deployment } from '../config/deployment.ts';
import { loadDeployment, unsupported } from '../config/load-deployment.ts';
import { loadWorkspace, withoutErrors } from '../config/load-workspace.ts';
import type { Workspace } from '../config/workspace.ts';
import type { CommandContext } from './context.ts';
import { anyCaller, callersOf } from './callers/callers.ts';

export type OpenOptions = { readonly dir: string | undefined; readonly deployment?: string };

export type Configured = {
  readonly deployment: Deployment;
  readonly workspace: Workspace;
  /** Everybody in open mode; elsewhere whoever asks for the program itself. */
  readonly caller: Caller;
  /** Workspace warnings, for whoever starts it. */
  readonly warnings: readonly Problem[];
};

/** @throws Failure with everything that is wrong */
export function readConfiguration(options: OpenOptions, { cwd }: Pick<CommandContext, 'cwd'>): Configured {
  const folder = resolve(cwd, options.dir ?? '.');
  const deployment = readDeployment(folder, options, cwd);
  const loaded = loadWorkspace(deployment.tenants[0]?.workspace ?? folder);
  const workspace = withoutErrors(loaded);
  refuseOtherTenant(deployment, workspace, options);
  refuseUnknownClients(deploymentFile(folder, options, cwd), workspace);
  return { deployment, workspace, caller: callerOf(deployment, workspace), warnings: loaded.problems };
}

/** @throws Failure for a file with errors, or with what this version doesn't serve */
export function readDeployment(folder: string, { deployment }: OpenOptions, cwd: string): Deployment {
  const read = loadDeployment({ file: deploymentFile(folder, { deployment }, cwd), workspace: folder });
  const refused = unsupported(read);
  if (refused !== null) throw refused;
  return read;
}

function deploymentFile(
  folder: string,
  { deployment }: { readonly deployment?: string | undefined },
  cwd: string,
): string | null {
  return deployment === undefined ? deploymentBeside(folder) : resolve(cwd, deployment);
}

function refuseUnknownClients(file: string | null, { callers }: Workspace): void {
  const problems =
    file === null
      ? []
      : clientProblems(
          file,
          callers.map(({ id }) => id),
        );
  if (problems.length > 0) throw new ConfigurationFailure(problems);
}

/** The deployment that stands in the workspace's folder, if one does. */
export function deploymentBeside(folder: string): string | null {
  const file = join(folder, 'deployment.yaml');
  return existsSync(file) ? file : null;
}

/** Records, keys and paths carry the tenant: two names for one company would part them. */
function refuseOtherTenant({ tenants }: Deployment, { tenant }: Workspace, { deployment }: OpenOptions): void {
  const named = tenants[0]?.tenant;
  if (named === undefined || named === DEFAULT_TENANT || named === tenant) return;
  throw new Failure(
    'configuration',
    `The deployment serves the tenant \`${named}\`, and its workspace is of \`${tenant}\`.`,
    `Name the tenant \`${tenant}\` under \`tenants:\` in ${deployment ?? 'deployment.yaml'}.`,
  );
}

/** Whoever must be bound can be where the caller's platform is registered; else nobody could ever be told anything. */
function callerOf({ auth }: Deployment, workspace: Workspace): Caller {
  if (auth.kind !== 'open' || auth.caller === null) return anyCaller(workspace);
  const declared = callersOf(workspace);
  const caller = declared.get(auth.caller);
  if (caller !== undefined && !cannotBeBound(caller)) return caller;
  const others = [...declared.values()].filter((one) => !cannotBeBound(one)).map(({ id }) => id);
  const mend = `Name one that needs none (${others.join(', ')}), or write \`auth: open\` alone.`;
  const what = `The deployment’s open caller \`${auth.caller}\``;
  throw new Failure(
    'configuration',
    caller === undefined
      ? `${what} is not declared.`
      : `${what} must be bound to a customer by an assertion, and nobody is registered to make one.`,
    mend,
  );
}

function cannotBeBound({ binding, assertions }: Caller): boolean {
  return binding === 'required' && assertions === null;
}
