/** How long a stop waits for what is under way. */
import { setTimeout as sleep } from 'node:timers/promises';

export const GRACE_MS = 5000;

/** Whether `work` ended in time; rejects if it does. */
export async function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([work.then(() => true), sleep(ms, false, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
