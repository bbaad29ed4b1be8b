/** `concierge status`: how the sources of the live release are doing, out of the store: no server need be running. */
import { EXIT_CODES } from '../../base/failure.ts';
import type { Archive } from '../records/archive.ts';
import { withArchive } from '../records/archive.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import type { NamedRelease } from '../releases/named-release.ts';
import { releaseNamed } from '../releases/named-release.ts';
import { sourceStandings } from '../sources/source-standings.ts';
import { statusLines } from '../sources/status-text.ts';
import type { SourceStanding } from '../../sources/sync/standing.ts';
import { TROUBLED } from '../../sources/sync/standing.ts';
import type { ImportNote } from '../../store/sync-notes.ts';

export type StatusOptions = OpenOptions & { readonly json?: boolean };

/**
 * The exit code: that of `sync_failed` where a source fails, is stale, or was never read; else that of `import_held` or `import_failed`
 * where what was read is in no answer. @throws Failure as withArchive does
 */
export async function status(options: StatusOptions, context: CommandContext): Promise<number> {
  return await withArchive(options, context, async (archive) => {
    const { tenant, store, folder } = archive;
    const nowMs = context.clock.now();
    const { prepared, called } = await servedRelease(archive, nowMs);
    const book = await store.copies.book(tenant, nowMs);
    const sources = sourceStandings(
      prepared.workspace.sources,
      folder,
      book,
      nowMs,
      await store.directory.moments(tenant),
    );
    const told = { at: new Date(nowMs).toISOString(), release: called, sources, last_import: book.lastImport };
    if (options.json === true) context.out(JSON.stringify(told, null, 2));
    else context.out(statusLines({ ...told, folder, nowMs }, context).join('\n'));
    return exitCode(sources, book.lastImport);
  });
}

/** The folder, where nothing went live yet. */
async function servedRelease(archive: Archive, now: number): Promise<NamedRelease> {
  const live = await archive.store.releases.live(archive.tenant);
  return await releaseNamed(live === undefined ? 'folder' : 'live', { ...archive, now });
}

function exitCode(sources: readonly SourceStanding[], lastImport: ImportNote | null): number {
  if (sources.some(({ state }) => TROUBLED.has(state))) return EXIT_CODES.sync_failed;
  if (lastImport?.outcome === 'held') return EXIT_CODES.import_held;
  return lastImport?.outcome === 'failed' ? EXIT_CODES.import_failed : 0;
}
