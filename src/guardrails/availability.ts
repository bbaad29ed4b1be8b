/**
 * When somebody is there: away (on leave, out of office), within working hours, or off-hours with the next moment.
 * Off-hours is not away, but where an absence stands between somebody and their next working day: then they are away from
 * their last working moment before it to their first working day after it. Whether they may be named at all is eligible.ts.
 */
import type { Day, EpochMs, TimeZone } from '../base/clock.ts';
import { instantOf } from '../base/clock.ts';
import { localDay, localDayAt } from '../base/local-day.ts';
import type { Absence, Person, PersonKey } from '../directory/records.ts';
import type { OpenHours } from './calendar.ts';
import { HORIZON_MS } from './calendar.ts';
import type { Availability } from './reached.ts';

/** When whoever was away is meant again: on the first day on which they work, or on the day after the absence's last one. */
export const HAND_BACK = ['first_working_day', 'day_after'] as const;
export type HandBack = (typeof HAND_BACK)[number];

/** Where a person's days are counted, when they work, and when an absence is over. */
export type PersonTime = { readonly timezone: TimeZone; readonly hours: OpenHours; readonly handBack: HandBack };

/** The absence that somebody is away by at the moment: leave before out of office. Null: not away. */
export function absenceAt(person: Person, time: PersonTime, atMs: EpochMs): Absence | null {
  if (person.absences.length === 0) return null;
  const covering = absencesOn(person, countedDay(person, time, atMs));
  return covering.find(({ kind }) => kind === 'on_leave') ?? covering[0] ?? null;
}

/** The deputy whom the current leave names, else the standing deputy. */
export function deputyAt(person: Person, time: PersonTime, atMs: EpochMs): PersonKey | null {
  if (person.absences.length === 0) return person.deputy;
  const named = absencesOn(person, countedDay(person, time, atMs)).filter(({ deputy }) => deputy !== null);
  return (named.find(({ kind }) => kind === 'on_leave') ?? named[0])?.deputy ?? person.deputy;
}

/** Of a person who is not away now. Null: no opening within the searched days that they aren't away on. */
export function personAvailability(person: Person, time: PersonTime, atMs: EpochMs): Availability | null {
  if (time.hours.isOpen(atMs)) return { status: 'available', timezone: time.timezone };
  return offHoursOrNever(openingOf(person, time, atMs), time.timezone);
}

/** Of a team: it is never away. Null: no opening within the searched days. */
export function teamAvailability(hours: OpenHours, atMs: EpochMs): Availability | null {
  if (hours.isOpen(atMs)) return { status: 'available', timezone: hours.timezone };
  return offHoursOrNever(hours.nextOpening(atMs), hours.timezone);
}

/** Closed until `opensMs`. */
export function offHours(opensMs: EpochMs, timezone: TimeZone): Availability {
  // Whole seconds, and never before it opens.
  return { status: 'off_hours', nextAvailable: instantOf(Math.ceil(opensMs / 1000) * 1000), timezone };
}

function offHoursOrNever(opensMs: EpochMs | null, timezone: TimeZone): Availability | null {
  return opensMs === null ? null : offHours(opensMs, timezone);
}

/** The first moment from now on at which somebody works and isn't away. Null: none within the searched days. */
export function openingOf(person: Person, { timezone, hours }: PersonTime, atMs: EpochMs): EpochMs | null {
  let next = hours.nextOpening(atMs);
  while (next !== null && next <= atMs + HORIZON_MS) {
    const { day, endMs } = localDayAt(timezone, next);
    if (absencesOn(person, day).length === 0) return next;
    next = hours.nextOpening(endMs);
  }
  return null;
}

/** ISO days compare as text. */
function absencesOn({ absences }: Person, day: Day): readonly Absence[] {
  return absences.filter(({ from, to }) => from <= day && (to === null || day <= to));
}

/**
 * The day whose absences count at the moment: today; while nobody could have come back since an absence, its last day; and
 * after work, where the next working day is an absent one, that one.
 */
function countedDay(person: Person, { timezone, hours, handBack }: PersonTime, atMs: EpochMs): Day {
  const today = localDay(timezone, atMs);
  if (handBack === 'day_after' || hours.isOpen(atMs) || absencesOn(person, today).length > 0) return today;
  const lastAway = lastDayAway(person, today);
  const back = lastAway === null ? null : workingDayFrom(dayAfter(lastAway, timezone), timezone, hours);
  if (lastAway !== null && back !== null && back > today) return lastAway;
  const next = workingDayFrom(atMs, timezone, hours);
  return next !== null && absencesOn(person, next).length > 0 ? next : today;
}

/** Of the absences that are over. */
function lastDayAway({ absences }: Person, today: Day): Day | null {
  let last: Day | null = null;
  for (const { to } of absences) if (to !== null && to < today && (last === null || to > last)) last = to;
  return last;
}

function workingDayFrom(fromMs: EpochMs, timezone: TimeZone, hours: OpenHours): Day | null {
  const opening = hours.nextOpening(fromMs);
  return opening === null ? null : localDay(timezone, opening);
}

/** When the day after this one begins. */
function dayAfter(day: Day, timezone: TimeZone): EpochMs {
  // Noon in UTC is within the day or just before or after it, wherever that is.
  let at = localDayAt(timezone, Date.parse(`${day}T12:00:00Z`));
  while (at.day < day) at = localDayAt(timezone, at.endMs);
  while (at.day > day) at = localDayAt(timezone, at.startMs - 1);
  return at.endMs;
}
