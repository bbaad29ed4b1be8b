/**
 * A whole import: every source read, mapped and merged into the canonical directory, with a report of what was held back.
 * The same files and workspace give the same directory; where precedence is said, the order of sources is nothing.
 * Accounts and contacts wait on disk and are merged one at a time, as the result is read; people are in memory.
 * Writes nothing that stays: a store takes the result in one transaction.
 */
import type { EpochMs } from '../base/clock.ts';
import { daysBetween } from '../base/day.ts';
import { Failure } from '../base/failure.ts';
import { localDay } from '../base/local-day.ts';
import type { Workspace } from '../config/workspace.ts';
import type { AbsenceEntry, Entry, PersonEntry } from '../sources/kit/entry.ts';
import type { RowTrouble } from '../sources/row.ts';
import type { MappingContext } from '../sources/kit/record-parts.ts';
import { flagContradictions } from './contradictions.ts';
import { DistinctEntries } from './distinct-entries.ts';
import { Findings } from './findings.ts';
import type { AccountGroups } from './account-groups.ts';
import { groupAccounts } from './account-groups.ts';
import type { ImportReport } from './import-report.ts';
import type { Only } from './merged-data.ts';
import { mergedData } from './merged-data.ts';
import { mergePeople } from './merge-people.ts';
import type { OnProgress } from './progress.ts';
import { UNWATCHED } from './progress.ts';
import type { OpenRead, ReadCopied, Taker } from './read-entries.ts';
import { allRows, readEntries } from './read-entries.ts';
import type { DirectoryData } from './records.ts';
import { Stage, stageFailure } from './stage.ts';
import type { Origin, Sourced } from './trust.ts';
import { trustOf } from './trust.ts';

/** What an import needs of a workspace. */
export type ImportedWorkspace = Pick<
  Workspace,
  'folder' | 'timezone' | 'facts' | 'precedence' | 'calendars' | 'approved' | 'sources' | 'sampleDay' | 'inheritance'
>;

export type ImportedDirectory = {
  /** Each part is sorted, merged while it is read, and read once. */
  readonly data: DirectoryData;
  /** Complete when all parts were read. */
  readonly report: () => ImportReport;
  /** Gives back the room on disk. What was not read by then can't be read any more. */
  readonly close: () => void;
};

/**
 * Whoever gets the directory closes it.
 * @throws Failure `missing_file`, `unreadable_source`, `configuration`, or `store_unavailable` where the temporary folder
 *   has no room, which reading `data` may find too: then nothing was imported
 */
export async function importDirectory(
  workspace: ImportedWorkspace,
  now: EpochMs,
  onProgress: OnProgress = UNWATCHED,
  copied: ReadCopied = neverCopied,
  note: Taker['note'] = null,
): Promise<ImportedDirectory> {
  const open = allRows(workspace.folder, copied);
  return await importRows(workspace, now, onProgress, { open, note, part: null });
}

/** Which rows are read, and who is told of each. */
export type ImportedRows = {
  readonly open: OpenRead;
  readonly note: Taker['note'];
  /** Null: these are all the rows there are. */
  readonly part: ImportedPart | null;
};

export type ImportedPart = {
  /** All that anybody says of people, for these rows are not all. */
  readonly spoken: (origins: readonly Origin[]) => Spoken;
  readonly wanted: (stage: Stage, groups: AccountGroups) => Only;
  /** Of rows that have changed, whether or not they are among these. */
  readonly found: readonly FoundTrouble[];
};

export type FoundTrouble = RowTrouble & { readonly list: 'quarantined' | 'flagged' };

export type Spoken = {
  readonly people: readonly Sourced<PersonEntry>[];
  readonly absences: readonly Sourced<AbsenceEntry>[];
};

/** {@link importDirectory} of other rows. */
export async function importRows(
  workspace: ImportedWorkspace,
  now: EpochMs,
  onProgress: OnProgress,
  rows: ImportedRows,
): Promise<ImportedDirectory> {
  let stage: Stage | undefined;
  try {
    stage = new Stage();
    return await staged(stage, workspace, now, onProgress, rows);
  } catch (error) {
    stage?.close();
    throw stageFailure(error);
  }
}

async function staged(
  stage: Stage,
  workspace: ImportedWorkspace,
  now: EpochMs,
  onProgress: OnProgress,
  { open, note, part }: ImportedRows,
): Promise<ImportedDirectory> {
  const { sources, precedence } = workspace;
  const trust = trustOf(sources, precedence);
  const findings = new Findings(stage.keepTrouble);
  for (const { list, place, reason } of part?.found ?? []) findings.add(list, place, reason);
  const people = new DistinctEntries<PersonEntry>();
  const absences = new DistinctEntries<AbsenceEntry>();
  const parentRanks = trust.ranks('account.parent');
  const take = (sourced: Sourced): void => {
    if (isOf('account', sourced)) stage.addAccount(sourced, parentRanks[sourced.origin.index] ?? 0);
    else if (isOf('contact', sourced)) stage.addContact(sourced);
    else if (isOf('person', sourced)) people.add(sourced);
    else if (isOf('absence', sourced)) absences.add(sourced);
  };
  const { origins, moments } = await readEntries(open, sources, mappingContext(workspace, now), {
    take,
    note,
    findings,
    onProgress,
  });
  onProgress({ phase: 'merging', done: 0, of: null });
  const spoken = part?.spoken(origins) ?? { people: people.kept, absences: absences.kept };
  flagContradictions(spoken.people, findings);
  const roster = mergePeople(spoken.people, spoken.absences, trust, findings);
  const groups = groupAccounts(stage, trust.namespaces('account'));
  const ownDomains = workspace.approved.emailDomains;
  const { inheritance } = workspace;
  const data = mergedData({
    stage,
    origins,
    groups,
    roster,
    trust,
    findings,
    sources,
    ownDomains,
    inheritance,
    onProgress,
    moments,
    only: part?.wanted(stage, groups) ?? null,
  });
  return { data, report: () => findings.report(), close: () => stage.close() };
}

export const neverCopied: ReadCopied = (source) => {
  throw new Failure(
    'unreadable_source',
    `The source \`${source}\` was never synced.`,
    'Sync it first: `concierge sync`.',
  );
};

function isOf<Kind extends Entry['kind']>(
  kind: Kind,
  sourced: Sourced,
): sourced is Sourced<Extract<Entry, { readonly kind: Kind }>> {
  return sourced.entry.kind === kind;
}

export function mappingContext(
  { facts, calendars, sampleDay, timezone }: Pick<ImportedWorkspace, 'facts' | 'calendars' | 'sampleDay' | 'timezone'>,
  now: EpochMs,
): MappingContext {
  return {
    factTypes: new Map(facts.filter(({ origin }) => origin === 'directory').map(({ name, type }) => [name, type])),
    calendars: new Set(calendars.keys()),
    shiftDays: sampleDay === null ? 0 : daysBetween(sampleDay, localDay(timezone, now)),
  };
}
