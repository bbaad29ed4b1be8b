/** What a MySQL session is told before it is asked anything: to read alone, from one moment, in UTC, and not for ever. */
import type { Connection, RowDataPacket } from 'mysql2';
import type { SessionBounds } from './database.ts';
import { statementMs } from './session.ts';

export type Begun = {
  /** By the server's clock; milliseconds. */
  readonly startedMs: number;
  /** For what is asked from then on: the server itself ends what takes longer. */
  readonly limit: (ms: number) => Promise<void>;
};

export async function begun(connection: Connection, { deadlineMs }: SessionBounds): Promise<Begun> {
  const limit = await limitOf(connection, statementMs(deadlineMs));
  await said(connection, `set ${SETTINGS.join(', ')}`);
  await said(connection, 'set session transaction isolation level repeatable read, read only');
  await said(connection, 'start transaction with consistent snapshot, read only');
  const [row] = await said(connection, 'select unix_timestamp(now(3)) * 1000 as started');
  return { startedMs: Math.floor(Number(row?.['started'])), limit };
}

const SETTINGS = [
  "session time_zone = '+00:00'",
  // A text ends where whoever checked the query thought that it ends.
  "session sql_mode = replace(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')",
];

async function limitOf(connection: Connection, ms: number): Promise<Begun['limit']> {
  const mysql = async (most: number): Promise<void> => {
    await said(connection, `set session max_execution_time = ${most}`);
  };
  const mariadb = async (most: number): Promise<void> => {
    await said(connection, `set session max_statement_time = ${most / 1000}`);
  };
  try {
    await mysql(ms);
    return mysql;
  } catch (error) {
    if (!(error instanceof Error && 'errno' in error && error.errno === UNKNOWN_VARIABLE)) throw error;
    await mariadb(ms);
    return mariadb;
  }
}

const UNKNOWN_VARIABLE = 1193;

export async function said(connection: Connection, text: string): Promise<RowDataPacket[]> {
  return await new Promise((resolve, reject) => {
    connection.query<RowDataPacket[]>(text, (error, rows) => (error === null ? resolve(rows) : reject(error)));
  });
}
