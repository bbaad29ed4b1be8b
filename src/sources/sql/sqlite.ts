/** SQLite: a file, opened for reading alone. It is read on this thread, a page at a time. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLOutputValue } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import type { Cell, DatabaseFailureCode, DatabaseSession } from '../../outbound/database/database.ts';
import { DatabaseFailure } from '../../outbound/database/database.ts';

const BUSY_MS = 5_000;

/** @throws DatabaseFailure */
export async function openSqlite(path: string): Promise<DatabaseSession> {
  const file = basename(path);
  const attempt = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw error instanceof DatabaseFailure ? error : failureOf(error, file);
    }
  };
  if (!existsSync(path)) throw new DatabaseFailure('unreachable', `${file} is not there.`);
  const database = attempt(() => {
    const opened = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS, allowExtension: false });
    opened.exec('pragma query_only = on; begin');
    return opened;
  });
  return {
    startedMs: Date.now(),
    columns: async ({ text, values }) =>
      attempt(() => {
        const statement = database.prepare(`select * from (${text}\n) limit 0`);
        statement.all(...values);
        return statement.columns().map(({ name }) => ({ name, holdsBytes: false }));
      }),
    pages: async function* ({ text, values }, size) {
      const statement = attempt(() => database.prepare(text));
      statement.setReadBigInts(true);
      statement.setReturnArrays(true);
      const rows = statement.iterate(...values);
      for (;;) {
        const page = attempt(() => nextOf(rows, size));
        if (page.length > 0) yield page;
        if (page.length < size) return;
        await turn();
      }
    },
    close: async () => database.close(),
  };
}

function nextOf(rows: Iterator<unknown, undefined>, size: number): readonly (readonly Cell[])[] {
  const page: (readonly Cell[])[] = [];
  while (page.length < size) {
    const next = rows.next();
    if (next.done === true) break;
    page.push((next.value as readonly SQLOutputValue[]).map(plain));
  }
  return page;
}

function plain(value: SQLOutputValue): Cell {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array)
    throw new DatabaseFailure('unfit', 'A column holds bytes, of which nothing can be made.');
  return value;
}

/** Result codes of SQLite, without their extensions. */
const CODES: Readonly<Record<number, DatabaseFailureCode>> = {
  3: 'forbidden',
  5: 'unavailable',
  6: 'unavailable',
  8: 'writes',
  10: 'unavailable',
  14: 'unreachable',
  23: 'forbidden',
};

function failureOf(error: unknown, file: string): DatabaseFailure {
  const number = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : null;
  const isMissing = error instanceof Error && /^no such (?:table|column|function)/.test(error.message);
  const code = isMissing ? 'missing' : ((number === null ? undefined : CODES[number]) ?? 'unfit');
  return new DatabaseFailure(code, `${file} can't be read.`, {
    said: number === null ? null : `SQLite ${number}`,
    cause: error,
  });
}
