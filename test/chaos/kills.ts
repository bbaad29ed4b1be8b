/** How often the chaos tests kill in all: 200 times in a usual run, more where `CHAOS_KILLS` says so. */
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 200);

/** A served process takes more than three times as long to start as an import. */
export const SERVING_KILLS = Math.ceil(KILLS * 0.08);
export const IMPORT_KILLS = KILLS - SERVING_KILLS;

/** A kill costs about a second; a slow machine gets five. */
export const KILL_TIMEOUT_MS = 5_000;

/** Moments spread over a span, in milliseconds: each run has others, and the failing one is in the message. */
export function randomMoment(spanMs: number): number {
  return Math.random() * spanMs;
}
