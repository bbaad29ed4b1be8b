/**
 * What a decision record rests on, read back by the names that it gives: its release, and the facts of then. What isn't what
 * its name says is told as such. No directory, no clock. Not for judging what the record says came of it: see replay.ts.
 */
import { LRUCache } from 'lru-cache';
import type { DecisionRecord } from '../audit/record.ts';
import { RECORD_VERSION } from '../audit/record.ts';
import { Failure } from '../base/failure.ts';
import type { ContentHash } from '../base/hash.ts';
import { textHash } from '../base/hash.ts';
import type { Tenant } from '../caller/caller.ts';
import { workspaceFromRelease } from '../config/release.ts';
import type { Dossier, Person, Roster } from '../directory/records.ts';
import { rosterOf } from '../directory/records.ts';
import type { RecordStore, ReleaseStore } from '../store/store.ts';
import type { GatheredFacts } from './gather.ts';
import type { PreparedRelease } from './prepared-release.ts';
import { prepareRelease } from './prepared-release.ts';
import { factRow } from './question.ts';

export type Reread = {
  readonly kind: 'reread';
  readonly release: PreparedRelease;
  /** `null` where the answer rests on none. */
  readonly facts: RecordedFacts | null;
};

/** `people`: everybody whom the answer consulted, nobody else. */
export type RecordedFacts = { readonly dossier: Dossier; readonly people: readonly Person[] };

export type Impossible =
  | 'unknown_version' // another version of the program wrote the record
  | 'release_missing'
  | 'unknown_release' // in a format of another version of the program
  | 'facts_missing' // a snapshot isn't there any more
  | 'unreadable'; // no record that this program could have written: it was altered

/** The record can't be read back, or what it names has other content: both sides are hashes then. */
export type NotReread =
  | { readonly kind: 'impossible'; readonly why: Impossible }
  | {
      readonly kind: 'other_content';
      readonly what: 'release' | 'snapshot';
      readonly recorded: ContentHash;
      readonly found: ContentHash;
    };

/** Where what a record names is kept. */
export type Archive = {
  readonly releases: Pick<ReleaseStore, 'get'>;
  readonly records: Pick<RecordStore, 'snapshot'>;
};

/** Rejects with a Failure of the store; throws a TypeError or RangeError for a record that somebody altered. */
export function rereader({ releases, records }: Archive): (record: DecisionRecord) => Promise<Reread | NotReread> {
  const releaseOf = releaseReader(releases);
  const snapshotOf = snapshotReader(records);
  return async (record) => {
    if (record.version !== RECORD_VERSION) return impossible('unknown_version');
    const release = await releaseOf(record);
    if (isFailed(release)) return release;
    const facts = await factsOf(record, snapshotOf);
    return isFailed(facts) ? facts : { kind: 'reread', release, facts };
  };
}

/** The facts as a release makes a row of them, at the record's own moment and for what was asked then. */
export function gatheredAgain(
  { account, asked, caller, atMs }: DecisionRecord,
  { dossier, people }: RecordedFacts,
  release: PreparedRelease,
  roster: Roster = rosterOf(people),
): GatheredFacts {
  if (account.kind !== 'known') throw new TypeError('Facts of an account that is not known.');
  const { topic, language, urgency } = asked;
  const { by: matchBy, verified: matchVerified } = account;
  const question = { topic, language, urgency, audience: caller.audience, matchBy, matchVerified, atMs };
  return { dossier, roster, row: factRow(dossier, question, release) };
}

const KEPT_RELEASES = 20;

/** Each release is made ready once. */
function releaseReader(
  releases: Archive['releases'],
): (record: DecisionRecord) => Promise<PreparedRelease | NotReread> {
  const prepared = new LRUCache<string, PreparedRelease>({ max: KEPT_RELEASES });
  return async ({ tenant, release: id, releaseAt }) => {
    const key = `${tenant}\n${id}`;
    const ready = prepared.get(key) ?? (await readRelease(releases, tenant, id));
    if (isFailed(ready)) return ready;
    prepared.set(key, ready);
    // A store that lost its releases may have met this one again later; the record knows its time.
    return { ...ready, at: releaseAt };
  };
}

async function readRelease(
  releases: Archive['releases'],
  tenant: Tenant,
  id: ContentHash,
): Promise<PreparedRelease | NotReread> {
  const stored = await releases.get(tenant, id);
  if (stored === undefined) return impossible('release_missing');
  const hash = textHash(stored.json);
  if (hash !== id) return differing('release', id, hash);
  try {
    return prepareRelease(workspaceFromRelease(stored.json), id, stored.at);
  } catch (error) {
    if (error instanceof Failure) return impossible('unknown_release');
    throw error;
  }
}

/** `null` where the answer rests on none. */
async function factsOf(
  { tenant, account, facts }: DecisionRecord,
  snapshotOf: SnapshotReader,
): Promise<RecordedFacts | null | NotReread> {
  if (facts === null) return null;
  if (facts.dossier === null || account.kind !== 'known') return impossible('unreadable');
  const dossier = await snapshotOf<Dossier>(tenant, facts.dossier);
  if (isFailed(dossier)) return dossier;
  const people: Person[] = [];
  for (const hash of facts.people) {
    const person = await snapshotOf<Person>(tenant, hash);
    if (isFailed(person)) return person;
    people.push(person);
  }
  return { dossier, people };
}

type SnapshotReader = <Facts extends Dossier | Person>(tenant: Tenant, hash: ContentHash) => Promise<Facts | NotReread>;

const KEPT_SNAPSHOTS = 5_000;

/** Thousands of answers rest on the same people: each is read once for as long as it is kept. */
function snapshotReader(records: Archive['records']): SnapshotReader {
  const kept = new LRUCache<string, Dossier | Person>({ max: KEPT_SNAPSHOTS });
  return async <Facts extends Dossier | Person>(tenant: Tenant, hash: ContentHash): Promise<Facts | NotReread> => {
    const key = `${tenant}\n${hash}`;
    const before = kept.get(key);
    if (before !== undefined) return before as Facts;
    const json = await records.snapshot(tenant, hash);
    if (json === undefined) return impossible('facts_missing');
    const actual = textHash(json);
    if (actual !== hash) return differing('snapshot', hash, actual);
    const facts = JSON.parse(json) as Facts;
    kept.set(key, facts);
    return facts;
  };
}

function differing(what: 'release' | 'snapshot', recorded: ContentHash, found: ContentHash): NotReread {
  return { kind: 'other_content', what, recorded, found };
}

function impossible(why: Impossible): NotReread {
  return { kind: 'impossible', why };
}

const FAILED = new Set<unknown>(['other_content', 'impossible']);

/** A person has a kind too, but none of these. */
function isFailed(value: object | null): value is NotReread {
  return value !== null && 'kind' in value && FAILED.has(value.kind);
}
