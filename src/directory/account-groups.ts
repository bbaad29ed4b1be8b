/**
 * Which account each staged entry is about, found in one walk over all mentions of ids in order: entries that describe
 * something by the same id are about the same account, and so is whatever shares an id with them. Accounts are numbers
 * here, in the order of their keys. In memory are some bytes for each mention and the keys.
 */
import { Joined } from './identity.ts';
import type { NamedParents, Parents } from './parents.ts';
import { parentsOf } from './parents.ts';
import type { AccountNumbers, EntryNumber, Stage } from './stage.ts';
import { UNKNOWN, USE } from './stage.ts';
import { TextList } from './text-list.ts';
import { idOfKey } from './trust.ts';

export type AccountGroups = {
  /** By number, sorted. */
  readonly keys: TextList;
  /** Of each account entry. */
  readonly numbers: AccountNumbers;
  /** Of each contact's account. */
  readonly contacts: AccountNumbers;
  /** Of each id that the stage keeps, in its order. */
  readonly ids: AccountNumbers;
  readonly parents: Parents;
};

/** `namespaces`: of accounts' ids, the more trusted first. */
export function groupAccounts(stage: Stage, namespaces: readonly string[]): AccountGroups {
  const { joined, describedBy, ranks, contacts, parents } = joinMentions(stage, namespaces);
  const numberOfRoot = keyIds(joined, describedBy, ranks, stage.size.accounts);
  const keys = numberByKey(stage, joined, describedBy, numberOfRoot);
  const numberOf = (entry: EntryNumber): number =>
    entry === UNKNOWN ? UNKNOWN : (numberOfRoot[joined.root(entry)] ?? UNKNOWN);
  const numbers = new Int32Array(stage.size.accounts).map((_, entry) => numberOf(entry));
  replaceEach(contacts, numberOf);
  replaceEach(describedBy, numberOf);
  return { keys, numbers, contacts, ids: describedBy, parents: parentsOf(parents, numbers, keys.length) };
}

type JoinedMentions = {
  readonly joined: Joined;
  /** By id in the order of text: one of the entries that are described by it. */
  readonly describedBy: Int32Array;
  /** By id: how trusted its namespace is, 0 for the most. */
  readonly ranks: Uint16Array;
  /** By contact: an entry that describes its account, or {@link UNKNOWN}. */
  readonly contacts: Int32Array;
  readonly parents: NamedParents;
};

function joinMentions(stage: Stage, namespaces: readonly string[]): JoinedMentions {
  const { accounts, contacts: contactCount, mentions } = stage.size;
  const rankOf = new Map(namespaces.map((namespace, rank) => [namespace, rank]));
  const joined = new Joined(accounts);
  // As long as they could ever be; the system gives memory for what is written to.
  const [describedBy, ranks] = [new Int32Array(mentions), new Uint16Array(mentions)];
  const contacts = new Int32Array(contactCount);
  const parents: NamedParents = { parents: new Int32Array(accounts).fill(UNKNOWN), ranks: new Uint16Array(accounts) };
  let [described, current, first] = [0, '', UNKNOWN];
  for (const [id, use, entry] of stage.mentions()) {
    if (id !== current) [current, first] = [id, UNKNOWN];
    if (use === USE.described && first === UNKNOWN) {
      first = entry;
      ranks[described] = rankOf.get(idOfKey(id).namespace) ?? namespaces.length;
      describedBy[described++] = entry;
      stage.addId(id);
    } else if (use === USE.described) joined.join(first, entry);
    else if (use === USE.contact) contacts[entry] = first;
    else if (first !== UNKNOWN) {
      parents.parents[entry] = first;
      parents.ranks[entry] = use - USE.parent;
    }
  }
  return { joined, describedBy: describedBy.subarray(0, described), ranks, contacts, parents };
}

/** By root: the id that is the account's key, the first in the most trusted namespace in which it has one. */
function keyIds(joined: Joined, describedBy: Int32Array, ranks: Uint16Array, entries: number): Int32Array {
  const keyOfRoot = new Int32Array(entries).fill(UNKNOWN);
  for (const [id, entry] of describedBy.entries()) {
    const root = joined.root(entry);
    const key = keyOfRoot[root] ?? UNKNOWN;
    if (key === UNKNOWN || (ranks[id] ?? 0) < (ranks[key] ?? 0)) keyOfRoot[root] = id;
  }
  return keyOfRoot;
}

/** Puts numbers in the place of ids, in their order, and gives the keys. A number is never larger than its id. */
function numberByKey(stage: Stage, joined: Joined, describedBy: Int32Array, ofRoot: Int32Array): TextList {
  const keys = new TextList();
  let id = 0;
  for (const text of stage.ids()) {
    const root = joined.root(describedBy[id] ?? 0);
    if (ofRoot[root] === id) ofRoot[root] = keys.push(text);
    id++;
  }
  return keys;
}

function replaceEach(numbers: Int32Array, by: (number: number) => number): void {
  for (const [at, number] of numbers.entries()) numbers[at] = by(number);
}
