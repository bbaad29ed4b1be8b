/**
 * How decision records are read: one by its id, lists page by page, so that no transaction stays open and the thread is free
 * for others in between. Not for purge entries, which only `chain` and `heads` show.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { ChainHead, RecordLink } from '../../audit/chain.ts';
import { PURGE_WRITER } from '../../audit/chain.ts';
import type { DecisionRecord } from '../../audit/record.ts';
import { firstRecordId } from '../../audit/recorder.ts';
import type { Between, ChainedRecord, RecordStore } from '../store.ts';
import type { SqliteConnection } from './connection.ts';
import type { Read } from './reads.ts';
import { pages } from './reads.ts';
import type { Row } from './rows.ts';
import { hexIn, numberIn, ownJson, textIn } from './rows.ts';

const RECORDS_PER_PAGE = 100;
const LINKS_PER_PAGE = 1_000;

const PLACE = 'rowid AS position, writer, sequence, hash';
const LINK = `${PLACE}, id, body_hash, previous, salt, body`;
const RECORD = `SELECT ${LINK} FROM record WHERE tenant = ? AND body IS NOT NULL AND writer <> '${PURGE_WRITER}'`;
// The plus keeps SQLite from sorting a tenant's whole chain: rows lie in the order of commits.
const IN_ORDER = `FROM record WHERE +tenant = ? AND rowid > ? ORDER BY rowid LIMIT ${LINKS_PER_PAGE}`;

/** Sorts after every id. */
const AFTER_ALL = '\u{10FFFF}';

export type RecordReads = Pick<RecordStore, 'get' | 'latest' | 'chain' | 'heads' | 'snapshot'>;

export function recordReads(database: SqliteConnection, read: Read): RecordReads {
  const byId = database.prepare(`${RECORD} AND id = ?`);
  const newest = database.prepare(`${RECORD} AND id >= ? AND id < ? ORDER BY id DESC LIMIT ${RECORDS_PER_PAGE}`);
  const links = database.prepare(`SELECT ${LINK} ${IN_ORDER}`);
  const places = database.prepare(`SELECT ${PLACE} ${IN_ORDER}`);
  const snapshot = database.prepare('SELECT json FROM snapshot WHERE tenant = ? AND hash = ?');

  const inOrder = (statement: typeof links, tenant: string): AsyncGenerator<Row> =>
    pages(
      0,
      (after) => read(() => statement.all(tenant, after)).then(afterOthers),
      (row) => numberIn(row, 'position'),
    );

  return {
    get: (tenant, id) => read(() => byId.all(tenant, id).map(recordIn).at(0)),
    latest: (tenant, between = {}) => {
      const { from, until } = idsOf(between);
      const page = (before: string): Promise<readonly Row[]> =>
        read(() => newest.all(tenant, from, before)).then(afterOthers);
      return mapped(
        pages(until, page, (row) => textIn(row, 'id')),
        recordIn,
      );
    },
    chain: (tenant) => mapped(inOrder(links, tenant), linkIn),
    heads: async (tenant) => {
      const heads = new Map<string, ChainHead>();
      for await (const row of inOrder(places, tenant)) heads.set(textIn(row, 'writer'), headIn(row));
      return [...heads.values()];
    },
    snapshot: (tenant, hash) =>
      read(() => {
        const row = snapshot.get(tenant, hash);
        return row === undefined ? undefined : textIn(row, 'json');
      }),
  };
}

function idsOf({ fromMs, untilMs }: Between): { readonly from: string; readonly until: string } {
  const first = (ms: number): string => firstRecordId(Math.max(0, Math.ceil(ms)));
  return {
    from: fromMs === undefined ? '' : first(fromMs),
    until: untilMs === undefined ? AFTER_ALL : first(untilMs),
  };
}

async function* mapped<Value>(rows: AsyncIterable<Row>, map: (row: Row) => Value): AsyncGenerator<Value> {
  for await (const row of rows) yield map(row);
}

/** An embedded read is done at once: without this a long list would hold up whoever else is on this thread. */
async function afterOthers<Value>(value: Value): Promise<Value> {
  await turn();
  return value;
}

export function headIn(row: Row): ChainHead {
  return { writer: textIn(row, 'writer'), sequence: numberIn(row, 'sequence'), hash: hexIn(row, 'hash') };
}

function recordIn(row: Row): ChainedRecord {
  const { writer, sequence, hash, previous } = linkIn(row);
  return { writer, sequence, hash, previous, record: ownJson<DecisionRecord>(textIn(row, 'body')) };
}

export function linkIn(row: Row): RecordLink {
  return {
    ...headIn(row),
    id: textIn(row, 'id'),
    bodyHash: hexIn(row, 'body_hash'),
    previous: row['previous'] === null ? null : hexIn(row, 'previous'),
    body: row['body'] === null ? null : { salt: hexIn(row, 'salt'), text: textIn(row, 'body') },
  };
}
