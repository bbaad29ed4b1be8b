/** The adapter for MySQL, over its protocol on loopback. What a real server would do can't be seen here. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDatabases } from '../../src/outbound/database/databases.ts';
import type { SourceClient } from '../../src/sources/kit/http/client.ts';
import type { Row } from '../../src/sources/kit/http/page.ts';
import { openDatabase } from '../../src/sources/sql/open-database.ts';
import { readOne } from '../systems/read-one.ts';
import { sqlConnector } from '../../src/sources/sql/sql-connector.ts';
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
  expect(fake.asked.slice(0, 6)).toEqual([
    'set session max_execution_time = 4750',
    "set session time_zone = '+00:00'",
    'set session transaction read only',
    'set session transaction isolation level repeatable read',
    'start transaction with consistent snapshot, read only',
    'select unix_timestamp(now(3)) * 1000 as started',
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
    ['query', 1142, 'forbidden'],
    ['query', 1146, 'contract'],
    ['query', 1792, 'contract'],
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
