/** From a value as the MySQL driver reads it to a plain one; moments in UTC, for the session is. */
import type { Cell } from './database.ts';
import { DatabaseFailure } from './database.ts';

/** Of a field, as the protocol tells it. */
type Field = {
  readonly columnType?: number | undefined;
  readonly characterSet?: number | undefined;
  readonly columnLength?: number | undefined;
};

const FLOAT = 4;
const TIMESTAMP = 7;
const DATE = 10;
const DATETIME = 12;
const BIT = 16;
const BINARY_CHARSET = 63;
/** Texts and blobs, which differ by their character set alone. */
const TEXTS: ReadonlySet<number | undefined> = new Set([15, 249, 250, 251, 252, 253, 254]);
/** `VECTOR`, `GEOMETRY`. */
const OTHERS: ReadonlySet<number | undefined> = new Set([242, 255]);

/** A bare `null` is sometimes told as bytes of no length. */
export function holdsBytes({ columnType, characterSet, columnLength }: Field): boolean {
  return OTHERS.has(columnType) || (TEXTS.has(columnType) && characterSet === BINARY_CHARSET && columnLength !== 0);
}

export function holdsBits({ columnType }: Field): boolean {
  return columnType === BIT;
}

export function plainCell(value: unknown, { columnType }: Field): Cell {
  if (value === undefined || value === null) return null;
  if (Buffer.isBuffer(value)) throw new DatabaseFailure('unfit', 'A column holds bytes, of which nothing can be made.');
  if (typeof value === 'number' && columnType === FLOAT) return shortest(value);
  if (typeof value === 'string' && isDay(columnType)) return day(value, columnType === TIMESTAMP ? 'Z' : '');
  return value as Cell;
}

function isDay(type: number | undefined): boolean {
  return type === TIMESTAMP || type === DATETIME || type === DATE;
}

/** `0000-00-00` and `2026-11-00` are MySQL's ways to say that there is no such day. */
function day(text: string, zone: string): string | null {
  return /^\d+-00|^\d+-\d+-00/.test(text) ? null : `${text.replace(' ', 'T')}${text.includes(' ') ? zone : ''}`;
}

/** Of the numbers that 32 bits keep as this one, the one that somebody wrote: 1.1, and not 1.100000023841858. */
function shortest(value: number): number {
  const written = [6, 7, 8].map((digits) => Number(value.toPrecision(digits)));
  return written.find((each) => Math.fround(each) === value) ?? value;
}
