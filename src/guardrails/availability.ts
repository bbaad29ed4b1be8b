/**
 * When somebody is there: away (on leave, out of office), within working hours, or off-hours with the next moment.
 * Off-hours is not away. Whether they may be named at all is eligible.ts.
 */
import type { Day, EpochMs, TimeZone } from '../base/clock.ts';
import { instantOf } from '../base/clock.ts';
import { localDay, localDayAt } from '../base/local-day.ts';
import type { Absence, Person, PersonKey } from '../directory/records.ts';
import type { OpenHours } from './calendar.ts';
import { HORIZON_MS } from './calendar.ts';
import type { Availability } from './reached.ts';

/** Where a person's days are counted, and when they work. */
export type PersonTime = { readonly timezone: TimeZone; readonly hours: OpenHours };

/** The absence that covers the moment: leave before out of office. Null: not away. */
export function absenceAt(person: Person, { timezone }: PersonTime, atMs: EpochMs): Absence | null {
  if (person.absences.length === 0) return null;
  const covering = absencesOn(person, localDay(timezone, atMs));
  return covering.find(({ kind }) => kind === 'on_leave') ?? covering[0] ?? null;
}

/** The deputy whom the current leave names, else the standing deputy. */
export function deputyAt(person: Person, { timezone }: PersonTime, atMs: EpochMs): PersonKey | null {
  if (person.absences.length === 0) return person.deputy;
  const named = absencesOn(person, localDay(timezone, atMs)).filter(({ deputy }) => deputy !== null);
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
