/** Calendar days as ISO text: whether one exists, and whole days from one to another. Not for what day it is somewhere. */
import type { Day } from './clock.ts';

export const DAY_MS = 86_400_000;

/** `2026-02-30` has the shape of a day and is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(text)) return false;
  // A day past the end of its month is one of the next.
  return new Date(text).getUTCDate() === Number(text.slice(8));
}

export function addDays(day: Day, days: number): Day {
  if (days === 0) return day;
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Negative when `to` is the earlier one. */
export function daysBetween(from: Day, to: Day): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
