/**
 * One account: what all sources say about it becomes one dossier. Each fact comes from the most trusted source that has a
 * value; what the others say is kept beside it. The holders of a role come from one source, the most trusted that names
 * somebody who exists.
 */
import { compareText } from '../base/compare-text.ts';
import { oldest } from '../facts/as-of.ts';
import type { FactName, FactValue, SourcedValue } from '../facts/types.ts';
import type { AssignmentEntry } from '../sources/kit/entry.ts';
import type { SourcedId } from '../sources/kit/mapping.ts';
import type { Findings } from './findings.ts';
import type { AccountKey, Assignment, Dossier, PersonKey, Role } from './records.ts';
import { compareHolders } from './records.ts';
import type { StagedAccount } from './staged-account.ts';
import type { At, Sourced, Trust } from './trust.ts';
import { describedByNobody, provenance } from './trust.ts';

/** What is said about one account, in the order in which it was read. */
export type AccountGroup = readonly Sourced<StagedAccount>[];

/** What merging tells of. */
type Told = Pick<Findings, 'add' | 'conflict'>;

export type MergeAccount = (account: AccountKey, group: AccountGroup, parent: AccountKey | null) => Dossier;

export function accountMerger(
  trust: Trust,
  findPerson: (id: SourcedId) => PersonKey | undefined,
  findings: Told,
): MergeAccount {
  return (account, group, parent) => {
    const facts = factsOf(group, trust, findings);
    const assignments = assignmentsOf(group, findPerson, trust, findings);
    const [named] = trusted(
      group.filter(({ entry }) => entry.name !== null),
      trust.compare('account.name'),
    );
    const used = [...Object.values(facts), ...assignments.map(({ source }) => source)].map((each) => each.asOf);
    if (named !== undefined) used.push(named.origin.asOf);
    const asOf = oldest(used.length > 0 ? used : group.map(({ origin }) => origin.asOf));
    return { account, name: named?.entry.name ?? account, parent, facts, assignments, asOf };
  };
}

/** Most lists have one entry. */
function trusted<Each extends At>(entries: readonly Each[], compare: (a: At, b: At) => number): readonly Each[] {
  return entries.length > 1 ? entries.toSorted(compare) : entries;
}

function factsOf(group: AccountGroup, trust: Trust, findings: Told): Dossier['facts'] {
  const holders = new Map<FactName, Sourced<StagedAccount>[]>();
  for (const sourced of group) {
    for (const name of Object.keys(sourced.entry.facts)) addTo(holders, name, sourced);
  }
  const facts: Record<FactName, SourcedValue> = {};
  for (const name of [...holders.keys()].toSorted(compareText)) {
    const [best, ...others] = trusted(holders.get(name) ?? [], trust.compare(name));
    if (best === undefined) continue;
    facts[name] = withConflicts(
      valueIn(name, best),
      others.map((other) => valueIn(name, other)),
    );
    if (facts[name].conflicts !== undefined) findings.conflict(name);
  }
  return facts;
}

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function valueIn(name: FactName, { entry, origin, place }: Sourced<StagedAccount>): SourcedValue {
  return { value: entry.facts[name] ?? null, source: origin.source, record: place, asOf: origin.asOf };
}

/** Other values, each once a source. */
function withConflicts(believed: SourcedValue, others: readonly SourcedValue[]): SourcedValue {
  const disagreeing = others.filter(({ value }) => value !== believed.value);
  if (disagreeing.length === 0) return believed;
  const different = new Map<string, SourcedValue>();
  for (const other of disagreeing) {
    const key = `${other.source} ${typeof other.value} ${text(other.value)}`;
    if (!different.has(key)) different.set(key, other);
  }
  return { ...believed, conflicts: [...different.values()] };
}

function text(value: FactValue): string {
  return value === null ? '' : String(value);
}

type Held = At & { readonly assignment: Assignment };

function assignmentsOf(
  group: AccountGroup,
  findPerson: (id: SourcedId) => PersonKey | undefined,
  trust: Trust,
  findings: Told,
): readonly Assignment[] {
  const byRole = new Map<Role, Held[]>();
  for (const { entry, ...at } of group) {
    for (const named of entry.assignments) {
      const person = findPerson(named.person);
      if (person !== undefined) addTo(byRole, named.role, { ...at, assignment: assignmentOf(named, person, at) });
      else findings.add('unknownPeople', at.place, describedByNobody(named.person.namespace, named.role));
    }
  }
  const roles = [...byRole.keys()].toSorted(compareText);
  return roles.flatMap((role) => {
    const holders = believedHolders(trusted(byRole.get(role) ?? [], trust.compare(`assignment.${role}`)));
    if (holders[0]?.conflicts !== undefined) findings.conflict(`assignment.${role}`);
    return holders;
  });
}

function assignmentOf({ role, since, primary }: AssignmentEntry, person: PersonKey, at: At): Assignment {
  return { role, person, primary, since, source: provenance(at) };
}

/** All holders that the most trusted source names, in the order in which a role is walked. `held` are by trust. */
function believedHolders(held: readonly Held[]): readonly Assignment[] {
  const all = held.map(({ assignment }) => assignment);
  if (all.length === 1) return all;
  const believed = all[0]?.source.source;
  const holders = onePerPerson(all.toSorted(compareHolders).filter(({ source }) => source.source === believed));
  const people = new Set(holders.map(({ person }) => person));
  const passedOver = onePerPerson(all.filter(({ person }) => !people.has(person)));
  if (passedOver.length === 0) return holders;
  const conflicts = passedOver.map(({ person, source }) => ({ person, ...source }));
  return holders.map((holder) => ({ ...holder, conflicts }));
}

function onePerPerson(assignments: readonly Assignment[]): readonly Assignment[] {
  const first = new Map<PersonKey, Assignment>();
  for (const assignment of assignments) if (!first.has(assignment.person)) first.set(assignment.person, assignment);
  return [...first.values()];
}
