/** How often the chaos tests kill: 100 times each in a usual run, more where `CHAOS_KILLS` says so. */
export const KILLS = Number(process.env['CHAOS_KILLS'] ?? 100);

/** A kill costs about a second; a slow machine gets five. */
export const KILLS_TIMEOUT_MS = KILLS * 5_000;

/** Moments spread over a span, in milliseconds: each run has others, and the failing one is in the message. */
export function randomMoment(spanMs: number): number {
  return Math.random() * spanMs;
}
