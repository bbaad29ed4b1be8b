/** From a value as the MySQL driver reads it to a plain one; moments in UTC, for the session is. */
import type { Cell } from './database.ts';
import { DatabaseFailure } from './database.ts';

/** Of a field, as the protocol tells it. */
type Field = { readonly columnType?: number | undefined; readonly characterSet?: number | undefined };

const TIMESTAMP = 7;
const DATETIME = 12;
const BIT = 16;
const BINARY_CHARSET = 63;
/** Texts and blobs, which differ by their character set alone. */
const TEXTS: ReadonlySet<number | undefined> = new Set([15, 249, 250, 251, 252, 253, 254]);
/** `VECTOR`, `GEOMETRY`. */
const OTHERS: ReadonlySet<number | undefined> = new Set([242, 255]);

export function holdsBytes({ columnType, characterSet }: Field): boolean {
  return OTHERS.has(columnType) || (TEXTS.has(columnType) && characterSet === BINARY_CHARSET);
}

export function plainCell(value: unknown, { columnType }: Field): Cell {
  if (value === undefined || value === null) return null;
  if (Buffer.isBuffer(value)) return columnType === BIT ? bits(value) : refuse();
  if (typeof value === 'string' && (columnType === TIMESTAMP || columnType === DATETIME))
    return moment(value, columnType === TIMESTAMP ? 'Z' : '');
  // MySQL's way to say that there is no day.
  if (value === '0000-00-00') return null;
  return value as Cell;
}

function moment(text: string, zone: string): string | null {
  return text.startsWith('0000-00-00') ? null : `${text.replace(' ', 'T')}${zone}`;
}

function bits(value: Buffer): Cell {
  const number = value.reduce<bigint>((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return Number.isSafeInteger(Number(number)) ? Number(number) : String(number);
}

function refuse(): never {
  throw new DatabaseFailure('unfit', 'A column holds bytes, of which nothing can be made.');
}
