/**
 * Asks a database by its connector's operations: each is one query, run in a transaction that only reads. A connection lasts as long
 * as what it was opened for.
 */
import { circuitBreaker, ConsecutiveBreaker, handleWhen, BrokenCircuitError, CircuitState } from 'cockatiel';
import { instantOf } from '../../base/clock.ts';
import { exactJsonIn } from '../../base/json.ts';
import { nearestName } from '../../base/nearest.ts';
import type { Cell, DatabaseSession, ResultColumn, SessionBounds } from '../../outbound/database/database.ts';
import { DatabaseFailure } from '../../outbound/database/database.ts';
import { checkInput, writtenInput } from '../kit/http/check-input.ts';
import type { SourceClient } from '../kit/http/client.ts';
import type { Input, InputField, Operation } from '../kit/http/operation.ts';
import type { Page, Row } from '../kit/http/page.ts';
import type { Bounds } from '../kit/http/send.ts';
import { isOutage } from '../kit/http/send.ts';
import type { SourceFailureKind } from '../kit/http/source-failure.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';
import { plainText } from '../kit/http/template.ts';
import type { Dialect } from './dialect.ts';
import { paceOf } from '../kit/http/pace.ts';
import type { ParsedQuery } from './parse-query.ts';
import { parseQuery } from './parse-query.ts';
import { OVERLAP_MS } from './sql-connector.ts';
import { replyMeter, rowsAtOnce } from './reply-size.ts';
import { sqlFailure } from './sql-failure.ts';
import { MOST_ROW_BYTES, plainStatement, statementOf } from './statement.ts';

/** @throws DatabaseFailure, or Failure `configuration` for a secret that isn't there */
export type OpenSession = (bounds: SessionBounds) => Promise<DatabaseSession>;

const ROWS_A_PAGE = 500;
/** As of a file. */
const MOST_ROWS = 5_000_000;
/** All of a read's rows, where a database counts their time together. */
const MOST_READ_MS = 3_600_000;
/** Records that are asked for one by one: so many connections, beside a sync's. */
const MOST_ASKED_AT_ONCE = 3;
const FAILURES_TO_BREAK = 5;
const BROKEN_MS = 20_000;

export function databaseClient(dialect: Dialect, open: OpenSession): SourceClient {
  const breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: BROKEN_MS,
    breaker: new ConsecutiveBreaker(FAILURES_TO_BREAK),
  });
  const pace = paceOf({ concurrency: MOST_ASKED_AT_ONCE, rate: null });
  const opened = async (bounds: SessionBounds, { about }: Operation): Promise<DatabaseSession> => {
    try {
      return await breaker.execute(() => told(() => open(bounds), about, null));
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new SourceFailure('transient', 'The database has failed again and again, and is left alone for a while.');
    }
  };
  async function* read(operation: Operation, input: Input, bounds: SessionBounds & Bounds): AsyncGenerator<Page> {
    const question = questionOf(operation, input, dialect);
    const session = await opened(bounds, operation);
    try {
      yield* pagesOf(session, question, dialect, bounds.maxBytes);
    } finally {
      await session.close();
    }
  }
  return {
    ask: async (operation, input, bounds) => {
      const asked = async (): Promise<Page> => await askedOnce(operation, input, bounds);
      return await pace.take(asked, AbortSignal.timeout(bounds.deadlineMs));
    },
    pages: async function* (operation, input, bounds) {
      const whole = { ...bounds, wholeMs: MOST_READ_MS };
      for await (const page of read(operation, input, whole)) yield { ...page, goesOnAt: null };
    },
    quota: () => null,
    isDown: () => breaker.state === CircuitState.Open,
  };

  async function askedOnce(operation: Operation, input: Input, bounds: Bounds): Promise<Page> {
    const page = await replyOf(read(operation, input, bounds), operation.rows === null ? 1 : ROWS_A_PAGE);
    if (operation.rows !== null) return page;
    const id = idColumn(operation);
    // To some databases a text that begins like a number is one.
    const rows = id === null ? page.rows.slice(0, 1) : page.rows.filter((row) => String(row[id]) === input['id']);
    if (rows.length > 0) return { ...page, rows };
    throw new SourceFailure('not_found', `${operation.about} finds no such record.`);
  }
}

/** All pages as one, or as many of them as have so many rows. */
async function replyOf(pages: AsyncIterable<Page>, most: number): Promise<Page> {
  const rows: Row[] = [];
  let until: Page['until'] = null;
  for await (const page of pages) {
    rows.push(...page.rows);
    until = page.until;
    if (rows.length >= most) break;
  }
  return { rows, document: null, next: null, until };
}

type Question = {
  readonly about: string;
  readonly query: ParsedQuery;
  readonly values: Readonly<Record<string, string | null>>;
  /** Null: all that the query has. */
  readonly paths: readonly string[] | null;
  readonly isOne: boolean;
  /** What it is that the database can't do anything with a value. */
  readonly unfit: SourceFailureKind;
};

function questionOf(operation: Operation, input: Input, dialect: Dialect): Question {
  const { about, input: fields, request, rows } = operation;
  checkInput(fields, input);
  const given = Object.keys(fields).filter((name) => name !== 'columns');
  const query = parseQuery(typeof request.body === 'string' ? request.body : '', dialect.name, given);
  if ('message' in query) throw new SourceFailure('blocked', `${about}: ${query.message} ${query.mend}`);
  const values = Object.fromEntries(given.map((name) => [name, boundValue(fields[name], input[name], dialect)]));
  const { columns } = writtenInput(fields, input);
  return {
    about,
    query,
    values,
    paths: input['columns'] !== undefined && Array.isArray(columns) ? columns.map(String) : null,
    isOne: rows === null,
    // An id of another kind, like a word where ids are numbers, is no record's.
    unfit: rows === null ? 'not_found' : idColumn(operation) === null ? 'rejected' : 'contract',
  };
}

/** Null for what isn't said: the query itself says what that means. */
function boundValue(field: InputField | undefined, value: Input[string] | undefined, dialect: Dialect): string | null {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return dialect.truth(value);
  return field?.type === 'moment' ? dialect.moment(plainText(value)) : plainText(value);
}

/** Of a read; null for what services ask, which names no id. */
function idColumn({ input }: Operation): string | null {
  return input['columns']?.always?.[0] ?? null;
}

async function* pagesOf(
  session: DatabaseSession,
  { about, query, values, paths, isOne, unfit }: Question,
  dialect: Dialect,
  maxBytes: number | undefined,
): AsyncGenerator<Page> {
  const plain = plainStatement(query, values, dialect);
  const there = await told(() => session.columns(plain), about, { text: plain.text, start: 0 }, unfit);
  const columns = wanted(there, paths, about);
  const documents = new Set(columns.filter((column) => paths?.some((path) => path.startsWith(`${column}.`))));
  const bits = new Set(there.flatMap(({ name, holdsBits }) => (holdsBits === true ? [name] : [])));
  const read = rowReader(columns, documents, about);
  const measure = replyMeter(columns, maxBytes, about);
  const rowOf = (cells: readonly Cell[]): Row => {
    const row = read(cells);
    measure(cells);
    return row;
  };
  const statement = statementOf(query, columns, values, dialect, bits);
  const until = instantOf(Math.max(0, session.startedMs - OVERLAP_MS));
  const pages = session.pages(statement, isOne ? 2 : rowsAtOnce(maxBytes, ROWS_A_PAGE));
  let total = 0;
  for (;;) {
    const next = await told(() => pages.next(), about, statement, unfit);
    const done = next.done === true;
    const rows = next.done === true ? [] : next.value.map(rowOf);
    total += rows.length;
    if (total > MOST_ROWS) throw new SourceFailure('contract', `${about} has more than ${MOST_ROWS} rows.`);
    // One without rows at the end: a read that finds none must still say until when.
    if (!done || total === 0) yield { rows, document: null, next: null, until };
    if (done) return;
  }
}

/** @throws SourceFailure `contract` where one isn't there, or there twice, or can't be read */
function wanted(there: readonly ResultColumn[], paths: readonly string[] | null, about: string): readonly string[] {
  const names = there.map(({ name }) => name);
  const columns = [...new Set((paths ?? names).map((path) => (names.includes(path) ? path : firstKey(path))))];
  for (const column of columns) {
    const found = there.filter(({ name }) => name === column);
    if (found.length === 0)
      throw new SourceFailure('contract', `${about} has no column \`${column}\`. ${meant(column, names)}`);
    if (found.length > 1)
      throw new SourceFailure('contract', `${about} has more than one column \`${column}\`: rename one with \`as\`.`);
    if (found.some(({ holdsBytes }) => holdsBytes))
      throw new SourceFailure(
        'contract',
        `${about}: the column \`${column}\` holds bytes, of which nothing can be made.`,
      );
  }
  return columns;
}

function firstKey(path: string): string {
  return path.split('.')[0] ?? path;
}

function meant(column: string, names: readonly string[]): string {
  const near = nearestName(column, names);
  return near === undefined ? `It has: ${names.slice(0, 30).join(', ')}.` : `Did you mean \`${near}\`?`;
}

/** `documents`: columns of which a mapping names something inside. Where they are text, that is JSON. */
function rowReader(
  columns: readonly string[],
  documents: ReadonlySet<string>,
  about: string,
): (cells: readonly unknown[]) => Row {
  return (cells) => {
    if (Number(cells[columns.length]) > MOST_ROW_BYTES)
      throw new SourceFailure(
        'contract',
        `A row of ${about} has more than ${MOST_ROW_BYTES} bytes in the columns that are read.`,
      );
    return Object.fromEntries(
      columns.map((column, index) => {
        const cell = cells[index] ?? null;
        return [column, typeof cell === 'string' && documents.has(column) ? (exactJsonIn(cell) ?? null) : cell];
      }),
    );
  };
}

/** @throws SourceFailure in place of a DatabaseFailure */
async function told<Result>(
  work: () => Promise<Result>,
  about: string,
  statement: Parameters<typeof sqlFailure>[2],
  unfit: SourceFailureKind = 'contract',
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DatabaseFailure)) throw error;
    if (error.code === 'value' && unfit !== 'contract')
      throw new SourceFailure(
        unfit,
        `${about} ${unfit === 'not_found' ? 'finds no such record' : "doesn't take these values"}.`,
      );
    throw sqlFailure(error, about, statement);
  }
}
