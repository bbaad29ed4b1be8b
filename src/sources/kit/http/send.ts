/**
 * One request to a system, all told: authenticated, at its pace, and sent again within its time where that may help. Everything is
 * a read, so everything may be asked twice.
 */
import type { CircuitBreakerPolicy, IRetryBackoffContext } from 'cockatiel';
import { BrokenCircuitError, DelegateBackoff, handleWhen, retry } from 'cockatiel';
import type { Outbound, OutboundReply } from '../../../outbound/outbound.ts';
import { OutboundFailure } from '../../../outbound/outbound.ts';
import type { ErrorCodes } from './classify.ts';
import { failureOf, isSuccess } from './classify.ts';
import type { Credentials } from './credentials.ts';
import type { LimitHeaders, Quota } from './limit-headers.ts';
import { holdAfter, quotaIn } from './limit-headers.ts';
import { outboundFailure } from './outbound-failure.ts';
import type { Pace } from './pace.ts';
import type { Patience } from './patience.ts';
import type { Draft, Gateway } from './request.ts';
import { onWire } from './request.ts';
import { isPassing, SourceFailure } from './source-failure.ts';

export type ClientParts = {
  readonly base: URL;
  /** Where the base is one. */
  readonly gateway?: Gateway | null;
  readonly credentials: Credentials;
  readonly outbound: Pick<Outbound, 'send'>;
  readonly errors: ErrorCodes;
  readonly limits: LimitHeaders | null;
  /** By name; `default` is there. */
  readonly paces: Readonly<Record<string, Pace>>;
  readonly now: () => number;
  /** For the jitter of waits: from 0 to 1. */
  readonly random: () => number;
};

export type Bounds = {
  /** For one page with all its tries and waits, milliseconds. */
  readonly deadlineMs: number;
  /** Of one page; 16 MiB when left out. Databases have none of their own: there rows are counted. */
  readonly maxBytes?: number;
  /** Not sent again, whatever comes of it: for what somebody waits for. */
  readonly once?: boolean;
  /** All its tries are one failure to the breaker: what one request can't get says little of the system. Each is one when left out. */
  readonly failsOnce?: boolean;
  /** Waits out limits that last longer than the deadline, page by page; none when left out. */
  readonly patience?: Patience;
  /** Ends such a wait, where a read brings its own patience. */
  readonly signal?: AbortSignal;
};

const MAX_BYTES = 16 * 1024 * 1024;
const TRIES_AFTER = 4;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
/** What a timer can count to; a longer one would go off at once. */
const MOST_TIMER_MS = 2 ** 31 - 1;

export type Sender = ClientParts & { readonly breaker: CircuitBreakerPolicy; readonly noted: (quota: Quota) => void };

/** @throws SourceFailure */
export async function sent(
  sender: Sender,
  draft: Draft,
  {
    deadlineMs,
    maxBytes = MAX_BYTES,
    once: isOnce = false,
    failsOnce = false,
    pace,
    mayRepeat,
  }: Bounds & { readonly pace: string; readonly mayRepeat: boolean },
): Promise<OutboundReply> {
  const deadline = new Deadline(sender, deadlineMs);
  const attempt: Try = { pace, maxBytes, deadline };
  const guarded: Guarded = (run) => sender.breaker.execute(run);
  const [aroundAll, aroundEach] = failsOnce ? [guarded, unguarded] : [unguarded, guarded];
  const each: Attempt = () => {
    if (deadline.remaining() <= 0) throw tooLate(draft);
    return aroundEach(() => once(sender, draft, attempt));
  };
  const all: Attempt = async () => {
    try {
      return await each();
    } catch (error) {
      return await triedAgain(error, each, sender, draft, { isOnce, mayRepeat, deadline });
    }
  };
  try {
    return await aroundAll(all);
  } catch (error) {
    throw asSourceFailure(error, draft);
  } finally {
    deadline.clear();
  }
}

type Attempt = () => Promise<OutboundReply>;

type Again = { readonly isOnce: boolean; readonly mayRepeat: boolean; readonly deadline: Deadline };

/** After a first try that failed: the others, where they may help. What most requests never need is made here alone. */
async function triedAgain(
  first: unknown,
  each: Attempt,
  sender: Sender,
  draft: Draft,
  { isOnce, mayRepeat, deadline }: Again,
): Promise<OutboundReply> {
  let said: SourceFailure | null = null;
  const tries = retry(
    handleWhen((error) => {
      if (isOnce || !isPassing(error)) return false;
      if (error.status !== null) said = error;
      return (mayRepeat || error.kind === 'limit') && waitFor(error, 1, () => 0) < deadline.remaining();
    }),
    {
      maxAttempts: TRIES_AFTER,
      backoff: new DelegateBackoff(({ attempt, result }: IRetryBackoffContext<unknown>) =>
        waitFor('error' in result ? result.error : null, attempt, sender.random),
      ),
    },
  );
  let isFirst = true;
  const next: Attempt = async () => {
    if (!isFirst) return await each();
    isFirst = false;
    throw first;
  };
  try {
    return await tries.execute(next, deadline.signal());
  } catch (error) {
    const failure = asSourceFailure(error, draft);
    // What the system said tells more than that the time ran out over it.
    throw isPassing(failure) && failure.status === null ? (said ?? failure) : failure;
  }
}

/** When all must be over. Only who waits needs a signal of it, and most don't: the request itself has its own end. */
class Deadline {
  readonly #now: () => number;
  readonly #endsAt: number;
  #controller: AbortController | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor({ now }: Pick<Sender, 'now'>, ms: number) {
    this.#now = now;
    this.#endsAt = now() + ms;
  }

  remaining(): number {
    return this.#endsAt - this.#now();
  }

  signal(): AbortSignal {
    return (this.#controller ??= this.#started()).signal;
  }

  clear(): void {
    clearTimeout(this.#timer);
  }

  #started(): AbortController {
    const controller = new AbortController();
    const end = (): void => controller.abort(new DOMException('The time is up.', 'TimeoutError'));
    this.#timer = setTimeout(end, timerMs(this.remaining()));
    return controller;
  }
}

type Guarded = (run: () => Promise<OutboundReply>) => Promise<OutboundReply>;

const unguarded: Guarded = (run) => run();

type Try = { readonly pace: string; readonly maxBytes: number; readonly deadline: Deadline };

/** One request, and a second where newer credentials may be had. */
async function once(sender: Sender, draft: Draft, attempt: Try): Promise<OutboundReply> {
  const headers = await sender.credentials.headers(attempt.deadline.remaining());
  const reply = await exchanged(sender, draft, headers, attempt);
  if (isSuccess(reply)) return reply;
  const failure = refusalOf(reply, sender, draft, attempt);
  if (failure.kind !== 'auth' || !sender.credentials.renew(headers)) throw failure;
  const again = await exchanged(sender, draft, await sender.credentials.headers(attempt.deadline.remaining()), attempt);
  if (isSuccess(again)) return again;
  throw refusalOf(again, sender, draft, attempt);
}

/** What a refusal says; where it says when again, that counts for all who ask. */
function refusalOf(reply: OutboundReply, sender: Sender, { url }: Draft, { pace }: Try): SourceFailure {
  const failure = failureOf(reply, url.hostname, sender.errors, sender.now());
  if (failure.retryAfterMs !== null) sender.paces[pace]?.holdFor(failure.retryAfterMs);
  return failure;
}

async function exchanged(
  sender: Sender,
  draft: Draft,
  headers: Readonly<Record<string, string>>,
  { pace: name, maxBytes, deadline }: Try,
): Promise<OutboundReply> {
  const pace = sender.paces[name];
  if (pace === undefined) throw new RangeError(`No pace is called ${name}.`);
  const request = onWire(draft, headers);
  const send: Attempt = () => {
    const timeoutMs = timerMs(deadline.remaining());
    return sender.outbound.send({ ...request, timeoutMs, maxBytes, maxRedirects: 0 });
  };
  const reply = await inTurn(pace, send, deadline);
  const quota = sender.limits === null ? null : quotaIn(reply.headers, sender.limits, sender.now());
  if (quota !== null && sender.limits !== null) {
    sender.noted(quota);
    pace.holdFor(holdAfter(quota, sender.limits));
  }
  return reply;
}

async function inTurn(pace: Pace, send: Attempt, deadline: Deadline): Promise<OutboundReply> {
  try {
    return await pace.take(send, () => deadline.signal(), deadline.remaining());
  } catch (error) {
    throw error instanceof OutboundFailure ? outboundFailure(error) : error;
  }
}

/** What a breaker counts. */
export function isOutage(error: unknown): boolean {
  return error instanceof SourceFailure && error.kind === 'transient';
}

/** As the system said, else a little longer each time, with jitter so that many don't come back at once. */
function waitFor(error: unknown, attempt: number, random: () => number): number {
  const said = error instanceof SourceFailure ? error.retryAfterMs : null;
  if (said !== null) return timerMs(said + random() * FIRST_WAIT_MS);
  const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  return most / 2 + (random() * most) / 2;
}

function timerMs(ms: number): number {
  return Math.max(1, Math.min(ms, MOST_TIMER_MS));
}

function tooLate({ url }: Draft): SourceFailure {
  return new SourceFailure('transient', `${url.hostname} has not answered in time.`);
}

function asSourceFailure(error: unknown, draft: Draft): unknown {
  if (error instanceof BrokenCircuitError)
    return new SourceFailure(
      'transient',
      `${draft.url.hostname} has failed again and again, and is left alone for a while.`,
    );
  if (error instanceof Error && ['TaskCancelledError', 'AbortError', 'TimeoutError'].includes(error.name))
    return tooLate(draft);
  return error;
}
