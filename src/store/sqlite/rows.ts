/** Rows of SQLite as typed values. The store reads only what it wrote; anything else is a damaged file. */
import type { SQLOutputValue, StatementSync } from 'node:sqlite';

export type Row = Record<string, SQLOutputValue>;

export function textIn(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw damaged(`column ${column}`);
  return value;
}

export function textOrNullIn(row: Row, column: string): string | null {
  return row[column] === null ? null : textIn(row, column);
}

export function numberIn(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw damaged(`column ${column}`);
  return value;
}

export function hexIn(row: Row, column: string): string {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw damaged(`column ${column}`);
  return Buffer.from(value).toString('hex');
}

/** One column of every row, as text. */
export function textsOf(statement: StatementSync, column: string, ...values: readonly string[]): readonly string[] {
  return statement.all(...values).map((row) => textIn(row, column));
}

/** JSON that the store itself wrote from a `Value`; not for anybody else's text. */
export function ownJson<Value>(json: string): Value {
  try {
    return JSON.parse(json) as Value;
  } catch {
    // Its message would quote the text.
    throw damaged('a text that is no JSON');
  }
}

/** SQLite's own result code for a file that holds what can't be: it gets the same sentence. */
const CORRUPT = 11;

export function damaged(what: string): Error {
  return Object.assign(new Error(`the file holds ${what}`), { errcode: CORRUPT });
}
