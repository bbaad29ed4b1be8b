/**
 * Accounts: entries of all sources that share an id become one dossier. Each fact comes from the most trusted source
 * that has a value; what the others say is kept beside it. The holders of a role come from one source, the most trusted
 * that names somebody who exists.
 */
import { compareText } from '../base/compare-text.ts';
import type { FactValue, SourcedValue } from '../facts/types.ts';
import type { AccountEntry, AssignmentEntry } from '../sources/kit/entry.ts';
import type { SourcedId } from '../sources/kit/mapping.ts';
import type { RowTrouble } from '../sources/row.ts';
import { joinedByIds } from './identity.ts';
import type { AccountKey, Assignment, Dossier, PersonKey, Role } from './records.ts';
import { compareHolders } from './records.ts';
import type { Sourced, Trust } from './trust.ts';
import { describedByNobody, idKey, oldest, provenance } from './trust.ts';

type Group = readonly Sourced<AccountEntry>[];

export type Accounts = {
  /** Sorted by key. */
  readonly dossiers: readonly Dossier[];
  /** Every id of every account. */
  readonly ids: readonly (SourcedId & { readonly account: AccountKey })[];
  readonly find: (id: SourcedId) => AccountKey | undefined;
  /** Domains that sources give. */
  readonly domains: ReadonlyMap<AccountKey, ReadonlySet<string>>;
  readonly quarantined: readonly RowTrouble[];
  readonly flagged: readonly RowTrouble[];
  readonly unknownPeople: readonly RowTrouble[];
};

export function mergeAccounts(
  entries: readonly Sourced<AccountEntry>[],
  findPerson: (id: SourcedId) => PersonKey | undefined,
  trust: Trust,
): Accounts {
  const groups = joinedByIds(entries.map(({ entry }) => entry.ids))
    .groups()
    .map((indexes) => indexes.flatMap((index) => entries[index] ?? []));
  const keyed = groups
    .map((group) => ({ account: keyOf(group, trust), group }))
    .toSorted((a, b) => compareText(a.account, b.account));
  const ids = keyed.flatMap(({ account, group }) => idsOf(group).map((id) => ({ ...id, account })));
  const byId = new Map(ids.map((id) => [idKey(id), id.account]));
  const find = (id: SourcedId): AccountKey | undefined => byId.get(idKey(id));
  const unknownPeople: RowTrouble[] = [];
  const parents = new Parents(keyed, find, trust);
  const dossiers = keyed.map(({ account, group }) => {
    const assignments = assignmentsOf(group, findPerson, trust, unknownPeople);
    return dossierOf(account, group, parents.of(account), assignments, trust);
  });
  const domains = new Map(
    keyed.map(({ account, group }) => [account, new Set(group.flatMap(({ entry }) => entry.domains))]),
  );
  return { dossiers, ids, find, domains, quarantined: parents.quarantined, flagged: parents.flagged, unknownPeople };
}

function keyOf(group: Group, trust: Trust): AccountKey {
  const ids = idsOf(group).map(idKey);
  for (const namespace of trust.namespaces('account')) {
    const [first] = ids.filter((id) => id.startsWith(`${namespace}:`)).toSorted(compareText);
    if (first !== undefined) return first;
  }
  return ids.toSorted(compareText)[0] ?? '';
}

/** Each id once, sorted. */
function idsOf(group: Group): readonly SourcedId[] {
  const ids = new Map(group.flatMap(({ entry }) => entry.ids.map((id) => [idKey(id), id] as const)));
  return [...ids].toSorted(([a], [b]) => compareText(a, b)).map(([, id]) => id);
}

function dossierOf(
  account: AccountKey,
  group: Group,
  parent: AccountKey | null,
  assignments: readonly Assignment[],
  trust: Trust,
): Dossier {
  const facts = factsOf(group, trust);
  const [named] = group.filter(({ entry }) => entry.name !== null).toSorted(trust.compare('account.name'));
  const used = [
    ...Object.values(facts),
    ...assignments.map(({ source }) => source),
    ...(named === undefined ? [] : [named]),
  ];
  const asOf = oldest((used.length > 0 ? used : group).map((each) => each.asOf));
  return { account, name: named?.entry.name ?? account, parent, facts, assignments, asOf };
}

function factsOf(group: Group, trust: Trust): Record<string, SourcedValue> {
  const names = new Set(group.flatMap(({ entry }) => Object.keys(entry.facts)));
  const facts = [...names].toSorted(compareText).flatMap((name): [string, SourcedValue][] => {
    const holders = group.filter(({ entry }) => Object.hasOwn(entry.facts, name)).toSorted(trust.compare(name));
    const values = holders.map((holder) => ({ value: holder.entry.facts[name] ?? null, ...provenance(holder) }));
    const [believed, ...others] = values;
    return believed === undefined ? [] : [[name, withConflicts(believed, others)]];
  });
  return Object.fromEntries(facts);
}

/** Other values, each once a source. */
function withConflicts(believed: SourcedValue, others: readonly SourcedValue[]): SourcedValue {
  const different = new Map<string, SourcedValue>();
  for (const other of others) {
    const key = `${other.source} ${typeof other.value} ${text(other.value)}`;
    if (other.value !== believed.value && !different.has(key)) different.set(key, other);
  }
  return different.size === 0 ? believed : { ...believed, conflicts: [...different.values()] };
}

function text(value: FactValue): string {
  return value === null ? '' : String(value);
}

type Held = { readonly assignment: Assignment; readonly sourced: Sourced<AccountEntry> };

function assignmentsOf(
  group: Group,
  findPerson: (id: SourcedId) => PersonKey | undefined,
  trust: Trust,
  unknownPeople: RowTrouble[],
): readonly Assignment[] {
  const byRole = new Map<Role, Held[]>();
  for (const sourced of group) {
    for (const entry of sourced.entry.assignments) {
      const person = findPerson(entry.person);
      if (person === undefined) {
        unknownPeople.push({
          place: sourced.place,
          reason: describedByNobody(entry.person, entry.role),
        });
        continue;
      }
      byRole.set(entry.role, [
        ...(byRole.get(entry.role) ?? []),
        { assignment: assignmentOf(entry, person, sourced), sourced },
      ]);
    }
  }
  return [...byRole]
    .toSorted(([a], [b]) => compareText(a, b))
    .flatMap(([role, held]) => believedHolders(role, held, trust));
}

function assignmentOf(
  { role, since, primary }: AssignmentEntry,
  person: PersonKey,
  sourced: Sourced<AccountEntry>,
): Assignment {
  return { role, person, primary, since, source: provenance(sourced) };
}

/** All holders that the most trusted source names, in the order in which a role is walked. */
function believedHolders(role: Role, held: readonly Held[], trust: Trust): readonly Assignment[] {
  const compare = trust.compare(`assignment.${role}`);
  const trusted = held.toSorted((a, b) => compare(a.sourced, b.sourced));
  const believed = trusted[0]?.sourced.source;
  const inWalkingOrder = trusted.map(({ assignment }) => assignment).toSorted(compareHolders);
  const holders = onePerPerson(inWalkingOrder.filter(({ source }) => source.source === believed));
  const people = new Set(holders.map(({ person }) => person));
  const passedOver = onePerPerson(
    trusted.map(({ assignment }) => assignment).filter(({ person }) => !people.has(person)),
  );
  if (passedOver.length === 0) return holders;
  const conflicts = passedOver.map(({ person, source }) => ({ person, ...source }));
  return holders.map((holder) => ({ ...holder, conflicts }));
}

function onePerPerson(assignments: readonly Assignment[]): readonly Assignment[] {
  const first = new Map<PersonKey, Assignment>();
  for (const assignment of assignments) if (!first.has(assignment.person)) first.set(assignment.person, assignment);
  return [...first.values()];
}

/** Parents of accounts. In a circle nobody is anybody's parent: no source can say who is on top. */
class Parents {
  readonly #parents = new Map<AccountKey, AccountKey>();
  readonly quarantined: RowTrouble[] = [];
  readonly flagged: RowTrouble[] = [];

  constructor(
    keyed: readonly { account: AccountKey; group: Group }[],
    find: (id: SourcedId) => AccountKey | undefined,
    trust: Trust,
  ) {
    const places = new Map<AccountKey, string>();
    for (const { account, group } of keyed) {
      for (const { entry, place } of group.toSorted(trust.compare('account.parent'))) {
        if (entry.parent === null || this.#parents.has(account)) continue;
        const parent = find(entry.parent);
        if (parent === undefined)
          this.quarantined.push({ place, reason: describedByNobody(entry.parent, 'parent account') });
        else this.#parents.set(account, parent);
        places.set(account, place);
      }
    }
    const circular = keyed.map(({ account }) => account).filter((account) => this.#isItsOwnAncestor(account));
    for (const account of circular) {
      this.#parents.delete(account);
      this.flagged.push({
        place: places.get(account) ?? '',
        reason: 'The parents of this account go round in a circle; they are left out.',
      });
    }
  }

  of(account: AccountKey): AccountKey | null {
    return this.#parents.get(account) ?? null;
  }

  #isItsOwnAncestor(account: AccountKey): boolean {
    const seen = new Set<AccountKey>();
    let at = this.#parents.get(account);
    while (at !== undefined && at !== account && !seen.has(at)) {
      seen.add(at);
      at = this.#parents.get(at);
    }
    return at === account;
  }
}
