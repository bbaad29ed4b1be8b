/**
 * Public holidays of a place, by day. What `date-holidays` knows, of type public only: not bank, school or optional
 * ones. Kept by place and year, since making a year takes milliseconds.
 */
import Holidays from 'date-holidays';
import type { Day } from '../base/clock.ts';
import { addDays } from '../base/day.ts';
import type { Calendar } from './teams.ts';

export type Place = NonNullable<Calendar['holidays']>;

/** The wall time (`HH:MM`) from which a day is a holiday, `00:00` for all of it; undefined: it is none. */
export type HolidayFrom = (day: Day) => string | undefined;

const HOUR_MS = 3_600_000;
const MAX_YEARS = 500;
const years = new Map<string, ReadonlyMap<Day, string>>();

/** A place that `date-holidays` doesn't know has no holidays; the workspace loader refuses it before. */
export function publicHolidays(place: Place): HolidayFrom {
  const key = [place.country, place.state ?? '', place.region ?? ''].join(' ');
  return (day) => {
    const year = Number(day.slice(0, 4));
    // A feast of several days may have begun in the year before.
    return yearOf(key, place, year).get(day) ?? yearOf(key, place, year - 1).get(day);
  };
}

function yearOf(key: string, place: Place, year: number): ReadonlyMap<Day, string> {
  const name = `${key} ${year}`;
  const before = years.get(name);
  if (before !== undefined) return before;
  if (years.size >= MAX_YEARS) years.clear();
  const made = new Map(holidaysOf(place, year).flatMap(daysOf));
  years.set(name, made);
  return made;
}

type Holiday = ReturnType<Holidays['getHolidays']>[number];

function holidaysOf({ country, state, region }: Place, year: number): readonly Holiday[] {
  const options: ConstructorParameters<typeof Holidays>[3] = { types: ['public'] };
  const known =
    state === undefined
      ? new Holidays(country, options)
      : region === undefined
        ? new Holidays(country, state, options)
        : new Holidays(country, state, region, options);
  return known.getHolidays(year);
}

/**
 * `2026-12-25 00:00:00` is the whole day; `2026-12-24 13:00:00` the afternoon; `2026-03-20 00:00:00 -0600` begins with
 * the sunset before, which closes no office. Of a feast of 3¾ days the part before the first day is such an evening.
 */
function daysOf({ date, start, end }: Holiday): [Day, string][] {
  const first = date.slice(0, 10);
  const length = Math.max(1, Math.floor(Math.round((end.getTime() - start.getTime()) / HOUR_MS) / 24));
  return Array.from({ length }, (_, offset) => [addDays(first, offset), offset === 0 ? date.slice(11, 16) : '00:00']);
}
