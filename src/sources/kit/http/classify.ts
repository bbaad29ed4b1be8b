/**
 * What a reply that is no success says, in the few kinds that something follows from. The status decides, and a system's own
 * codes before it where its connector knows them: many a 403 is a limit.
 */
import type { OutboundReply } from '../../../outbound/outbound.ts';
import { jsonIn } from '../../../base/json.ts';
import { valueAt } from './dotted-path.ts';
import type { DottedPath } from './operation.ts';
import { retryAfterMs } from './retry-after.ts';
import type { SourceFailureKind } from './source-failure.ts';
import { SourceFailure } from './source-failure.ts';

/** Where a system says its codes, and what they mean; the first path that holds one counts. */
export type ErrorCodes = {
  readonly at: readonly DottedPath[];
  readonly kinds: Readonly<Record<string, SourceFailureKind>>;
};

export function isSuccess({ status }: Pick<OutboundReply, 'status'>): boolean {
  return status >= 200 && status < 300;
}

export function failureOf(reply: OutboundReply, host: string, codes: ErrorCodes, nowMs: number): SourceFailure {
  const code = codeOf(reply, codes);
  const known = code !== null && Object.hasOwn(codes.kinds, code) ? codes.kinds[code] : undefined;
  const kind = known ?? kindOfStatus(reply.status);
  const details = { status: reply.status, ...(code !== null && { code }), ...waitOf(kind, reply, nowMs) };
  return new SourceFailure(
    kind,
    `${host} ${SAID[kind]} (${[reply.status, code].filter(Boolean).join(', ')}).${MENDS[kind] ?? ''}`,
    details,
  );
}

const SAID: Readonly<Record<SourceFailureKind, string>> = {
  auth: "doesn't accept the credentials",
  forbidden: "doesn't allow this with these credentials",
  not_found: 'has nothing where it was asked',
  limit: 'was asked too much',
  transient: "can't answer now",
  contract: 'replied otherwise than it promises',
  rejected: 'refuses the request',
  tool_error: 'says that it failed',
  changed: 'is another than was approved',
  blocked: 'was not asked',
};

const MENDS: Readonly<Partial<Record<SourceFailureKind, string>>> = {
  not_found: " Where that is no record which is gone, look at the source's `settings` and `base_url`.",
};

function kindOfStatus(status: number): SourceFailureKind {
  if (status === 401) return 'auth';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not_found';
  if (status === 429) return 'limit';
  if (status === 408 || status === 425 || status >= 500) return 'transient';
  // What was not to be followed, or means nothing here.
  return status < 400 ? 'contract' : 'rejected';
}

// A word, as programs write codes: never a sentence, which might quote a record.
const CODE = /^[A-Za-z][\w.-]{0,79}$/;

function codeOf({ body }: OutboundReply, { at }: ErrorCodes): string | null {
  if (at.length === 0) return null;
  const document = jsonIn(body.toString('utf8'));
  const found = at.map((path) => valueAt(document, path)).find((code) => typeof code === 'string' && CODE.test(code));
  return typeof found === 'string' ? found : null;
}

function waitOf(
  kind: SourceFailureKind,
  { headers }: OutboundReply,
  nowMs: number,
): { readonly retryAfterMs?: number } {
  const wait = kind === 'limit' || kind === 'transient' ? retryAfterMs(headers, nowMs) : null;
  return wait === null ? {} : { retryAfterMs: wait };
}
