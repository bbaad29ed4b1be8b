/**
 * Makes sure that nothing of what was erased is left in a database's files. Deleted rows are overwritten, but where SQLite
 * has split a page the old half of it stays as it was. So this looks at the bytes, and writes the file anew if it must.
 */
import type { DatabaseSync } from 'node:sqlite';
import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json.ts';
import { isPlainObject } from '../../base/json.ts';
import { emptyLog } from './database.ts';
import { ownJson, textIn } from './rows.ts';
import { bytesHold } from './scan-file.ts';

/** Shorter texts are everywhere. */
const SHORTEST_TRACE = 5;

/**
 * @throws Failure `store_unavailable` where somebody reads the old directory for all of the patience, or where traces stay
 */
export async function leaveNoTrace(
  database: DatabaseSync,
  file: string,
  traces: readonly string[],
  patienceMs: number,
): Promise<void> {
  const sought = traces.filter((trace) => trace.length >= SHORTEST_TRACE);
  await emptyLog(database, file, patienceMs);
  if (!(await areLeft(file, sought, []))) return;
  const living = livingTexts(database, sought);
  if (!(await areLeft(file, sought, living))) return;
  // As large as the file itself: not to be done in memory.
  database.exec(`PRAGMA temp_store = FILE; PRAGMA busy_timeout = ${patienceMs}; VACUUM`);
  await emptyLog(database, file, patienceMs);
  if (await areLeft(file, sought, living)) throw tracesStay(file);
}

async function areLeft(file: string, traces: readonly string[], living: readonly string[]): Promise<boolean> {
  return (await bytesHold(file, traces, living)) || bytesHold(`${file}-wal`, traces, living);
}

/**
 * The texts of rows that stay in which one of the traces stands: `hr:E10` where `hr:E1` was erased, the same address of
 * another tenant. They may stay, so where they stand is no trace.
 */
function livingTexts(database: DatabaseSync, traces: readonly string[]): readonly string[] {
  const living = new Set<string>();
  const forms = traces.map((trace) => JSON.stringify(trace).slice(1, -1));
  for (const text of storedTexts(database, (stored) => forms.some((form) => stored.includes(form)))) {
    if (traces.some((trace) => text.includes(trace))) living.add(text);
  }
  return [...living];
}

/** The columns that hold JSON, one value a line. */
const JSON_COLUMNS: ReadonlySet<string> = new Set(['json', 'text', 'namespaces']);

/** @param mayMatter tells of a JSON text whether it is worth taking apart */
function* storedTexts(database: DatabaseSync, mayMatter: (json: string) => boolean): Generator<string> {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  for (const table of ['sqlite_schema', ...tables.map((row) => textIn(row, 'name'))]) {
    for (const row of database.prepare(`SELECT * FROM ${table}`).iterate()) {
      const tenant = typeof row['tenant'] === 'string' ? row['tenant'] : '';
      for (const [column, value] of Object.entries(row)) {
        if (typeof value !== 'string') continue;
        if (!JSON_COLUMNS.has(column)) yield* [value, `${tenant}${value}`];
        else if (mayMatter(value)) for (const line of value.split('\n')) yield* textsIn(ownJson<Json>(line));
      }
    }
  }
}

function* textsIn(value: Json): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const each of value as readonly Json[]) yield* textsIn(each);
  else if (isPlainObject(value)) {
    yield* Object.keys(value);
    for (const each of Object.values(value)) yield* textsIn(each);
  }
}

function tracesStay(file: string): Failure {
  return new Failure(
    'store_unavailable',
    `What was to be erased can still be found in the store's file ${file} or its log, although it is in no record.`,
    'Stop whatever else has the file open, then do this again.',
  );
}
