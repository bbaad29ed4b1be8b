/**
 * An import of what has changed: where the notes of the last merge are of the directory that stands, only what depends on a row that
 * has changed since is read and merged, and takes the place of that part. What can't be told in this way is left to a whole
 * import, which gives the same directory.
 */
import type { EpochMs } from '../base/clock.ts';
import type { Tenant } from '../caller/caller.ts';
import { isFileSource } from '../sources/declaration.ts';
import type { OpenedRead, ReadItem } from '../sources/row.ts';
import { rowItem } from '../sources/row.ts';
import type { ChangedRow } from '../store/copies.ts';
import type { NotedRow, OpenNotes, RowRef } from '../store/merge-notes.ts';
import type { DirectoryPart, DirectoryStore, MergedAs } from '../store/store.ts';
import type { AccountGroups } from './account-groups.ts';
import { copiedItem } from './copied-rows.ts';
import { nobodysDomain } from './domains.ts';
import type { FoundTrouble, ImportedDirectory, ImportedWorkspace } from './import-directory.ts';
import { importRows, mappingContext } from './import-directory.ts';
import type { Only } from './merged-data.ts';
import type { Remembered } from './note-merge.ts';
import { areOfThis, unlessItFails } from './note-merge.ts';
import { readsIn } from './numbered-reads.ts';
import type { OnProgress } from './progress.ts';
import type { CompiledMapping, OpenRead, ReadCopied } from './read-entries.ts';
import { compiledMappings } from './read-entries.ts';
import { areSameSayings, notedRow } from './row-notes.ts';
import { holdersThatDiffer, spokenAtAnyTime, spokenIn } from './spoken.ts';
import type { Stage } from './stage.ts';
import type { Touched } from './touched.ts';
import { touchedBy } from './touched.ts';
import { trustOf } from './trust.ts';

export type PartGround = {
  readonly directory: Pick<DirectoryStore, 'mergedAs'>;
  readonly copied: ReadCopied;
  readonly remembered: Remembered;
};

export type ImportedPart = {
  readonly part: DirectoryPart;
  readonly imported: ImportedDirectory;
  /** How many rows were read for it. */
  readonly rows: number;
  /** Once the directory has it. */
  readonly keep: (mergedAs: MergedAs) => void;
  /** Where it hasn't: the next import finds the same. */
  readonly leave: () => void;
};

/** So many rows are always few. */
const FEW_ROWS = 500;
/** Of all rows: beyond this a whole merge, which sorts, is hardly slower. */
const LARGEST_SHARE = 0.1;

/** Null where a whole import is needed. @throws Failure as a whole one does */
export async function importPart(
  tenant: Tenant,
  workspace: ImportedWorkspace,
  now: EpochMs,
  ground: PartGround,
  onProgress: OnProgress,
): Promise<ImportedPart | null> {
  const notes = ground.remembered.notes.open();
  if (notes === null) return null;
  try {
    const part = await partOf({ tenant, workspace, now, ground, notes }, onProgress);
    if (part === null) notes.leave();
    return part;
  } catch (error) {
    notes.leave();
    throw error;
  }
}

type Reading = {
  readonly tenant: Tenant;
  readonly workspace: ImportedWorkspace;
  readonly now: EpochMs;
  readonly ground: PartGround;
  readonly notes: OpenNotes;
};

async function partOf(reading: Reading, onProgress: OnProgress): Promise<ImportedPart | null> {
  const { tenant, workspace, now, ground, notes } = reading;
  const { watched } = ground.remembered;
  const mostRows = Math.max(FEW_ROWS, Math.floor(notes.state.rows * LARGEST_SHARE));
  const changed = watched.changed(tenant, mostRows);
  if (changed === null || changed.rows === null) return null;
  const mergedAs = await ground.directory.mergedAs(tenant);
  if (!(await areOfThis(notes.state, workspace, now, { watch: changed.token, mergedAs }))) return null;
  const trust = trustOf(workspace.sources, workspace.precedence);
  const found: FoundTrouble[] = [];
  const differing = differences(changed.rows, reading, found);
  const people = differing.some(({ was, is }) => !areSameSayings(was, is));
  const spoken = people ? spokenAtAnyTime(workspace, notes) : null;
  for (const { ref, is } of differing) notes.put(ref, is);
  const holders = spoken === null ? [] : holdersThatDiffer(trust, spoken, spokenAtAnyTime(workspace, notes));
  const touched = touchedBy(
    differing.flatMap(({ was, is }) => [was, is].filter((each) => each !== null)),
    holders,
    {
      notes,
      isNobodys: nobodysDomain(workspace.approved.emailDomains),
      mostRows,
    },
  );
  if (touched === null) return null;
  const imported = await importRows(workspace, now, onProgress, {
    open: rowsOf(touched.rows, reading),
    note: null,
    part: {
      spoken: (origins) => spokenIn(workspace, notes, (mapping) => origins[mapping]),
      wanted: (stage, groups) => wanted(touched, stage, groups),
      found,
    },
  });
  return {
    part: { of: notes.state.mergedAs, accounts: touched.ids, domains: touched.domains, people },
    imported,
    rows: touched.rows.length,
    // The directory has it; where that can't be remembered, the next import is a whole one.
    keep: (as) =>
      void unlessItFails(() => {
        notes.keep(as);
        watched.merged(tenant, changed.upTo);
      }),
    leave: () => void unlessItFails(notes.leave),
  };
}

type Difference = { readonly ref: RowRef; readonly was: NotedRow | null; readonly is: NotedRow | null };

/** How each changed row is noted, and how it should be; `found`: what is left out of it, or worth a look. */
function differences(rows: readonly ChangedRow[], reading: Reading, found: FoundTrouble[]): readonly Difference[] {
  const { tenant, workspace, now, ground, notes } = reading;
  const context = mappingContext(workspace, now);
  const reads = new Map(
    readsIn(workspace.sources).map(({ source, read, number, firstOrigin }) => {
      return [`${source.name} ${read}`, { number, mappings: compiledMappings(source, read, firstOrigin, context) }];
    }),
  );
  return rows.flatMap((changed): readonly Difference[] => {
    const read = reads.get(`${changed.source} ${changed.read}`);
    if (read === undefined || read.mappings.length === 0) return [];
    const ref = { read: read.number, row: changed.id };
    const was = notes.noted(ref);
    const row = ground.remembered.watched.row({ tenant, ...changed }, changed.id);
    const is = row === null ? null : noted(read.mappings, copiedItem(changed, row), found);
    return [{ ref, was, is }];
  });
}

/** One that couldn't be read says nothing. */
function noted(mappings: readonly CompiledMapping[], item: ReadItem, found: FoundTrouble[]): NotedRow {
  if (item.kind === 'trouble') {
    found.push({ list: 'quarantined', ...item.trouble });
    return notedRow([]);
  }
  const entries = mappings.flatMap(({ index, readRow }) => {
    const { entry, quarantined, flagged } = readRow(item.row);
    for (const each of quarantined) found.push({ list: 'quarantined', ...each });
    for (const each of flagged) found.push({ list: 'flagged', ...each });
    return entry === null || entry === undefined ? [] : [{ mapping: index, entry }];
  });
  return notedRow(entries);
}

function wanted({ ids, domains }: Touched, stage: Stage, groups: AccountGroups): Only {
  const accounts = new Set<number>();
  let at = 0;
  for (const id of stage.ids()) {
    const number = groups.ids[at++];
    if (number !== undefined && ids.has(id)) accounts.add(number);
  }
  return { accounts, domains };
}

function rowsOf(rows: readonly RowRef[], reading: Reading): OpenRead {
  const { workspace, ground, notes } = reading;
  const numbers = new Map(readsIn(workspace.sources).map((each) => [`${each.source.name} ${each.read}`, each.number]));
  return async (source, { name }, columns): Promise<OpenedRead> => {
    const number = numbers.get(`${source.name} ${name}`) ?? -1;
    const own = rows.filter(({ read }) => read === number);
    const asOf = isFileSource(source)
      ? notes.state.files[number]?.asOf
      : (await ground.copied(source.name, name, columns)).asOf;
    if (asOf === undefined) throw new RangeError(`No time of ${source.name}.${name} was noted.`);
    return { asOf, items: itemsOf(own, isFileSource(source) ? null : { source: source.name, read: name }, reading) };
  };
}

/** `of`: a copy; null for a file. A row that has gone meanwhile is noted as changed, and left to the next import. */
async function* itemsOf(
  rows: readonly RowRef[],
  of: Pick<ChangedRow, 'source' | 'read'> | null,
  { tenant, ground, notes }: Reading,
): AsyncGenerator<ReadItem> {
  for (const ref of rows) {
    if (of === null) {
      const kept = notes.kept(ref);
      if (kept !== null) yield rowItem(kept.place, kept.values);
      continue;
    }
    const row = ground.remembered.watched.row({ tenant, ...of }, ref.row);
    if (row !== null) yield copiedItem(of, row);
  }
}
