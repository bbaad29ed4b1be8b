/**
 * Answers a recorded call again, from its record alone: its body, its snapshots and its release. No directory, no clock,
 * no network. What comes out is compared with what was recorded. Not for proving that the record is the one that was
 * written: that is the chain's work.
 */
import { LRUCache } from 'lru-cache';
import type { DecisionRecord } from '../audit/record.ts';
import { RECORD_VERSION } from '../audit/record.ts';
import { Failure } from '../base/failure.ts';
import type { ContentHash } from '../base/hash.ts';
import { textHash } from '../base/hash.ts';
import { canonicalJson } from '../base/json.ts';
import type { Tenant } from '../caller/caller.ts';
import { workspaceFromRelease } from '../config/release.ts';
import type { Dossier, Person } from '../directory/records.ts';
import { rosterOf } from '../directory/records.ts';
import type { RecordStore, ReleaseStore } from '../store/store.ts';
import type { Considered } from './considered.ts';
import type { GatheredFacts } from './gather.ts';
import type { PreparedRelease } from './prepared-release.ts';
import { prepareRelease } from './prepared-release.ts';
import { factRow } from './question.ts';
import type { RecordedAnswer } from './recorded-answer.ts';
import { recordedAnswer } from './recorded-answer.ts';
import { considerAgain } from './recorded-case.ts';
import { respond } from './respond.ts';

export type Replay =
  | { readonly kind: 'same'; readonly considered: Considered }
  /** `considered` is null where the release or the facts are others than the record's, so that nothing was decided. */
  | {
      readonly kind: 'differs';
      readonly differences: readonly Difference[];
      readonly considered: Considered | null;
    }
  | { readonly kind: 'impossible'; readonly why: Impossible };

/** `release`, `snapshot`: content that isn't what its name says; both sides are hashes then. */
export type Difference = {
  readonly what: keyof RecordedAnswer | 'release' | 'snapshot';
  readonly recorded: unknown;
  readonly replayed: unknown;
};

export type Impossible =
  | 'unknown_version' // another version of the program wrote the record
  | 'release_missing'
  | 'unknown_release' // in a format of another version of the program
  | 'facts_missing' // a snapshot isn't there any more
  | 'unreadable'; // no record that this program could have written: it was altered

/** Where what a record names is kept. */
export type Archive = {
  readonly releases: Pick<ReleaseStore, 'get'>;
  readonly records: Pick<RecordStore, 'snapshot'>;
};

export type ReplayRecord = (record: DecisionRecord) => Promise<Replay>;

type Failed = Exclude<Replay, { readonly kind: 'same' }>;

/** Rejects with a Failure of the store alone. */
export function replayer({ releases, records }: Archive): ReplayRecord {
  const releaseOf = releaseReader(releases);
  const snapshotOf = snapshotReader(records);
  return async (record) => {
    if (record.version !== RECORD_VERSION) return impossible('unknown_version');
    try {
      const release = await releaseOf(record);
      if (isFailed(release)) return release;
      const facts = await factsOf(record, release, snapshotOf);
      return isFailed(facts) ? facts : compared(record, considerAgain(record, release, facts));
    } catch (error) {
      // Whoever alters a record's text may give it any shape.
      if (error instanceof TypeError || error instanceof RangeError) return impossible('unreadable');
      throw error;
    }
  };
}

const COMPARED: readonly (keyof RecordedAnswer)[] = [
  'kind',
  'facts',
  'escalation',
  'health',
  'candidates',
  'reachedBy',
  'answer',
];

function compared(record: DecisionRecord, considered: Considered): Replay {
  const again = recordedAnswer(considered, respond(considered));
  const differences = COMPARED.filter((what) => canonicalJson(record[what]) !== canonicalJson(again[what])).map(
    (what): Difference => ({ what, recorded: record[what], replayed: again[what] }),
  );
  return differences.length === 0 ? { kind: 'same', considered } : { kind: 'differs', differences, considered };
}

const KEPT_RELEASES = 20;

/** Each release is made ready once. */
function releaseReader(releases: Archive['releases']): (record: DecisionRecord) => Promise<PreparedRelease | Failed> {
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
): Promise<PreparedRelease | Failed> {
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
  { tenant, account, facts, asked, caller, atMs }: DecisionRecord,
  release: PreparedRelease,
  snapshotOf: SnapshotReader,
): Promise<GatheredFacts | null | Failed> {
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
  const { topic, language, urgency } = asked;
  const { by: matchBy, verified: matchVerified } = account;
  const question = { topic, language, urgency, audience: caller.audience, matchBy, matchVerified, atMs };
  return { dossier, roster: rosterOf(people), row: factRow(dossier, question, release) };
}

type SnapshotReader = <Facts extends Dossier | Person>(tenant: Tenant, hash: ContentHash) => Promise<Facts | Failed>;

const KEPT_SNAPSHOTS = 5_000;

/** Thousands of answers rest on the same people: each is read once for as long as it is kept. */
function snapshotReader(records: Archive['records']): SnapshotReader {
  const kept = new LRUCache<string, Dossier | Person>({ max: KEPT_SNAPSHOTS });
  return async <Facts extends Dossier | Person>(tenant: Tenant, hash: ContentHash): Promise<Facts | Failed> => {
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

function differing(what: 'release' | 'snapshot', recorded: ContentHash, replayed: ContentHash): Failed {
  return { kind: 'differs', differences: [{ what, recorded, replayed }], considered: null };
}

function impossible(why: Impossible): Failed {
  return { kind: 'impossible', why };
}

const FAILED = new Set<unknown>(['differs', 'impossible']);

/** A person has a kind too, but none of these. */
function isFailed(value: object | null): value is Failed {
  return value !== null && 'kind' in value && FAILED.has(value.kind);
}
