/**
 * Opens a concierge from a workspace's folder: deployment and workspace are checked, the store is opened, the release
 * kept and made ready. Whoever opens it closes it.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Alarm, Desk } from '../answer/desk.ts';
import type { PreparedRelease } from '../answer/prepared-release.ts';
import { prepareRelease } from '../answer/prepared-release.ts';
import type { Clock, EpochMs } from '../base/clock.ts';
import { instantOf } from '../base/clock.ts';
import { Failure } from '../base/failure.ts';
import type { Problem } from '../base/problem.ts';
import { openCaller } from './open-caller.ts';
import type { Caller } from '../caller/caller.ts';
import { DEFAULT_TENANT } from '../caller/caller.ts';
import type { Deployment } from '../config/deployment.ts';
import { loadDeployment, unsupported } from '../config/load-deployment.ts';
import { loadWorkspace, withoutErrors } from '../config/load-workspace.ts';
import { releaseOf } from '../config/release.ts';
import type { Workspace } from '../config/workspace.ts';
import type { ImportJob, ImportOutcome } from '../directory/import-job.ts';
import type { Store } from '../store/store.ts';
import type { CommandContext } from './context.ts';
import type { ImportProgress } from '../directory/progress.ts';
import { progressText } from './progress-line.ts';

export type OpenOptions = { readonly dir: string | undefined; readonly deployment?: string };

export type ImportOptions = {
  /** The beginning of the id of changes that were held before, and are wanted. */
  readonly confirmed?: string | undefined;
  /** Ends the import; the directory stays as it was. */
  readonly signal?: AbortSignal;
};

export type Concierge = {
  readonly deployment: Deployment;
  readonly workspace: Workspace;
  readonly release: PreparedRelease;
  readonly store: Store;
  /** Workspace warnings, for whoever starts it. */
  readonly warnings: readonly Problem[];
  /** The live desk; `clock` for the question what would be answered at another moment. */
  readonly deskWith: (alarm: Alarm, clock?: Clock) => Desk;
  /** The caller of open mode. */
  readonly caller: Caller;
  /** Reads all sources into the directory, or holds what would change more than the workspace allows. */
  readonly importSources: (options?: ImportOptions) => Promise<ImportOutcome>;
  readonly close: () => Promise<void>;
};

export async function openConcierge(options: OpenOptions, context: CommandContext): Promise<Concierge> {
  const folder = resolve(context.cwd, options.dir ?? '.');
  const deployment = readDeployment(folder, options, context);
  const loaded = loadWorkspace(deployment.tenants[0]?.workspace ?? folder);
  const workspace = withoutErrors(loaded);
  refuseOtherTenant(deployment, workspace, options);
  const caller = callerOf(deployment, workspace);
  const store = await context.openStore(deployment.store, context.clock);
  const release = await keptRelease(workspace, store, context.clock.now()).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  return {
    deployment,
    workspace,
    release,
    store,
    caller,
    warnings: loaded.problems,
    deskWith: (alarm, clock = context.clock) => deskOf(release, store, clock, alarm),
    importSources: async (also = {}) => {
      const outcome = await importBy(context, deployment, workspace, also);
      store.directory.refresh();
      return outcome;
    },
    close: () => store.close(),
  };
}

function readDeployment(folder: string, { deployment }: OpenOptions, { cwd }: CommandContext): Deployment {
  const file = deployment === undefined ? deploymentBeside(folder) : resolve(cwd, deployment);
  const read = loadDeployment({ file, workspace: folder });
  const refused = unsupported(read);
  if (refused !== null) throw refused;
  return read;
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

/** The deployment that stands in the workspace's folder, if one does. */
export function deploymentBeside(folder: string): string | null {
  const file = join(folder, 'deployment.yaml');
  return existsSync(file) ? file : null;
}

/** Open mode brings no assertion, so a caller that must be bound could never be told anything. */
function callerOf({ auth }: Deployment, workspace: Workspace): Caller {
  const declared = auth.kind === 'open' ? auth.caller : null;
  const caller = openCaller(workspace, declared);
  const others = workspace.callers.filter(({ binding }) => binding !== 'required').map(({ id }) => id);
  const mend = `Name one that needs none (${others.join(', ')}), or write \`auth: open\` alone.`;
  if (caller === undefined)
    throw new Failure('configuration', `The deployment’s open caller \`${declared}\` is not declared.`, mend);
  if (caller.binding === 'required')
    throw new Failure(
      'configuration',
      `The deployment’s open caller \`${declared}\` must be bound to a customer by an assertion, and open mode has none.`,
      mend,
    );
  return caller;
}

async function keptRelease(workspace: Workspace, store: Store, now: EpochMs): Promise<PreparedRelease> {
  const { id, json } = releaseOf(workspace);
  const { at } = await store.releases.keep(workspace.tenant, id, json, instantOf(now));
  return prepareRelease(workspace, id, at);
}

function deskOf(release: PreparedRelease, store: Store, clock: Clock, alarm: Alarm): Desk {
  const tenant = release.workspace.tenant;
  return { tenant, release: () => release, directory: store.directory, records: store.records, clock, alarm };
}

async function importBy(
  { runImport, clock, progress }: CommandContext,
  { store }: Deployment,
  workspace: Workspace,
  { confirmed, signal }: ImportOptions,
): Promise<ImportOutcome> {
  const job = importJob(workspace, clock.now(), confirmed ?? null);
  try {
    const onProgress = (at: ImportProgress): void => progress(progressText(at));
    return await runImport(job, store, { onProgress, ...(signal === undefined ? {} : { signal }) });
  } finally {
    progress(null);
  }
}

/** Plain data, and no more of the workspace than an import needs. */
function importJob(workspace: Workspace, nowMs: EpochMs, confirmed: string | null): ImportJob {
  const { tenant, folder, timezone, facts, precedence, calendars, approved, sources, sampleDay, holdAbove } = workspace;
  const imported = { folder, timezone, facts, precedence, calendars, approved, sources, sampleDay };
  return { tenant, workspace: imported, nowMs, holdAbove, confirmed };
}
