/** Whether a column of accounts names one of one's own people: by ids of users, or by e-mail addresses of the company; and in which role. */
import { emailDomain, normalEmail } from '../../base/email.ts';
import type { WrittenId } from '../kit/http/usual.ts';
import { wordsOf } from './column-words.ts';
import type { SeenColumn } from './seen-column.ts';
import { share } from './seen-column.ts';

/** Who is known: of the users that were read, and of the directory. */
export type KnownPeople = {
  /** Ids by namespace; those of Salesforce by their first 15 characters. */
  readonly ids: ReadonlyMap<string, KnownIds>;
  readonly emails: ReadonlySet<string>;
  /** Of one's own people. */
  readonly domains: ReadonlySet<string>;
};

export type KnownIds = { readonly ids: ReadonlySet<string>; readonly format: 'salesforce' | null };

export type PersonFit = { readonly person: WrittenId; readonly score: number; readonly evidence: string };

const MOST_IDS = 0.8;
const MOST_ADDRESSES = 0.6;
/** A shorter id may be any number. */
const TELLING_ID = 15;

export function fitPerson(seen: SeenColumn, known: KnownPeople): PersonFit | null {
  return byId(seen, known) ?? byEmail(seen, known);
}

function byId(seen: SeenColumn, { ids }: KnownPeople): PersonFit | null {
  for (const [namespace, { ids: there, format }] of ids) {
    const found = share(seen, (cell) => there.has(comparableId(cell, format)));
    const isTelling = seen.cells.every((cell) => cell.length >= TELLING_ID) || roleConcept(seen.words) !== null;
    if (found < MOST_IDS || !isTelling) continue;
    const count = Math.round(found * seen.cells.length);
    return {
      person: { column: seen.column, in: namespace, ...(format !== null && { format }) },
      score: 0.6 + found * 0.4,
      evidence: `${count} of ${seen.rows} rows hold the id of a user`,
    };
  }
  return null;
}

function byEmail(seen: SeenColumn, { emails, domains }: KnownPeople): PersonFit | null {
  const isOurs = (cell: string): boolean => {
    const address = normalEmail(cell);
    return address !== null && (emails.has(address) || domains.has(emailDomain(address)));
  };
  const found = share(seen, isOurs);
  if (found < MOST_ADDRESSES) return null;
  return {
    person: { column: seen.column, in: 'email' },
    score: 0.5 + found * 0.4,
    evidence: `${Math.round(found * seen.cells.length)} of ${seen.rows} rows hold the address of one of your people`,
  };
}

export function comparableId(id: string, format: 'salesforce' | null): string {
  return format === 'salesforce' ? id.slice(0, 15) : id;
}

/** The first that is found counts: a "CSM owner" is a CSM. */
const CONCEPTS = [
  ['csm', 'success'],
  ['onboarding', 'implementation'],
  ['renewal', 'renewals'],
  ['partner', 'channel'],
  ['tam', 'support'],
  ['ae', 'owner', 'executive', 'sales', 'seller'],
] as const;

function roleConcept(words: readonly string[]): number | null {
  const found = CONCEPTS.findIndex((concept) => concept.some((word) => words.includes(word)));
  return found === -1 ? null : found;
}

/** Which of the workspace's roles the column means; null where it says none. */
export function roleOf(words: readonly string[], roles: readonly string[]): string | null {
  const concept = roleConcept(words);
  const fitting = roles.filter((role) => {
    const own = wordsOf(role);
    const isNamed = own.every((word) => words.includes(word));
    return isNamed || (concept !== null && roleConcept(own) === concept);
  });
  // The role that is named with most words, else the plainest.
  const rank = (role: string): number => {
    const own = wordsOf(role);
    return own.every((word) => words.includes(word)) ? -own.length : role.length;
  };
  return fitting.toSorted((one, other) => rank(one) - rank(other))[0] ?? null;
}
