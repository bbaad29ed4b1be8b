/** One call of one tool, from the moment it came. */
import type { EpochMs } from '../base/clock.ts';
import type { OverBudget } from '../caller/budgets.ts';
import type { ToolDescriptor } from '../services/tool.ts';
import type { Ask } from './ask.ts';
import type { Correlation } from './desk.ts';
import type { PreparedRelease } from './prepared-release.ts';

export type Call = {
  /** Of its decision record. Whatever else is told of this call carries it too. */
  readonly id: string;
  readonly ask: Ask;
  readonly tool: ToolDescriptor;
  readonly release: PreparedRelease;
  readonly atMs: EpochMs;
  /** The caller's budget that this call doesn't fit into any more. */
  readonly over: OverBudget | null;
};

export function correlationOf({ id, ask }: Pick<Call, 'id' | 'ask'>): Correlation {
  return { id, traceId: ask.traceId ?? null };
}

/** A defect left a call without an answer. Somebody was told already, with the same id. */
export class AnswerFailed extends Error {
  readonly id: string;

  constructor(id: string, cause: unknown) {
    super('the answer failed', { cause });
    this.name = 'AnswerFailed';
    this.id = id;
  }
}
