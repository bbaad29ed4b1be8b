/**
 * What the client of an upstream throws, as a failure of its source. Whatever an upstream says, in a status, an error or a reply that
 * can't be read, is the upstream's fault alone; its words stay here.
 */
import { Failure } from '../base/failure.ts';
import { OutboundFailure } from '../outbound/outbound.ts';
import { outboundFailure } from '../sources/kit/http/outbound-failure.ts';
import type { SourceFailureKind } from '../sources/kit/http/source-failure.ts';
import { SourceFailure } from '../sources/kit/http/source-failure.ts';

export function upstreamFailure(error: unknown, source: string): SourceFailure | Failure {
  if (error instanceof SourceFailure || error instanceof Failure) return error;
  const outward = causes(error).find((cause) => cause instanceof OutboundFailure);
  if (outward instanceof OutboundFailure) return outboundFailure(outward);
  const kept = causes(error).find((cause) => cause instanceof SourceFailure || cause instanceof Failure);
  if (kept instanceof SourceFailure || kept instanceof Failure) return kept;
  const kind = kindOf(error);
  const status = statusOf(error);
  return new SourceFailure(kind, `${source} ${SAID[kind] ?? 'replied otherwise than it promises'}.`, {
    ...(status !== null && { status }),
    cause: error,
  });
}

const SAID: Readonly<Partial<Record<SourceFailureKind, string>>> = {
  auth: "doesn't accept the credentials",
  forbidden: "doesn't allow this with these credentials",
  limit: 'was asked too much',
  transient: "can't answer now",
  rejected: 'refuses the request',
};

/** A session that the upstream no longer knows: it is asked anew in another one. */
export function isSessionGone(error: unknown): boolean {
  const status = statusOf(error);
  return status === 404 || status === 410 || codeOf(error) === SESSION_NOT_FOUND;
}

/** What many servers say in place of a status. The client's own time-out has a word for its code, not this number. */
const SESSION_NOT_FOUND = -32_001;
const INVALID_PARAMS = -32_602;
const INTERNAL_ERROR = -32_603;

const BY_WORD: Readonly<Record<string, SourceFailureKind>> = {
  REQUEST_TIMEOUT: 'transient',
  CONNECTION_CLOSED: 'transient',
  NOT_CONNECTED: 'transient',
  SEND_FAILED: 'transient',
};

function kindOf(error: unknown): SourceFailureKind {
  const status = statusOf(error);
  if (status === 401) return 'auth';
  if (status === 403) return 'forbidden';
  if (status === 429) return 'limit';
  if (status !== null) return status === 408 || status >= 500 || isSessionGone(error) ? 'transient' : 'contract';
  const code = codeOf(error);
  if (typeof code === 'string') return BY_WORD[code] ?? NETWORK[code] ?? 'contract';
  if (code === INVALID_PARAMS) return 'rejected';
  return code === INTERNAL_ERROR || code === SESSION_NOT_FOUND ? 'transient' : 'contract';
}

/** Of a command that can't be started or has ended. */
const NETWORK: Readonly<Record<string, SourceFailureKind>> = {
  ENOENT: 'blocked',
  EACCES: 'blocked',
  EPIPE: 'transient',
  ERR_STREAM_WRITE_AFTER_END: 'transient',
};

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

function statusOf(error: unknown): number | null {
  const status = error instanceof Error && 'status' in error ? error.status : null;
  return typeof status === 'number' ? status : null;
}

function causes(error: unknown): readonly unknown[] {
  const all: unknown[] = [];
  for (let each = error; each instanceof Error && all.length < 5; each = each.cause) all.push(each);
  return all;
}
