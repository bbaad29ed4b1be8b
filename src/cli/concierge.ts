/**
 * Opens a concierge from a workspace's folder: deployment and workspace are checked, the store is opened, and a release made
 * ready: what is live for whoever serves, the folder as it stands for whoever looks at it. Whoever opens it closes it.
 */
import { readdirSync } from 'node:fs';
import type { Desk } from '../answer/desk.ts';
import type { PreparedRelease } from '../answer/prepared-release.ts';
import type { Clock, EpochMs } from '../base/clock.ts';
import type { Failure } from '../base/failure.ts';
import type { Deployment, StoreChoice } from '../config/deployment.ts';
import { UNLIMITED } from '../caller/budgets.ts';
import type { Workspace } from '../config/workspace.ts';
import type { ImportJob, ImportOutcome } from '../directory/import-job.ts';
import type { ImportProgress, OnProgress } from '../directory/progress.ts';
import { UNWATCHED } from '../directory/progress.ts';
import type { LateStore } from '../store/late-store.ts';
import { lateStore } from '../store/late-store.ts';
import type { LiveWatch } from '../sources/live/live-accounts.ts';
import type { Publication, Store } from '../store/store.ts';
import type { Configured, OpenOptions } from './configured.ts';
import { readConfiguration } from './configured.ts';
import type { CommandContext } from './context.ts';
import type { Follower } from './serving/follow-releases.ts';
import { followReleases } from './serving/follow-releases.ts';
import type { LiveRelease } from './serving/live-release.ts';
import { folderRelease, importedWorkspace, publishedRelease, settledRelease } from './serving/live-release.ts';
import { importTold } from './log/log-import.ts';
import type { LiveSystems } from './serving/live-systems.ts';
import { liveSystems } from './serving/live-systems.ts';
import { unlessHeld } from './serving/unless-held.ts';
import type { Log } from './log/log-writer.ts';
import { progressText } from './terminal/progress-line.ts';

export type ImportOptions = {
  /** The beginning of the id of changes that were held before, and are wanted. */
  readonly confirmed?: string | undefined;
  /** Which systems are asked before; those whose time has come when left out. */
  readonly sync?: ImportJob['sync'] | undefined;
  /** Nothing is merged where asking them brought nothing; always when left out. */
  readonly mergeWhere?: ImportJob['mergeWhere'];
  /** Ends the import; the directory stays as it was. */
  readonly signal?: AbortSignal | undefined;
  /** Where nobody waits at a terminal, progress and the end are events of this log. */
  readonly log?: Log | undefined;
};

export type Concierge = Configured & {
  readonly store: Store;
  /** Why the store can't be opened; it is tried again by itself. Null where it is open. */
  readonly storeTrouble: () => Failure | null;
  /** The release by which it answers at the moment. */
  readonly release: () => PreparedRelease;
  /** When and how that one went live; null where it didn't: the folder as it stands. */
  readonly publication: () => Publication | null;
  /** For whoever serves: takes each release that goes live from now on. */
  readonly follow: (watch: ReleaseWatch) => Follower;
  /**
   * The live desk; `clock` for the question what would be answered at another moment. Sources are asked where somebody hears of it
   * (`live`), until the concierge is closed.
   */
  readonly deskWith: (watch: Watch, clock?: Clock) => Desk;
  /** For whoever serves: takes what is live, where the store couldn't be opened before; whoever follows hears of it. */
  readonly goLive: () => Promise<void>;
  /** Reads all sources into the directory, or holds what would change more than the workspace allows. */
  readonly importSources: (options?: ImportOptions) => Promise<ImportOutcome>;
  readonly close: () => Promise<void>;
};

/** Who hears of answers, and what callers may use up: nothing is counted where it is left out. */
export type Watch = Pick<Desk, 'alarm' | 'onAnswer'> &
  Partial<Pick<Desk, 'budgets' | 'askSystem'>> & { readonly live?: LiveWatch | undefined };

export type ReleaseWatch = {
  readonly onLive: (publication: Publication) => void;
  /** A release went live that this process can't serve: it answers on by the one before. */
  readonly onTrouble: (publication: Publication, cause: unknown) => void;
};

/** Between two tries to open a store, in milliseconds. */
const RETRY_MS = 5_000;

/** The release to open under: the folder's, or what is live. */
type Ground = (workspace: Workspace, late: LateStore, now: EpochMs) => Promise<LiveRelease>;

/** Without a store the folder is all there is, and counts from now. */
const theFolder: Ground = (workspace, { store, trouble }, now) =>
  folderRelease(workspace, trouble === null ? store.releases : null, now);
const whatIsLive: Ground = (workspace, late, now) =>
  late.trouble === null ? settledRelease(workspace, late.store, now) : theFolder(workspace, late, now);

/**
 * For whoever gives results to a person, about the folder as it stands: a store that can't be opened is a failure.
 * @throws Failure with everything that is wrong
 */
export async function openConcierge(options: OpenOptions, context: CommandContext): Promise<Concierge> {
  return await openAtOnce(readConfiguration(options, context), theFolder, context);
}

async function openAtOnce(configured: Configured, ground: Ground, context: CommandContext): Promise<Concierge> {
  const store = await context.openStore(configured.deployment.store, context.clock);
  return await opened(configured, { store, trouble: null }, ground, context).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
}

/**
 * For whoever serves what is live: where a store that was in use can't be opened, or takes no release (a damaged file, a full
 * disk), the constant fallback is served meanwhile. `onStoreOpened` tells when it can be after all.
 */
export async function openServing(
  options: OpenOptions,
  context: CommandContext,
  onStoreOpened: (concierge: Concierge) => void,
): Promise<Concierge> {
  const configured = readConfiguration(options, context);
  if (!isInUse(configured.deployment.store)) return await openAtOnce(configured, whatIsLive, context);
  const found = Promise.withResolvers<Concierge>();
  const late = await lateStore(() => openSettled(configured, context), {
    retryMs: RETRY_MS,
    openKeys: () => context.openKeys(configured.deployment.store, context.clock),
    onOpened: () => void found.promise.then(onStoreOpened),
  });
  const concierge = await opened(configured, late, whatIsLive, context);
  found.resolve(concierge);
  return concierge;
}

/** Records name their release, so a store that can't keep it is none. */
async function openSettled({ deployment, workspace }: Configured, context: CommandContext): Promise<Store> {
  const store = await context.openStore(deployment.store, context.clock);
  try {
    await settledRelease(workspace, store, context.clock.now());
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function opened(
  configured: Configured,
  late: LateStore,
  ground: Ground,
  context: CommandContext,
): Promise<Concierge> {
  const { deployment, workspace } = configured;
  const { tenant } = workspace;
  const { store } = late;
  let current = await ground(workspace, late, context.clock.now());
  const release = (): PreparedRelease => current.prepared;
  const isTaken = ({ sequence }: Publication): boolean => sequence === current.publication?.sequence;
  const watches = new Set<ReleaseWatch>();
  const systemsOpened: LiveSystems[] = [];
  const take = async (publication: Publication): Promise<void> => {
    const next = await publishedRelease(publication, tenant, store.releases);
    // The follower and a store that opens late may both be at it: it is told of once.
    if (publication.sequence <= (current.publication?.sequence ?? 0)) return;
    current = next;
    for (const { onLive } of watches) onLive(publication);
  };
  return {
    ...configured,
    store,
    storeTrouble: () => late.trouble,
    release,
    publication: () => current.publication,
    follow: (watch) => {
      watches.add(watch);
      return followReleases({ newest: () => store.releases.live(tenant), isTaken, take, onTrouble: watch.onTrouble });
    },
    deskWith: ({ live, ...watch }, clock = context.clock) => {
      if (live === undefined) return deskOf(release, store, workspace, clock, watch);
      const systems = liveSystems(
        { tenant, folder: workspace.folder, deployment, directory: () => store.directory, clock, context },
        live,
      );
      systemsOpened.push(systems);
      const { now } = clock;
      const held = { book: async () => await store.copies.book(tenant, now()), now, onHeld: live.onHeld };
      return deskOf(release, store, workspace, clock, { ...watch, lookUp: unlessHeld(systems.lookUp, held) });
    },
    goLive: async () => {
      const live = await store.releases.live(tenant);
      if (live !== undefined && !isTaken(live)) await take(live);
    },
    importSources: async (also = {}) => {
      const imported = await importedWorkspace(workspace, store, context.clock.now());
      const run = (onProgress: OnProgress) => importBy(context, deployment, imported, also, onProgress);
      const outcome = await (also.log === undefined
        ? run(UNWATCHED)
        : importTold(also.log, run, also.mergeWhere !== undefined));
      store.directory.refresh();
      return outcome;
    },
    close: async () => {
      await Promise.all(systemsOpened.map((systems) => systems.close()));
      await store.close();
    },
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

function deskOf(
  release: () => PreparedRelease,
  store: Store,
  { tenant }: Workspace,
  clock: Clock,
  watch: Omit<Watch, 'live'> & Pick<Desk, 'lookUp'>,
): Desk {
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
  deployment: Deployment,
  workspace: Workspace,
  { confirmed, sync, mergeWhere, signal, log }: ImportOptions,
  tellProgress: OnProgress,
): Promise<ImportOutcome> {
  const job = importJob(workspace, clock.now(), {
    confirmed: confirmed ?? null,
    sync: sync ?? DUE,
    ...(mergeWhere === undefined ? {} : { mergeWhere }),
  });
  try {
    const onProgress = (at: ImportProgress): void => {
      tellProgress(at);
      if (log === undefined || isTerminal) progress(progressText(at));
    };
    return await runImport(job, deployment, { onProgress, ...(signal === undefined ? {} : { signal }) });
  } finally {
    progress(null);
  }
}

/** Plain data, and no more of the workspace than an import needs. */
function importJob(
  workspace: Workspace,
  nowMs: EpochMs,
  also: Pick<ImportJob, 'confirmed' | 'sync' | 'mergeWhere'>,
): ImportJob {
  const { tenant, folder, timezone, facts, precedence, inheritance, calendars, approved, sources } = workspace;
  const { sampleDay, holdAbove } = workspace;
  const imported = { folder, timezone, facts, precedence, inheritance, calendars, approved, sources, sampleDay };
  return { tenant, workspace: imported, nowMs, holdAbove, ...also };
}

const DUE: ImportJob['sync'] = { sources: 'due', full: false };
