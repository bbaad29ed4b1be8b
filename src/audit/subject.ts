/**
 * Whom an erasure is about, and which records and facts tell of them: by any key, address or link that they are known by.
 * Never by a name alone, which others may have. Pure.
 */
import { isPlainObject, jsonIn } from '../base/json.ts';
import type { AccountKey, PersonKey } from '../directory/records.ts';
import { addressesIn } from './addresses.ts';
import type { ErasureSelection } from './erasure.ts';
import { saidOf } from './called-subject.ts';
import type { DecisionRecord } from './record.ts';

export type Subject = {
  readonly people: ReadonlySet<PersonKey>;
  /** Lower-case. */
  readonly emails: ReadonlySet<string>;
  /** To book them, or to their picture. */
  readonly links: ReadonlySet<string>;
  readonly accounts: ReadonlySet<AccountKey>;
  /** Of these accounts, as systems know them; beside those in their keys. */
  readonly ids?: ReadonlySet<string>;
};

export type SubjectTest = {
  /** Whether the JSON of facts, or of anything else, tells of them. */
  readonly json: (text: string) => boolean;
  readonly record: ErasureSelection['record'];
};

export function tellsOf(subject: Subject): SubjectTest {
  const mayHold = mentionTest(subject);
  const isSaid = saidOf(subject);
  return {
    json: (text) => {
      // Reading text is dearer than looking through it, and nearly none of it tells of them.
      if (!mayHold(text)) return false;
      const value = jsonIn(text);
      // One that was spoilt goes for what it may hold.
      return value === undefined || holds(value, '', subject);
    },
    record: (record, isErasedSnapshot) =>
      snapshotsOf(record).some(isErasedSnapshot) ||
      holds(record, '', subject) ||
      (record.called !== undefined && isSaid(record.answer)),
  };
}

/**
 * How they are written in JSON: texts by which it can be seen that no byte of them is left. With their quotes, so that
 * `hr:E1` isn't found in `hr:E10`.
 */
export function needlesOf({ people, emails, links, accounts }: Subject): readonly string[] {
  return [...people, ...emails, ...links, ...accounts].map((text) => JSON.stringify(text));
}

function snapshotsOf({ facts }: DecisionRecord): readonly string[] {
  if (facts === null) return [];
  return facts.dossier === null ? facts.people : [facts.dossier, ...facts.people];
}

function mentionTest({ people, emails, links, accounts }: Subject): (text: string) => boolean {
  const known = [...people, ...emails, ...links, ...accounts];
  const written = known.map((text) => JSON.stringify(text).slice(1, -1).toLowerCase());
  return (text) => {
    const lower = text.toLowerCase();
    return written.some((each) => lower.includes(each));
  };
}

/**
 * Members whose text is no person's key, though it were the same, or no account's: a source may give both one id, and a
 * name is no key. Any other member may hold either.
 */
const NO_PERSON = new Set(['account', 'accounts', 'parent', 'inheritedFrom', 'name']);
const NO_ACCOUNT = new Set(['key', 'person', 'manager', 'deputy', 'name']);

function holds(value: unknown, member: string, subject: Subject): boolean {
  if (typeof value === 'string') return isTold(value, member, subject);
  if (Array.isArray(value)) return value.some((each) => holds(each, member, subject));
  if (!isPlainObject(value) || isTeamCard(value)) return false;
  return Object.entries(value).some(([name, each]) => holds(each, name, subject));
}

function isTold(text: string, member: string, { people, emails, links, accounts }: Subject): boolean {
  if (people.has(text) && !NO_PERSON.has(member)) return true;
  if (accounts.has(text) && !NO_ACCOUNT.has(member)) return true;
  return links.has(text) || (text.includes('@') && addressesIn(text).some((address) => emails.has(address)));
}

/** A team's address and link are the company's, also where somebody of it has the same. */
function isTeamCard(value: Readonly<Record<string, unknown>>): boolean {
  return value['kind'] === 'team' && typeof value['name'] === 'string' && !('key' in value);
}
