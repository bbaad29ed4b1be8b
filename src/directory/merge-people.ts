/**
 * People: entries of all sources about the same person become one record, each field from the most trusted source that
 * has a value. Deputies, managers and absences are resolved to people; whom no source describes is reported and left out.
 */
import { compareText } from '../base/compare-text.ts';
import { oldest } from '../facts/as-of.ts';
import type { AbsenceEntry, PersonEntry, PersonFields } from '../sources/kit/entry.ts';
import type { SourcedId } from '../sources/kit/mapping.ts';
import type { Findings } from './findings.ts';
import type { Resolve } from './absences.ts';
import { absencesByPerson } from './absences.ts';
import { joinByEmail, joinedByIds } from './identity.ts';
import type { Addressed, SharedAddress } from './identity.ts';
import { compareTroubles } from './import-report.ts';
import type { MappedField, Said } from './person-sources.ts';
import { Sources } from './person-sources.ts';
import type { Person, PersonKey } from './records.ts';
import { isRatherMeant } from './records.ts';
import type { At, Sourced, Trust } from './trust.ts';
import { describedByNobody, EMAIL_NAMESPACE, idKey } from './trust.ts';

export type People = {
  /** Sorted by key. */
  readonly people: readonly Person[];
  /** Finds a person by an id that some source uses for them, or by e-mail. */
  readonly find: (id: SourcedId) => PersonKey | undefined;
};

export function mergePeople(
  entries: readonly Sourced<PersonEntry>[],
  absences: readonly Sourced<AbsenceEntry>[],
  trust: Trust,
  findings: Findings,
): People {
  const { groups, shared } = grouped(entries);
  const named = groups.filter((group) => group.some(({ entry }) => entry.fields.name !== undefined));
  const drafts = named
    .map((group) => draftOf(group, trust))
    .toSorted((a, b) => compareText(a.person.key, b.person.key));
  const find = finder(drafts);
  const resolve: Resolve = (id, as, { place }) => {
    const key = id === null ? null : (find(id) ?? null);
    if (id !== null && key === null) findings.add('unknownPeople', place, describedByNobody(id.namespace, as));
    return key;
  };
  const away = absencesByPerson(absences, trust, resolve);
  const people = drafts.map(({ person, sources, manager, deputy }): Person => {
    const also = {
      manager: referred('manager', manager, person.key, sources, find, (id, at) => resolve(id, 'manager', at)),
      deputy: referred('deputy', deputy, person.key, sources, find, (id, at) => resolve(id, 'standing deputy', at)),
      absences: away.get(person.key) ?? [],
    };
    for (const field of sources.disagreed) findings.conflict(`person.${field}`);
    return { ...person, ...also, sourced: sources.told() };
  });
  flagSharedAddresses(shared, entries, find, findings);
  quarantineNameless(groups, findings);
  return { people, find };
}

type Group = readonly Sourced<PersonEntry>[];

function grouped(entries: readonly Sourced<PersonEntry>[]) {
  const addressed = entries.map(({ entry }): Addressed => ({
    ids: entry.ids.filter(({ namespace }) => namespace !== EMAIL_NAMESPACE),
    emails: emailsOf(entry),
    left: entry.fields.active === false,
  }));
  const joined = joinedByIds(addressed.map(({ ids }) => ids));
  const shared = joinByEmail(addressed, joined);
  const groups = joined.groups().map((indexes) => indexes.flatMap((index) => entries[index] ?? []));
  return { groups, shared };
}

function emailsOf({ ids, fields }: PersonEntry): readonly string[] {
  const emails = ids.filter(({ namespace }) => namespace === EMAIL_NAMESPACE).map(({ id }) => id);
  return [...new Set(fields.email === undefined ? emails : [fields.email, ...emails])];
}

/** A reference that a source makes. */
type Reference = { readonly id: SourcedId; readonly at: At };

/** Refers to nobody yet. */
type Unrelated = Omit<Person, 'manager' | 'deputy' | 'absences' | 'sourced'>;

type Draft = {
  readonly person: Unrelated;
  readonly sources: Sources;
  readonly ids: readonly string[];
  readonly emails: readonly string[];
  /** The most trusted first. */
  readonly manager: readonly Reference[];
  readonly deputy: readonly Reference[];
};

function draftOf(group: Group, trust: Trust): Draft {
  const sources = new Sources();
  const used = new Set<At>();
  const pick = picker(group, trust, sources, used);
  const emails = group.flatMap(({ entry }) => emailsOf(entry));
  const ids = [...new Set(group.flatMap(({ entry }) => entry.ids.map(idKey)))];
  const key = keyOf(ids, emails, trust);
  const fields = {
    key,
    ...otherIds(ids, key),
    name: pick('name') ?? '',
    kind: pick('kind') ?? 'human',
    active: pick('active') ?? true,
    title: pick('title') ?? null,
    email: pick('email') ?? emailInIds(group, trust, sources),
    roles: pick('roles') ?? [],
    calendar: pick('calendar') ?? null,
    timezone: pick('timezone') ?? null,
    bookingLink: pick('booking_link') ?? null,
    headshotUrl: pick('headshot_url') ?? null,
    languages: pick('languages') ?? [],
    region: pick('region') ?? null,
    ...productsOf(pick('products')),
    weight: pick('weight') ?? 1,
    openLoad: pick('open_load') ?? null,
  };
  return {
    person: { ...fields, asOf: oldest([...used].map(({ origin }) => origin.asOf)) },
    sources,
    ids,
    emails,
    manager: referencesIn(group, 'manager', trust),
    deputy: referencesIn(group, 'deputy', trust),
  };
}

/** Sorted. */
function otherIds(ids: readonly string[], key: PersonKey): Pick<Person, 'ids'> {
  const others = ids.filter((id) => id !== key && !id.startsWith(`${EMAIL_NAMESPACE}:`)).toSorted(compareText);
  return others.length === 0 ? {} : { ids: others };
}

/** Most companies have no such field: it takes no room where nothing is said. */
function productsOf(products: readonly string[] = []): Pick<Person, 'products'> {
  return products.length === 0 ? {} : { products };
}

function picker(group: Group, trust: Trust, sources: Sources, used: Set<At>) {
  return <Field extends keyof PersonFields>(field: Field): PersonFields[Field] | undefined => {
    const said = group.toSorted(trust.compare(`person.${field}`)).flatMap((at): Said<PersonFields[Field]>[] => {
      const value = at.entry.fields[field];
      return value === undefined ? [] : [{ at, value }];
    });
    const [best, ...others] = said;
    if (best === undefined) return undefined;
    used.add(best.at);
    sources.note(field, best, others);
    return best.value;
  };
}

/** Where no mapping says what somebody's address is, an address that is their id will do: the first of the alphabet. */
function emailInIds(group: Group, trust: Trust, sources: Sources): string | null {
  const [email] = group.flatMap(({ entry }) => emailsOf(entry)).toSorted(compareText);
  if (email === undefined) return null;
  const [at] = group.filter(({ entry }) => emailsOf(entry).includes(email)).toSorted(trust.compare('person.email'));
  if (at !== undefined) sources.note('email', { at, value: email }, []);
  return email;
}

function referencesIn(group: Group, field: 'manager' | 'deputy', trust: Trust): readonly Reference[] {
  return group
    .toSorted(trust.compare(`person.${field}`))
    .flatMap((at) => (at.entry[field] === null ? [] : [{ id: at.entry[field], at }]));
}

/** The first id in the most trusted namespace; the e-mail where there is none. */
function keyOf(ids: readonly string[], emails: readonly string[], trust: Trust): PersonKey {
  for (const namespace of trust.namespaces('person')) {
    const own = namespace === EMAIL_NAMESPACE ? [] : ids.filter((id) => id.startsWith(`${namespace}:`));
    const [first] = own.toSorted(compareText);
    if (first !== undefined) return first;
  }
  const [email = ''] = emails.toSorted(compareText);
  return `${EMAIL_NAMESPACE}:${email}`;
}

function finder(drafts: readonly Draft[]): People['find'] {
  const byId = new Map<string, PersonKey>();
  const byEmail = new Map<string, Unrelated>();
  for (const { person, ids, emails } of drafts) {
    for (const id of ids) byId.set(id, person.key);
    for (const email of emails) {
      const holder = byEmail.get(email);
      if (holder === undefined || isRatherMeant(person, holder)) byEmail.set(email, person);
    }
  }
  return (id) => (id.namespace === EMAIL_NAMESPACE ? byEmail.get(id.id)?.key : byId.get(idKey(id)));
}

/** The first reference that leads to somebody. Nobody is their own manager or deputy. */
function referred(
  field: MappedField & ('manager' | 'deputy'),
  references: readonly Reference[],
  self: PersonKey,
  sources: Sources,
  find: People['find'],
  resolve: (id: SourcedId, at: At) => PersonKey | null,
): PersonKey | null {
  for (const [index, { id, at }] of references.entries()) {
    const key = resolve(id, at);
    if (key === self) return null;
    if (key === null) continue;
    const others = references.slice(index + 1).flatMap((other): readonly Said<PersonKey>[] => {
      const named = find(other.id);
      return named === undefined || named === self ? [] : [{ at: other.at, value: named }];
    });
    sources.note(field, { at, value: key }, others);
    return key;
  }
  return null;
}

function quarantineNameless(groups: readonly Group[], findings: Findings): void {
  for (const group of groups) {
    if (group.some(({ entry }) => entry.fields.name !== undefined)) continue;
    for (const { place } of group) findings.add('quarantined', place, 'No source has a name for this person.');
  }
}

/** One place for each of the people: the first row that names the address. */
function flagSharedAddresses(
  shared: readonly SharedAddress[],
  entries: readonly Sourced<PersonEntry>[],
  find: People['find'],
  findings: Findings,
): void {
  for (const { email, holders } of shared) {
    const meant = keyToTell(find({ namespace: EMAIL_NAMESPACE, id: email }));
    const reason = `The address in this row is that of ${holders.length} people; it stands for ${meant}.`;
    for (const indexes of holders) {
      const rows = indexes.flatMap((index) => entries[index] ?? []).map(({ place }) => ({ place, reason }));
      const [first] = rows.toSorted(compareTroubles);
      if (first !== undefined) findings.add('flagged', first.place, reason);
    }
  }
}

/** Some systems take an address for an id, and no address belongs in a report. */
function keyToTell(key: PersonKey | undefined): string {
  if (key === undefined) return 'nobody';
  return key.includes('@') ? 'one of them' : key;
}
