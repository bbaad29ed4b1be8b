/**
 * Opens a concierge from a workspace's folder: deployment and workspace are checked, the store is opened, the release
 * kept and made ready. Whoever opens it closes it.
 */
import { readdirSync } from 'node:fs';
import type { Desk } from '../answer/desk.ts';
import type { PreparedRelease } from '../answer/prepared-release.ts';
import { prepareRelease } from '../answer/prepared-release.ts';
import type { Clock, EpochMs } from '../base/clock.ts';
import { instantOf } from '../base/clock.ts';
import type { Failure } from '../base/failure.ts';
import type { Deployment, StoreChoice } from '../config/deployment.ts';
import { UNLIMITED } from '../caller/budgets.ts';
import { releaseOf } from '../config/release.ts';
import type { Workspace } from '../config/workspace.ts';
import type { ImportJob, ImportOutcome } from '../directory/import-job.ts';
import type { ImportProgress, OnProgress } from '../directory/progress.ts';
import { UNWATCHED } from '../directory/progress.ts';
import type { LateStore } from '../store/late-store.ts';
import { lateStore } from '../store/late-store.ts';
import type { Store } from '../store/store.ts';
import type { Configured, OpenOptions } from './configured.ts';
import { readConfiguration } from './configured.ts';
import type { CommandContext } from './context.ts';
import { importTold } from './log-import.ts';
import type { Log } from './log-writer.ts';
import { progressText } from './progress-line.ts';

export type ImportOptions = {
  /** The beginning of the id of changes that were held before, and are wanted. */
  readonly confirmed?: string | undefined;
  /** Ends the import; the directory stays as it was. */
  readonly signal?: AbortSignal | undefined;
  /** Where nobody waits at a terminal, progress and the end are events of this log. */
  readonly log?: Log | undefined;
};

export type Concierge = Configured & {
  readonly store: Store;
  /** Why the store can't be opened; it is tried again by itself. Null where it is open. */
  readonly storeTrouble: () => Failure | null;
  /** The release that is live at the moment. */
  readonly release: () => PreparedRelease;
  /** The live desk; `clock` for the question what would be answered at another moment. */
  readonly deskWith: (watch: Watch, clock?: Clock) => Desk;
  /** Keeps the live release in the store: done where that was open from the start, and by each import. */
  readonly keepRelease: () => Promise<void>;
  /** Reads all sources into the directory, or holds what would change more than the workspace allows. */
  readonly importSources: (options?: ImportOptions) => Promise<ImportOutcome>;
  readonly close: () => Promise<void>;
};

/** Who hears of answers, and what callers may use up: nothing is counted where it is left out. */
export type Watch = Pick<Desk, 'alarm' | 'onAnswer'> & Partial<Pick<Desk, 'budgets'>>;

/** Between two tries to open a store, in milliseconds. */
const RETRY_MS = 5_000;

/**
 * For whoever gives results to a person: a store that can't be opened is a failure.
 * @throws Failure with everything that is wrong
 */
export async function openConcierge(options: OpenOptions, context: CommandContext): Promise<Concierge> {
  const configured = readConfiguration(options, context);
  const store = await context.openStore(configured.deployment.store, context.clock);
  const late: LateStore = { store, trouble: null };
  return await opened(configured, late, context).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
}

/**
 * For whoever serves: where a store that was in use can't be opened, or takes no release (a damaged file, a full disk), the
 * constant fallback is served meanwhile. `onStoreOpened` tells when it can be after all.
 */
export async function openServing(
  options: OpenOptions,
  context: CommandContext,
  onStoreOpened: (concierge: Concierge) => void,
): Promise<Concierge> {
  const configured = readConfiguration(options, context);
  if (!isInUse(configured.deployment.store)) return await openConcierge(options, context);
  const found = Promise.withResolvers<Concierge>();
  const late = await lateStore(() => openKeeping(configured, context), {
    retryMs: RETRY_MS,
    openKeys: () => context.openKeys(configured.deployment.store, context.clock),
    onOpened: () => void found.promise.then(onStoreOpened),
  });
  const concierge = await opened(configured, late, context);
  found.resolve(concierge);
  return concierge;
}

/** Records name their release, so a store that can't keep it is none. */
async function openKeeping({ deployment, workspace }: Configured, context: CommandContext): Promise<Store> {
  const store = await context.openStore(deployment.store, context.clock);
  try {
    await keptRelease(workspace, store, context.clock.now());
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function opened(configured: Configured, late: LateStore, context: CommandContext): Promise<Concierge> {
  const { deployment, workspace } = configured;
  const { store } = late;
  let release = await liveRelease(workspace, late, context.clock.now());
  const releaseNow = (): PreparedRelease => release;
  const keepRelease = async (): Promise<void> => {
    release = await liveRelease(workspace, late, context.clock.now());
  };
  return {
    ...configured,
    store,
    storeTrouble: () => late.trouble,
    release: releaseNow,
    deskWith: (watch, clock = context.clock) => deskOf(releaseNow, store, workspace, clock, watch),
    keepRelease,
    importSources: async (also = {}) => {
      await keepRelease();
      const run = (onProgress: OnProgress) => importBy(context, deployment, workspace, also, onProgress);
      const outcome = await (also.log === undefined ? run(UNWATCHED) : importTold(also.log, run));
      store.directory.refresh();
      return outcome;
    },
    close: () => store.close(),
  };
}

/** A folder with something in it: made by an earlier start, so not somebody's slip. */
function isInUse(choice: StoreChoice): boolean {
  if (choice.kind !== 'sqlite') return true;
  try {
    return readdirSync(choice.folder).length > 0;
  } catch (error) {
    return !isNoFolder(error);
  }
}

function isNoFolder(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** Without a store nothing is kept, and the release counts from now. */
async function liveRelease(
  workspace: Workspace,
  { store, trouble }: LateStore,
  now: EpochMs,
): Promise<PreparedRelease> {
  if (trouble === null) return await keptRelease(workspace, store, now);
  return prepareRelease(workspace, releaseOf(workspace).id, instantOf(now));
}

async function keptRelease(workspace: Workspace, store: Store, now: EpochMs): Promise<PreparedRelease> {
  const { id, json } = releaseOf(workspace);
  const { at } = await store.releases.keep(workspace.tenant, id, json, instantOf(now));
  return prepareRelease(workspace, id, at);
}

function deskOf(release: () => PreparedRelease, store: Store, { tenant }: Workspace, clock: Clock, watch: Watch): Desk {
  return {
    budgets: UNLIMITED,
    tenant,
    release,
    get directory() {
      return store.directory;
    },
    get records() {
      return store.records;
    },
    clock,
    ...watch,
  };
}

async function importBy(
  { runImport, clock, progress, isTerminal }: CommandContext,
  { store }: Deployment,
  workspace: Workspace,
  { confirmed, signal, log }: ImportOptions,
  tellProgress: OnProgress,
): Promise<ImportOutcome> {
  const job = importJob(workspace, clock.now(), confirmed ?? null);
  try {
    const onProgress = (at: ImportProgress): void => {
      tellProgress(at);
      if (log === undefined || isTerminal) progress(progressText(at));
    };
    return await runImport(job, store, { onProgress, ...(signal === undefined ? {} : { signal }) });
  } finally {
    progress(null);
  }
}

/** Plain data, and no more of the workspace than an import needs. */
function importJob(workspace: Workspace, nowMs: EpochMs, confirmed: string | null): ImportJob {
  const { tenant, folder, timezone, facts, precedence, inheritance, calendars, approved, sources } = workspace;
  const { sampleDay, holdAbove } = workspace;
  const imported = { folder, timezone, facts, precedence, inheritance, calendars, approved, sources, sampleDay };
  return { tenant, workspace: imported, nowMs, holdAbove, confirmed };
}
