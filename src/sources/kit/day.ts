/**
 * Calendar days as exports write them. Strict: a day that doesn't exist, or one written in another way, is no day.
 * A format is made of `yyyy`, `MM`, `dd` (two digits), `M`, `d` (one or two) and what stands between them.
 */
import type { Day, Instant } from '../../base/clock.ts';
import { instantOf } from '../../base/clock.ts';
import { DAY_MS, isDay } from '../../base/day.ts';

const ISO_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/;
const TOKENS: Readonly<Record<string, string>> = {
  yyyy: String.raw`(?<year>\d{4})`,
  MM: String.raw`(?<month>\d\d)`,
  M: String.raw`(?<month>\d{1,2})`,
  dd: String.raw`(?<day>\d\d)`,
  d: String.raw`(?<day>\d{1,2})`,
};
const TOKEN = /yyyy|MM?|dd?/g;
const SEPARATORS = /^[-./ ]*$/;

export type DayReader = (text: string) => Day | null;

/** `undefined` when the format isn't one: it names year, month and day once each, with `-`, `.`, `/` or blanks between. */
export function dayReader(format: string | null): DayReader | undefined {
  if (format === null) return isoDay;
  const parts = format.match(TOKEN) ?? [];
  const units = new Set(parts.map((part) => part.at(0)));
  if (parts.length !== 3 || units.size !== 3 || !SEPARATORS.test(format.replaceAll(TOKEN, ''))) return undefined;
  const pattern = new RegExp(
    `^${format.replaceAll('.', String.raw`\.`).replaceAll(TOKEN, (token) => TOKENS[token] ?? token)}$`,
  );
  // A workbook's date cells arrive as ISO days whatever the format of its text cells.
  return (text) => matched(pattern.exec(text)) ?? isoDay(text);
}

const ISO_LOCAL_TIME = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?$/;

/** An ISO day; an instant counts as its day in UTC, and a time without a zone as the day that it names. */
function isoDay(text: string): Day | null {
  const day = ISO_LOCAL_TIME.exec(text)?.[1] ?? text;
  return isDay(day) ? day : (instant(text)?.slice(0, 10) ?? null);
}

/** An ISO date and time with its zone, in UTC to the second; a local time is nobody's moment. */
export function instant(text: string): Instant | null {
  const at = ISO_INSTANT.test(text) ? Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : Number.NaN;
  return Number.isNaN(at) || !isDay(text.slice(0, 10)) ? null : instantOf(at);
}

function matched(match: RegExpExecArray | null): Day | null {
  const { year = '', month = '', day = '' } = match?.groups ?? {};
  if (match === null) return null;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : null;
}

export function addDaysToInstant(at: Instant, days: number): Instant {
  return instantOf(Date.parse(at) + days * DAY_MS);
}
