/**
 * Calendar days as exports write them. Strict: a day that doesn't exist, or one written in another way, is no day.
 * A format is made of `yyyy`, `MM`, `dd` (two digits), `M`, `d` (one or two) and what stands between them.
 */
import type { Day, Instant } from '../../base/clock.ts';

const DAY_MS = 86_400_000;
const ISO_DAY = /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)$/;
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

/** An ISO day; an instant counts as its day in UTC. */
function isoDay(text: string): Day | null {
  return matched(ISO_DAY.exec(text)) ?? instant(text)?.slice(0, 10) ?? null;
}

/** An ISO date and time with its zone, in UTC to the second; a local time is nobody's moment. */
export function instant(text: string): Instant | null {
  const at = ISO_INSTANT.test(text) ? Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : Number.NaN;
  const dayExists = matched(ISO_DAY.exec(text.slice(0, 10))) !== null;
  return Number.isNaN(at) || !dayExists ? null : `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function matched(match: RegExpExecArray | null): Day | null {
  const { year = '', month = '', day = '' } = match?.groups ?? {};
  if (match === null) return null;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : null;
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function addDaysToInstant(at: Instant, days: number): Instant {
  return `${new Date(Date.parse(at) + days * DAY_MS).toISOString().slice(0, 19)}Z`;
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
