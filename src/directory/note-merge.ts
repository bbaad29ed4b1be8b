/** What an import remembers of itself, and whether what an earlier one remembered still counts. */
import type { EpochMs } from '../base/clock.ts';
import type { ContentHash } from '../base/hash.ts';
import { contentHash } from '../base/hash.ts';
import { VERSION } from '../base/version.ts';
import type { Tenant } from '../caller/caller.ts';
import { isFileSource } from '../sources/declaration.ts';
import type { FileStamp } from '../sources/file/read-file.ts';
import { fileStamp } from '../sources/file/read-file.ts';
import type { WatchedCopies, WatchToken } from '../store/copies.ts';
import type { MergeNotes, NotesState } from '../store/merge-notes.ts';
import type { MergedAs } from '../store/store.ts';
import type { ImportedWorkspace } from './import-directory.ts';
import { mappingContext } from './import-directory.ts';
import { readsIn } from './numbered-reads.ts';
import type { Taker } from './read-entries.ts';
import { notedRow } from './row-notes.ts';

/** What imports remember from one to the next. */
export type Remembered = { readonly notes: MergeNotes; readonly watched: WatchedCopies };

export type Noting = {
  readonly note: NonNullable<Taker['note']>;
  readonly finish: (mergedAs: MergedAs) => void;
  /** Does nothing once finished. */
  readonly drop: () => void;
};

/**
 * For a whole import, before it reads: from here on changes are watched. They are only a memory: where they fail, or another import
 * takes them away, they are let go of, and the next import is a whole one. Null where they fail at once.
 */
export async function beginNotes(
  tenant: Tenant,
  workspace: ImportedWorkspace,
  now: EpochMs,
  { notes, watched }: Remembered,
): Promise<Noting | null> {
  const files = await fileStamps(workspace);
  const isOfFile = readsIn(workspace.sources).map(({ source }) => isFileSource(source));
  const begun = unlessItFails(() => ({ watch: watched.watch(tenant), made: notes.begin() }));
  if (begun === null) return null;
  const { watch, made } = begun;
  const drop = (): void => void unlessItFails(made.drop);
  let isLost = false;
  const noting = (work: () => unknown): void => {
    if (isLost || unlessItFails(work) !== null) return;
    isLost = true;
    drop();
  };
  return {
    note: ({ read, nth, row, entries }) =>
      noting(() => {
        const kept = isOfFile[read] === true ? { place: row.place, values: row.values } : null;
        made.add({ read, row: row.id ?? String(nth).padStart(ROW_DIGITS, '0') }, notedRow(entries), kept);
      }),
    finish: (mergedAs) =>
      noting(() => made.finish({ fingerprint: fingerprintOf(workspace, now), mergedAs, watch, files })),
    drop,
  };
}

/** Of what is only remembered: the import goes on without it. */
export function unlessItFails<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch {
    return null;
  }
}

/** A file's rows sort as text, too. */
const ROW_DIGITS = 10;

/** All that a merge depends on besides its rows. */
function fingerprintOf(workspace: ImportedWorkspace, now: EpochMs): ContentHash {
  const { folder, facts, precedence, inheritance, approved, sources } = workspace;
  const { shiftDays, calendars } = mappingContext(workspace, now);
  const domains = approved.emailDomains;
  const calendarNames = [...calendars];
  const of = { folder, facts, precedence, inheritance, domains, sources, shiftDays, calendarNames };
  return contentHash({ version: VERSION, of });
}

/** By the number of its read. @throws Failure where one isn't there */
async function fileStamps({
  folder,
  sources,
}: Pick<ImportedWorkspace, 'folder' | 'sources'>): Promise<Readonly<Record<number, FileStamp>>> {
  const reads = readsIn(sources).flatMap(({ source, read, number }) =>
    isFileSource(source) ? source.reads.filter(({ name }) => name === read).map((file) => ({ file, number })) : [],
  );
  const stamps = reads.map(async ({ file, number }) => [number, await fileStamp(folder, file)] as const);
  return Object.fromEntries(await Promise.all(stamps));
}

/** Whether notes are of this directory, this workspace and these files, and all changes since were watched. */
export async function areOfThis(
  state: NotesState,
  workspace: ImportedWorkspace,
  now: EpochMs,
  { watch, mergedAs }: { readonly watch: WatchToken; readonly mergedAs: MergedAs },
): Promise<boolean> {
  if (state.watch !== watch || mergedAs === null || state.mergedAs !== mergedAs) return false;
  if (state.fingerprint !== fingerprintOf(workspace, now)) return false;
  return contentHash(state.files) === contentHash(await fileStamps(workspace));
}
