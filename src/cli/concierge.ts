/**
 * Opens a concierge from a workspace's folder: deployment and workspace are checked, the store is opened, the release
 * kept and made ready. Whoever opens it closes it.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Alarm, Desk } from '../answer/desk.ts';
import type { PreparedRelease } from '../answer/prepared-release.ts';
import { prepareRelease } from '../answer/prepared-release.ts';
import type { EpochMs } from '../base/clock.ts';
import { instantOf } from '../base/clock.ts';
import { Failure } from '../base/failure.ts';
import { openCaller } from '../caller/open-caller.ts';
import type { Caller } from '../caller/caller.ts';
import type { Deployment } from '../config/deployment.ts';
import { loadDeployment, unsupported } from '../config/load-deployment.ts';
import { requireWorkspace } from '../config/load-workspace.ts';
import { releaseOf } from '../config/release.ts';
import type { Workspace } from '../config/workspace.ts';
import type { ImportReport } from '../directory/import-report.ts';
import { importDirectory } from '../directory/import-directory.ts';
import type { Store } from '../store/store.ts';
import type { CommandContext } from './context.ts';

export type OpenOptions = { readonly dir: string | undefined; readonly deployment?: string };

export type Concierge = {
  readonly deployment: Deployment;
  readonly workspace: Workspace;
  readonly release: PreparedRelease;
  readonly store: Store;
  readonly deskWith: (alarm: Alarm) => Desk;
  /** The caller of open mode. */
  readonly caller: Caller;
  /** Reads all sources into the directory. */
  readonly importSources: () => Promise<ImportReport>;
  readonly close: () => Promise<void>;
};

export async function openConcierge(options: OpenOptions, context: CommandContext): Promise<Concierge> {
  const folder = resolve(context.cwd, options.dir ?? '.');
  const deployment = readDeployment(folder, options, context);
  const workspace = requireWorkspace(deployment.tenants[0]?.workspace ?? folder);
  const caller = callerOf(deployment, workspace);
  const store = await context.openStore(deployment.store, context.clock);
  const now = context.clock.now();
  const release = await keptRelease(workspace, store, now);
  return {
    deployment,
    workspace,
    release,
    store,
    caller,
    deskWith: (alarm) => deskOf(release, store, context, alarm),
    importSources: async () => await importInto(store, workspace, now),
    close: () => store.close(),
  };
}

function readDeployment(folder: string, { deployment }: OpenOptions, { cwd }: CommandContext): Deployment {
  const beside = join(folder, 'deployment.yaml');
  const file = deployment === undefined ? (existsSync(beside) ? beside : null) : resolve(cwd, deployment);
  const read = loadDeployment({ file, workspace: folder });
  const refused = unsupported(read);
  if (refused !== null) throw refused;
  return read;
}

function callerOf({ auth }: Deployment, workspace: Workspace): Caller {
  const declared = auth.kind === 'open' ? auth.caller : null;
  const caller = openCaller(workspace, declared);
  if (caller !== undefined) return caller;
  const names = workspace.callers.map(({ id }) => id).join(', ');
  throw new Failure(
    'configuration',
    `The deployment’s open caller ${declared} is not declared.`,
    `Callers are: ${names}.`,
  );
}

async function keptRelease(workspace: Workspace, store: Store, now: EpochMs): Promise<PreparedRelease> {
  const { id, json } = releaseOf(workspace);
  const { at } = await store.releases.keep(workspace.tenant, id, json, instantOf(now));
  return prepareRelease(workspace, id, at);
}

function deskOf(release: PreparedRelease, store: Store, { clock }: CommandContext, alarm: Alarm): Desk {
  const tenant = release.workspace.tenant;
  return { tenant, release: () => release, directory: store.directory, records: store.records, clock, alarm };
}

async function importInto(store: Store, workspace: Workspace, now: EpochMs): Promise<ImportReport> {
  const { data, report } = await importDirectory(workspace, now);
  await store.directory.replace(workspace.tenant, data);
  return report;
}
