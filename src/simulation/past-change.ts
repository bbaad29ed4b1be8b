/**
 * What a draft would have answered to a recorded call, from the facts that the record rests on, beside what was answered. A
 * record that doesn't replay to its own answer, or that lacks what the draft needs, is not judged, and it is said why.
 */
import type { Considered } from '../answer/considered.ts';
import type { PreparedRelease } from '../answer/prepared-release.ts';
import { considerAgain } from '../answer/recorded-case.ts';
import type { RecordedAnswer } from '../answer/recorded-answer.ts';
import { recordedAnswer } from '../answer/recorded-answer.ts';
import { compared, isAltered } from '../answer/replay.ts';
import type { Archive, Impossible, RecordedFacts } from '../answer/reread.ts';
import { gatheredAgain, rereader } from '../answer/reread.ts';
import { respond } from '../answer/respond.ts';
import type { DecisionRecord } from '../audit/record.ts';
import { canonicalJson } from '../base/json.ts';
import type { Judged, Unmet } from './past-needs.ts';
import { unaskable, unmetNeed } from './past-needs.ts';
import { recordedRoster } from './recorded-roster.ts';

/** `contact`: other names, or none; `card`: the same ones for the same reason, shown otherwise, or another status. */
export const PAST_CHANGES = ['contact', 'reason', 'card'] as const;
export type PastChangeKind = (typeof PAST_CHANGES)[number];

export type PastSide = {
  /** The escalation row that fired; null where none did, or no account's facts could be used. */
  readonly row: string | null;
  /** As the answer names them; several of an account's team. */
  readonly contacts: readonly string[];
  readonly reason: string | null;
};

export type PastChange = Pick<DecisionRecord, 'id' | 'at' | 'tool'> & {
  readonly account: string | null;
  /** Nothing where the answer would have been the same. */
  readonly changes: readonly PastChangeKind[];
  readonly live: PastSide;
  readonly draft: PastSide;
};

/** `other_content`: a fact or release isn't what its name says; `not_replayed`: it came to another answer then; `of_a_system`: no rule decides it. */
export type NotJudged = Impossible | Unmet | 'other_content' | 'not_replayed' | 'of_a_system';

export type Past =
  | { readonly kind: 'judged'; readonly change: PastChange }
  | { readonly kind: 'not_judged'; readonly why: NotJudged };

export type JudgePast = (record: DecisionRecord) => Promise<Past>;

/** Rejects with a Failure of the store alone. */
export function pastJudge(draft: PreparedRelease, archive: Archive): JudgePast {
  const reread = rereader(archive);
  return async (record) => {
    if (record.called !== undefined) return notJudged('of_a_system');
    try {
      const read = await reread(record);
      if (read.kind !== 'reread') return notJudged(read.kind === 'impossible' ? read.why : read.kind);
      return judge(record, read.release, read.facts, draft);
    } catch (error) {
      if (isAltered(error)) return notJudged('unreadable');
      throw error;
    }
  };
}

function judge(
  record: DecisionRecord,
  release: PreparedRelease,
  facts: RecordedFacts | null,
  draft: PreparedRelease,
): Past {
  const then = considered(record, release, facts);
  if (then === null || compared(record, then.considered).kind !== 'same') return notJudged('not_replayed');
  const cannotAsk = unaskable(record, draft);
  if (cannotAsk !== null) return notJudged(cannotAsk);
  // Answers without account facts carry the release's time, which is no difference that the draft makes.
  const now = considered(record, { ...draft, at: record.releaseAt }, facts);
  if (now === null) return notJudged('tool_gone');
  const unmet = unmetNeed(then, now);
  return unmet === null ? { kind: 'judged', change: changeOf(record, now.considered) } : notJudged(unmet);
}

/** Null where the release doesn't offer the tool. */
function considered(record: DecisionRecord, release: PreparedRelease, facts: RecordedFacts | null): Judged | null {
  const roster = recordedRoster(facts?.people ?? []);
  const gathered = facts && gatheredAgain(record, facts, release, roster.roster);
  const again = considerAgain(record, release, gathered);
  return again === null ? null : { considered: again, roster };
}

function changeOf(record: DecisionRecord, now: Considered): PastChange {
  const { id, at, tool, account } = record;
  const again = recordedAnswer(now, respond(now));
  const [live, draft] = [sideOf(record), sideOf(again)];
  const isOtherContact = live.contacts.join('\n') !== draft.contacts.join('\n');
  const isOtherReason = live.reason !== draft.reason;
  const isOther = { contact: isOtherContact, reason: isOtherReason, card: false };
  if (!isOtherContact && !isOtherReason) isOther.card = canonicalJson(record.answer) !== canonicalJson(again.answer);
  return {
    id,
    at,
    tool,
    account: account.kind === 'known' ? account.account : null,
    changes: PAST_CHANGES.filter((change) => isOther[change]),
    live,
    draft,
  };
}

function sideOf({ escalation, answer }: Pick<RecordedAnswer, 'escalation' | 'answer'>): PastSide {
  return { row: escalation?.rule ?? null, contacts: namesIn(answer), reason: reasonIn(answer) };
}

function namesIn(answer: RecordedAnswer['answer']): readonly string[] {
  if (answer === null) return [];
  if ('contact' in answer) return [answer.contact.name];
  return 'team' in answer ? answer.team.map(({ name }) => name) : [];
}

function reasonIn(answer: RecordedAnswer['answer']): string | null {
  return answer !== null && 'reason' in answer ? answer.reason.code : null;
}

function notJudged(why: NotJudged): Past {
  return { kind: 'not_judged', why };
}
