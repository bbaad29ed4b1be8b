/**
 * The two ends of the story: what was asked, and what came of it. Every edge (HTTP, stdio, the command line)
 * translates wire → `Ask` and `Outcome` → wire, and knows nothing in between.
 */
import type { Card } from '../card/contract.ts';
import type { RecordsCard } from '../services/records-card.ts';
import type { AssertionTrouble, AssertionOutcome } from '../caller/assertion.ts';
import type { Caller } from '../caller/caller.ts';

/** One call of one tool by an identified caller. Arguments are as they came: nothing has looked at them. */
export type Ask = {
  readonly caller: Caller;
  readonly service: string;
  readonly tool: string;
  readonly arguments: unknown;
  /** The assertion, as its carrier brought it and the verifier judged it. */
  readonly assertion: AssertionOutcome;
  /** Of the asking system's own trace, where its request named one. */
  readonly traceId?: TraceId | undefined;
};

/** The trace id of a W3C Trace Context: 32 hexadecimal digits. */
export type TraceId = string;

/** A result that leaves as the tool's structured content, and as text with the same JSON. */
export type Answered = {
  readonly kind: 'answered';
  readonly card: Card | RecordsCard;
  /** The card's JSON, made once. */
  readonly json: string;
  readonly trouble: AssertionTrouble | null;
  /** The content is for the agent's own judgement, not to be repeated. */
  readonly assistantOnly: boolean;
};

/** The call could not be used as it is; one sentence says how to mend it. */
export type Mend = {
  readonly kind: 'mend';
  readonly message: string;
  /** For `get_escalation_contact`: somebody to route to meanwhile. Never a dead end. */
  readonly meanwhile: { readonly card: Card; readonly json: string } | null;
  readonly trouble: AssertionTrouble | null;
  /** In how many seconds to come back, where a budget is used up. */
  readonly retryAfterS: number | null;
};

/** This service has no such tool for this caller. */
export type NoSuchTool = { readonly kind: 'no_such_tool' };

export type Outcome = Answered | Mend | NoSuchTool;
