/** Working hours: calendars of `concierge.yaml`, with time zones and public holidays that exist. */
import Holidays from 'date-holidays';
import { isDay } from '../../base/day.ts';
import { isTimeZone } from '../../base/local-day.ts';
import type { ValuePath } from '../../base/problem.ts';
import { nearestName } from '../../base/nearest.ts';
import { WEEKDAYS } from '../../guardrails/teams.ts';
import type { Calendar, Opening, Weekday } from '../../guardrails/teams.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { nameSchema } from '../schema/names.ts';
import { calendarSchema, hoursSchema, specialSchema } from '../schema/workspace-schema.ts';
import { listed, meant } from '../yaml/words.ts';

/** Every calendar by name; `null` is one that is declared but broken, which was reported. */
export type DeclaredCalendars = ReadonlyMap<string, Calendar | null>;

export function readCalendars(document: ConfigDocument): DeclaredCalendars {
  return new Map(document.keys(['calendars']).map((name) => [name, readCalendar(document, name)]));
}

/** The calendar of whoever has none; `null` where that is not clear, which was reported. */
export function readDefaultCalendar(document: ConfigDocument, calendars: DeclaredCalendars): string | null {
  const names = [...calendars.keys()];
  const written = document.read(['default_calendar'], nameSchema);
  if (written !== undefined && calendars.has(written)) return written;
  if (written !== undefined) {
    document.error(['default_calendar'], `There is no calendar \`${written}\`.`, meant(written, names, 'calendar'));
  } else if (names.length === 1) return names[0] ?? null;
  else if (names.length > 1) {
    document.error(
      [],
      '`default_calendar` is missing.',
      `Say which of the calendars is everybody's: ${listed(names)}.`,
    );
  } else if (document.has(['calendars'])) document.error(['calendars'], 'There is no calendar.', 'Add at least one.');
  return null;
}

export function checkTimeZone(document: ConfigDocument, path: ValuePath, zone: string): boolean {
  if (isTimeZone(zone)) return true;
  const near = nearestName(zone, Intl.supportedValuesOf('timeZone'));
  const mend = near === undefined ? 'Write an IANA name, like `Europe/Berlin`.' : `Did you mean \`${near}\`?`;
  document.error(path, `There is no time zone \`${zone}\`.`, mend);
  return false;
}

function readCalendar(document: ConfigDocument, name: string): Calendar | null {
  const at = ['calendars', name];
  if (name === 'always')
    document.error(
      at,
      '`always` is not the name of a calendar.',
      'Choose another; a team says `hours: always` without one.',
      'key',
    );
  const week = readWeek(document, [...at, 'hours']);
  const written = document.read(at, calendarSchema);
  if (written === undefined) return null;
  const { timezone, holidays, closed = [] } = written;
  const isZone = checkTimeZone(document, [...at, 'timezone'], timezone);
  const isCountry = holidays === undefined || checkHolidays(document, [...at, 'holidays'], holidays);
  for (const [index, day] of closed.entries()) checkDay(document, [...at, 'closed', index], day);
  const special = readSpecial(document, [...at, 'special'], closed);
  if (week === null || !isZone || !isCountry) return null;
  return {
    timezone,
    week,
    holidays: holidays === undefined ? null : present(holidays),
    closed: closed.toSorted(),
    ...(special.size === 0 ? {} : { special: Object.fromEntries(special) }),
  };
}

function checkDay(document: ConfigDocument, at: ValuePath, day: string, part: 'key' | 'value' = 'value'): void {
  // 29 February is a day of every year that has one.
  if (isDay(day.length === 5 ? `2024-${day}` : day)) return;
  document.error(at, `There is no day \`${day}\`.`, 'Write a day that there is, like `2026-12-24`.', part);
}

function readSpecial(
  document: ConfigDocument,
  at: ValuePath,
  closed: readonly string[],
): ReadonlyMap<string, readonly Opening[]> {
  const special = new Map<string, readonly Opening[]>();
  if (!document.has(at)) return special;
  for (const [day, hours] of Object.entries(document.read(at, specialSchema) ?? {})) {
    checkDay(document, [...at, day], day, 'key');
    if (closed.includes(day))
      document.error([...at, day], `\`${day}\` is closed already.`, 'Delete it here, or in `closed`.', 'key');
    special.set(day, readOpenings(document, [...at, day], [hours].flat()) ?? []);
  }
  return special;
}

type Place = { readonly country: string; readonly state?: string | undefined; readonly region?: string | undefined };

function present({ country, state, region }: Place): NonNullable<Calendar['holidays']> {
  return { country, ...(state === undefined ? {} : { state }), ...(region === undefined ? {} : { region }) };
}

/** Whether `date-holidays` knows the country, its state and region. */
function checkHolidays(document: ConfigDocument, at: ValuePath, { country, state, region }: Place): boolean {
  const known = new Holidays();
  const check = (key: string, code: string | undefined, names: object | null): boolean => {
    const codes = Object.keys(names ?? {});
    if (code === undefined || codes.includes(code)) return true;
    const upper = codes.find((each) => each.toUpperCase() === code.toUpperCase());
    const list = codes.length === 0 ? `Delete \`${key}\`: there are none.` : `Known: ${listed(codes)}.`;
    document.error(
      [...at, key],
      `No public holidays are known for the ${key} \`${code}\`.`,
      upper === undefined ? list : `Did you mean \`${upper}\`?`,
    );
    return false;
  };
  if (!check('country', country, known.getCountries())) return false;
  if (state === undefined && region !== undefined) {
    document.error([...at, 'region'], 'A region belongs to a state.', 'Add `state`, or delete `region`.', 'key');
    return false;
  }
  return (
    check('state', state, known.getStates(country)) && check('region', region, known.getRegions(country, state ?? ''))
  );
}

function readWeek(document: ConfigDocument, at: ValuePath): Calendar['week'] | null {
  const written = document.read(at, hoursSchema);
  if (written === undefined) return null;
  const week = new Map<Weekday, readonly Opening[]>();
  let isClear = true;
  for (const [days, hours] of Object.entries(written)) {
    const openings = readOpenings(document, [...at, days], [hours].flat());
    const covered = daysOf(days);
    if (covered.length === 0)
      document.error([...at, days], `\`${days}\` runs backwards.`, 'A week begins with `mon`; write two lines.', 'key');
    const twice = covered.find((day) => week.has(day));
    if (twice !== undefined)
      document.error([...at, days], `\`${twice}\` has hours already.`, 'Say the hours of each day once.', 'key');
    isClear &&= openings !== null && covered.length > 0 && twice === undefined;
    for (const day of covered) week.set(day, openings ?? []);
  }
  if (isClear && [...week.values()].every((openings) => openings.length === 0)) {
    document.error(at, 'This calendar is never open.', 'Give one day its hours, like `mon-fri: "09:00-17:30"`.');
    return null;
  }
  const on = (day: Weekday): readonly Opening[] => week.get(day) ?? [];
  return isClear
    ? { mon: on('mon'), tue: on('tue'), wed: on('wed'), thu: on('thu'), fri: on('fri'), sat: on('sat'), sun: on('sun') }
    : null;
}

function daysOf(days: string): readonly Weekday[] {
  const [from = '', to = from] = days.split('-');
  const first = WEEKDAYS.findIndex((day) => day === from);
  const last = WEEKDAYS.findIndex((day) => day === to);
  return WEEKDAYS.slice(first, last + 1);
}

/** In the order of the day; they neither touch the wrong way round nor overlap. */
function readOpenings(document: ConfigDocument, at: ValuePath, hours: readonly string[]): readonly Opening[] | null {
  const openings = hours
    .map((text) => ({ from: text.slice(0, 5), to: text.slice(6) }))
    .toSorted((one, other) => one.from.localeCompare(other.from));
  const backwards = openings.find(({ from, to }) => from >= to);
  if (backwards !== undefined) {
    document.error(
      at,
      `\`${backwards.from}-${backwards.to}\` ends before it begins.`,
      'Hours past midnight are two: `"20:00-24:00"`, and `"00:00-02:00"` on the next day.',
    );
    return null;
  }
  const overlap = openings.find(({ from }, index) => index > 0 && from < (openings[index - 1]?.to ?? ''));
  if (overlap === undefined) return openings;
  document.error(
    at,
    `The opening at ${overlap.from} begins before the one before it ends.`,
    'Write them without overlap.',
  );
  return null;
}
