/**
 * People: entries of all sources about the same person become one record, each field from the most trusted source that
 * has a value. Deputies, managers and absences are resolved to people; whom no source describes is reported and left out.
 */
import { compareText } from '../base/compare-text.ts';
import type { AbsenceEntry, PersonEntry, PersonFields } from '../sources/kit/entry.ts';
import type { SourcedId } from '../sources/kit/mapping.ts';
import type { RowTrouble } from '../sources/row.ts';
import { joinByEmail, joinedByIds } from './identity.ts';
import type { Addressed, SharedAddress } from './identity.ts';
import { inOrder } from './import-report.ts';
import type { Absence, Person, PersonKey } from './records.ts';
import { isRatherMeant } from './records.ts';
import type { Sourced, Trust } from './trust.ts';
import { describedByNobody, EMAIL_NAMESPACE, idKey, oldest, provenance } from './trust.ts';

export type People = {
  /** Sorted by key. */
  readonly people: readonly Person[];
  /** Finds a person by an id that some source uses for them, or by e-mail. */
  readonly find: (id: SourcedId) => PersonKey | undefined;
  readonly quarantined: readonly RowTrouble[];
  readonly flagged: readonly RowTrouble[];
  readonly unknown: readonly RowTrouble[];
};

export function mergePeople(
  entries: readonly Sourced<PersonEntry>[],
  absences: readonly Sourced<AbsenceEntry>[],
  trust: Trust,
): People {
  const { groups, shared } = grouped(entries);
  const named = groups.filter((group) => group.some(({ entry }) => entry.fields.name !== undefined));
  const drafts = named
    .map((group) => draftOf(group, trust))
    .toSorted((a, b) => compareText(a.person.key, b.person.key));
  const find = finder(drafts);
  const unknown: RowTrouble[] = [];
  const resolve = (id: SourcedId | null, as: string, place: string): PersonKey | null => {
    const key = id === null ? null : (find(id) ?? null);
    if (id !== null && key === null) unknown.push({ place, reason: describedByNobody(id, as) });
    return key;
  };
  const away = absencesByPerson(absences, trust, resolve);
  const people = drafts.map(({ person, manager, deputy }): Person => ({
    ...person,
    manager: other(
      person.key,
      resolveFirst(manager, (id, place) => resolve(id, 'manager', place)),
    ),
    deputy: other(
      person.key,
      resolveFirst(deputy, (id, place) => resolve(id, 'standing deputy', place)),
    ),
    absences: away.get(person.key) ?? [],
  }));
  return { people, find, quarantined: withoutName(groups), flagged: sharedAddresses(shared, entries, find), unknown };
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

/** A reference that a source makes, the most trusted first. */
type Reference = { readonly id: SourcedId; readonly place: string };

type Draft = {
  readonly person: Person;
  readonly ids: readonly string[];
  readonly emails: readonly string[];
  readonly manager: readonly Reference[];
  readonly deputy: readonly Reference[];
};

function draftOf(group: Group, trust: Trust): Draft {
  const used = new Set<Sourced>();
  const pick = picker(group, trust, used);
  const emails = group.flatMap(({ entry }) => emailsOf(entry));
  const ids = [...new Set(group.flatMap(({ entry }) => entry.ids.map(idKey)))];
  const fields = {
    key: keyOf(ids, emails, trust),
    name: pick('name') ?? '',
    kind: pick('kind') ?? 'human',
    active: pick('active') ?? true,
    title: pick('title') ?? null,
    email: pick('email') ?? emails.toSorted(compareText)[0] ?? null,
    roles: pick('roles') ?? [],
    calendar: pick('calendar') ?? null,
    timezone: pick('timezone') ?? null,
    bookingLink: pick('booking_link') ?? null,
    headshotUrl: pick('headshot_url') ?? null,
    languages: pick('languages') ?? [],
    region: pick('region') ?? null,
    weight: pick('weight') ?? 1,
    openLoad: pick('open_load') ?? null,
  };
  const asOf = oldest([...used].map((sourced) => sourced.asOf));
  const person: Person = { ...fields, manager: null, deputy: null, absences: [], asOf };
  return {
    person,
    ids,
    emails,
    manager: referencesIn(group, 'manager', trust),
    deputy: referencesIn(group, 'deputy', trust),
  };
}

function picker(group: Group, trust: Trust, used: Set<Sourced>) {
  return <Field extends keyof PersonFields>(field: Field): PersonFields[Field] | undefined => {
    const compare = trust.compare(`person.${field}`);
    const holders = group.filter(({ entry }) => entry.fields[field] !== undefined);
    const [best] = holders.toSorted(compare);
    if (best !== undefined) used.add(best);
    return best?.entry.fields[field];
  };
}

function referencesIn(group: Group, field: 'manager' | 'deputy', trust: Trust): readonly Reference[] {
  return group
    .toSorted(trust.compare(`person.${field}`))
    .flatMap(({ entry, place }) => (entry[field] === null ? [] : [{ id: entry[field], place }]));
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
  const byEmail = new Map<string, Person>();
  for (const { person, ids, emails } of drafts) {
    for (const id of ids) byId.set(id, person.key);
    for (const email of emails) {
      const holder = byEmail.get(email);
      if (holder === undefined || isRatherMeant(person, holder)) byEmail.set(email, person);
    }
  }
  return (id) => (id.namespace === EMAIL_NAMESPACE ? byEmail.get(id.id)?.key : byId.get(idKey(id)));
}

function resolveFirst(
  references: readonly Reference[],
  resolve: (id: SourcedId, place: string) => PersonKey | null,
): PersonKey | null {
  for (const { id, place } of references) {
    const key = resolve(id, place);
    if (key !== null) return key;
  }
  return null;
}

/** Nobody is their own manager or deputy. */
function other(self: PersonKey, key: PersonKey | null): PersonKey | null {
  return key === self ? null : key;
}

type Resolve = (id: SourcedId | null, as: string, place: string) => PersonKey | null;

/** By person, the earliest first; an absence that two sources tell alike is one, told by the more trusted. */
function absencesByPerson(
  absences: readonly Sourced<AbsenceEntry>[],
  trust: Trust,
  resolve: Resolve,
): ReadonlyMap<PersonKey, readonly Absence[]> {
  const byPerson = new Map<PersonKey, Map<string, Absence>>();
  for (const sourced of absences.toSorted(trust.compare('person.absences'))) {
    const { entry, place } = sourced;
    const person = resolve(entry.person, 'person who is away', place);
    if (person === null) continue;
    const deputy = other(person, resolve(entry.deputy, 'deputy of a leave', place));
    const absence: Absence = {
      kind: entry.absence,
      from: entry.from,
      to: entry.to,
      deputy,
      source: provenance(sourced),
    };
    const own = byPerson.get(person) ?? new Map<string, Absence>();
    const same = `${absence.from} ${absence.to ?? 'open'} ${absence.kind}`;
    if (!own.has(same)) own.set(same, absence);
    byPerson.set(person, own);
  }
  return new Map(
    [...byPerson].map(([person, own]) => [
      person,
      [...own].toSorted(([a], [b]) => compareText(a, b)).map(([, absence]) => absence),
    ]),
  );
}

function withoutName(groups: readonly Group[]): readonly RowTrouble[] {
  const nameless = groups.filter((group) => group.every(({ entry }) => entry.fields.name === undefined));
  return nameless.flatMap((group) =>
    group.map(({ place }) => ({ place, reason: 'No source has a name for this person.' })),
  );
}

/** One place for each of the people: the first row that names the address. */
function sharedAddresses(
  shared: readonly SharedAddress[],
  entries: readonly Sourced<PersonEntry>[],
  find: People['find'],
): readonly RowTrouble[] {
  return shared.flatMap(({ email, holders }) => {
    const meant = find({ namespace: EMAIL_NAMESPACE, id: email });
    const reason = `${email} is the address of ${holders.length} people; it stands for ${meant ?? 'nobody'}.`;
    return holders.flatMap((indexes) => {
      const rows = indexes.flatMap((index) => entries[index] ?? []).map(({ place }) => ({ place, reason }));
      return inOrder(rows).slice(0, 1);
    });
  });
}
