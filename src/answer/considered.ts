/** One call, thought through to its card: everything that the record, the response and `explain` tell of. */
import type { Card } from '../card/contract.ts';
import type { PersonKey } from '../directory/records.ts';
import type { CandidateVerdict, Reached } from '../guardrails/reached.ts';
import type { ConciergeTool } from '../services/tool.ts';
import type { Call } from './call.ts';
import type { Customer } from './customer.ts';
import type { Decision } from './decide.ts';
import type { GatheredFacts } from './gather.ts';

/** The steps before shaping. */
export type Case = Omit<Call, 'tool'> & {
  readonly customer: Customer;
  readonly facts: GatheredFacts | null;
  readonly decision: Decision | null;
};

/** What shaping made of a case. */
export type Shaped = {
  readonly card: Card;
  /** What leaves instead when the record can't be written: needs no source and no store. */
  readonly constant: () => Card;
  readonly reachedBy: Reached['by'] | null;
  readonly verdicts: readonly CandidateVerdict[];
  /** Everybody whose facts this answer rests on. */
  readonly consulted: readonly PersonKey[];
};

export type Considered = Case & Shaped & { readonly tool: ConciergeTool };
