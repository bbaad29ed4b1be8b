/**
 * Takes what lay on a page once out of it. SQLite overwrites what it deletes, but where it moves rows between pages it leaves
 * copies of them in the gaps, and those of a row that is deleted later stay. The rows of such a page and of those around
 * it are deleted and put back: the page comes free meanwhile, and free pages are overwritten whole. A few rows at a time,
 * where `VACUUM` would keep everybody from writing for as long as the whole file takes. Not for certain: look again.
 */
import type { SqliteConnection, SqliteStatement } from './connection.ts';
import { inTransaction } from './database.ts';

/** Rows before and after those of the page: the further, the likelier that no page next to it takes it over. */
const AROUND = 40;

const RECORD = 'tenant, id, at_ms, writer, sequence, body_hash, previous, hash, salt, body';
const SNAPSHOT = 'tenant, hash, used_day, json';

type Table = Readonly<Record<'select' | 'drop' | 'insert', SqliteStatement>>;

export type RowRewriter = {
  /** Pages as they are in the file; one that holds no rows is passed over. */
  readonly rewriteAround: (page: Buffer) => void;
};

export function rowRewriter(database: SqliteConnection): RowRewriter {
  const tables = [
    tableOf(database, 'record', `rowid, ${RECORD}`),
    tableOf(database, 'snapshot', `position, ${SNAPSHOT}`),
  ];
  return {
    rewriteAround: (page) => {
      const numbers = rowNumbersOn(page);
      if (numbers.length === 0) return;
      // A page doesn't tell of which table it is; in the other this does no harm.
      const range = [Math.min(...numbers) - AROUND, Math.max(...numbers) + AROUND] as const;
      for (const table of tables) inTransaction(database, () => rewrite(table, range));
    },
  };
}

function tableOf(database: SqliteConnection, name: string, columns: string): Table {
  const within = `FROM ${name} WHERE rowid BETWEEN ? AND ?`;
  const places = columns.split(',').map(() => '?');
  return {
    select: database.prepare(`SELECT ${columns} ${within} ORDER BY rowid`),
    drop: database.prepare(`DELETE ${within}`),
    insert: database.prepare(`INSERT INTO ${name} (${columns}) VALUES (${places.join()})`),
  };
}

function rewrite({ select, drop, insert }: Table, range: readonly [number, number]): void {
  const rows = select.all(...range);
  drop.run(...range);
  for (const row of rows) insert.run(...Object.values(row));
}

/** A leaf of a table's tree begins with this; then, after two more bytes, comes how many rows it holds. */
const TABLE_LEAF = 0x0d;
const HEADER_BYTES = 8;

/** The numbers of the rows on a page, by SQLite's file format (https://sqlite.org/fileformat2.html#b_tree_pages). */
export function rowNumbersOn(page: Buffer): readonly number[] {
  if (page[0] !== TABLE_LEAF) return [];
  const count = page.readUInt16BE(3);
  return Array.from({ length: count }, (_, index) => {
    const row = page.readUInt16BE(HEADER_BYTES + 2 * index);
    const [, afterSize] = variableInteger(page, row);
    return variableInteger(page, afterSize)[0];
  });
}

/** Seven bits a byte, the highest first; a set eighth bit says that another byte follows. Returns where it ends, too. */
function variableInteger(page: Buffer, start: number): readonly [value: number, end: number] {
  let value = 0;
  for (let at = start; ; at += 1) {
    const byte = page[at] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + 1];
  }
}
