/**
 * Asks a system by its connector's operations: authenticated, at its pace, page after page, again where that may help, and
 * not at all for a while where it is down. Everything is a read, so everything may be asked twice.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CircuitBreakerPolicy, IRetryBackoffContext } from 'cockatiel';
import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  handleWhen,
  retry,
} from 'cockatiel';
import type { Outbound, OutboundReply } from '../../../outbound/outbound.ts';
import { OutboundFailure } from '../../../outbound/outbound.ts';
import type { ErrorCodes } from './classify.ts';
import { failureOf, isSuccess } from './classify.ts';
import type { Credentials } from './credentials.ts';
import type { LimitHeaders, Quota } from './limit-headers.ts';
import { holdAfter, quotaIn } from './limit-headers.ts';
import type { Input, Operation } from './operation.ts';
import { outboundFailure } from './outbound-failure.ts';
import type { Pace } from './pace.ts';
import type { Page } from './page.ts';
import { pageOf } from './page.ts';
import type { Patience } from './patience.ts';
import type { Draft, Gateway } from './request.ts';
import { draftOf, onWire } from './request.ts';
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
  /** Of one page; 16 MiB when left out. */
  readonly maxBytes?: number;
  /** Waits out limits that last longer than the deadline, page by page; none when left out. */
  readonly patience?: Patience;
  /** Ends such a wait, where a read brings its own patience. */
  readonly signal?: AbortSignal;
};

/** Where a sequence of pages goes on, as plain data that may be kept: no credentials are in it. */
export type PagePoint = { readonly url: string; readonly body: unknown; readonly nth: number };

export type TurnedPage = Page & { readonly goesOnAt: PagePoint | null };

export type SourceClient = {
  /** The first page, or only reply. @throws SourceFailure */
  readonly ask: (operation: Operation, input: Input, bounds: Bounds) => Promise<Page>;
  /**
   * All pages in order, or those from a point on. Where the system remembers the place (a scroll), or where it is a number of rows
   * (which change), there is no such point. @throws SourceFailure
   */
  readonly pages: (
    operation: Operation,
    input: Input,
    bounds: Bounds,
    from?: PagePoint | null,
  ) => AsyncGenerator<TurnedPage>;
  /** As the last reply that said it. */
  readonly quota: () => Quota | null;
  readonly isDown: () => boolean;
};

const MAX_BYTES = 16 * 1024 * 1024;
/** Of one sequence: more than any directory has, fewer than for ever. */
const MAX_PAGES = 1_000_000;
const TRIES_AFTER = 4;
const FAILURES_TO_BREAK = 5;
const BROKEN_MS = 20_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
/** What a timer can count to; a longer one would go off at once. */
const MOST_TIMER_MS = 2 ** 31 - 1;

export function sourceClient(parts: ClientParts): SourceClient {
  const breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: BROKEN_MS,
    breaker: new ConsecutiveBreaker(FAILURES_TO_BREAK),
  });
  let quota: Quota | null = null;
  const sender: Sender = {
    ...parts,
    breaker,
    noted: (told) => {
      quota = told;
    },
  };
  const turn = async (operation: Operation, draft: Draft, bounds: Bounds, nth: number): Promise<Page> => {
    const pace = operation.pace ?? 'default';
    const mayRepeat = operation.paging?.kind !== 'scroll' || nth === 0;
    for (;;)
      try {
        return pageOf(operation, draft, await sent(sender, draft, { ...bounds, pace, mayRepeat }), nth);
      } catch (error) {
        const isLimit = error instanceof SourceFailure && error.kind === 'limit';
        if (!isLimit || bounds.patience === undefined || !(await bounds.patience(error))) throw error;
      }
  };
  const draftFor = (operation: Operation, input: Input): Draft => draftOf(operation, input, parts.base, parts.gateway);
  return {
    ask: async (operation, input, bounds) => await turn(operation, draftFor(operation, input), bounds, 0),
    pages: async function* (operation, input, bounds, from = null) {
      const first = draftFor(operation, input);
      const startsAt = from === null ? first : resumed(first, from);
      const kind = operation.paging?.kind;
      const ways = { isScroll: kind === 'scroll', isCounted: kind === 'offset' || kind === 'page' };
      yield* turned(startsAt, from?.nth ?? 0, ways, (draft, nth) => turn(operation, draft, bounds, nth));
    },
    quota: () => quota,
    isDown: () => breaker.state === CircuitState.Open,
  };
}

/** @throws SourceFailure `contract` where pages lead round in a circle or never end */
async function* turned(
  first: Draft,
  startsAt: number,
  { isScroll, isCounted }: { readonly isScroll: boolean; readonly isCounted: boolean },
  turn: (draft: Draft, nth: number) => Promise<Page>,
): AsyncGenerator<TurnedPage> {
  const isKnown = isScroll ? circleWatch(() => false) : circleWatch(isSame);
  let draft: Draft | null = first;
  for (let nth = startsAt; draft !== null; nth += 1) {
    if (nth >= MAX_PAGES) throw new SourceFailure('contract', `${first.url.hostname} has no last page.`);
    const page = await turn(draft, nth);
    if (!isScroll && page.next !== null && isSame(page.next, draft))
      throw new SourceFailure('contract', `${first.url.hostname} leads from a page to itself.`);
    if (isKnown(draft, page)) throw new SourceFailure('contract', `${first.url.hostname} leads round in a circle.`);
    yield { ...page, goesOnAt: page.next === null || isScroll || isCounted ? null : pointOf(page.next, nth + 1) };
    draft = page.next;
  }
}

/**
 * Whether a page was there before, by its request or its rows. Kept is one page: the 1st, 2nd, 4th, 8th …, which every circle
 * comes by again in the end (Brent).
 */
function circleWatch(isSameRequest: (one: Draft, other: Draft) => boolean): (draft: Draft, page: Page) => boolean {
  let kept: { readonly draft: Draft; readonly rows: Page['rows'] } | null = null;
  let [seen, keepsNext] = [0, 1];
  return (draft, { rows }) => {
    const isKnown =
      kept !== null && (isSameRequest(kept.draft, draft) || (rows.length > 0 && isDeepStrictEqual(kept.rows, rows)));
    seen += 1;
    if (seen === keepsNext) [kept, keepsNext] = [{ draft, rows }, keepsNext * 2];
    return isKnown;
  };
}

function isSame(one: Draft, other: Draft): boolean {
  return one.url.href === other.url.href && JSON.stringify(one.body) === JSON.stringify(other.body);
}

function pointOf({ url, body }: Draft, nth: number): PagePoint {
  return { url: url.href, body: body ?? null, nth };
}

/** A point that was kept is as good as the reply that it came from: it may lead to no other origin. */
function resumed(first: Draft, { url, body }: PagePoint): Draft {
  const kept = URL.parse(url);
  if (kept === null || kept.origin !== first.url.origin)
    throw new SourceFailure('blocked', 'The kept page is of another address.');
  return { ...first, method: body === null ? 'GET' : first.method, url: kept, body: body ?? undefined };
}

type Sender = ClientParts & { readonly breaker: CircuitBreakerPolicy; readonly noted: (quota: Quota) => void };

/** @throws SourceFailure */
async function sent(
  sender: Sender,
  draft: Draft,
  {
    deadlineMs,
    maxBytes = MAX_BYTES,
    pace,
    mayRepeat,
  }: Bounds & { readonly pace: string; readonly mayRepeat: boolean },
): Promise<OutboundReply> {
  const endsAt = sender.now() + deadlineMs;
  const remaining = (): number => endsAt - sender.now();
  const deadline = AbortSignal.timeout(Math.min(deadlineMs, MOST_TIMER_MS));
  let said: SourceFailure | null = null;
  const tries = retry(
    handleWhen((error) => {
      if (!isPassing(error)) return false;
      if (error.status !== null) said = error;
      return (mayRepeat || error.kind === 'limit') && waitFor(error, 1, () => 0) < remaining();
    }),
    {
      maxAttempts: TRIES_AFTER,
      backoff: new DelegateBackoff(({ attempt, result }: IRetryBackoffContext<unknown>) =>
        waitFor('error' in result ? result.error : null, attempt, sender.random),
      ),
    },
  );
  try {
    return await tries.execute(async () => {
      if (remaining() <= 0) throw tooLate(draft);
      return await sender.breaker.execute(() => once(sender, draft, { pace, maxBytes, remaining, deadline }));
    }, deadline);
  } catch (error) {
    const failure = asSourceFailure(error, draft);
    // What the system said tells more than that the time ran out over it.
    throw isPassing(failure) && failure.status === null ? (said ?? failure) : failure;
  }
}

type Try = {
  readonly pace: string;
  readonly maxBytes: number;
  readonly remaining: () => number;
  readonly deadline: AbortSignal;
};

/** One request, and a second where newer credentials may be had. */
async function once(sender: Sender, draft: Draft, attempt: Try): Promise<OutboundReply> {
  const headers = await sender.credentials.headers(attempt.remaining());
  const reply = await exchanged(sender, draft, headers, attempt);
  if (isSuccess(reply)) return reply;
  const failure = refusalOf(reply, sender, draft, attempt);
  if (failure.kind !== 'auth' || !sender.credentials.renew(headers)) throw failure;
  const again = await exchanged(sender, draft, await sender.credentials.headers(attempt.remaining()), attempt);
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
  { pace: name, maxBytes, remaining, deadline }: Try,
): Promise<OutboundReply> {
  const pace = sender.paces[name];
  if (pace === undefined) throw new RangeError(`No pace is called ${name}.`);
  const request = onWire(draft, headers);
  const reply = await pace
    .take(
      () => sender.outbound.send({ ...request, timeoutMs: timerMs(remaining()), maxBytes, maxRedirects: 0 }),
      deadline,
      remaining(),
    )
    .catch((error: unknown) => {
      throw error instanceof OutboundFailure ? outboundFailure(error) : error;
    });
  const quota = sender.limits === null ? null : quotaIn(reply.headers, sender.limits, sender.now());
  if (quota !== null && sender.limits !== null) {
    sender.noted(quota);
    pace.holdFor(holdAfter(quota, sender.limits));
  }
  return reply;
}

function isOutage(error: unknown): boolean {
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
