/** A call that has come to its end: what leaves, and everything that is recorded and told of it. */
import type { AnswerKind, RecordedCall, Snapshot } from '../audit/record.ts';
import type { Reached } from '../guardrails/reached.ts';
import type { Answered, Mend } from './ask.ts';
import type { Call } from './call.ts';
import type { Called } from './call-operation.ts';
import type { Considered } from './considered.ts';
import type { Customer } from './customer.ts';
import type { RecordedAnswer } from './recorded-answer.ts';
import { answerKind, factSnapshots, recordedAnswer } from './recorded-answer.ts';
import { calledKind, recordedCall } from './recorded-call.ts';
import { respond, respondConstantly } from './respond.ts';
import { respondCalled, respondUnrecorded } from './respond-called.ts';

export type Concluded = Pick<Call, 'id' | 'ask' | 'tool' | 'release' | 'atMs'> & {
  readonly customer: Customer;
  readonly kind: AnswerKind;
  readonly reachedBy: Reached['by'] | null;
  readonly outcome: Answered | Mend;
  /** What leaves instead where the record can't be written. */
  readonly constantly: () => Answered | Mend;
  readonly recorded: RecordedAnswer & { readonly called?: RecordedCall };
  readonly snapshots: readonly Snapshot[];
};

export function consideredConclusion(considered: Considered): Concluded {
  const outcome = respond(considered);
  return {
    ...callIn(considered),
    reachedBy: considered.reachedBy,
    outcome,
    kind: answerKind(considered, outcome),
    constantly: () => respondConstantly(considered),
    recorded: recordedAnswer(considered, outcome),
    snapshots: factSnapshots(considered),
  };
}

export function calledConclusion(called: Called): Concluded {
  const outcome = respondCalled(called);
  return {
    ...callIn(called),
    outcome,
    reachedBy: null,
    kind: calledKind(called, outcome),
    constantly: () => respondUnrecorded(called),
    recorded: recordedCall(called, outcome),
    snapshots: [],
  };
}

type CallIn = Pick<Concluded, 'id' | 'ask' | 'tool' | 'release' | 'atMs' | 'customer'>;

function callIn({ id, ask, tool, release, atMs, customer }: CallIn): CallIn {
  return { id, ask, tool, release, atMs, customer };
}
