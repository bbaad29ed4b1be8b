/**
 * Answers a recorded call again, from its record alone: its body, its snapshots and its release. No directory, no clock,
 * no network. What comes out is compared with what was recorded. Not for proving that the record is the one that was
 * written: that is the chain's work.
 */
import type { DecisionRecord } from '../audit/record.ts';
import { canonicalJson } from '../base/json.ts';
import type { Considered } from './considered.ts';
import type { RecordedAnswer } from './recorded-answer.ts';
import { recordedAnswer } from './recorded-answer.ts';
import { considerAgain } from './recorded-case.ts';
import { replayCalled } from './replay-called.ts';
import type { Difference, Replay } from './replayed.ts';
import type { Archive, NotReread } from './reread.ts';
import { gatheredAgain, rereader } from './reread.ts';
import { respond } from './respond.ts';

export type ReplayRecord = (record: DecisionRecord) => Promise<Replay>;

/** Rejects with a Failure of the store alone. */
export function replayer(archive: Archive): ReplayRecord {
  const reread = rereader(archive);
  return async (record) => {
    try {
      const read = await reread(record);
      if (read.kind !== 'reread') return notReplayed(read);
      if (record.called !== undefined) return replayCalled(record, read.release);
      const facts = read.facts && gatheredAgain(record, read.facts, read.release);
      const considered = considerAgain(record, read.release, facts);
      // What its own release doesn't offer was never answered.
      return considered === null ? { kind: 'impossible', why: 'unreadable' } : compared(record, considered);
    } catch (error) {
      if (isAltered(error)) return { kind: 'impossible', why: 'unreadable' };
      throw error;
    }
  };
}

/** Whoever alters a record's text may give it any shape. */
export function isAltered(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError;
}

function notReplayed(read: NotReread): Replay {
  if (read.kind === 'impossible') return read;
  const { what, recorded, found } = read;
  return { kind: 'differs', differences: [{ what, recorded, replayed: found }], considered: null };
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

export function compared(record: DecisionRecord, considered: Considered): Replay {
  const again = recordedAnswer(considered, respond(considered));
  const differences = COMPARED.filter((what) => canonicalJson(record[what]) !== canonicalJson(again[what])).map(
    (what): Difference => ({ what, recorded: record[what], replayed: again[what] }),
  );
  return differences.length === 0 ? { kind: 'same', considered } : { kind: 'differs', differences, considered };
}
