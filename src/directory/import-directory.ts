/**
 * A whole import: every source read, mapped and merged into the canonical directory, with a report of what was held back.
 * The same files and workspace give the same directory; where precedence is said, the order of sources is nothing.
 * Writes nothing: a store takes the result in one transaction.
 */
import type { EpochMs } from '../base/clock.ts';
import { compareText } from '../base/compare-text.ts';
import { daysBetween } from '../base/day.ts';
import { localDay } from '../base/local-day.ts';
import type { Workspace } from '../config/workspace.ts';
import type { ContactEntry } from '../sources/kit/entry.ts';
import type { MappingContext } from '../sources/kit/record-parts.ts';
import { shortSalesforceId } from '../sources/kit/salesforce-id.ts';
import type { RowTrouble } from '../sources/row.ts';
import { contradictions } from './contradictions.ts';
import { accountDomains } from './domains.ts';
import type { ImportReport } from './import-report.ts';
import { inOrder } from './import-report.ts';
import type { Accounts } from './merge-accounts.ts';
import { mergeAccounts } from './merge-accounts.ts';
import type { People } from './merge-people.ts';
import { mergePeople } from './merge-people.ts';
import type { Entries } from './read-entries.ts';
import { readEntries } from './read-entries.ts';
import type { AccountDomain, AccountId, CustomerContact, DirectoryData, Dossier, Person } from './records.ts';
import type { Sourced } from './trust.ts';
import { describedByNobody, trustOf } from './trust.ts';

/** What an import needs of a workspace. */
export type ImportedWorkspace = Pick<
  Workspace,
  'folder' | 'timezone' | 'facts' | 'precedence' | 'calendars' | 'approved' | 'sources' | 'sampleDay'
>;

/** The parts of a directory, in memory and sorted. */
export type ImportedData = DirectoryData & {
  readonly dossiers: readonly Dossier[];
  readonly accountIds: readonly AccountId[];
  readonly contacts: readonly CustomerContact[];
  readonly domains: readonly AccountDomain[];
  readonly people: readonly Person[];
};

export type ImportedDirectory = { readonly data: ImportedData; readonly report: ImportReport };

/** @throws Failure `missing_file`, `unreadable_source` or `configuration`: then nothing was imported */
export async function importDirectory(workspace: ImportedWorkspace, now: EpochMs): Promise<ImportedDirectory> {
  const { folder, sources, precedence, approved } = workspace;
  const entries = await readEntries(folder, sources, mappingContext(workspace, now));
  const trust = trustOf(sources, precedence);
  const people = mergePeople(entries.people, entries.absences, trust);
  const accounts = mergeAccounts(entries.accounts, people.find, trust);
  const { contacts, unknown } = contactsOf(entries.contacts, accounts);
  const data: ImportedData = {
    dossiers: accounts.dossiers,
    accountIds: accountIds(accounts, sources),
    contacts,
    domains: accountDomains(accounts.domains, contacts, approved.emailDomains),
    people: people.people,
  };
  return { data, report: reportOf(data, entries, people, accounts, unknown) };
}

function mappingContext({ facts, calendars, sampleDay, timezone }: ImportedWorkspace, now: EpochMs): MappingContext {
  return {
    factTypes: new Map(facts.filter(({ origin }) => origin === 'directory').map(({ name, type }) => [name, type])),
    calendars: new Set(calendars.keys()),
    shiftDays: sampleDay === null ? 0 : daysBetween(sampleDay, localDay(timezone, now)),
  };
}

/** Each pair once, sorted. A contact of an account that nobody knows is held back. */
function contactsOf(entries: readonly Sourced<ContactEntry>[], accounts: Accounts) {
  const contacts = new Map<string, CustomerContact>();
  const unknown: RowTrouble[] = [];
  for (const { entry, place } of entries) {
    const account = accounts.find(entry.account);
    if (account === undefined) unknown.push({ place, reason: describedByNobody(entry.account, "contact's account") });
    else contacts.set(`${entry.email} ${account}`, { email: entry.email, account });
  }
  const sorted = [...contacts].toSorted(([a], [b]) => compareText(a, b)).map(([, contact]) => contact);
  return { contacts: sorted, unknown };
}

/** Customers and agents use either form of a Salesforce id. */
function accountIds({ ids }: Accounts, sources: ImportedWorkspace['sources']): readonly AccountId[] {
  const salesforce = salesforceNamespaces(sources);
  return ids.flatMap(({ namespace, id, account }) => {
    const forms = salesforce.has(namespace) ? [shortSalesforceId(id), id] : [id];
    return forms.map((form): AccountId => ({ namespace, id: form, account }));
  });
}

function salesforceNamespaces(sources: ImportedWorkspace['sources']): ReadonlySet<string> {
  const mappings = sources.flatMap((source) => source.mappings);
  const ids = mappings.flatMap((mapping) => (mapping.kind === 'account' ? mapping.ids : []));
  return new Set(ids.flatMap(({ namespace, format }) => (format === 'salesforce' ? [namespace] : [])));
}

function reportOf(
  data: ImportedData,
  entries: Entries,
  people: People,
  accounts: Accounts,
  contacts: readonly RowTrouble[],
): ImportReport {
  const assignments = data.dossiers.flatMap((dossier) => dossier.assignments);
  return {
    counts: entries.counts,
    directory: {
      accounts: data.dossiers.length,
      people: data.people.length,
      contacts: data.contacts.length,
      assignments: assignments.length,
      absences: data.people.flatMap((person) => person.absences).length,
    },
    quarantined: inOrder([...entries.quarantined, ...people.quarantined, ...accounts.quarantined, ...contacts]),
    flagged: inOrder([
      ...entries.flagged,
      ...contradictions([...entries.people, ...entries.accounts]),
      ...people.flagged,
      ...accounts.flagged,
    ]),
    unknownPeople: inOrder([...people.unknown, ...accounts.unknownPeople]),
    conflicts: conflictsIn(data.dossiers),
  };
}

function conflictsIn(dossiers: readonly Dossier[]): number {
  const facts = dossiers
    .flatMap((dossier) => Object.values(dossier.facts))
    .filter((fact) => fact.conflicts !== undefined);
  const roles = dossiers.flatMap(({ account, assignments }) =>
    assignments.filter(({ conflicts }) => conflicts !== undefined).map(({ role }) => `${account} ${role}`),
  );
  return facts.length + new Set(roles).size;
}
