/**
 * How fast a system is asked: so many requests at once, so many in a stretch of time, and not at all while it says that it
 * has had enough. One for all that a process asks of one source.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { bulkhead } from 'cockatiel';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import { SourceFailure } from './source-failure.ts';

export type PaceLimits = {
  /** Requests under way at once. */
  readonly concurrency: number;
  /** At most so many requests in so many milliseconds. Null: as fast as replies come. */
  readonly rate: { readonly requests: number; readonly perMs: number } | null;
};

export type Pace = {
  /**
   * A signal that has to be made is asked for only where there is something to wait for.
   * @throws SourceFailure `limit` where the turn doesn't come before the signal, or too many wait already; at once, with the time
   * that is left, where nobody is to ask for longer than `withinMs`
   */
  readonly take: <Result>(
    work: () => Promise<Result>,
    signal: AbortSignal | (() => AbortSignal),
    withinMs?: number,
  ) => Promise<Result>;
  /** Nobody asks for so long, an hour at most. What was said before counts on where it is longer. */
  readonly holdFor: (ms: number) => void;
};

const MOST_WAITING = 1_000;
/** Whatever a system says: a header that is misread must not silence a source for good. */
const MOST_HELD_MS = 60 * 60_000;

export function paceOf({ concurrency, rate }: PaceLimits, now: () => number = Date.now): Pace {
  const slots = bulkhead(concurrency, MOST_WAITING);
  const queue = rate === null ? null : queueOf(rate);
  let heldUntil = 0;
  const turn = async (signal: AbortSignal, withinMs: number): Promise<void> => {
    const held = heldUntil - now();
    if (held > withinMs)
      throw new SourceFailure('limit', 'The system wants to be left alone for longer than this can wait.', {
        retryAfterMs: held,
      });
    if (queue !== null) await until(queue.removeTokens(1), signal);
    while (heldUntil > now()) await pause(heldUntil - now(), undefined, { signal });
    signal.throwIfAborted();
  };
  const waited = async <Result>(
    work: () => Promise<Result>,
    signal: AbortSignal,
    withinMs: number,
  ): Promise<Result> => {
    let hasTurn = false;
    try {
      return await slots.execute(async () => {
        await turn(signal, withinMs);
        hasTurn = true;
        return await work();
      }, signal);
    } catch (error) {
      if (hasTurn || error instanceof SourceFailure) throw error;
      throw new SourceFailure('limit', 'The turn to ask did not come in time.', { cause: error });
    }
  };
  return {
    take: (work, signalOf, withinMs = Number.POSITIVE_INFINITY) => {
      const isFree = queue === null && slots.executionSlots > 0 && heldUntil <= now();
      return isFree
        ? slots.execute(work)
        : waited(work, typeof signalOf === 'function' ? signalOf() : signalOf, withinMs);
    },
    holdFor: (ms) => {
      heldUntil = Math.max(heldUntil, now() + Math.min(ms, MOST_HELD_MS));
    },
  };
}

function queueOf({ requests, perMs }: NonNullable<PaceLimits['rate']>): RateLimiterQueue {
  const limiter = new RateLimiterMemory({ points: requests, duration: perMs / 1000 });
  return new RateLimiterQueue(limiter, { maxQueueSize: MOST_WAITING });
}

/** The promise, or the signal's reason where that comes first. */
async function until(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
