/** What a decision record says of a call of a system. Not what was asked: customers write there. Pure. */
import type { AnswerKind, RecordedCall } from '../audit/record.ts';
import type { Answered, Mend } from './ask.ts';
import type { Called } from './call-operation.ts';
import type { RecordedAnswer } from './recorded-answer.ts';

export function recordedCall(
  called: Called,
  outcome: Answered | Mend,
): RecordedAnswer & { readonly called: RecordedCall } {
  return {
    kind: calledKind(called, outcome),
    facts: null,
    escalation: null,
    health: null,
    candidates: [],
    reachedBy: null,
    answer: outcome.kind === 'answered' ? outcome.card : null,
    called: {
      source: called.tool.source.name,
      operation: called.tool.asks.operation,
      from: called.reply.kind === 'replied' ? (called.reply.isCached ? 'cache' : 'system') : null,
      failure: called.reply.kind === 'failed' ? called.reply.why : null,
    },
  };
}

export function calledKind(
  { customer, reply }: Pick<Called, 'customer' | 'reply'>,
  outcome: Answered | Mend,
): AnswerKind {
  if (customer.over !== null) return 'over_budget';
  if (customer.malformed !== null) return 'malformed';
  if (reply.kind === 'failed') return 'unavailable';
  if (outcome.kind === 'mend') return 'refused';
  return reply.kind === 'unasked' ? 'unresolved' : 'called';
}
