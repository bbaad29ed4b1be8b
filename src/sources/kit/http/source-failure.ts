/** How asking a system can fail, told apart by what is to be done about it. Messages hold no address, key or text of a reply. */

/**
 * - `auth`: who we are isn't accepted, or no longer: somebody must renew the credentials
 * - `forbidden`: accepted, but not for this: a scope or a right is missing
 * - `not_found`: there is no such record, or nothing at all at the address
 * - `limit`: too much was asked; `retryAfterMs` says when again, where the system said it
 * - `transient`: it may go well the next time: no connection, a time that ran out, a fault of the system
 * - `contract`: the reply isn't what the system promised: another type, broken, without what must be there
 * - `rejected`: the system understood the request and refuses it: ours is wrong
 * - `tool_error`: an upstream's tool says that it failed: the arguments may be why, or its own system; it doesn't say which
 * - `changed`: what is asked is another thing than somebody approved, or is gone: it was not asked
 * - `blocked`: it was not sent: the deployment doesn't allow the address, or the input is no such input
 */
export type SourceFailureKind =
  | 'auth'
  | 'forbidden'
  | 'not_found'
  | 'limit'
  | 'transient'
  | 'contract'
  | 'rejected'
  | 'tool_error'
  | 'changed'
  | 'blocked';

export type FailureDetails = {
  /** HTTP status; absent where there was no reply. */
  readonly status?: number;
  /** The system's own code for it, `REQUEST_LIMIT_EXCEEDED`; only such words, never a sentence. */
  readonly code?: string;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
};

export class SourceFailure extends Error {
  readonly kind: SourceFailureKind;
  readonly status: number | null;
  readonly code: string | null;
  readonly retryAfterMs: number | null;

  constructor(kind: SourceFailureKind, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = 'SourceFailure';
    this.kind = kind;
    this.status = details.status ?? null;
    this.code = details.code ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

/** Whether the same request may go well by itself after a while. */
export function isPassing(error: unknown): error is SourceFailure {
  return error instanceof SourceFailure && (error.kind === 'limit' || error.kind === 'transient');
}
