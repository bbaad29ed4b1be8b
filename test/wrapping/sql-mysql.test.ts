/** `concierge wrap sql` over MySQL's protocol on this machine: what is asked of its catalogue, and of its tables. No real server. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../support/cli.ts';
import { workspaceFolder } from '../support/workspace-folder.ts';
import type { MysqlFake } from '../systems/mysql.ts';
import { mysqlFake } from '../systems/mysql.ts';
import { served } from './served.ts';

const column = (table: string, name: string, type: string, comment = '', privileges = 'select,insert'): string =>
  `insert into columns select 'crm', '${table}', (select count(*) from columns), '${name}', '${type.split(/[ (]/)[0]}', '${type.replaceAll("'", "''")}', '${comment}', '${privileges}'`;

/** As a server fills its catalogue; in another schema stands what isn't meant. */
const CATALOGUE = `attach ':memory:' as information_schema;
  create table information_schema.tables (table_schema, table_name, table_type, table_comment);
  create table information_schema.columns (table_schema, table_name, ordinal_position, column_name, data_type, column_type, column_comment, privileges);
  create table information_schema.statistics (table_schema, table_name, index_name, non_unique, seq_in_index, column_name, sub_part);
  create table information_schema.key_column_usage (table_schema, table_name, constraint_name, column_name, ordinal_position, referenced_table_name);
  insert into tables values ('crm', 'accounts', 'BASE TABLE', 'Who buys from us.'), ('crm', 'open \`orders', 'VIEW', 'VIEW'), ('sys', 'x', 'VIEW', '');
  ${[
    column('accounts', 'id', 'int unsigned'),
    column('accounts', 'email', 'varchar(200)', 'To write to.'),
    column('accounts', 'plan', "enum('basic','gold','it''s')"),
    column('accounts', 'active', 'tinyint(1)'),
    column('accounts', 'created', 'datetime'),
    column('accounts', 'logo', 'blob'),
    column('accounts', 'margin', 'decimal(10,2)', '', 'references'),
    column('open `orders', 'Account ID', 'bigint'),
    column('open `orders', 'total', 'decimal(10,2)'),
  ].join(';')};
  insert into statistics values ('crm', 'accounts', 'PRIMARY', 0, 1, 'id', null), ('crm', 'accounts', 'by_email', 0, 1, 'email', null),
    ('crm', 'accounts', 'by_plan', 1, 1, 'plan', 3);
  insert into key_column_usage values ('crm', 'open \`orders', 'fk', 'Account ID', 1, 'accounts')`;

const ROWS = `create table accounts (id integer, email text, plan text, active integer, created text, logo blob);
  insert into accounts values (1, 'ann@north.example', 'gold', 1, '2026-11-01 10:00:00', null), (2, 'bo@contoso.example', 'it''s', 0, '2025-11-01 10:00:00', null);
  create table "open \`orders" ("Account ID" integer, total text); insert into "open \`orders" values (1, '10.50')`;

let fake: MysqlFake;
beforeAll(async () => {
  fake = await mysqlFake();
  fake.database.exec(`${CATALOGUE}; ${ROWS}`);
  fake.kinds['id'] = { type: 8 };
  fake.kinds['active'] = { type: 8 };
  fake.kinds['non_unique'] = { type: 8 };
  fake.kinds['created'] = { type: 12 };
});
afterAll(async () => await fake.close());

const DEPLOYMENT = `secrets: { shop_password: { env: PW, hosts: [127.0.0.1] } }\noutbound: { allow_private: [127.0.0.1] }\n`;

function url(): string {
  return `mysql://me@127.0.0.1:${fake.port}/crm?ssl-mode=DISABLED`;
}

it('is wrapped, reviewed, and answers an agent; every value is bound', async () => {
  const folder = workspaceFolder([], {
    'deployment.yaml': DEPLOYMENT,
  });
  const env = { PW: 'pw' };
  const { code, err } = await runCommand(['wrap', 'sql', url(), '--name', 'shop', '--all'], { cwd: folder, env });
  expect([code, err.split('\n')[0]]).toEqual([
    0,
    'Wrapped 2 tables as 4 tools: list_accounts, get_account, get_account_by_email, list_open_orders.',
  ]);
  expect(err).toContain('`logo` is left out: nothing can be made of the type `blob`.');
  expect(err).toContain('`margin` is left out: this user may not read it.');
  expect(
    readFileSync(join(folder, 'sources/shop.yaml'), 'utf8').replaceAll(String(fake.port), 'PORT'),
  ).toMatchSnapshot();
  const service = readFileSync(join(folder, 'services/shop.yaml'), 'utf8');
  expect(service).toContain('description: List accounts. Who buys from us.');
  writeFileSync(join(folder, 'services/shop.yaml'), service.replace('reviewed: false', 'reviewed: true'));
  const shop = await served(folder, 'shop', env);
  const ann = { id: 1, email: 'ann@north.example', plan: 'gold', active: 1, created: '2026-11-01T10:00:00' };
  expect(await shop.call('get_account', { id: 1 })).toMatchObject({ found: true, record: ann });
  expect(fake.bound.at(-1)).toEqual(['1']);
  expect(await shop.call('get_account_by_email', { email: "x' or '1'='1" })).toMatchObject({ found: false });
  expect(await shop.call('list_accounts', {})).toMatchObject({ records: [ann, { id: 2 }] });
  expect(fake.bound.at(-1)).toEqual([null, null, null, null, null, null]);
  expect(await shop.call('list_accounts', { plan: "it's", active: 0 })).toMatchObject({ records: [{ id: 2 }] });
  expect(await shop.call('list_accounts', { created_since: '2026-01-01T00:00:00Z' })).toMatchObject({ records: [ann] });
  expect(fake.bound.at(-1)).toContain('2026-01-01 00:00:00');
  expect(await shop.call('list_open_orders', { account_id: '1' })).toContain('Leave out "account_id"');
  expect(await shop.call('list_open_orders', { for_account_id: '1' })).toMatchObject({
    records: [{ account_id: '1', total: 10.5 }],
  });
  await shop.close();
});

it('knows JSON of MariaDB, which is text with a check there, and bits', async () => {
  fake.database
    .exec(`create table information_schema.check_constraints (constraint_schema, table_name, constraint_name, level, check_clause);
    insert into check_constraints values ('crm', 'events', 'detail', 'Column', 'json_valid(\`detail\`)'), ('crm', 'events', 'topic', 'Column', 'length(\`topic\`) > 1');
    insert into tables values ('crm', 'events', 'BASE TABLE', '');
    insert into columns (table_schema, table_name, column_name) values ('information_schema', 'CHECK_CONSTRAINTS', 'TABLE_NAME');
    ${[
      column('events', 'detail', 'longtext'),
      column('events', 'topic', 'longtext'),
      column('events', 'seen', 'bit(1)'),
      column('events', 'mask', 'bit(12)'),
    ].join(';')}`);
  const folder = workspaceFolder([], { 'deployment.yaml': DEPLOYMENT });
  const asked = ['wrap', 'sql', url(), '--name', 'shop'];
  const { out } = await runCommand([...asked, '--list', '--table', 'events'], { cwd: folder, env: { PW: 'pw' } });
  expect(out).toMatch(/^detail +longtext +it is JSON: name the key that is wanted$/m);
  expect(out).toMatch(/^topic +longtext$/m);
  const { code } = await runCommand([...asked, '--table', 'events'], { cwd: folder, env: { PW: 'pw' } });
  expect(code).toBe(0);
  const source = readFileSync(join(folder, 'sources/shop.yaml'), 'utf8');
  expect(source).toContain('seen: { type: integer, about: "Only with this seen. 1 for yes, 0 for no." }');
});
