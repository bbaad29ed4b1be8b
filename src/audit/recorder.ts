/**
 * What every answer's record is made of: its id, and snapshots of the facts it was made from. Not for writing them.
 */
import { randomUUID } from 'node:crypto';
import type { EpochMs } from '../base/clock.ts';
import { textHash } from '../base/hash.ts';
import { canonicalJson } from '../base/json.ts';
import { memoized } from '../base/memoized.ts';
import type { Dossier, Person } from '../directory/records.ts';
import type { Snapshot } from './record.ts';

/**
 * The content-addressed text of a dossier or a person. The same object gives the same snapshot, so a dossier that the
 * store keeps parsed costs one look-up; the object must not change.
 */
export const snapshotOf = memoized((facts: Dossier | Person): Snapshot => {
  const json = canonicalJson(facts);
  return { hash: textHash(json), json };
});

let lastAt: EpochMs = Number.NaN;
let inThatMs = 0;
let beginning = '';

/**
 * A UUID of version 7 (RFC 9562): sorts by the time it is given and, within one millisecond and process, by the order
 * of calls, up to 4,096 of them. 62 random bits keep ids apart whatever the clock does.
 */
export function newRecordId(at: EpochMs): string {
  if (at === lastAt) inThatMs = (inThatMs + 1) % 4096;
  else [lastAt, inThatMs, beginning] = [at, 0, firstRecordId(at)];
  const order = inThatMs.toString(16).padStart(3, '0');
  // Version 4 has its variant and random bits where version 7 has them.
  return `${beginning}-7${order}${randomUUID().slice(18)}`;
}

/** What every id of this moment or a later one sorts after, and every earlier one before. */
export function firstRecordId(at: EpochMs): string {
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}

const TIME_DIGITS = 12;

/** The moment that the id of a record begins with. Of a beginning of one: the earliest moment that it can be. */
export function momentOfId(id: string): EpochMs {
  return Number.parseInt(id.replaceAll('-', '').slice(0, TIME_DIGITS).padEnd(TIME_DIGITS, '0'), 16);
}
