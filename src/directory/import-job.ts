/**
 * One import from the sources into the store, as a job that may be handed to another process: what it needs, how it ends.
 * Knows no process and no clock.
 */
import { Failure } from '../base/failure.ts';
import type { ContentHash } from '../base/hash.ts';
import type { EpochMs } from '../base/clock.ts';
import type { Tenant } from '../caller/caller.ts';
import type { CopyChanges } from '../store/copies.ts';
import type { AcceptChanges, DirectoryStore, Replaced } from '../store/store.ts';
import { ErasedMeanwhile } from '../store/store.ts';
import type { DirectoryChanges, Excess, HoldAbove } from './changes.ts';
import { excesses, NO_CHANGES } from './changes.ts';
import type { ImportedWorkspace } from './import-directory.ts';
import { importDirectory, neverCopied } from './import-directory.ts';
import { importPart } from './import-part.ts';
import type { Remembered } from './note-merge.ts';
import { beginNotes } from './note-merge.ts';
import type { ImportReport } from './import-report.ts';
import { EMPTY_REPORT, partReport } from './import-report.ts';
import type { OnProgress } from './progress.ts';
import type { ReadCopied } from './read-entries.ts';
import type { ReadOutcome, SyncRequest } from '../sources/sync/sync-sources.ts';

/** Plain data: it is cloned on its way. */
export type ImportJob = {
  readonly tenant: Tenant;
  readonly workspace: ImportedWorkspace;
  readonly nowMs: EpochMs;
  readonly holdAbove: HoldAbove;
  /** The beginning of the id of changes that somebody has seen and wants, however much they change. */
  readonly confirmed: ContentHash | null;
  /** Which systems are asked before. */
  readonly sync: SyncRequest;
  /** Nothing is merged where asking them brought nothing: no sync that succeeded, or none that changed a copy. Left out: always. */
  readonly mergeWhere?: 'synced' | 'changed';
};

export type ImportOutcome = {
  /** `held`: nothing was changed, because more would be than is stated. `skipped`: there was nothing to merge, see ImportJob. */
  readonly kind: 'imported' | 'unchanged' | 'held' | 'skipped';
  readonly report: ImportReport;
  readonly changes: DirectoryChanges;
  /** What is too much; empty unless held. */
  readonly excesses: readonly Excess[];
  /** How asking each system went; nothing where there is none. */
  readonly synced: readonly ReadOutcome[];
};

/** What an import reads and writes. */
export type ImportGround = {
  readonly directory: Pick<DirectoryStore, 'generation' | 'replace' | 'replacePart' | 'mergedAs' | 'erasures'>;
  readonly copied: ReadCopied;
  /** Asks the systems that are to be asked before. */
  readonly sync: (request: SyncRequest) => Promise<readonly ReadOutcome[]>;
  /** Null: each import merges all. */
  readonly remembered: Remembered | null;
};

/** Where no source is a system. */
export const WITHOUT_SYSTEMS: Omit<ImportGround, 'directory'> = {
  copied: neverCopied,
  sync: async () => [],
  remembered: null,
};

/** @throws Failure of a source or of the store: then nothing was changed */
export async function runImport(job: ImportJob, ground: ImportGround, onProgress: OnProgress): Promise<ImportOutcome> {
  const synced = await ground.sync(job.sync);
  if (!isToMerge(job, synced))
    return { kind: 'skipped', synced, report: EMPTY_REPORT, changes: NO_CHANGES, excesses: [] };
  const before = await ground.directory.generation(job.tenant);
  try {
    const { replaced, report } =
      (await replacePart(job, ground, onProgress)) ?? (await replaceWholeAnew(job, ground, onProgress));
    const { accepted, generation, changes } = replaced;
    if (!accepted) return { kind: 'held', synced, report, changes, excesses: excesses(changes, job.holdAbove) };
    return { kind: generation === before ? 'unchanged' : 'imported', synced, report, changes, excesses: [] };
  } catch (error) {
    throw becauseOf(error, synced);
  }
}

type Done = { readonly replaced: Replaced; readonly report: ImportReport };

function isToMerge({ mergeWhere }: ImportJob, synced: readonly ReadOutcome[]): boolean {
  if (mergeWhere === undefined) return true;
  return synced.some((one) => one.outcome === 'synced' && (mergeWhere === 'synced' || isChanged(one.changes)));
}

function isChanged({ added, changed, dropped }: CopyChanges): boolean {
  return added + changed + dropped > 0;
}

/** Null where all has to be merged. */
async function replacePart(job: ImportJob, ground: ImportGround, onProgress: OnProgress): Promise<Done | null> {
  const { tenant, workspace, nowMs } = job;
  const { directory, copied, remembered } = ground;
  if (remembered === null) return null;
  const found = await importPart(tenant, workspace, nowMs, { directory, copied, remembered }, onProgress);
  if (found === null) return null;
  const { part, imported, rows, keep, leave } = found;
  try {
    const replaced = await directory.replacePart(tenant, part, imported.data, acceptFor(job));
    if (replaced === null) return null;
    if (replaced.accepted) keep(replaced.mergedAs);
    return { replaced, report: partReport(imported.report(), replaced.changes, rows) };
  } finally {
    leave();
    imported.close();
  }
}

/** What was read before somebody was erased may tell of them still: it is read once more. */
async function replaceWholeAnew(job: ImportJob, ground: ImportGround, onProgress: OnProgress): Promise<Done> {
  try {
    return await replaceWhole(job, ground, onProgress);
  } catch (error) {
    if (!(error instanceof ErasedMeanwhile)) throw error;
    return await replaceWhole(job, ground, onProgress);
  }
}

async function replaceWhole(job: ImportJob, ground: ImportGround, onProgress: OnProgress): Promise<Done> {
  const { tenant, workspace, nowMs } = job;
  const { directory, copied, remembered } = ground;
  const erasures = await directory.erasures(tenant);
  const noting = remembered === null ? null : await beginNotes(tenant, workspace, nowMs, remembered);
  try {
    const imported = await importDirectory(workspace, nowMs, onProgress, copied, noting?.note);
    try {
      const replaced = await directory.replace(tenant, imported.data, acceptFor(job), erasures);
      if (replaced.accepted) noting?.finish(replaced.mergedAs);
      return { replaced, report: imported.report() };
    } finally {
      imported.close();
    }
  } finally {
    noting?.drop();
  }
}

const WHEN_THE_OTHER_IS_DONE = 'Sync again when the other process is done.';

/** Nothing is wrong but that another process is at it. Failures come from a process of their own: their words tell. */
export function isWaitingForAnother(error: unknown): boolean {
  return error instanceof Failure && error.code === 'sync_failed' && error.mend === WHEN_THE_OTHER_IS_DONE;
}

/** Why a system couldn't be read tells more than that there is no copy of it. */
function becauseOf(error: unknown, synced: readonly ReadOutcome[]): unknown {
  const failed = synced.flatMap((one) => {
    if (one.outcome === 'failed') return [`${one.source}.${one.read}: failed. ${one.message}`];
    return one.outcome === 'busy' ? [`${one.source}.${one.read}: another process syncs this source just now.`] : [];
  });
  if (failed.length === 0 || !(error instanceof Failure) || error.code !== 'unreadable_source') return error;
  const isBroken = synced.some(({ outcome }) => outcome === 'failed');
  const mend = isBroken ? 'Mend that, and sync again.' : WHEN_THE_OTHER_IS_DONE;
  return new Failure('sync_failed', [...failed, error.message].join('\n'), mend);
}

function acceptFor({ holdAbove, confirmed }: ImportJob): AcceptChanges {
  return (changes) => excesses(changes, holdAbove).length === 0 || isConfirmed(changes, confirmed);
}

/** So many characters of an id are shown to people, and as many at least confirm it. */
export const CONFIRMING_CHARACTERS = 12;

function isConfirmed({ id }: DirectoryChanges, confirmed: ContentHash | null): boolean {
  return confirmed !== null && confirmed.length >= CONFIRMING_CHARACTERS && id.startsWith(confirmed);
}
