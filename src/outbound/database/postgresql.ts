/** PostgreSQL: one read-only transaction, rows by a cursor, values as the database writes them. */
import pg from 'pg';
import type { DatabasePlace, DatabaseSession, ResultColumn, SessionBounds, Statement } from './database.ts';
import type { Way } from './dial.ts';
import { dialled } from './dial.ts';
import { postgresqlFailure } from './postgresql-failure.ts';
import { BYTES, cellReader, ELEMENTS } from './postgresql-values.ts';
import type { Bounded } from './session.ts';
import { boundedBy, ended, statementMs } from './session.ts';

/** With parameters or without: the server takes one statement at a time, whatever its text makes a reader here believe. */
const ONE_STATEMENT = { queryMode: 'extended' } as const;

/** Whatever the type is. */
const AS_TEXT = { getTypeParser: () => (value: unknown) => value };

/** @throws DatabaseFailure */
export async function openPostgresql(place: DatabasePlace, way: Way, bounds: SessionBounds): Promise<DatabaseSession> {
  const { host, port, database, user, password, tls } = place;
  const socket = dialled(place, way);
  const cut = (): unknown => socket.destroy();
  const bounded = boundedBy(cut, host, bounds, (error) => postgresqlFailure(error, host));
  const client = new pg.Client({
    host,
    port,
    database,
    user,
    password,
    stream: () => socket,
    // Said, so that no variable of the environment can unsay it.
    ssl: tls ? { rejectUnauthorized: true } : false,
    application_name: 'cx-concierge',
    types: AS_TEXT,
  });
  // Whoever waits for an answer hears of it.
  client.on('error', () => {});
  const close = async (): Promise<void> => await ended(socket, () => client.end());
  try {
    const startedMs = await bounded(async () => {
      await client.connect();
      return await begun(client, place, bounds);
    });
    return {
      startedMs,
      columns: async (statement) => await bounded(async () => (await described(client, statement)).columns),
      pages: (statement, size) => pagesOf(client, statement, size, bounded),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** All that is set counts for this transaction alone, so that a pooler before the database can't hand it on. */
async function begun(client: pg.Client, { schema }: DatabasePlace, { deadlineMs }: SessionBounds): Promise<number> {
  const settings = [
    'begin transaction isolation level repeatable read, read only',
    `set local statement_timeout = ${statementMs(deadlineMs)}`,
    `set local lock_timeout = ${statementMs(deadlineMs)}`,
    "set local timezone = 'UTC'",
    "set local datestyle = 'ISO, YMD'",
    "set local client_encoding = 'UTF8'",
    'set local extra_float_digits = 1',
    ...(schema === null ? [] : [`set local search_path = ${pg.escapeIdentifier(schema)}`]),
  ];
  await client.query(settings.join('; '));
  const { rows } = await client.query<{ now: string }>('select extract(epoch from now()) * 1000 as now');
  return Math.floor(Number(rows[0]?.now));
}

type Described = { readonly columns: readonly ResultColumn[]; readonly oids: readonly number[] };

async function described(client: pg.Client, { text, values }: Statement): Promise<Described> {
  const { fields } = await client.query({
    ...ONE_STATEMENT,
    text: `select * from (${text}\n) as described limit 0`,
    values: [...values],
  });
  return {
    columns: fields.map(({ name, dataTypeID }) => ({ name, holdsBytes: BYTES.has(dataTypeID) })),
    oids: fields.map(({ dataTypeID }) => dataTypeID),
  };
}

async function* pagesOf(
  client: pg.Client,
  { text, values }: Statement,
  size: number,
  bounded: Bounded,
): ReturnType<DatabaseSession['pages']> {
  const declared = `declare rows_read no scroll cursor for ${text}`;
  await bounded(() => client.query({ ...ONE_STATEMENT, text: declared, values: [...values] }));
  let read: ReturnType<typeof cellReader>[] | null = null;
  for (;;) {
    const { rows, fields } = await bounded(() =>
      client.query<(string | null)[]>({ text: `fetch forward ${size} from rows_read`, rowMode: 'array' }),
    );
    read ??= await bounded(() => readersOf(client, fields));
    const readers = read;
    if (rows.length > 0) yield rows.map((row) => row.map((cell, index) => readers[index]?.(cell) ?? null));
    if (rows.length < size) break;
  }
  await bounded(() => client.query('close rows_read'));
}

/** Lists of a type of the database's own (an enumeration) are told by its catalogue. */
async function readersOf(client: pg.Client, fields: readonly pg.FieldDef[]): Promise<ReturnType<typeof cellReader>[]> {
  const oids = fields.map(({ dataTypeID }) => dataTypeID);
  const own = oids.filter((oid) => oid >= FIRST_OWN);
  const lists = own.length === 0 ? [] : (await client.query(OWN_LISTS, [own])).rows;
  const elements = new Map(lists.map((row: Record<string, string>) => [Number(row['oid']), Number(row['typelem'])]));
  return oids.map((oid) => cellReader(oid, elements.get(oid) ?? ELEMENTS.get(oid)));
}

const FIRST_OWN = 16_384;
const OWN_LISTS = "select oid, typelem from pg_catalog.pg_type where oid = any($1::oid[]) and typcategory = 'A'";
