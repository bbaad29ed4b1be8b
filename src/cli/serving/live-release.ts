/**
 * Which release is live, made ready to answer. The store says so; while a company is still being set up, with nothing
 * published or nothing ever imported, a start publishes the folder by itself. Not for the gate: see commands/publish.ts.
 */
import type { PreparedRelease } from '../../answer/prepared-release.ts';
import { prepareRelease } from '../../answer/prepared-release.ts';
import type { EpochMs } from '../../base/clock.ts';
import { instantOf } from '../../base/clock.ts';
import { Failure } from '../../base/failure.ts';
import { releaseOf, workspaceFromRelease } from '../../config/release.ts';
import type { Workspace } from '../../config/workspace.ts';
import type { Publication, ReleaseStore, Store } from '../../store/store.ts';

/** `publication` is null where it never went live: a folder as it stands. */
export type LiveRelease = { readonly prepared: PreparedRelease; readonly publication: Publication | null };

/** The folder as it stands: kept nowhere, and of the time at which its content was first published, if it ever was. */
export async function folderRelease(
  workspace: Workspace,
  releases: Pick<ReleaseStore, 'get'> | null,
  now: EpochMs,
): Promise<LiveRelease> {
  const { id } = releaseOf(workspace);
  const kept = await releases?.get(workspace.tenant, id);
  return { prepared: prepareRelease(workspace, id, kept?.at ?? instantOf(now)), publication: null };
}

/** What is live, publishing the folder where that is still to be done by itself. */
export async function settledRelease(workspace: Workspace, store: Store, now: EpochMs): Promise<LiveRelease> {
  const live = await store.releases.live(workspace.tenant);
  if (live !== undefined && !(await isBeingSetUp(live, workspace, store)))
    return await publishedRelease(live, workspace.tenant, store.releases);
  const { id, json } = releaseOf(workspace);
  const entry = { at: instantOf(now), how: 'start', by: null, note: null, effect: null } as const;
  const published = await store.releases.publish(workspace.tenant, { id, json }, entry, live?.sequence ?? 0);
  // Another process that started at the same moment may have been quicker.
  const publication = published.kind === 'live' ? published.publication : published.live;
  return await publishedRelease(publication, workspace.tenant, store.releases);
}

/** Nobody chose what is live, and no import has come in by it: nothing rests on it yet. */
async function isBeingSetUp({ how }: Publication, { tenant }: Workspace, { directory }: Store): Promise<boolean> {
  if (how !== 'start') return false;
  return await directory.generation(tenant).then(
    (generation) => generation === 0,
    () => false,
  );
}

/** @throws Failure `store_unavailable`, also for a release that this version can't read */
export async function publishedRelease(
  publication: Publication,
  tenant: Workspace['tenant'],
  releases: Pick<ReleaseStore, 'get'>,
): Promise<LiveRelease> {
  const stored = await releases.get(tenant, publication.release);
  if (stored === undefined) throw unreadable(publication, 'its content is gone from the store');
  try {
    return { prepared: prepareRelease(workspaceFromRelease(stored.json), stored.id, stored.at), publication };
  } catch (cause) {
    throw unreadable(publication, 'this version of the program can’t read it', cause);
  }
}

function unreadable({ number }: Publication, why: string, cause?: unknown): Failure {
  return new Failure(
    'store_unavailable',
    `Release ${number} can’t be made ready: ${why}.`,
    'Start the version that published it, or publish the folder by this one: `concierge publish`.',
    { cause },
  );
}

/** The workspace that an import goes by: all that is in a release as it is live, the rest from the folder. */
export async function importedWorkspace(workspace: Workspace, store: Store, now: EpochMs): Promise<Workspace> {
  if ((await store.releases.live(workspace.tenant)) === undefined) return workspace;
  const { prepared } = await settledRelease(workspace, store, now);
  const { folder, callers, holdAbove } = workspace;
  return { ...prepared.workspace, folder, callers, holdAbove };
}
