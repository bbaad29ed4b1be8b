/**
 * A defect on the way of a request: the client reads a correlation id and nothing else, the log has the cause. The id is
 * that of the answer's record, or one of its own where there was no answer yet to fail.
 */
import { randomUUID } from 'node:crypto';
import { AnswerFailed } from '../answer/call.ts';

/** Tells whoever runs the program; `cause` may quote data, so how much of it is logged is the receiver's choice. */
export type ReportDefect = (correlationId: string, cause: unknown) => void;

/** Reported already. */
export class InternalError extends Error {
  readonly correlationId: string;

  constructor(correlationId: string) {
    super('Internal error');
    this.name = 'InternalError';
    this.correlationId = correlationId;
  }
}

/** Reports `cause`, unless that was done where it happened. */
export function internalError(cause: unknown, report: ReportDefect): InternalError {
  if (cause instanceof InternalError) return cause;
  if (cause instanceof AnswerFailed) return new InternalError(cause.id);
  const correlationId = randomUUID();
  report(correlationId, cause);
  return new InternalError(correlationId);
}
