/** How the sources of a company are doing, for whoever has its store and folder: its systems by their notes, exports by their files. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { EpochMs } from '../../base/clock.ts';
import type { SourceDeclaration } from '../../sources/declaration.ts';
import type { Moments } from '../../facts/as-of.ts';
import type { SourceStanding, WrittenAt } from '../../sources/sync/standing.ts';
import { standingsOf } from '../../sources/sync/standing.ts';
import type { ImportNote, SyncBook } from '../../store/sync-notes.ts';
import type { Concierge } from '../concierge.ts';

/** `folder`: the workspace's, below which exports lie; `moments`: the directory's. */
export function sourceStandings(
  sources: readonly SourceDeclaration[],
  folder: string,
  book: SyncBook,
  nowMs: EpochMs,
  moments: Moments,
): readonly SourceStanding[] {
  const written: WrittenAt = ({ reads }) => reads.map(({ path }) => writtenAt(join(folder, path)));
  return standingsOf(sources, book, written, nowMs, moments);
}

export type SourcesNow = {
  readonly sources: readonly SourceStanding[];
  /** How what they say was merged last; null where no system is among them. */
  readonly lastImport: ImportNote | null;
};

/** Of the live release's sources, as the store has it now. @throws Failure `store_unavailable` */
export async function standingsNow(
  { release, store, workspace: { tenant, folder } }: Pick<Concierge, 'release' | 'store' | 'workspace'>,
  nowMs: EpochMs,
): Promise<SourcesNow> {
  const book = await store.copies.book(tenant, nowMs);
  const moments = await store.directory.moments(tenant);
  const sources = sourceStandings(release().workspace.sources, folder, book, nowMs, moments);
  return { sources, lastImport: book.lastImport };
}

function writtenAt(file: string): EpochMs | null {
  try {
    return statSync(file).mtimeMs;
  } catch {
    // One that isn't there is told as never read; the import says why.
    return null;
  }
}
