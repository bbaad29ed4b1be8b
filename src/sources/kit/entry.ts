/**
 * What one row says, in the directory's words but not yet merged: people and accounts are still ids in somebody's
 * namespace. A field that is `null` is one that this row says nothing about.
 */
import type { Day } from '../../base/clock.ts';
import type { AbsenceKind, PersonKind, Role } from '../../directory/records.ts';
import type { FactName, FactValue } from '../../facts/types.ts';
import type { SourcedId } from './mapping.ts';

export type AssignmentEntry = {
  readonly role: Role;
  readonly person: SourcedId;
  readonly since: Day | null;
  readonly primary: boolean;
};

export type AccountEntry = {
  readonly kind: 'account';
  /** At least one. */
  readonly ids: readonly SourcedId[];
  readonly name: string | null;
  readonly parent: SourcedId | null;
  readonly domains: readonly string[];
  /** Only facts that have a value. */
  readonly facts: Readonly<Record<FactName, FactValue>>;
  readonly assignments: readonly AssignmentEntry[];
};

/** Types of a person's fields, as mappings name them. */
export type PersonFields = {
  readonly name: string;
  readonly title: string;
  readonly email: string;
  readonly active: boolean;
  readonly kind: PersonKind;
  readonly calendar: string;
  readonly timezone: string;
  readonly booking_link: string;
  readonly headshot_url: string;
  readonly languages: readonly string[];
  readonly region: string;
  readonly products: readonly string[];
  readonly weight: number;
  readonly open_load: number;
  readonly roles: readonly Role[];
};

export type PersonEntry = {
  readonly kind: 'person';
  /** At least one. */
  readonly ids: readonly SourcedId[];
  readonly fields: Readonly<Partial<PersonFields>>;
  readonly manager: SourcedId | null;
  readonly deputy: SourcedId | null;
};

export type ContactEntry = { readonly kind: 'contact'; readonly email: string; readonly account: SourcedId };

export type AbsenceEntry = {
  readonly kind: 'absence';
  readonly person: SourcedId;
  readonly absence: AbsenceKind;
  readonly from: Day;
  readonly to: Day | null;
  readonly deputy: SourcedId | null;
};

export type Entry = AccountEntry | PersonEntry | ContactEntry | AbsenceEntry;
