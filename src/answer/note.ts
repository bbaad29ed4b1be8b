/** What is told of an answer to whoever watches the program: never what was asked or answered. */
import type { Clock } from '../base/clock.ts';
import type { Answered, Mend } from './ask.ts';
import { correlationOf } from './call.ts';
import type { Considered } from './considered.ts';
import type { AnswerNote } from './desk.ts';
import { answerKind } from './recorded-answer.ts';

export function noteOf(considered: Considered, outcome: Answered | Mend, durable: boolean, { now }: Clock): AnswerNote {
  const { ask, customer, release, tool, reachedBy, atMs } = considered;
  return {
    ...correlationOf(considered),
    release: release.id,
    tool: tool.definition.name,
    caller: ask.caller.id,
    account: customer.reference.kind === 'known' ? customer.reference.account : null,
    kind: answerKind(considered, outcome),
    reachedBy,
    durable,
    violation: customer.violation,
    suspicious: customer.suspicious,
    over: customer.over?.budget ?? null,
    // The clock may have been set back meanwhile.
    ms: Math.max(0, now() - atMs),
  };
}
