/**
 * By what people are known: the keys, addresses and links that the directory and the records have for them, and who is
 * the same under another. Two whom the directory knows at once are two people, also where they share an address. Pure.
 */
import { isPlainObject } from '../base/json.ts';
import type { Person, PersonKey } from '../directory/records.ts';

type Known = {
  readonly names: Set<string>;
  readonly emails: Set<string>;
  readonly links: Set<string>;
  /** As the directory has them today; null where it doesn't. */
  today: { readonly email: string | null } | null;
};

/** One person under all that they are known by. */
export type KnownPerson = {
  readonly keys: readonly PersonKey[];
  readonly names: readonly string[];
  readonly emails: readonly string[];
  readonly links: readonly string[];
  /** Addresses and links of theirs that somebody else has too, so that nobody is told by them. */
  readonly shared: readonly string[];
};

export type KnownPeople = {
  /** Takes in a person as the directory has them today. */
  readonly addCurrent: (person: Person) => void;
  /** Takes in a snapshot of a person; any other facts are left. */
  readonly addSnapshot: (facts: unknown) => void;
  /** Who has this address today: the keys. */
  readonly holdersOf: (email: string) => readonly PersonKey[];
  /** Undefined where nobody was taken in whom this key or address (lower-case) names. */
  readonly find: (keyOrEmail: string) => KnownPerson | undefined;
};

export function knownPeople(): KnownPeople {
  const people = new Map<PersonKey, Known>();
  const keysByEmail = new Map<string, Set<PersonKey>>();
  const keysByLink = new Map<string, Set<PersonKey>>();

  const add = ({ key, name, email, bookingLink, headshotUrl }: Person, isCurrent: boolean): void => {
    const known = people.get(key) ?? { names: new Set(), emails: new Set(), links: new Set(), today: null };
    people.set(key, known);
    if (isCurrent) known.today = { email };
    known.names.add(name);
    if (email !== null) index(keysByEmail, known.emails, email, key);
    for (const link of [bookingLink, headshotUrl])
      for (const form of formsOf(link)) index(keysByLink, known.links, form, key);
  };
  const holdersOf = (email: string): readonly PersonKey[] =>
    [...(keysByEmail.get(email) ?? [])].filter((key) => people.get(key)?.today?.email === email);

  /** Everything that hangs together by keys and addresses, but for whom the directory tells apart. */
  const keysOf = (first: readonly PersonKey[]): ReadonlySet<PersonKey> => {
    const keys = new Set(first);
    const isToday = (key: PersonKey): boolean => (people.get(key)?.today ?? null) !== null;
    const isAnother = (key: PersonKey): boolean => isToday(key) && [...keys].some(isToday);
    // A set is walked to its end, also to what comes while it is walked.
    for (const key of keys)
      for (const email of people.get(key)?.emails ?? [])
        for (const other of keysByEmail.get(email) ?? []) if (!keys.has(other) && !isAnother(other)) keys.add(other);
    return keys;
  };

  const find = (keyOrEmail: string): KnownPerson | undefined => {
    const named = people.has(keyOrEmail) ? [keyOrEmail] : holdersOf(keyOrEmail);
    // Whoever has the address today is meant by it, before whoever had it once.
    const [first] = [...named, ...(keysByEmail.get(keyOrEmail) ?? [])];
    if (first === undefined) return undefined;
    const keys = keysOf([first]);
    const isOwn = (holders: Map<string, Set<PersonKey>>) => (text: string) =>
      [...(holders.get(text) ?? [])].every((key) => keys.has(key));
    const all = (of: 'names' | 'emails' | 'links') => [
      ...new Set([...keys].flatMap((key) => [...(people.get(key)?.[of] ?? [])])),
    ];
    const [emails, links] = [
      Map.groupBy(all('emails'), isOwn(keysByEmail)),
      Map.groupBy(all('links'), isOwn(keysByLink)),
    ];
    return {
      keys: [...keys],
      names: all('names'),
      emails: emails.get(true) ?? [],
      links: links.get(true) ?? [],
      shared: [...(emails.get(false) ?? []), ...(links.get(false) ?? [])],
    };
  };

  return {
    addCurrent: (person) => add(person, true),
    addSnapshot: (facts) => {
      if (isPerson(facts)) add(facts, false);
    },
    holdersOf,
    find,
  };
}

function index(holders: Map<string, Set<PersonKey>>, own: Set<string>, text: string, key: PersonKey): void {
  own.add(text);
  const keys = holders.get(text) ?? new Set();
  holders.set(text, keys.add(key));
}

/** As it came, and as a card shows it. */
function formsOf(link: string | null): readonly string[] {
  if (link === null) return [];
  const shown = URL.parse(link)?.href;
  return shown === undefined || shown === link ? [link] : [link, shown];
}

function isPerson(facts: unknown): facts is Person {
  return isPlainObject(facts) && typeof facts['key'] === 'string' && typeof facts['name'] === 'string';
}
