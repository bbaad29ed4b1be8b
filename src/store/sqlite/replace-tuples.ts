/**
 * The part of a replacement that is about rows that are nothing but their key: ids, customer contacts and domains. What
 * comes is sorted on disk and then walked beside what is there, so each table is read and written once, in its own order.
 */
import { createHash } from 'node:crypto';
import type { SQLOutputValue } from 'node:sqlite';
import type { AccountKey } from '../../directory/records.ts';
import type { SqliteStatement } from './connection.ts';
import type { PartDifferences, Replacing } from './replacing.ts';
import { rowsBefore, TOUCHED_ACCOUNTS, TOUCHED_DOMAINS } from './replacing.ts';
import { numberIn, textIn } from './rows.ts';

/** The columns after the tenant, in the order of the primary key; the account is the last one. */
export type TupleTable<Column extends string> = {
  readonly table: string;
  readonly columns: readonly Column[];
  /** Which rows a replacement of a part is about. */
  readonly touched: string;
};

const OF_ACCOUNTS = `account IN (SELECT key FROM ${TOUCHED_ACCOUNTS})`;
const OF_DOMAINS = `domain IN (SELECT key FROM ${TOUCHED_DOMAINS})`;

export const ACCOUNT_IDS = {
  table: 'account_id',
  columns: ['id', 'namespace', 'account'],
  touched: OF_ACCOUNTS,
} as const;
export const CUSTOMER_CONTACTS = {
  table: 'customer_contact',
  columns: ['email', 'account'],
  touched: OF_ACCOUNTS,
} as const;
export const ACCOUNT_DOMAINS = {
  table: 'account_domain',
  columns: ['domain', 'account'],
  touched: OF_DOMAINS,
} as const;

type Tuple = readonly SQLOutputValue[];

/** With the account of each row that was added or dropped, and the row. */
type OnChange = (account: AccountKey, change: 'added' | 'dropped', tuple: Tuple) => void;

/** @param onChange for each row that was added or dropped */
export function replaceTuples<Column extends string>(
  replacing: Replacing,
  of: TupleTable<Column>,
  incoming: Iterable<Readonly<Record<Column, string>>>,
  onChange: OnChange = () => {},
): PartDifferences {
  const staged = stage(replacing, of, incoming);
  const rebuild = takeIndexesFor(staged, replacing, of);
  const differences = applyDifferences(replacing, of, onChange);
  rebuild();
  return differences;
}

/** Returns how many came. */
function stage<Column extends string>(
  { database }: Replacing,
  { table, columns }: TupleTable<Column>,
  incoming: Iterable<Readonly<Record<Column, string>>>,
): number {
  const typed = columns.map((each) => `${each} TEXT NOT NULL`).join(', ');
  database.exec(`CREATE TABLE temp.${table}_came (${typed}) STRICT; CREATE TABLE temp.${table}_was (${typed}) STRICT`);
  const insert = database.prepare(`INSERT INTO temp.${table}_came VALUES (${columns.map(() => '?').join(', ')})`);
  let came = 0;
  for (const row of incoming) {
    insert.run(...columns.map((column) => row[column]));
    came += 1;
  }
  return came;
}

/** So many rows are quickly put into an index one by one. */
const FEW_ROWS = 50_000;

/**
 * Rows come in the order of the primary key, which for another index is no order at all: its pages would be written over
 * and over. Where most rows are new, an index is dropped and made again afterwards, sorted. Returns what makes it.
 */
function takeIndexesFor(came: number, { database, isPart }: Replacing, { table }: TupleTable<string>): () => void {
  if (isPart) return () => {};
  const there = numberIn(database.prepare(`SELECT count(*) AS rows FROM ${table}`).get() ?? {}, 'rows');
  if (came < FEW_ROWS || came < 2 * there) return () => {};
  const indexes = database
    .prepare(`SELECT name, sql FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL`)
    .all(table);
  for (const index of indexes) database.exec(`DROP INDEX main.${textIn(index, 'name')}`);
  return () => {
    for (const index of indexes) database.exec(textIn(index, 'sql'));
  };
}

function applyDifferences<Column extends string>(
  replacing: Replacing,
  { table, columns, touched }: TupleTable<Column>,
  onChange: OnChange,
): PartDifferences {
  const { database, before, tenant, isPart } = replacing;
  const order = columns.join(', ');
  if (isPart)
    database
      .prepare(`INSERT INTO temp.${table}_was SELECT ${order} FROM main.${table} WHERE tenant = ? AND ${touched}`)
      .run(tenant);
  const old = isPart
    ? database.prepare(`SELECT ${order} FROM temp.${table}_was ORDER BY ${order}`)
    : before.prepare(`SELECT ${order} FROM ${table} WHERE tenant = ? ORDER BY ${order}`);
  const came = database.prepare(`SELECT ${order} FROM temp.${table}_came ORDER BY ${order}`);
  const insert = database.prepare(`INSERT INTO main.${table} VALUES (?, ${columns.map(() => '?').join(', ')})`);
  const remove = database.prepare(
    `DELETE FROM main.${table} WHERE tenant = ? AND ${columns.map((column) => `${column} = ?`).join(' AND ')}`,
  );
  const write = { added: insert, dropped: remove };
  const counts = { kept: 0, added: 0, dropped: 0 };
  const digest = createHash('sha256');
  for (const [change, tuple] of walked(tuples(old, ...(isPart ? [] : [tenant])), tuples(came))) {
    counts[change] += 1;
    if (change === 'kept') continue;
    write[change].run(tenant, ...tuple);
    digest.update(`${change} ${JSON.stringify(tuple)}\n`);
    onChange(String(tuple.at(-1)), change, tuple);
  }
  const { added, dropped } = counts;
  const rows = isPart ? rowsBefore(replacing, table) : counts.kept + dropped;
  const changes = { before: rows, added, changed: 0, dropped };
  return { changes, digest: digest.digest('hex'), isAny: added + dropped > 0 };
}

/** The statement's rows, each once. */
function* tuples(statement: SqliteStatement, ...values: readonly string[]): Generator<Tuple, undefined> {
  statement.setReturnArrays(true);
  let last: Tuple | undefined;
  for (const row of statement.iterate(...values)) {
    const tuple = Object.values(row);
    if (orderOf(last, tuple) !== 0) yield tuple;
    last = tuple;
  }
}

/** Both in order. */
function* walked(
  old: Iterator<Tuple, undefined>,
  now: Iterator<Tuple, undefined>,
): Generator<['kept' | 'added' | 'dropped', Tuple]> {
  let [was, is] = [old.next(), now.next()];
  while (was.done !== true || is.done !== true) {
    const order = orderOf(was.value, is.value);
    if (was.value !== undefined && order < 0) yield ['dropped', was.value];
    else if (is.value !== undefined) yield [order > 0 ? 'added' : 'kept', is.value];
    if (order <= 0) was = old.next();
    if (order >= 0) is = now.next();
  }
}

/** One that isn't there comes after all. */
function orderOf(was: Tuple | undefined, is: Tuple | undefined): number {
  if (was === undefined) return 1;
  return is === undefined ? -1 : compareTuples(was, is);
}

/** As SQLite does: by the bytes of UTF-8. */
function compareTuples(one: Tuple, other: Tuple): number {
  for (let at = 0; at < other.length; at += 1) {
    if (one[at] !== other[at]) return Buffer.compare(bytesOf(one[at]), bytesOf(other[at]));
  }
  return 0;
}

function bytesOf(text: SQLOutputValue = ''): Buffer {
  return Buffer.from(String(text));
}
