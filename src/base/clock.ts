/** The clock is an argument: nothing below the composition root reads the time by itself. */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** An instant as ISO 8601 in UTC to the second: `2026-11-23T07:58:12Z`. */
export type Instant = string;

/** A calendar day as ISO 8601: `2026-11-23`. */
export type Day = string;

/** An IANA time zone name: `Europe/Berlin`. */
export type TimeZone = string;

export type Clock = { readonly now: () => EpochMs };

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still; for `--at`, replay and tests. */
export function stoppedClock(at: EpochMs): Clock {
  return { now: () => at };
}

export function instantOf(at: EpochMs): Instant {
  const second = Math.floor(at / 1000);
  const known = seconds.get(second);
  if (known !== undefined) return known;
  const text = `${new Date(at).toISOString().slice(0, 19)}Z`;
  if (seconds.size >= MOST_SECONDS) seconds.clear();
  seconds.set(second, text);
  return text;
}

/** Thousands of answers share a second and its text, and the age of what they tell is of a few others. */
const seconds = new Map<number, Instant>();
const MOST_SECONDS = 1_000;
