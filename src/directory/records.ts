/**
 * The canonical records of the directory: accounts, people, assignments, customer contacts, absences.
 * They are what every source is translated into. Only listed fields exist: HR data and free text have no place to go.
 */
import type { Day, Instant, TimeZone } from '../base/clock.ts';
import { compareText } from '../base/compare-text.ts';
import type { Moments } from '../facts/as-of.ts';
import type { FactName, FactValue, Provenance, SourcedValue } from '../facts/types.ts';

/**
 * `namespace:id` of the record that names the account, e.g. `crm:0018d00000AbCdEAAV`. Stable across imports: of the
 * namespaces in which the account has ids, the first as sources are trusted (`*` of the precedence, then their order,
 * then the order of ids in a mapping), and in it the first id.
 */
export type AccountKey = string;

/**
 * `namespace:id` of a person, e.g. `hr:E1007`, chosen as an {@link AccountKey} is; `email:sarah.jenkins@acme.example`
 * for who is known by e-mail only.
 */
export type PersonKey = string;

/** A role that an account's assignment or a team's member holds: `CSM`, `AE`, … the leader's words. */
export type Role = string;

/** What a source may call an owner: someone, or something. Only a `human` may be shown. */
export const PERSON_KINDS = ['human', 'queue', 'bot', 'integration'] as const;
/** `unknown`: a source says it in a word that nobody can read. */
export type PersonKind = (typeof PERSON_KINDS)[number] | 'unknown';

export const ABSENCE_KINDS = ['on_leave', 'out_of_office'] as const;
export type AbsenceKind = (typeof ABSENCE_KINDS)[number];

/** Away from `from` up to and including `to` (days in the person's time zone), or open-ended. */
export type Absence = {
  readonly kind: AbsenceKind;
  readonly from: Day;
  readonly to: Day | null;
  readonly deputy: PersonKey | null;
  readonly source: Provenance;
};

export type Person = {
  readonly key: PersonKey;
  /** By what else sources know them, each as a key is written; addresses are none. Absent where there is nothing else. */
  readonly ids?: readonly string[];
  readonly kind: PersonKind;
  readonly active: boolean;
  readonly name: string;
  readonly title: string | null;
  /** Lower-case. */
  readonly email: string | null;
  readonly roles: readonly Role[];
  readonly manager: PersonKey | null;
  /** The standing deputy; a leave may name another. */
  readonly deputy: PersonKey | null;
  /** A calendar of the workspace; its default when null. */
  readonly calendar: string | null;
  readonly timezone: TimeZone | null;
  readonly bookingLink: string | null;
  readonly headshotUrl: string | null;
  /** BCP 47 tags. */
  readonly languages: readonly string[];
  readonly region: string | null;
  /** What they know about, in the words of `account.product`. Absent where no source says it. */
  readonly products?: readonly string[];
  /** Share in a sticky pool against 1 for everybody else. */
  readonly weight: number;
  /** Open cases, where a source supplies them; pools with `least_loaded` read it. */
  readonly openLoad: number | null;
  readonly absences: readonly Absence[];
  readonly sourced: PersonSources;
  /** The oldest of the sources that this person's fields come from. */
  readonly asOf: Instant;
};

/** Fields of a person that sources fill. */
export type PersonFieldName = Exclude<keyof Person, 'key' | 'ids' | 'absences' | 'sourced' | 'asOf'>;

/** Which rows a person is made of. By row, not by field: one row fills many fields, and every process holds the roster. */
export type PersonSources = {
  /** The fields that each row fills, the first row of the list for the first of the fields. */
  readonly rows: readonly (Provenance & { readonly fields: readonly PersonFieldName[] })[];
  /** What other sources say of a field instead, passed over by precedence. */
  readonly conflicts: readonly PersonConflict[];
};

export type PersonConflict = Provenance & {
  readonly field: PersonFieldName;
  /** As the field itself would hold it: a person's key where it is the manager or the deputy. */
  readonly value: string | number | boolean | readonly string[];
};

export type Assignment = {
  readonly role: Role;
  readonly person: PersonKey;
  readonly primary: boolean;
  readonly since: Day | null;
  readonly source: Provenance;
  /** Whom other sources name for this role, passed over by precedence. */
  readonly conflicts?: readonly (Provenance & { readonly person: PersonKey })[];
};

/** Everything about one account, in one read. */
export type Dossier = {
  readonly account: AccountKey;
  readonly name: string;
  readonly parent: AccountKey | null;
  /** Only declared facts; a fact that no source fills is absent. */
  readonly facts: Readonly<Record<FactName, SourcedValue>>;
  readonly assignments: readonly Assignment[];
  /** The oldest of the sources that this account's fields come from. */
  readonly asOf: Instant;
};

/** That somebody holds a role of an account, whoever says so. */
export type Holding = Omit<Assignment, 'source' | 'conflicts'>;

/** What a dossier says, whoever says so and however long ago: enough to decide and route by, and quicker to read. */
export type Sayings = Pick<Dossier, 'account' | 'name' | 'parent'> & {
  readonly facts: Readonly<Record<FactName, FactValue>>;
  readonly assignments: readonly Holding[];
  /** Who says each fact, and how long ago: only where ages count. */
  readonly told?: Dossier['facts'];
};

export function sayingsOf({ account, name, parent, facts, assignments }: Dossier): Sayings {
  const values = Object.entries(facts).map(([fact, { value }]) => [fact, value] as const);
  const held = assignments.map(({ role, person, primary, since }) => ({ role, person, primary, since }));
  return { account, name, parent, facts: Object.fromEntries(values), assignments: held };
}

/** The same where ages count. */
export function toldSayingsOf(dossier: Dossier): Sayings {
  return { ...sayingsOf(dossier), told: dossier.facts };
}

/** A customer's e-mail address (lower-case) that belongs to an account. */
export type CustomerContact = { readonly email: string; readonly account: AccountKey };

/** An id by which a source knows an account. Both forms of a Salesforce id are listed. */
export type AccountId = { readonly namespace: string; readonly id: string; readonly account: AccountKey };

/** A customer's own e-mail domain (lower-case, never a free-mail one). */
export type AccountDomain = { readonly domain: string; readonly account: AccountKey };

/** The people of a tenant: employees, not customers, so it fits in memory whole. */
export type Roster = {
  readonly people: ReadonlyMap<PersonKey, Person>;
  readonly byEmail: ReadonlyMap<string, Person>;
};

/** A whole directory, as an import makes it and a store takes it in one transaction. Each part is read once, in order. */
export type DirectoryData = {
  readonly dossiers: Iterable<Dossier>;
  readonly accountIds: Iterable<AccountId>;
  readonly contacts: Iterable<CustomerContact>;
  readonly domains: Iterable<AccountDomain>;
  readonly people: Iterable<Person>;
  /** What the moments are that the records name; complete once they were read. */
  readonly moments?: Moments;
};

export function rosterOf(people: readonly Person[]): Roster {
  const byEmail = new Map<string, Person>();
  for (const person of people) {
    const holder = person.email === null ? undefined : byEmail.get(person.email);
    if (person.email !== null && (holder === undefined || isRatherMeant(person, holder)))
      byEmail.set(person.email, person);
  }
  return { people: new Map(people.map((person) => [person.key, person])), byEmail };
}

/** Of people with one address, who is meant by it: who still works here, then the first key. */
export function isRatherMeant(person: Pick<Person, 'active' | 'key'>, other: Pick<Person, 'active' | 'key'>): boolean {
  return person.active === other.active ? person.key < other.key : person.active;
}

const LAST_DAY: Day = '9999-12-31';

/** Of one role's holders the primary first, then the oldest assignment, then the id. One without a day is the youngest. */
export function compareHolders(one: Holding, other: Holding): number {
  return (
    Number(other.primary) - Number(one.primary) ||
    compareText(one.since ?? LAST_DAY, other.since ?? LAST_DAY) ||
    compareText(one.person, other.person)
  );
}
