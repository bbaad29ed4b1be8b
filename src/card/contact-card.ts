/**
 * From a contact to its card: only the approved fields of an audience, only approved links and addresses, clean text.
 * Built field by field from the closed contract: there is no way to pass an object through.
 */
import { cleanText, NAME_LIMITS } from '../base/clean-text.ts';
import { memoized } from '../base/memoized.ts';
import type { Person, Role } from '../directory/records.ts';
import type { Contact } from '../guardrails/reached.ts';
import type { Hideable } from '../guardrails/table.ts';
import type { Team } from '../guardrails/teams.ts';
import type { Approver } from './approve.ts';
import { approver } from './approve.ts';
import type { Approved, ContactCard, OptionalContactField } from './contract.ts';

const clean = (text: string): string => cleanText(text, NAME_LIMITS.characters);

export type ContactShaper = (contact: Contact, hide: readonly Hideable[]) => ContactCard;

/** Compiled once for a release and audience; a person's or team's clean fields are kept while it is in memory. */
export function contactShaper(approved: Approved, fields: readonly OptionalContactField[]): ContactShaper {
  const approve = approver(approved);
  const shown = new Set<string>(fields);
  const people = memoized((person: Person) => personFields(person, approve));
  const teams = memoized((team: Team) => teamFields(team, approve));

  return (contact, hide) => {
    const hidden = (field: OptionalContactField) => !shown.has(field) || hide.includes(field);
    const known = contact.kind === 'person' ? people(contact.person) : teams(contact.team);
    const role = contact.kind === 'person' ? cleanRole(contact.role) : undefined;
    return {
      kind: contact.kind,
      name: known.name,
      ...optional('title', hidden('title') ? undefined : known.title),
      ...optional('role', hidden('role') ? undefined : role),
      ...optional('email', hide.includes('email') ? undefined : known.email),
      ...optional('booking_link', hidden('booking_link') ? undefined : known.bookingLink),
      ...optional('headshot_url', hidden('headshot_url') ? undefined : known.headshotUrl),
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
    name: clean(person.name),
    title: person.title === null ? undefined : clean(person.title),
    email: approve.email(person.email),
    bookingLink: approve.link(person.bookingLink),
    headshotUrl: approve.link(person.headshotUrl),
  };
}

function teamFields(team: Team, approve: Approver): CleanFields {
  return {
    name: clean(team.name),
    title: team.title === null ? undefined : clean(team.title),
    email: approve.email(team.email),
    bookingLink: approve.link(team.bookingLink),
    headshotUrl: undefined,
  };
}

function cleanRole(role: Role | null): string | undefined {
  return role === null ? undefined : clean(role);
}

function optional<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { readonly [K in Key]: string });
}
