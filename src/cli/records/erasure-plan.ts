/**
 * What an erasure would take away: whom it is about under everything that they are known by, and how many records, facts
 * and entries of the directory tell of them. Two walks over the records; nothing is changed.
 */
import { LRUCache } from 'lru-cache';
import { resolveAccount } from '../../account/resolve.ts';
import { copiesErasureOf } from '../../audit/copied-subject.ts';
import type { KnownPeople, KnownPerson } from '../../audit/known-people.ts';
import { knownPeople } from '../../audit/known-people.ts';
import type { DecisionRecord } from '../../audit/record.ts';
import type { Subject, SubjectTest } from '../../audit/subject.ts';
import { needlesOf, tellsOf } from '../../audit/subject.ts';
import { normalEmail } from '../../base/email.ts';
import { Failure } from '../../base/failure.ts';
import { jsonIn } from '../../base/json.ts';
import type { AccountKey } from '../../directory/records.ts';
import type { CopiesErasure } from '../../store/copies.ts';
import type { Archive } from './archive.ts';
import type { CommandContext } from '../context.ts';
import { watched } from '../terminal/watched.ts';

export type ErasureRequest = { readonly people: readonly string[]; readonly accounts: readonly string[] };

export type ErasurePlan = {
  readonly subject: Subject;
  /** Names that are known of them, for a person to see whether it is who they meant. */
  readonly names: readonly string[];
  readonly shared: readonly string[];
  readonly test: SubjectTest;
  /** Of what is told of nobody else. */
  readonly needles: readonly string[];
  readonly records: number;
  readonly ofRecords: number;
  readonly snapshots: number;
  readonly directory: DirectoryMentions;
  /** Rows of what was copied of systems. */
  readonly copiedRows: number;
  readonly copies: CopiesErasure;
  /** Releases that name them, in a `person:` link or a team: those are kept. */
  readonly releases: number;
};

export type DirectoryMentions = {
  readonly people: number;
  readonly accounts: number;
  readonly contacts: number;
};

/** @throws Failure `not_found` for somebody of whom nothing is known, `usage` for a word that names several */
export async function planErasure(
  request: ErasureRequest,
  archive: Archive,
  context: CommandContext,
): Promise<ErasurePlan> {
  const people = await peopleKnown(archive, context);
  const persons = request.people.map((word) => ({ word, known: personNamed(word, people) }));
  const accounts = await Promise.all(request.accounts.map((word) => accountNamed(word, archive)));
  const accountNames = await Promise.all(accounts.map((account) => nameOf(account, archive)));
  const ids = await Promise.all(accounts.map((account) => idsOf(account, archive)));
  const subject = { ...subjectOf(persons, accounts), ids: new Set(ids.flat()) };
  const test = tellsOf(subject);
  const counted = await countRecords(subject, test, archive, context);
  const directory = await countDirectory(subject, test, archive, context);
  const names = [...persons.flatMap(({ known }) => known?.names ?? []), ...accountNames.flat()];
  const copies = copiesErasureOf(subject, { ids: ids.flat(), names });
  const copiedRows = await archive.store.copies.count(archive.tenant, copies.tells);
  if (isNowhere(counted, directory, copiedRows)) throw nobody([...request.people, ...request.accounts]);
  return {
    subject,
    test,
    names,
    copies,
    copiedRows,
    shared: persons.flatMap(({ known }) => known?.shared ?? []),
    directory,
    ...counted,
  };
}

function isNowhere(
  { records }: Counted,
  { people, accounts, contacts }: DirectoryMentions,
  copiedRows: number,
): boolean {
  return records + people + accounts + contacts + copiedRows === 0;
}

function nobody(words: readonly string[]): Failure {
  const message = `Nothing is known of ${words.join(' or ')}: neither the directory, a record nor a copy of a system tells of them.`;
  return new Failure(
    'not_found',
    message,
    'A person goes by key or e-mail address, an account by key or id; `audit show` tells them.',
  );
}

async function peopleKnown({ tenant, store }: Archive, context: CommandContext): Promise<KnownPeople> {
  const people = knownPeople();
  const roster = await store.directory.roster(tenant);
  for (const person of roster.people.values()) people.addCurrent(person);
  const seen = new LRUCache<string, true>({ max: REMEMBERED });
  for await (const { record } of watched(store.records.latest(tenant), 'Looking through people', context))
    for (const hash of record.facts?.people ?? []) {
      if (seen.get(hash) === true) continue;
      seen.set(hash, true);
      const json = await store.records.snapshot(tenant, hash);
      if (json !== undefined) people.addSnapshot(jsonIn(json));
    }
  return people;
}

const REMEMBERED = 200_000;

type Named = { readonly word: string; readonly known: KnownPerson | undefined };

/** Undefined where nobody of the company is known so: a customer's contact, or a mention. */
function personNamed(word: string, people: KnownPeople): KnownPerson | undefined {
  const email = emailOf(word);
  if (email === null && !word.includes(':'))
    throw new Failure(
      'usage',
      `${word} is neither an e-mail address nor the key of a person.`,
      'Keys are like hr:E1007; a name alone may be another’s.',
    );
  const holders = email === null ? [] : people.holdersOf(email);
  if (holders.length > 1)
    throw new Failure(
      'usage',
      `Several people have the address ${word}: ${holders.join(', ')}.`,
      'Name one of them by key.',
    );
  return people.find(word) ?? (email === null ? undefined : people.find(email));
}

/** Also of the key of somebody who is known by an address alone. */
function emailOf(word: string): string | null {
  return normalEmail(word.startsWith('email:') ? word.slice('email:'.length) : word);
}

/** A key as it is where the directory doesn't know it: records may tell of an account that it has lost. */
async function accountNamed(word: string, { tenant, store }: Archive): Promise<AccountKey> {
  const reference = await resolveAccount({ accountId: word }, false, tenant, store.directory);
  if (reference.kind === 'known') return reference.account;
  if (reference.kind !== 'ambiguous') return word;
  throw new Failure(
    'usage',
    `Several accounts have the id ${word}: ${reference.accounts.join(', ')}.`,
    'Name one of them by key.',
  );
}

/** Empty where the directory has lost it. */
async function nameOf(account: AccountKey, { tenant, store }: Archive): Promise<readonly string[]> {
  const dossier = await store.directory.dossier(tenant, account);
  return dossier === undefined ? [] : [dossier.name];
}

async function idsOf(account: AccountKey, { tenant, store }: Archive): Promise<readonly string[]> {
  return (await store.directory.identities(tenant, account)).ids.map(({ id }) => id);
}

function subjectOf(persons: readonly Named[], accounts: readonly AccountKey[]): Subject {
  const known = persons.flatMap((one) => one.known ?? []);
  const shared = new Set(known.flatMap((one) => one.shared));
  const said = persons.flatMap(({ word }) => emailOf(word) ?? []).filter((email) => !shared.has(email));
  const emails = new Set([...said, ...known.flatMap((one) => one.emails)]);
  const keys = persons.flatMap(({ word }) => (emailOf(word) === null || word.startsWith('email:') ? [word] : []));
  return {
    people: new Set([...keys, ...known.flatMap((one) => one.keys), ...[...emails].map((email) => `email:${email}`)]),
    emails,
    links: new Set(known.flatMap((one) => one.links)),
    accounts: new Set(accounts),
  };
}

type Counted = Pick<ErasurePlan, 'records' | 'ofRecords' | 'snapshots' | 'needles' | 'releases'>;

async function countRecords(
  subject: Subject,
  test: SubjectTest,
  { tenant, store }: Archive,
  context: CommandContext,
): Promise<Counted> {
  const needles = new Set(needlesOf(subject));
  const snapshots = new Set<string>();
  const releases = new Map<string, boolean>();
  const seen = new LRUCache<string, true>({ max: REMEMBERED });
  let [records, ofRecords] = [0, 0];

  // What stays and holds a needle can't be told from what should have gone.
  const stays = (text: string): void => needles.forEach((needle) => text.includes(needle) && needles.delete(needle));
  const look = async (hash: string): Promise<void> => {
    if (seen.get(hash) === true || snapshots.has(hash)) return;
    const json = await store.records.snapshot(tenant, hash);
    if (json !== undefined && test.json(json)) snapshots.add(hash);
    else {
      seen.set(hash, true);
      stays(json ?? '');
    }
  };
  const lookAtRelease = async (id: string): Promise<void> => {
    if (!releases.has(id)) releases.set(id, test.json((await store.releases.get(tenant, id))?.json ?? 'null'));
  };

  for await (const { record } of watched(store.records.latest(tenant), 'Looking through records', context)) {
    ofRecords += 1;
    await lookAtRelease(record.release);
    for (const hash of snapshotsOf(record)) await look(hash);
    if (test.record(record, (hash) => snapshots.has(hash))) records += 1;
    else stays(JSON.stringify(record));
  }
  const naming = [...releases.values()].filter(Boolean).length;
  return { records, ofRecords, snapshots: snapshots.size, needles: [...needles], releases: naming };
}

function snapshotsOf({ facts }: DecisionRecord): readonly string[] {
  return facts === null ? [] : [...(facts.dossier === null ? [] : [facts.dossier]), ...facts.people];
}

async function countDirectory(
  subject: Subject,
  test: SubjectTest,
  { tenant, store }: Archive,
  context: CommandContext,
): Promise<DirectoryMentions> {
  const { directory } = store;
  const roster = await directory.roster(tenant);
  const people = [...roster.people.values()].filter((person) => test.json(JSON.stringify(person))).length;
  let accounts = 0;
  for await (const dossier of watched(directory.dossiers(tenant), 'Looking through accounts', context))
    if (test.json(JSON.stringify(dossier))) accounts += 1;
  let contacts = 0;
  for (const email of subject.emails) contacts += (await directory.accountsByEmail(tenant, email)).length;
  return { people, accounts, contacts };
}
