/**
 * Working hours as moments: is it open, and when does it open next. Wall times become moments day by day, lazily, with
 * the zone's summer time, public holidays, closed days and special ones; from then on an answer is arithmetic on numbers.
 * Openings lie within one day (`to` is at most 24:00): the workspace loader refuses others.
 */
import { Temporal } from 'temporal-polyfill';
import type { Day, EpochMs, TimeZone } from '../base/clock.ts';
import { DAY_MS } from '../base/day.ts';
import type { LocalDay } from '../base/local-day.ts';
import { localDayAt } from '../base/local-day.ts';
import type { HolidayFrom } from './public-holidays.ts';
import { publicHolidays } from './public-holidays.ts';
import type { Calendar, Opening } from './teams.ts';
import { WEEKDAYS } from './teams.ts';

export const SEARCHED_DAYS = 400;
/** How far ahead an opening is looked for. */
export const HORIZON_MS = SEARCHED_DAYS * DAY_MS;

export type OpenHours = {
  readonly timezone: TimeZone;
  readonly isOpen: (atMs: EpochMs) => boolean;
  /** The first moment from `atMs` on at which it is open; `null`: none within {@link SEARCHED_DAYS} days. */
  readonly nextOpening: (atMs: EpochMs) => EpochMs | null;
};

/** Never closed; the time zone is only shown. */
export function alwaysOpen(timezone: TimeZone): OpenHours {
  return { timezone, isOpen: () => true, nextOpening: (atMs) => atMs };
}

/**
 * `timezone`: where the wall times are read, if elsewhere.
 * @throws RangeError for a time zone that doesn't exist
 */
export function openHours(calendar: Calendar, timezone: TimeZone = calendar.timezone): OpenHours {
  const daily = dailyHours(calendar, timezone);
  // Of a pool at night everybody is asked when they open, at one moment.
  let asked: { readonly atMs: EpochMs; readonly next: EpochMs | null } | null = null;
  const nextOpening = (atMs: EpochMs): EpochMs | null => {
    for (let fromMs = atMs; fromMs <= atMs + HORIZON_MS;) {
      const day = localDayAt(timezone, fromMs);
      const span = firstEndingAfter(daily(day), fromMs);
      if (span !== undefined) return Math.max(span.fromMs, fromMs);
      fromMs = day.endMs;
    }
    return null;
  };
  return {
    timezone,
    isOpen: (atMs) => {
      const span = firstEndingAfter(daily(localDayAt(timezone, atMs)), atMs);
      return span !== undefined && span.fromMs <= atMs;
    },
    nextOpening: (atMs) => {
      if (asked?.atMs !== atMs) asked = { atMs, next: nextOpening(atMs) };
      return asked.next;
    },
  };
}

/** Open from `fromMs` until just before `toMs`. */
type Span = { readonly fromMs: EpochMs; readonly toMs: EpochMs };

function firstEndingAfter(spans: readonly Span[], atMs: EpochMs): Span | undefined {
  for (const span of spans) if (atMs < span.toMs) return span;
  return undefined;
}

const MAX_DAYS = 1_024;

/** The open spans of a day, in order; kept for as many days as a search may pass. */
function dailyHours(calendar: Calendar, timezone: TimeZone): (day: LocalDay) => readonly Span[] {
  const openingsOn = openingsIn(calendar);
  const known = new Map<Day, readonly Span[]>();
  return (day) => {
    const before = known.get(day.day);
    if (before !== undefined) return before;
    if (known.size >= MAX_DAYS) known.clear();
    const spans = openingsOn(day.day)
      .map((opening) => spanOf(opening, day, timezone))
      .filter(({ fromMs, toMs }) => fromMs < toMs);
    const ordered = spans.toSorted((one, other) => one.fromMs - other.fromMs);
    known.set(day.day, ordered);
    return ordered;
  };
}

/** What is said of a day goes before what is said of it in every year, and that before the week and public holidays. */
function openingsIn(calendar: Calendar): (day: Day) => readonly Opening[] {
  const closed = new Set(calendar.closed);
  const special = new Map(Object.entries(calendar.special ?? {}));
  const holidayFrom = calendar.holidays === null ? () => undefined : publicHolidays(calendar.holidays);
  return (day) => {
    if (closed.has(day)) return [];
    const once = special.get(day);
    if (once !== undefined) return once;
    const everyYear = day.slice(5);
    if (closed.has(everyYear)) return [];
    const usual = usualOn(calendar, day, holidayFrom);
    return usual.length === 0 ? usual : (special.get(everyYear) ?? usual);
  };
}

function usualOn({ week }: Calendar, day: Day, holidayFrom: HolidayFrom): readonly Opening[] {
  const openings = week[weekdayOf(day)];
  const holiday = openings.length === 0 ? undefined : holidayFrom(day);
  if (holiday === undefined) return openings;
  // `HH:MM` compares as text.
  return openings.flatMap(({ from, to }) => (from < holiday ? [{ from, to: to < holiday ? to : holiday }] : []));
}

function weekdayOf(day: Day): (typeof WEEKDAYS)[number] {
  const sundayFirst = new Date(`${day}T00:00:00Z`).getUTCDay();
  return WEEKDAYS[(sundayFirst + 6) % 7] ?? 'mon';
}

function spanOf({ from, to }: Opening, day: LocalDay, timezone: TimeZone): Span {
  return { fromMs: momentOf(day, from, timezone, 'earlier'), toMs: momentOf(day, to, timezone, 'later') };
}

/**
 * A wall time that the clock shows twice is the earlier moment for opening and the later one for closing; one that it
 * skips is the moment of the skip.
 */
export function momentOf(day: LocalDay, time: string, timezone: TimeZone, side: 'earlier' | 'later'): EpochMs {
  if (time === '24:00') return day.endMs;
  const wall = Temporal.PlainDateTime.from(`${day.day}T${time}`);
  const moment = wall.toZonedDateTime(timezone, { disambiguation: side });
  if (moment.toPlainDateTime().equals(wall)) return moment.epochMilliseconds;
  const before = wall.toZonedDateTime(timezone, { disambiguation: 'earlier' });
  return before.getTimeZoneTransition('next')?.epochMilliseconds ?? moment.epochMilliseconds;
}
