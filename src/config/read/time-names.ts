/** Whether a day or a time zone exists. */
import { Temporal } from 'temporal-polyfill';

/** `2026-02-30` has the shape of a day and is none. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && succeeds(() => Temporal.PlainDate.from(text));
}

/** An IANA name; an offset like `+01:00` is none: it knows no summer time. */
export function isTimeZone(text: string): boolean {
  return /^[A-Za-z]/.test(text) && succeeds(() => new Intl.DateTimeFormat('en', { timeZone: text }));
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
