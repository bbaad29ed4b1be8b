/** MySQL and MariaDB: one read-only transaction, statements prepared by the server, rows taken from the stream as they are wanted. */
import type { Connection, FieldPacket } from 'mysql2';
import type { Cell, DatabasePlace, DatabaseSession, SessionBounds, Statement } from './database.ts';
import type { Way } from './dial.ts';
import { mysqlFailure } from './mysql-failure.ts';
import { linkTo } from './mysql-link.ts';
import { begun } from './mysql-settings.ts';
import { stopped } from './mysql-stop.ts';
import { holdsBits, holdsBytes, plainCell } from './mysql-values.ts';
import type { Bounded } from './session.ts';
import { boundedBy, ended, statementMs } from './session.ts';

/** @throws DatabaseFailure */
export async function openMysql(place: DatabasePlace, way: Way, bounds: SessionBounds): Promise<DatabaseSession> {
  const { connection, socket, cut } = linkTo(place, way);
  let [id, stopping]: [number | null, Promise<void> | null] = [null, null];
  const giveUp = (): void => {
    // Cut by itself, so that whoever waits hears that it was lost.
    socket.destroy();
    if (id !== null) stopping ??= stopped(id, place, way);
  };
  const bounded = boundedBy(giveUp, place.host, bounds, (error) => mysqlFailure(error, place.host));
  const reading: Reading = { connection, bounded, isUnderway: false };
  try {
    const { startedMs, limit } = await bounded(() => begun(connection, bounds));
    id = connection.threadId;
    return {
      startedMs,
      columns: async (statement) => await bounded(() => columnsOf(connection, statement)),
      pages: async function* (statement, size) {
        const { wholeMs } = bounds;
        if (wholeMs !== undefined) await bounded(() => limit(statementMs(wholeMs)));
        yield* pagesOf(reading, statement, size);
      },
      close: async () => {
        // Leave would be taken after the last row, which nobody waits for.
        if (!reading.isUnderway) await ended(socket, () => new Promise((resolve) => connection.end(() => resolve())));
        cut();
        await stopping;
      },
    };
  } catch (error) {
    cut();
    throw error;
  }
}

async function columnsOf(connection: Connection, { text, values }: Statement): ReturnType<DatabaseSession['columns']> {
  const fields = await new Promise<FieldPacket[]>((resolve, reject) => {
    connection.execute(`select * from (${text}\n) as described limit 0`, [...values], (error, _rows, found) =>
      error === null ? resolve(found) : reject(error),
    );
  });
  return fields.map((field) => ({ name: field.name, holdsBytes: holdsBytes(field), holdsBits: holdsBits(field) }));
}

type Reading = {
  readonly connection: Connection;
  readonly bounded: Bounded;
  /** Whether the server has rows yet that nobody took. */
  isUnderway: boolean;
};

async function* pagesOf(
  reading: Reading,
  { text, values }: Statement,
  size: number,
): ReturnType<DatabaseSession['pages']> {
  const { connection, bounded } = reading;
  reading.isUnderway = true;
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
    const page = await bounded(async () => await taken(rows, size)).catch((error: unknown) => {
      reading.isUnderway = false;
      throw error;
    });
    if (page.length < size) reading.isUnderway = false;
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
