/**
 * From a contact to its card: only the approved fields of an audience, only approved links and addresses, clean text.
 * Built field by field from the closed contract: there is no way to pass an object through.
 */
import { cleanText } from '../base/clean-text.ts';
import type { Person, Role } from '../directory/records.ts';
import type { Contact } from '../guardrails/reached.ts';
import type { Hideable } from '../guardrails/table.ts';
import type { Team } from '../guardrails/teams.ts';
import type { Approver } from './approve.ts';
import { approver } from './approve.ts';
import type { Approved, ContactCard, OptionalContactField } from './contract.ts';

const MAX_NAME_LENGTH = 120;
const MAX_TITLE_LENGTH = 160;

export type ContactShaper = (contact: Contact, hide: readonly Hideable[]) => ContactCard;

/** Compiled once for a release and audience; a person's or team's clean fields are kept while it is in memory. */
export function contactShaper(approved: Approved, fields: readonly OptionalContactField[]): ContactShaper {
  const approve = approver(approved);
  const shown = new Set<string>(fields);
  const people = memoized((person: Person) => personFields(person, approve));
  const teams = memoized((team: Team) => teamFields(team, approve));

  return (contact, hide) => {
    const hidden = (field: OptionalContactField) => !shown.has(field) || hide.includes(field);
    const clean = contact.kind === 'person' ? people(contact.person) : teams(contact.team);
    const role = contact.kind === 'person' ? cleanRole(contact.role) : undefined;
    return {
      kind: contact.kind,
      name: clean.name,
      ...optional('title', hidden('title') ? undefined : clean.title),
      ...optional('role', hidden('role') ? undefined : role),
      ...optional('email', hide.includes('email') ? undefined : clean.email),
      ...optional('booking_link', hidden('booking_link') ? undefined : clean.bookingLink),
      ...optional('headshot_url', hidden('headshot_url') ? undefined : clean.headshotUrl),
    };
  };
}

type CleanFields = {
  readonly name: string;
  readonly title: string | undefined;
  readonly email: string | undefined;
  readonly bookingLink: string | undefined;
  readonly headshotUrl: string | undefined;
};

function personFields(person: Person, approve: Approver): CleanFields {
  return {
    name: cleanText(person.name, MAX_NAME_LENGTH),
    title: person.title === null ? undefined : cleanText(person.title, MAX_TITLE_LENGTH),
    email: approve.email(person.email),
    bookingLink: approve.link(person.bookingLink),
    headshotUrl: approve.link(person.headshotUrl),
  };
}

function teamFields(team: Team, approve: Approver): CleanFields {
  return {
    name: cleanText(team.name, MAX_NAME_LENGTH),
    title: team.title === null ? undefined : cleanText(team.title, MAX_TITLE_LENGTH),
    email: approve.email(team.email),
    bookingLink: approve.link(team.bookingLink),
    headshotUrl: undefined,
  };
}

function cleanRole(role: Role | null): string | undefined {
  return role === null ? undefined : cleanText(role, MAX_TITLE_LENGTH);
}

function optional<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { readonly [K in Key]: string });
}

function memoized<Subject extends object, Result>(make: (subject: Subject) => Result): (subject: Subject) => Result {
  const made = new WeakMap<Subject, Result>();
  return (subject) => {
    const known = made.get(subject);
    if (known !== undefined) return known;
    const result = make(subject);
    made.set(subject, result);
    return result;
  };
}
