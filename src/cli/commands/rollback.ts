/**
 * `concierge rollback`: makes a release that was live before live again, at once and without the gate, then says what that
 * changes. The history has an entry of its own for it.
 */
import { instantOf } from '../../base/clock.ts';
import { Failure } from '../../base/failure.ts';
import { releaseChanges } from '../../config/diff/release-changes.ts';
import { plainQuestionAlone } from '../../simulation/gate-questions.ts';
import type { Publication, StoredRelease } from '../../store/store.ts';
import type { Archive } from '../records/archive.ts';
import { withArchive } from '../records/archive.ts';
import { changesText, NO_CHANGES } from '../releases/changes-text.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { emphasis } from '../terminal/emphasis.ts';
import type { Simulated } from '../releases/gate.ts';
import { simulatedGate } from '../releases/gate.ts';
import { simulatedText } from '../releases/gate-text.ts';
import type { LiveRelease } from '../serving/live-release.ts';
import { publishedRelease } from '../serving/live-release.ts';
import { publicationNamed, releaseNamed } from '../releases/named-release.ts';
import type { PublisherOptions } from '../releases/publisher.ts';
import { publisherOf } from '../releases/publisher.ts';
import { importHint, releaseWords } from '../releases/release-words.ts';

export type RollbackOptions = OpenOptions & PublisherOptions & { readonly release: string; readonly json?: boolean };

export async function rollback(options: RollbackOptions, context: CommandContext): Promise<void> {
  const publisher = publisherOf(options);
  await withArchive(options, context, async (archive) => {
    const { tenant, store } = archive;
    const live = await publicationNamed('live', archive);
    const target = await releaseNamed(nameOf(options), { ...archive, now: context.clock.now() });
    // What can't be made ready here must not be taken back to; what is live may be just that.
    const before = await publishedRelease(live, tenant, store.releases).catch(() => null);
    const entry = { at: instantOf(context.clock.now()), how: 'rollback' as const, ...publisher, effect: null };
    const published = await store.releases.publish(tenant, await kept(target, archive), entry, live.sequence);
    if (published.kind === 'overtaken')
      throw new Failure('publish_held', `Release ${published.live.number} went live meanwhile.`, 'Roll back again.');
    const { publication, already } = published;
    await tell({ publication, already, before: already ? null : before, target }, archive, options, context);
  });
}

function nameOf({ release }: RollbackOptions): string {
  if (release !== 'folder') return release;
  throw new Failure('usage', 'The folder was never live.', 'To make it live there is `concierge publish`.');
}

/** The very content that was live, as whatever version wrote it. */
async function kept({ prepared: { id } }: LiveRelease, { tenant, store }: Archive): Promise<StoredRelease> {
  const stored = await store.releases.get(tenant, id);
  if (stored === undefined) throw new Failure('not_found', 'Its content is gone from the store.');
  return stored;
}

type RolledBack = {
  readonly publication: Publication;
  readonly already: boolean;
  /** What was live; null where there is nothing to compare with. */
  readonly before: LiveRelease | null;
  readonly target: LiveRelease;
};

async function tell(
  { publication, already, before, target }: RolledBack,
  archive: Archive,
  { json }: RollbackOptions,
  context: CommandContext,
): Promise<void> {
  const words = releaseWords(publication).replace('release', 'Release');
  if (json !== true) context.out(already ? `${words} is live already.` : `${words} is live again.`);
  const changes = before === null ? null : releaseChanges(before.prepared.workspace, target.prepared.workspace);
  const emphasize = emphasis(context);
  if (json !== true && changes !== null)
    context.out(['', changes.length === 0 ? NO_CHANGES : changesText(changes, emphasize)].join('\n'));
  const simulated = before === null ? null : await effectOn(before, target, archive, context);
  if (json === true)
    context.out(JSON.stringify({ release: publication, already, changes, simulation: simulated }, null, 2));
  else if (simulated !== null)
    context.out(['', simulatedText(simulated, emphasize), ...importHint(simulated.notes)].join('\n'));
}

/** Afterwards, for going back must not wait for it; stopping it stops the counting alone. */
async function effectOn(
  { prepared: live }: LiveRelease,
  { prepared: draft }: LiveRelease,
  { tenant, store, deployment }: Archive,
  context: CommandContext,
): Promise<Simulated | null> {
  const releases = { live, draft };
  const place = { store, deployment, workspace: { tenant } };
  return await simulatedGate(releases, plainQuestionAlone(releases, context.clock.now()), place, context);
}
