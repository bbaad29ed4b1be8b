/** How long a read that asks again and again waits in all while a system has had enough. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SourceFailure } from './source-failure.ts';

/** Waits as long as a `limit` asks for. False at once where that would be longer than what is left. */
export type Patience = (limit: SourceFailure) => Promise<boolean>;

/** Where the system doesn't say when again. */
const UNSAID_MS = 30_000;

/** Several may wait at the same time: that counts once. @throws the signal's reason where it ends the wait */
export function patienceOf(mostMs: number, signal?: AbortSignal): Patience {
  let left = mostMs;
  let waitingUntil = 0;
  return async ({ retryAfterMs }) => {
    const now = performance.now();
    const end = now + (retryAfterMs ?? UNSAID_MS);
    const more = Math.max(0, end - Math.max(waitingUntil, now));
    if (more > left) return false;
    left -= more;
    waitingUntil = Math.max(waitingUntil, end);
    await pause(end - now, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
      throw signal?.aborted === true ? signal.reason : error;
    });
    return true;
  };
}
