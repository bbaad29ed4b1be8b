/**
 * Days and times as workbooks have them: a number of days since an epoch, told from other numbers by the format that its
 * cell is shown in. No zone is known, so a time counts as UTC.
 */
import { DAY_MS } from '../../base/day.ts';

/** 1 January 1970 as a serial number, by the two epochs there are. */
const EPOCH_DAYS = { from1900: 25_569, from1904: 24_107 } as const;

/** Formats that every program knows without their code, in all its languages. */
const BUILT_IN_DATES: readonly (readonly [first: number, last: number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
  [71, 81],
];

const BUILT_IN_PERCENTS = [9, 10];

/** The first number of a format that has its code in the workbook. */
const FIRST_OWN_FORMAT = 100;

/** Text in quotes, escaped characters, colours and conditions; but `[hh]` is hours beyond a day. */
const LITERALS = /\\.|"[^"]*"|\[(?![smhd]{1,2}\])[^\]]*\]/g;
const FRACTION_OF_SECONDS = /(?<=s\]?)[.,]0+/g;
const DATE_WORD = /^(?:y+|m+|d+|h+|s+|e+|am|pm|a|p|a{3,5})+$/;

/** Whether numbers of this format are dates. `code` is the workbook's own, like `dd.mm.yyyy`. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (BUILT_IN_DATES.some(([first, last]) => id >= first && id <= last)) return true;
  return id >= FIRST_OWN_FORMAT && code !== undefined && code.toLowerCase().split(';').some(isDateSection);
}

/** Whether numbers of this format are shown as hundredths: `0%`. */
export function isPercentFormat(id: number, code: string | undefined): boolean {
  return BUILT_IN_PERCENTS.includes(id) || (code?.replaceAll(LITERALS, ' ').includes('%') ?? false);
}

/** Words of a date, and no place for a digit. */
function isDateSection(section: string): boolean {
  const words = section
    .replaceAll(LITERALS, ' ')
    .replaceAll(FRACTION_OF_SECONDS, '')
    .match(/[a-z0#?%]+/g);
  return words?.every((word) => DATE_WORD.test(word)) ?? false;
}

/** A date without a time is a day; `undefined` for a number that is no date. */
export function serialDate(days: number, isFrom1904: boolean): string | undefined {
  const epoch = isFrom1904 ? EPOCH_DAYS.from1904 : EPOCH_DAYS.from1900;
  return dateText(Math.round((days - epoch) * DAY_MS));
}

/** An ISO 8601 date, as cells of type `d` have it. */
export function isoDate(text: string): string | undefined {
  const isWithoutZone = /T[\d:.]+$/.test(text);
  return dateText(Date.parse(isWithoutZone ? `${text}Z` : text));
}

function dateText(atMs: number): string | undefined {
  const date = new Date(atMs);
  if (Number.isNaN(date.getTime())) return undefined;
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
}
