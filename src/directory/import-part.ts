/**
 * An import of what has changed: where the notes of the last merge are of the directory that stands, only what depends on a row that
 * has changed since is read and merged, and takes the place of that part. What can't be told in this way is left to a whole
 * import, which gives the same directory.
 */
import type { EpochMs } from '../base/clock.ts';
import type { ContentHash } from '../base/hash.ts';
import { contentHash } from '../base/hash.ts';
import { VERSION } from '../base/version.ts';
import type { Tenant } from '../caller/caller.ts';
import { isFileSource } from '../sources/declaration.ts';
import type { FileStamp } from '../sources/file/read-file.ts';
import { fileStamp } from '../sources/file/read-file.ts';
import type { AbsenceEntry, PersonEntry } from '../sources/kit/entry.ts';
import type { OpenedRead, ReadItem } from '../sources/row.ts';
import { rowItem } from '../sources/row.ts';
import type { ChangedRow, WatchedCopies } from '../store/copies.ts';
import type { FirstSaid, MergeNotes, NotedRow, OpenNotes, RowRef } from '../store/merge-notes.ts';
import type { DirectoryPart, DirectoryStore, MergedAs } from '../store/store.ts';
import type { AccountGroups } from './account-groups.ts';
import { copiedPlace } from './copied-rows.ts';
import { nobodysDomain } from './domains.ts';
import { Findings } from './findings.ts';
import type { ImportedDirectory, ImportedWorkspace, Spoken } from './import-directory.ts';
import { importRows, mappingContext } from './import-directory.ts';
import type { Only } from './merged-data.ts';
import { mergePeople } from './merge-people.ts';
import type { OnProgress } from './progress.ts';
import type { CompiledMapping, OpenRead, ReadCopied, Taker } from './read-entries.ts';
import { compiledMappings } from './read-entries.ts';
import type { AccountKey } from './records.ts';
import { areSameSayings, notedRow } from './row-notes.ts';
import type { Stage } from './stage.ts';
import type { Touched } from './touched.ts';
import { touchedBy } from './touched.ts';
import type { Origin, Sourced, Trust } from './trust.ts';
import { EMAIL_NAMESPACE, idKey, idOfKey, trustOf } from './trust.ts';

/** What imports remember from one to the next. */
export type Remembered = { readonly notes: MergeNotes; readonly watched: WatchedCopies };

export type PartGround = {
  readonly directory: Pick<DirectoryStore, 'mergedAs' | 'accountsById' | 'identities'>;
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

export type Noting = {
  readonly note: NonNullable<Taker['note']>;
  readonly finish: (mergedAs: MergedAs) => void;
  /** Does nothing once finished. */
  readonly drop: () => void;
};

/** For a whole import, before it reads: from here on changes are watched. */
export async function beginNotes(
  tenant: Tenant,
  workspace: ImportedWorkspace,
  now: EpochMs,
  { notes, watched }: Remembered,
): Promise<Noting> {
  const files = await fileStamps(workspace);
  const isOfFile = readsIn(workspace.sources).map(({ source }) => isFileSource(source));
  const watch = watched.watch(tenant);
  const made = notes.begin();
  return {
    note: ({ read, nth, row, entries }) => {
      const kept = isOfFile[read] === true ? { place: row.place, values: row.values } : null;
      made.add({ read, row: row.id ?? String(nth).padStart(ROW_DIGITS, '0') }, notedRow(entries), kept);
    },
    finish: (mergedAs) => made.finish({ fingerprint: fingerprintOf(workspace, now), mergedAs, watch, files }),
    drop: made.drop,
  };
}

/** A file's rows sort as text, too. */
const ROW_DIGITS = 10;

/** All that a merge depends on besides its rows. */
function fingerprintOf(workspace: ImportedWorkspace, now: EpochMs): ContentHash {
  const { folder, facts, precedence, inheritance, approved, sources } = workspace;
  const { shiftDays, calendars } = mappingContext(workspace, now);
  const domains = approved.emailDomains;
  return contentHash({
    version: VERSION,
    ...{ folder, facts, precedence, inheritance, domains, sources, shiftDays, calendars: [...calendars] },
  });
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
  if (changed?.rows == null || !(await isOfThis(reading, changed.token))) return null;
  const trust = trustOf(workspace.sources, workspace.precedence);
  const differing = differences(changed.rows, reading);
  const people = differing.some(({ was, is }) => !areSameSayings(was, is));
  const spoken = people ? spokenBefore(reading) : null;
  for (const { ref, is } of differing) notes.put(ref, is);
  const holders = spoken === null ? [] : holdersThatDiffer(trust, spoken, spokenBefore(reading));
  const touched = await touchedBy(
    differing.flatMap(({ was, is }) => [was, is].filter((each) => each !== null)),
    holders,
    {
      notes,
      siblings: siblingsIn(reading),
      isNobodys: nobodysDomain(workspace.approved.emailDomains),
      mostRows,
    },
  );
  if (touched === null) return null;
  const accounts = new Set<AccountKey>(await ownersOf(touched.ids, reading));
  const imported = await importRows(workspace, now, onProgress, {
    open: rowsOf(touched.rows, reading),
    note: null,
    part: {
      spoken: (origins) => spokenIn(reading, (mapping) => origins[mapping]),
      wanted: (stage, groups) => wanted(touched, stage, groups, accounts),
    },
  });
  return {
    part: { of: notes.state.mergedAs, accounts, domains: touched.domains, people },
    imported,
    rows: touched.rows.length,
    keep: (mergedAs) => {
      notes.keep(mergedAs);
      watched.merged(tenant, changed.upTo);
    },
    leave: notes.leave,
  };
}

/** Ids by which another person is found, or nobody any more, or somebody at last. */
function holdersThatDiffer(trust: Trust, was: Spoken, is: Spoken): readonly string[] {
  const [one, other] = [was, is].map(({ people, absences }) =>
    mergePeople(people, absences, trust, new Findings(() => false)),
  );
  const ids = [...was.people, ...is.people].flatMap(({ entry: { ids: own, fields } }) =>
    fields.email === undefined ? own : [...own, { namespace: EMAIL_NAMESPACE, id: fields.email }],
  );
  return [...new Set(ids.filter((id) => one?.find(id) !== other?.find(id)).map(idKey))];
}

/** Whether the notes are of this directory, this workspace and these files, and all changes since were watched. */
async function isOfThis({ tenant, workspace, now, ground, notes }: Reading, watch: string): Promise<boolean> {
  const { state } = notes;
  if (state.watch !== watch || state.mergedAs === null || state.fingerprint !== fingerprintOf(workspace, now)) return false;
  if (state.mergedAs !== (await ground.directory.mergedAs(tenant))) return false;
  return contentHash(state.files) === contentHash(await fileStamps(workspace));
}

type Difference = { readonly ref: RowRef; readonly was: NotedRow | null; readonly is: NotedRow | null };

/** How each changed row is noted, and how it should be. */
function differences(rows: readonly ChangedRow[], reading: Reading): readonly Difference[] {
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
    const is = row === null ? null : noted(read.mappings, copiedPlace(changed, row.id), row.values);
    return [{ ref, was, is }];
  });
}

function noted(
  mappings: readonly CompiledMapping[],
  place: string,
  values: Parameters<typeof rowItem>[1],
): NotedRow {
  const entries = mappings.flatMap(({ index, readRow }) => {
    const { entry } = readRow({ place, values });
    return entry === null || entry === undefined ? [] : [{ mapping: index, entry }];
  });
  return notedRow(entries);
}

/** Both ways of one id into the directory as it is: whose it is, and by which others that account is known. */
function siblingsIn({ tenant, ground: { directory } }: Reading) {
  return async (key: string): Promise<readonly string[]> => {
    const { namespace, id } = idOfKey(key);
    const accounts = await directory.accountsById(tenant, id, namespace);
    const all = await Promise.all(accounts.map((account) => directory.identities(tenant, account)));
    return all.flatMap(({ ids }) => ids.map(idKey));
  };
}

async function ownersOf(ids: Iterable<string>, { tenant, ground: { directory } }: Reading) {
  const owners = new Set<AccountKey>();
  for (const key of ids) {
    const { namespace, id } = idOfKey(key);
    for (const account of await directory.accountsById(tenant, id, namespace)) owners.add(account);
  }
  return owners;
}

/** Accounts of before are in `accounts` already; those of now are added. */
function wanted(
  { ids, domains }: Touched,
  stage: Stage,
  groups: AccountGroups,
  accounts: Set<AccountKey>,
): Only {
  const numbers = new Set<number>();
  let at = 0;
  for (const id of stage.ids()) {
    const number = groups.ids[at++];
    if (number !== undefined && ids.has(id)) numbers.add(number);
  }
  for (const number of numbers) accounts.add(groups.keys.at(number));
  return { accounts: numbers, domains };
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
    if (row !== null) yield rowItem(copiedPlace(of, row.id), row.values, row.id);
  }
}

type OriginOf = (mapping: number) => Origin | undefined;

/** For comparing who is who: that doesn't depend on when it was told. */
function spokenBefore(reading: Reading): Spoken {
  const origins = readsIn(reading.workspace.sources).flatMap(({ source, firstOrigin }) =>
    source.mappings.map((_mapping, index): readonly [number, Origin] => {
      return [firstOrigin + index, { index: firstOrigin + index, source: source.name, asOf: '' }];
    }),
  );
  const byIndex = new Map(origins);
  return spokenIn(reading, (mapping) => byIndex.get(mapping));
}

/** As the notes have it now. */
function spokenIn({ workspace, notes }: Reading, originOf: OriginOf): Spoken {
  const reads = new Map(readsIn(workspace.sources).map((each) => [each.number, each]));
  const people: Sourced<PersonEntry>[] = [];
  const absences: Sourced<AbsenceEntry>[] = [];
  for (const [row, said] of notes.sayings().entries()) {
    const [origin, read] = [originOf(said.mapping), reads.get(said.read)];
    if (origin === undefined || read === undefined) throw new RangeError(`No mapping ${said.mapping} was read.`);
    const entry = JSON.parse(said.text) as PersonEntry | AbsenceEntry;
    const place = placeOf(said, read, notes);
    if (entry.kind === 'person') people.push({ entry, origin, place, row });
    else absences.push({ entry, origin, place, row });
  }
  return { people, absences };
}

function placeOf(said: FirstSaid, { source, read }: NumberedRead, notes: OpenNotes): string {
  if (isFileSource(source)) return notes.kept(said)?.place ?? '';
  return copiedPlace({ source: source.name, read }, said.row);
}

type NumberedRead = {
  readonly source: ImportedWorkspace['sources'][number];
  readonly read: string;
  readonly number: number;
  readonly firstOrigin: number;
};

/** As reading numbers them: see read-entries.ts. */
function readsIn(sources: ImportedWorkspace['sources']): readonly NumberedRead[] {
  const reads: NumberedRead[] = [];
  let firstOrigin = 0;
  for (const source of sources) {
    for (const { name } of source.reads) reads.push({ source, read: name, number: reads.length, firstOrigin });
    firstOrigin += source.mappings.length;
  }
  return reads;
}
