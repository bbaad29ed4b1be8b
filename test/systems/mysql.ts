/**
 * No MySQL, but its protocol: the server's side of the driver, over an SQLite that answers the queries. It shows what the adapter sends
 * and what it makes of replies, which are as real servers were seen to send them; those are tried in `../sources/mysql-server.test.ts`.
 */
import type { AddressInfo, Socket } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { createRequire } from 'node:module';
import { createServer as createTcpServer } from 'node:net';

/** The driver has a server's side, of which its types tell less than there is. */
type ServerConnection = {
  readonly on: (event: string, listener: (...args: never[]) => void) => void;
  readonly serverHandshake: (options: object) => void;
  readonly writeOk: () => void;
  readonly writeEof: () => void;
  readonly writeError: (error: { code: number; message: string }) => void;
  readonly writeColumns: (columns: readonly object[]) => void;
  readonly writePacket: (packet: unknown) => void;
  /** Each command counts its packets anew; the driver's server leaves that to whoever answers. */
  sequenceId: number;
};

const require = createRequire(import.meta.url);
const mysql = require('mysql2') as { createConnection: (options: object) => ServerConnection };

/** Of a column: its type and character set by the protocol's numbers, and how long a value may be. */
export type Kind = { readonly type: number; readonly charset?: number; readonly length?: number };

export type MysqlFake = {
  readonly port: number;
  readonly database: DatabaseSync;
  /** All that was asked, in order. */
  readonly asked: string[];
  /** The values of each prepared statement that was run. */
  readonly bound: unknown[][];
  /** How many took leave, as those do who have taken all rows. */
  quits: number;
  /** Whether it knows the limits of time as MariaDB does, and makes nothing of a text that is longer than its `packet`. */
  isMariadb: boolean;
  readonly packet: number;
  /** By column; texts where none is named. */
  readonly kinds: Record<string, Kind>;
  /** What is answered in place of rows, or at the door. */
  refusal: { readonly at: 'login' | 'query'; readonly code: number } | null;
  /** Statements that are answered before one is left without an answer, or the connection is cut over it. */
  after: { readonly statements: number; readonly comes: 'silence' | 'cut' } | null;
  readonly close: () => Promise<void>;
};

const VAR_STRING: Kind = { type: 253, charset: 45 };

export async function mysqlFake(): Promise<MysqlFake> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket.setNoDelay());
    serve(socket, fake);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: MysqlFake = {
    port: (server.address() as AddressInfo).port,
    database: new DatabaseSync(':memory:'),
    asked: [],
    bound: [],
    quits: 0,
    isMariadb: false,
    packet: 200_000,
    kinds: {},
    refusal: null,
    after: null,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  fake.database.function('as_char', { useBigIntArguments: true }, (value) => {
    const isLong = fake.isMariadb && typeof value === 'string' && value.length > fake.packet;
    return value === null || isLong ? null : String(value);
  });
  return fake;
}

function serve(socket: Socket, fake: MysqlFake): void {
  const connection = mysql.createConnection({ stream: socket, isServer: true });
  const prepared: string[] = [];
  connection.on('error', () => {});
  const answering = (event: string, answer: (...args: never[]) => void): void =>
    connection.on(event, (...args) => {
      answer(...args);
      connection.sequenceId = 0;
    });
  answering('query', (asked: string) => {
    fake.asked.push(asked);
    if (!asked.startsWith('select')) return connection.writeOk();
    connection.writeColumns([column('started', VAR_STRING)]);
    connection.writePacket(packet(text(String(Date.parse('2026-11-23T08:00:00Z')))));
    return connection.writeEof();
  });
  connection.on('quit', () => (fake.quits += 1));
  answering('stmt_prepare', (asked: string) => {
    fake.asked.push(asked);
    if (fake.isMariadb && asked.includes('max_execution_time'))
      return connection.writeError({ code: 1193, message: 'canary' });
    if (asked.startsWith('set ')) return connection.writeOk();
    if (fake.refusal?.at === 'query') return connection.writeError({ code: fake.refusal.code, message: 'canary' });
    prepared.push(asked);
    return writePrepared(connection, prepared.length, asked);
  });
  answering('stmt_execute', (id: number, _flags: number, _count: number, values: unknown[] | undefined) => {
    fake.bound.push(values ?? []);
    if (fake.after?.statements === fake.bound.length - 1) return void (fake.after.comes === 'cut' && socket.destroy());
    return writeRows(connection, fake, prepared[id - 1] ?? '', values ?? []);
  });
  connection.serverHandshake({
    protocolVersion: 10,
    serverVersion: '8.4.0',
    connectionId: 1,
    statusFlags: 2,
    characterSet: 45,
    capabilityFlags: 0xff_f7_ff & ~0x800,
    authCallback: (_params: unknown, done: (error: null, refused?: object) => void) =>
      fake.refusal?.at === 'login' ? done(null, { code: fake.refusal.code, message: 'canary' }) : admitted(done),
  });
  const admitted = (done: (error: null) => void): void => {
    done(null);
    connection.sequenceId = 0;
  };
}

function column(name: string, { type, charset = 63, length: columnLength = 1000 }: Kind): object {
  const named = { catalog: 'def', schema: '', table: '', orgTable: '', name, orgName: name };
  return { ...named, characterSet: charset, columnLength, columnType: type, flags: 0, decimals: 0 };
}

function writePrepared(connection: ServerConnection, id: number, asked: string): void {
  const parameters = asked.split('?').length - 1;
  const body = Buffer.alloc(12);
  body.writeUInt8(0, 0);
  body.writeUInt32LE(id, 1);
  body.writeUInt16LE(parameters, 7);
  connection.writePacket(packet(body));
  if (parameters === 0) return;
  for (let nth = 0; nth < parameters; nth += 1) connection.writePacket(packet(parameterBody()));
  connection.writeEof();
}

/** As the driver wants one: its length goes before it when it is written. */
function packet(body: Buffer): object {
  const buffer = Buffer.concat([Buffer.alloc(4), body]);
  return {
    buffer,
    length: () => buffer.length,
    writeHeader: (sequence: number) => {
      buffer.writeUIntLE(body.length, 0, 3);
      buffer.writeUInt8(sequence, 3);
    },
  };
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([length(bytes.length), bytes]);
}

/** What stands for a parameter. */
function parameterBody(): Buffer {
  const rest = Buffer.from([0x0c, 63, 0, 0, 0, 0, 0, 253, 0, 0, 0, 0, 0]);
  return Buffer.concat([text('def'), text(''), text(''), text(''), text('?'), text(''), rest]);
}

function writeRows(connection: ServerConnection, fake: MysqlFake, asked: string, values: readonly unknown[]): void {
  const statement = fake.database.prepare(asked.replaceAll(/cast\((\S+) as char\)/g, 'as_char($1)'));
  statement.setReadBigInts(true);
  const names = statement.columns().map(({ name }) => name);
  const texts = values.map(String);
  const rows = statement.all(...values.map((value, nth) => (value === null ? null : (texts[nth] ?? null))));
  const kinds = names.map((name) => fake.kinds[name] ?? VAR_STRING);
  connection.writeColumns(names.map((name, nth) => column(name, kinds[nth] ?? VAR_STRING)));
  for (const row of rows)
    connection.writePacket(
      packet(
        binaryRow(
          names.map((name) => row[name] ?? null),
          kinds,
        ),
      ),
    );
  connection.writeEof();
}

/** A row of the binary protocol: a mark for each null, then each value in its own form. */
function binaryRow(values: readonly unknown[], kinds: readonly Kind[]): Buffer {
  const nulls = Buffer.alloc(Math.floor((values.length + 9) / 8));
  for (const [nth, value] of values.entries())
    if (value === null) nulls[(nth + 2) >> 3] = (nulls[(nth + 2) >> 3] ?? 0) | (1 << ((nth + 2) & 7));
  const written = values.flatMap((value, nth) => (value === null ? [] : [valueBody(value, kinds[nth]?.type ?? 253)]));
  return Buffer.concat([Buffer.from([0]), nulls, ...written]);
}

function valueBody(value: unknown, type: number): Buffer {
  if (type === 8) {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(BigInt(String(value)));
    return buffer;
  }
  if (type === 4) {
    const buffer = Buffer.alloc(4);
    buffer.writeFloatLE(Number(value));
    return buffer;
  }
  if (type === 7 || type === 12 || type === 10) return day(String(value), type);
  return text(String(value));
}

function length(size: number): Buffer {
  return size < 251 ? Buffer.from([size]) : Buffer.from([0xfc, size & 0xff, size >> 8]);
}

function day(moment: string, type: number): Buffer {
  const [year = 0, month = 0, date = 0, hour = 0, minute = 0, second = 0] = moment.split(/\D/).map(Number);
  const buffer = Buffer.alloc(type === 10 ? 5 : 8);
  buffer.writeUInt8(buffer.length - 1, 0);
  buffer.writeUInt16LE(year, 1);
  buffer.writeUInt8(month, 3);
  buffer.writeUInt8(date, 4);
  if (type !== 10) buffer.set([hour, minute, second], 5);
  return buffer;
}
