/**
 * Which calendar day it is somewhere. Time zone rules come from Temporal, once for each zone and UTC day; after that a
 * look-up is arithmetic. The memory is bounded. Not for wall times: see the calendars of guardrails.
 */
import { Temporal } from 'temporal-polyfill';
import type { Day, EpochMs, TimeZone } from './clock.ts';
import { DAY_MS } from './day.ts';

/** A local day and when it begins and ends; `endMs` is the first moment of the next one. Where clocks are set back across midnight, one of two parts. */
export type LocalDay = { readonly day: Day; readonly startMs: EpochMs; readonly endMs: EpochMs };

const MAX_ZONES = 1_000;
const MAX_DAYS_OF_A_ZONE = 2_000;

/** For each zone and UTC day: the local days that share moments with it, in order. Two, mostly. */
const known = new Map<TimeZone, Map<number, readonly LocalDay[]>>();

/** @throws RangeError for a time zone that doesn't exist */
export function localDay(timezone: TimeZone, atMs: EpochMs): Day {
  return localDayAt(timezone, atMs).day;
}

/** @throws RangeError for a time zone that doesn't exist */
export function localDayAt(timezone: TimeZone, atMs: EpochMs): LocalDay {
  const utcDay = Math.floor(atMs / DAY_MS);
  const zone = daysOf(timezone);
  const days = zone.get(utcDay) ?? remember(zone, utcDay, localDaysOf(timezone, utcDay));
  for (const day of days) if (atMs < day.endMs) return day;
  throw new RangeError(`No day of ${timezone} holds ${atMs}.`);
}

const zones = new Map<string, boolean>();

/** Whether it is an IANA name of a time zone. An offset like `+01:00` is none: it knows no summer time. */
export function isTimeZone(name: string): boolean {
  const before = zones.get(name);
  if (before !== undefined) return before;
  if (zones.size >= MAX_ZONES) zones.clear();
  const answer = /^[A-Za-z]/u.test(name) && exists(name);
  zones.set(name, answer);
  return answer;
}

function exists(name: string): boolean {
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId !== '';
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

function daysOf(timezone: TimeZone): Map<number, readonly LocalDay[]> {
  const before = known.get(timezone);
  if (before !== undefined) return before;
  if (known.size >= MAX_ZONES) known.clear();
  const made = new Map<number, readonly LocalDay[]>();
  known.set(timezone, made);
  return made;
}

function remember(
  zone: Map<number, readonly LocalDay[]>,
  utcDay: number,
  days: readonly LocalDay[],
): readonly LocalDay[] {
  if (zone.size >= MAX_DAYS_OF_A_ZONE) zone.clear();
  zone.set(utcDay, days);
  return days;
}

function localDaysOf(timezone: TimeZone, utcDay: number): readonly LocalDay[] {
  const endMs = (utcDay + 1) * DAY_MS;
  const days: LocalDay[] = [];
  let start = Temporal.Instant.fromEpochMilliseconds(utcDay * DAY_MS)
    .toZonedDateTimeISO(timezone)
    .startOfDay();
  while (start.epochMilliseconds < endMs) {
    // By the calendar, not by 24 hours: a zone may skip or repeat hours, or a whole day.
    const whole = nextDay(start);
    const next = turnedBack(start, whole) ?? whole;
    days.push({
      day: start.toPlainDate().toString(),
      startMs: start.epochMilliseconds,
      endMs: next.epochMilliseconds,
    });
    start = next;
  }
  return days;
}

/** Where the clocks are set back into the day before (St. John's until 2011, a minute after midnight); null where they aren't. */
function turnedBack(start: Temporal.ZonedDateTime, next: Temporal.ZonedDateTime): Temporal.ZonedDateTime | null {
  if (start.offsetNanoseconds === next.offsetNanoseconds) return null;
  const turn = start.getTimeZoneTransition('next');
  if (turn === null || turn.epochMilliseconds >= next.epochMilliseconds) return null;
  return turn.toPlainDate().equals(start.toPlainDate()) ? null : turn;
}

function nextDay(start: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  const midnight = start.toPlainDate().add({ days: 1 }).toPlainDateTime();
  const next = midnight.toZonedDateTime(start.timeZoneId);
  if (next.epochMilliseconds > start.epochMilliseconds) return next.startOfDay();
  const again = midnight.toZonedDateTime(start.timeZoneId, { disambiguation: 'later' });
  if (again.epochMilliseconds > start.epochMilliseconds && again.toPlainTime().equals(MIDNIGHT)) return again;
  // Where the next day does not exist (Samoa, 2011-12-30), it resolves past itself or onto this day's end.
  return start.add({ hours: 24 }).startOfDay();
}

const MIDNIGHT = Temporal.PlainTime.from('00:00');
