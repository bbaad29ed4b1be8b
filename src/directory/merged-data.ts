/** The parts of an import's directory, each merged while it is read; what is found on the way goes to the findings. */
import type { SourceDeclaration } from '../sources/declaration.ts';
import { shortSalesforceId } from '../sources/kit/salesforce-id.ts';
import type { AccountGroups } from './account-groups.ts';
import { flagContradictions } from './contradictions.ts';
import { accountDomains } from './domains.ts';
import type { Findings } from './findings.ts';
import type { Moments } from '../facts/as-of.ts';
import type { Inheritance } from '../facts/inheritance.ts';
import { isInheriting, MAX_GENERATIONS, withInherited } from '../facts/inheritance.ts';
import { estatesAbove, isBeyondReach, stageEstates } from './estates.ts';
import type { StagedEntry } from './grouped-entries.ts';
import { groupedEntries } from './grouped-entries.ts';
import { accountMerger } from './merge-account.ts';
import type { People } from './merge-people.ts';
import type { OnProgress } from './progress.ts';
import type { AccountDomain, AccountId, CustomerContact, DirectoryData, Dossier, Person } from './records.ts';
import type { Stage } from './stage.ts';
import { stageFailure, UNKNOWN } from './stage.ts';
import type { Origin, Trust } from './trust.ts';
import { describedByNobody, idOfKey } from './trust.ts';

/** All that was read, and what is known of it. */
export type Merge = {
  readonly stage: Stage;
  readonly origins: readonly Origin[];
  readonly groups: AccountGroups;
  readonly roster: People;
  readonly trust: Trust;
  readonly findings: Findings;
  readonly sources: readonly SourceDeclaration[];
  /** The company's own e-mail domains. */
  readonly ownDomains: readonly string[];
  readonly inheritance: Inheritance;
  readonly onProgress: OnProgress;
  readonly moments: Moments;
  /** What of it is wanted; null for all. */
  readonly only: Only | null;
};

/** Accounts by their number. What isn't among them was read because others depend on it. */
export type Only = { readonly accounts: ReadonlySet<number>; readonly domains: ReadonlySet<string> };

export function mergedData(merge: Merge): DirectoryData {
  const { ownDomains } = merge;
  const tell = telling(merge);
  return {
    dossiers: readOnce(() => dossiers(merge, tell)),
    accountIds: readOnce(() => accountIds(merge)),
    contacts: readOnce(() => contacts(merge)),
    domains: readOnce(() => domains(merge, ownDomains)),
    people: readOnce(() => people(merge, tell)),
    moments: merge.moments,
  };
}

function readOnce<Value>(part: () => Iterable<Value>): Iterable<Value> {
  let isRead = false;
  return {
    *[Symbol.iterator]() {
      if (isRead) throw new Error('a part of an import is read once');
      isRead = true;
      try {
        yield* part();
      } catch (error) {
        throw stageFailure(error);
      }
    },
  };
}

/** So many records go by between two words about progress. */
const RECORDS_A_WORD = 5_000;

function telling({ groups, roster, onProgress }: Merge): () => void {
  const of = groups.keys.length + roster.people.length;
  let done = 0;
  return () => {
    if (++done % RECORDS_A_WORD === 0 || done === of) onProgress({ phase: 'merging', done, of });
  };
}

function* dossiers(merge: Merge, tell: () => void): Generator<Dossier> {
  const { groups, findings, roster, trust, inheritance } = merge;
  const mergeAccount = accountMerger(trust, roster.find, findings);
  stageEstates(merge);
  for (const [number, group] of groupedEntries(merge.stage, merge.origins, groups.numbers)) {
    if (merge.only?.accounts.has(number) === false) continue;
    reportParents(number, group, merge);
    const entries = group.map(([, sourced]) => sourced);
    flagContradictions(entries, findings);
    const parent = groups.parents.parentOf(number);
    const parentKey = parent === UNKNOWN ? null : groups.keys.at(parent);
    const own = mergeAccount(groups.keys.at(number), entries, parentKey);
    const dossier = withInherited(own, estatesAbove(number, merge), inheritance);
    if (dossier !== own) findings.count('heirs', 1);
    findings.count('accounts', 1);
    findings.count('assignments', own.assignments.length);
    yield dossier;
    tell();
  }
}

/** Parents whom nobody describes, as far as they were looked for, and the one that leads round in a circle. */
function reportParents(
  account: number,
  group: readonly StagedEntry[],
  { groups, trust, findings, inheritance }: Merge,
): void {
  const { parents } = groups;
  const naming = group.filter(([, { entry }]) => entry.parent !== null);
  if (naming.length === 0) return;
  const compare = trust.compare('account.parent');
  for (const [number, { entry, place }] of naming.toSorted(([, a], [, b]) => compare(a, b))) {
    if (number === parents.believed(account)) {
      const reason = 'The parents of this account go round in a circle; they are left out.';
      if (parents.isInCircle(account)) findings.add('flagged', place, reason);
      const higher = `More than ${MAX_GENERATIONS} accounts stand above this one; from the highest it inherits nothing.`;
      if (isInheriting(inheritance) && isBeyondReach(account, groups)) findings.add('flagged', place, higher);
      return;
    }
    findings.add('quarantined', place, describedByNobody(entry.parent?.namespace ?? '', 'parent account'));
  }
}

/** Customers and agents use either form of a Salesforce id. */
function* accountIds({ stage, groups, sources, only }: Merge): Generator<AccountId> {
  const salesforce = salesforceNamespaces(sources);
  let at = 0;
  for (const key of stage.ids()) {
    const number = groups.ids[at++] ?? UNKNOWN;
    if (only?.accounts.has(number) === false) continue;
    const account = groups.keys.at(number);
    const { namespace, id } = idOfKey(key);
    if (salesforce.has(namespace)) yield { namespace, id: shortSalesforceId(id), account };
    yield { namespace, id, account };
  }
}

function salesforceNamespaces(sources: readonly SourceDeclaration[]): ReadonlySet<string> {
  const mappings = sources.flatMap((source) => source.mappings);
  const ids = mappings.flatMap((mapping) => (mapping.kind === 'account' ? mapping.ids : []));
  return new Set(ids.flatMap(({ namespace, format }) => (format === 'salesforce' ? [namespace] : [])));
}

/** Each pair once. A contact of an account that nobody knows is held back. */
function* contacts({ stage, groups, findings, only }: Merge): Generator<CustomerContact> {
  for (const [namespace, place] of stage.contactsOfUnknown(groups.contacts))
    findings.add('quarantined', place, describedByNobody(namespace, "contact's account"));
  for (const [email, contact] of stage.contacts(groups.contacts)) {
    const number = groups.contacts[contact] ?? UNKNOWN;
    if (only?.accounts.has(number) === false) continue;
    findings.count('contacts', 1);
    yield { email, account: groups.keys.at(number) };
  }
}

function* domains({ stage, groups, only }: Merge, own: readonly string[]): Generator<AccountDomain> {
  for (const each of accountDomains(stage, groups, own)) if (only?.domains.has(each.domain) !== false) yield each;
}

function* people({ roster, findings }: Merge, tell: () => void): Generator<Person> {
  for (const person of roster.people) {
    findings.count('people', 1);
    findings.count('absences', person.absences.length);
    yield person;
    tell();
  }
}
