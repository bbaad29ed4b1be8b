/** The adapter for MySQL, over its protocol on loopback, with what real servers were seen to send; those are tried in `mysql-server.test.ts`. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDatabases } from '../../src/outbound/database/databases.ts';
import type { SourceClient } from '../../src/sources/kit/http/client.ts';
import type { Row } from '../../src/sources/kit/http/page.ts';
import { openDatabase } from '../../src/sources/sql/open-database.ts';
import { readOne } from '../systems/read-one.ts';
import { sqlConnector } from '../../src/sources/sql/sql-connector.ts';
import { ROOT } from '../support/cli.ts';
import type { MysqlFake } from '../systems/mysql.ts';
import { mysqlFake } from '../systems/mysql.ts';

let fake: MysqlFake;
beforeEach(async () => {
  fake = await mysqlFake();
  fake.database.exec(`create table accounts (id integer, name text, changed text, big integer);
    insert into accounts values (9001, 'Northwind', '2026-11-23 07:00:00', 9007199254740993), (9002, null, null, 7)`);
});
afterEach(async () => await fake.close());

const connector = sqlConnector('mysql', {
  accounts: {
    query: 'select * from accounts',
    id: 'id',
    changedSince: 'select * from accounts where changed > :since',
    one: 'select * from accounts where id = :id',
  },
  kinds: { query: 'select * from kinds', id: 'id', changedSince: null, one: null },
});

function client(tls = 'off-on-loopback'): SourceClient {
  const settings = { host: '127.0.0.1', port: String(fake.port), database: 'crm', tls };
  const access = { settings, wayIn: 'password', words: { user: 'concierge' }, secrets: { secret: 'x' }, baseUrl: null };
  const databases = createDatabases({ allowPrivate: ['127.0.0.0/8'] });
  return openDatabase(connector, access, { databases, secretFor: () => 'pw', folder: '/' });
}

async function read(name: string, input: Record<string, string | readonly string[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const operation = connector.operations[name];
  if (operation === undefined) throw new Error(name);
  for await (const page of client().pages(operation, input, { deadlineMs: 5_000 })) rows.push(...page.rows);
  return rows;
}

it('reads in a transaction that only reads, in UTC, and within its time', async () => {
  await read('accounts', { columns: ['name'] });
  expect(fake.asked.filter((asked) => !asked.startsWith('select *'))).toEqual([
    'set session max_execution_time = 4750',
    "set session time_zone = '+00:00', session sql_mode = replace(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')",
    'set session transaction isolation level repeatable read, read only',
    'start transaction with consistent snapshot, read only',
    'select unix_timestamp(now(3)) * 1000 as started',
    // To a server all rows are one thing, however long they are taken one after another.
    'set session max_execution_time = 3420000',
    expect.stringMatching(/^select case when/) as unknown,
  ]);
});

it('says to MariaDB in its own words how long a query may take', async () => {
  fake.isMariadb = true;
  await read('accounts', { columns: ['name'] });
  expect(fake.asked.filter((asked) => asked.includes('max_'))).toEqual([
    'set session max_execution_time = 4750',
    'set session max_statement_time = 4.75',
    'set session max_statement_time = 3420',
  ]);
});

it('asks for the columns that are wanted, and keeps values as they are', async () => {
  fake.kinds['big'] = { type: 8 };
  fake.kinds['changed'] = { type: 7 };
  expect(await read('accounts', { columns: ['name', 'changed', 'big'] })).toEqual([
    { id: '9001', name: 'Northwind', changed: '2026-11-23T07:00:00Z', big: '9007199254740993' },
    { id: '9002', name: null, changed: null, big: 7 },
  ]);
  expect(fake.asked.at(-1)).toMatch(/^select case when s\.row_bytes <= 131072 then s\.`id` end as `id`/);
});

it('keeps what servers send in ways of their own: floats, bits, half dates, a bare null', async () => {
  fake.database
    .exec(`create table kinds (id integer, near real, yes integer, none text, half text, day text, empty text);
    insert into kinds values (1, 1.1, 5, '0000-00-00', '2026-11-00 00:00:00', '2026-11-23', null), (2, 16777216, 1, '2026-00-00', null, null, null)`);
  Object.assign(fake.kinds, { near: { type: 4 }, none: { type: 10 }, half: { type: 12 }, day: { type: 10 } });
  Object.assign(fake.kinds, { yes: { type: 16 }, empty: { type: 254, charset: 63, length: 0 } });
  const asked = read('kinds', { columns: ['near', 'yes', 'none', 'half', 'day', 'empty'] });
  // Described as bits, it comes as the number that arithmetic makes of it.
  await asked.catch(() => {});
  expect(fake.asked.at(-1)).toContain('s.`yes` + 0 end as `yes`');
  delete fake.kinds['yes'];
  expect(await read('kinds', { columns: ['near', 'yes', 'none', 'half', 'day', 'empty'] })).toEqual([
    { id: '1', near: 1.1, yes: '5', none: null, half: null, day: '2026-11-23', empty: null },
    { id: '2', near: 16_777_216, yes: '1', none: null, half: null, day: null, empty: null },
  ]);
});

it('lets no row by that is too long for MariaDB to measure it as text', async () => {
  fake.isMariadb = true;
  fake.database.prepare('update accounts set name = ? where id = 9002').run('x'.repeat(fake.packet + 1));
  await expect(read('accounts', { columns: ['name'] })).rejects.toMatchObject({
    kind: 'contract',
    message: 'A row of `query` of `accounts` (MySQL) has more than 131072 bytes in the columns that are read.',
  });
});

it('takes leave where it has all rows, and goes at once where it leaves some', async () => {
  await read('accounts', { columns: ['name'] });
  await expect.poll(() => fake.quits).toBe(1);
  fake.database.exec(
    `with n(i) as (select 1 union all select i + 1 from n where i < 700) insert into accounts (id) select i from n`,
  );
  // By itself: a program that waits for rows that nobody takes has nothing left to do, and ends without a word.
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', leaving(fake.port)]);
  expect([stdout.trim(), fake.quits]).toEqual(['500 closed', 1]);
});

function leaving(port: number): string {
  const place = { host: '127.0.0.1', port, database: 'crm', user: 'me', password: '', schema: null, tls: false };
  return `import { createDatabases } from ${JSON.stringify(join(ROOT, 'src/outbound/database/databases.ts'))};
    const session = await createDatabases({ allowPrivate: ['127.0.0.1'] }).open('mysql', ${JSON.stringify(place)}, { deadlineMs: 30_000 });
    const { value } = await session.pages({ text: 'select id from accounts', values: [] }, 500).next();
    await session.close();
    console.log(value.length, 'closed');`;
}

it('ends on the server what nobody waits for', async () => {
  fake.after = { statements: 1, comes: 'silence' };
  const asked = readOne(client(), connector, 'accounts', '9001', { columns: [], deadlineMs: 300 });
  await expect(asked).rejects.toMatchObject({ kind: 'transient' });
  expect(fake.asked).toContain('kill 1');
});

it('binds what it is asked for', async () => {
  const since = '2026-11-23T06:30:00.000Z';
  expect(await read('accounts.changes', { columns: ['name'], since })).toMatchObject([{ name: 'Northwind' }]);
  expect(fake.bound.at(-1)).toEqual(['2026-11-23 06:30:00.000']);
  const id = "9001'; drop table accounts; --";
  expect(await readOne(client(), connector, 'accounts', id, { columns: [], deadlineMs: 5_000 })).toBeNull();
  expect(fake.bound.at(-1)).toEqual([id]);
  expect(fake.asked.join()).not.toContain('drop');
});

it('takes no record for another, though MySQL would: 9001x is 9001 to it', async () => {
  const loose = sqlConnector('mysql', {
    accounts: {
      query: 'select 1',
      id: 'id',
      changedSince: null,
      one: 'select * from accounts where id = cast(:id as int)',
    },
  });
  expect(await readOne(client(), loose, 'accounts', '9001x', { columns: [], deadlineMs: 5_000 })).toBeNull();
  expect(await readOne(client(), loose, 'accounts', '9001', { columns: [], deadlineMs: 5_000 })).toMatchObject({
    id: '9001',
  });
});

it('replies to one question with no more than any system may', async () => {
  fake.database
    .exec(`insert into accounts (id, name) with n (x) as (select 1 union all select x + 1 from n where x < 40)
    select x, replace(hex(zeroblob(5000)), '0', 'x') from n`);
  const operation = connector.operations['accounts'];
  const asked = (maxBytes: number) =>
    operation && client().ask(operation, { columns: ['name'] }, { deadlineMs: 5_000, maxBytes });
  expect((await asked(500_000))?.rows).toHaveLength(42);
  await expect(asked(300_000)).rejects.toMatchObject({
    kind: 'contract',
    message: expect.stringContaining('is larger than 300000 bytes') as unknown,
  });
});

describe('a failure is told apart', () => {
  it.each<['login' | 'query', number, string]>([
    ['login', 1045, 'auth'],
    ['login', 1040, 'limit'],
    ['login', 3032, 'transient'],
    ['login', 4151, 'auth'],
    ['login', 3159, 'blocked'],
    ['query', 1142, 'forbidden'],
    ['query', 1146, 'contract'],
    ['query', 1792, 'contract'],
    ['query', 1060, 'contract'],
    ['query', 1412, 'transient'],
    ['query', 1927, 'transient'],
    ['query', 3024, 'transient'],
    ['query', 1205, 'transient'],
  ])('%s: %d is %s', async (at, code, kind) => {
    fake.refusal = { at, code };
    const failure = read('accounts', { columns: ['name'] });
    await expect(failure).rejects.toMatchObject({ kind, message: expect.not.stringContaining('canary') as unknown });
  });

  it.each([0, 1])('silence after %d statements', async (statements) => {
    fake.after = { statements, comes: 'silence' };
    const one = readOne(client(), connector, 'accounts', '9001', { columns: [], deadlineMs: 300 });
    await expect(one).rejects.toMatchObject({
      kind: 'transient',
      message: expect.stringContaining('takes too long') as unknown,
    });
  });

  it.each([0, 1])('a connection that is lost after %d statements', async (statements) => {
    fake.after = { statements, comes: 'cut' };
    const one = readOne(client(), connector, 'accounts', '9001', { columns: [], deadlineMs: 30_000 });
    await expect(one).rejects.toMatchObject({
      kind: 'transient',
      message: expect.stringContaining("127.0.0.1 can't be reached") as unknown,
    });
  });

  it('a column of bytes', async () => {
    fake.kinds['name'] = { type: 252, charset: 63 };
    await expect(read('accounts', { columns: ['name'] })).rejects.toMatchObject({ kind: 'contract' });
  });

  it('no TLS', async () => {
    const operation = connector.operations['accounts'];
    const asked = operation && client('verify').ask(operation, {}, { deadlineMs: 5_000 });
    await expect(asked).rejects.toMatchObject({
      kind: 'blocked',
      message: expect.stringContaining('offers no TLS') as unknown,
    });
  });
});
