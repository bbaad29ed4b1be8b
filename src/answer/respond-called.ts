/** From a call of a system to what leaves: its records, or one sentence that says how to mend the call. */
import type { SourceFailureKind } from '../sources/kit/http/source-failure.ts';
import type { Answered, Mend } from './ask.ts';
import type { Called } from './call-operation.ts';
import { needsMending } from './respond.ts';

export function respondCalled(called: Called): Answered | Mend {
  const { card, customer, reply } = called;
  const { trouble } = customer;
  const message = needsMending(called) ?? (reply.kind === 'failed' ? FAILED[reply.why] : null);
  if (message !== null)
    return { kind: 'mend', message, meanwhile: null, trouble, retryAfterS: customer.over?.retryAfterS ?? null };
  return { kind: 'answered', card, json: JSON.stringify(card), trouble, assistantOnly: called.tool.assistantOnly };
}

/** Nothing leaves without its record, and an empty list would say that there is nothing. */
export function respondUnrecorded(called: Called): Answered | Mend {
  return { kind: 'mend', message: LATER, meanwhile: null, trouble: called.customer.trouble, retryAfterS: null };
}

const LATER = 'This can’t be answered just now: say so, and try again later.';
const BROKEN = 'The system behind this tool can’t be asked: say so, and don’t try again in this conversation.';

/** What a model can do about it; what the system said stays inside. */
const FAILED: Readonly<Record<SourceFailureKind, string>> = {
  auth: BROKEN,
  forbidden: BROKEN,
  contract: BROKEN,
  blocked: BROKEN,
  not_found: 'There is no such record.',
  limit: LATER,
  transient: LATER,
  changed:
    'The system behind this tool has changed it, and nobody has approved that yet: say so, and don’t try again in this conversation.',
  rejected: 'The system behind this tool doesn’t take these arguments: change them, or leave out what isn’t needed.',
  tool_error:
    'The system behind this tool says that it failed, maybe for these arguments: try once with others, then say so, and don’t try again in this conversation.',
};
