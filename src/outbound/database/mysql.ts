/** MySQL and MariaDB: one read-only transaction, statements prepared by the server, rows taken from the stream as they are wanted. */
import type { Connection, FieldPacket, RowDataPacket } from 'mysql2';
import { createConnection } from 'mysql2';
import type { Cell, DatabasePlace, DatabaseSession, SessionBounds, Statement } from './database.ts';
import type { Way } from './dial.ts';
import { dialled } from './dial.ts';
import { mysqlFailure } from './mysql-failure.ts';
import { holdsBytes, plainCell } from './mysql-values.ts';
import type { Bounded } from './session.ts';
import { boundedBy, ended, statementMs } from './session.ts';

/** @throws DatabaseFailure */
export async function openMysql(place: DatabasePlace, way: Way, bounds: SessionBounds): Promise<DatabaseSession> {
  const { host, port, database, user, password, tls } = place;
  const socket = dialled(place, way);
  const bounded = boundedBy(socket, host, bounds, (error) => mysqlFailure(error, host));
  let connection: Connection | undefined;
  const cut = (): void => {
    connection?.destroy();
    socket.destroy();
  };
  try {
    const opened = await bounded(async () => {
      connection = createConnection({
        host,
        port,
        database,
        user,
        password,
        stream: () => socket.connect(port),
        // Without `verifyIdentity` any certificate of any host would do.
        ...(tls && { ssl: { rejectUnauthorized: true, verifyIdentity: true } }),
        charset: 'utf8mb4',
        supportBigNumbers: true,
        dateStrings: true,
        // Names of columns come from the database: no code is made of them.
        disableEval: true,
        flags: ['-LOCAL_FILES'],
      });
      // Whoever waits for an answer hears of it.
      connection.on('error', () => {});
      return { connection, startedMs: await begun(connection, bounds) };
    });
    return {
      startedMs: opened.startedMs,
      columns: async (statement) => await bounded(() => columnsOf(opened.connection, statement)),
      pages: (statement, size) => pagesOf(opened.connection, statement, size, bounded),
      close: async () => {
        await ended(socket, () => new Promise((resolve) => opened.connection.end(() => resolve())));
        cut();
      },
    };
  } catch (error) {
    cut();
    throw error;
  }
}

async function begun(connection: Connection, { deadlineMs }: SessionBounds): Promise<number> {
  const ms = statementMs(deadlineMs);
  await said(connection, `set session max_execution_time = ${ms}`).catch(async (error: unknown) => {
    if (!(error instanceof Error && 'errno' in error && error.errno === UNKNOWN_VARIABLE)) throw error;
    // As MariaDB calls it.
    await said(connection, `set session max_statement_time = ${ms / 1000}`);
  });
  await said(connection, "set session time_zone = '+00:00'");
  await said(connection, 'set session transaction read only');
  await said(connection, 'set session transaction isolation level repeatable read');
  await said(connection, 'start transaction with consistent snapshot, read only');
  const [row] = await said(connection, 'select unix_timestamp(now(3)) * 1000 as started');
  return Math.floor(Number(row?.['started']));
}

const UNKNOWN_VARIABLE = 1193;

async function said(connection: Connection, text: string): Promise<RowDataPacket[]> {
  return await new Promise((resolve, reject) => {
    connection.query<RowDataPacket[]>(text, (error, rows) => (error === null ? resolve(rows) : reject(error)));
  });
}

async function columnsOf(connection: Connection, { text, values }: Statement): ReturnType<DatabaseSession['columns']> {
  const fields = await new Promise<FieldPacket[]>((resolve, reject) => {
    connection.execute(`select * from (${text}\n) as described limit 0`, [...values], (error, _rows, found) =>
      error === null ? resolve(found) : reject(error),
    );
  });
  return fields.map((field) => ({ name: field.name, holdsBytes: holdsBytes(field) }));
}

async function* pagesOf(
  connection: Connection,
  { text, values }: Statement,
  size: number,
  bounded: Bounded,
): ReturnType<DatabaseSession['pages']> {
  const command = connection.execute({ sql: text, values: [...values], rowsAsArray: true });
  let fields: readonly FieldPacket[] = [];
  command.on('fields', (found: readonly FieldPacket[]) => {
    fields = found;
  });
  const stream = command.stream({ highWaterMark: size });
  // A connection that is lost tells itself, and not the stream.
  connection.once('error', (error: Error) => stream.destroy(error));
  const rows: AsyncIterator<readonly unknown[], undefined> = stream[Symbol.asyncIterator]();
  const cellsOf = (row: readonly unknown[]): readonly Cell[] => fields.map((field, nth) => plainCell(row[nth], field));
  for (;;) {
    const page = await bounded(async () => await taken(rows, size));
    if (page.length > 0) yield page.map(cellsOf);
    if (page.length < size) return;
  }
}

async function taken<Item>(items: AsyncIterator<Item, undefined>, size: number): Promise<readonly Item[]> {
  const page: Item[] = [];
  while (page.length < size) {
    const next = await items.next();
    if (next.done === true) break;
    page.push(next.value);
  }
  return page;
}
