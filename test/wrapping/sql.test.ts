/** `concierge wrap sql` as a person uses it, over an SQLite file: looked at, picked, written, reviewed, and again when the schema changes. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { requireWorkspace } from '../../src/config/load-workspace.ts';
import type { Questions } from '../../src/cli/terminal/questions.ts';
import { runCommand } from '../support/cli.ts';
import { keptFolder, workspaceFolder, writeInto } from '../support/workspace-folder.ts';
import { served } from './served.ts';

const SHOP = `
  create table customers (id integer primary key, email text unique, name text not null, tier text, salary int, api_token text, photo blob);
  create table orders (customer_id integer references customers(id), line int, status text, total numeric, primary key (customer_id, line));
  create index by_status on orders (status);
  create view vips as select id, name from customers where tier = 'VIP';
  insert into customers values (1, 'ann@north.example', 'Northwind', 'VIP', 4711, 'CANARY-token', x'00'),
    (2, 'bo@contoso.example', 'O''Hara; drop table customers; --', 'Standard', 4712, 'CANARY-token', null);
  insert into orders values (1, 1, 'open', 10.5), (1, 2, 'done', 3), (2, 1, 'open', 1)`;

function stage(schema = SHOP, folder = workspaceFolder()) {
  writeInto(folder, 'data/shop.sqlite', '');
  const change = (sql: string): void => {
    const database = new DatabaseSync(join(folder, 'data/shop.sqlite'));
    database.exec(sql);
    database.close();
  };
  change(schema);
  const run = (args: readonly string[], also = {}) => runCommand(args, { cwd: folder, ...also });
  const wrap = (...args: readonly string[]) => run(['wrap', 'sql', 'sqlite:data/shop.sqlite', ...args]);
  const again = (...args: readonly string[]) => run(['wrap', 'sql', '--name', 'shop', ...args]);
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');
  const edit = (name: string, from: string, to: string) => {
    if (!text(name).includes(from)) throw new Error(`${name} has no "${from}"`);
    writeFileSync(join(folder, name), text(name).replace(from, to));
  };
  const review = () => edit(SERVICE, 'reviewed: false', 'reviewed: true');
  return { folder, change, run, wrap, again, text, edit, review };
}

const SOURCE = 'sources/shop.yaml';
const SERVICE = 'services/shop.yaml';

describe('before anything is written', () => {
  // Nothing of it changes: one workspace will do.
  const shop = stage(SHOP, keptFolder({ 'sources/crm.yaml': 'source: crm', 'data/empty.sqlite': '' }));

  it('tables are listed; of those that are named, their columns and what speaks against one', async () => {
    const { wrap } = shop;
    const all = await wrap('--list');
    expect([all.code, all.out, all.err]).toMatchInlineSnapshot(`
      [
        0,
        "table      kind   columns  key                about
      customers  table  7        id
      orders     table  4        customer_id, line
      vips       view   2        –",
        "2 tables and 1 view.
      --table NAME shows its columns, too.",
      ]
    `);
    const one = await wrap('--list', '--table', 'cust*');
    expect(one.out).toMatchInlineSnapshot(`
      "table      kind   columns  key  about
      customers  table  7        id

      customers
      column     type     found by  about
      id         INTEGER  key
      email      TEXT     unique
      name       TEXT
      tier       TEXT
      salary     INT                it looks like pay
      api_token  TEXT               it looks like a secret
      photo      BLOB               left out: nothing can be made of the type \`BLOB\`"
    `);
    const json = JSON.parse((await wrap('--list', '--json', '--table', 'orders')).out) as { tables: unknown[] };
    expect(json.tables).toMatchObject([{ table: 'orders', kind: 'table', key: ['customer_id', 'line'] }]);
  });

  it('nothing is picked for a person who isn’t there', async () => {
    const { folder, wrap } = shop;
    const { code, out, err } = await wrap('--name', 'shop');
    expect(code).toBe(2);
    expect(out).toContain('orders     table  4        customer_id, line');
    expect(err).toBe(
      '2 tables and 1 view. Nothing was written: nobody is here to be asked which of them. Choose by --table NAME and --column TABLE.COLUMN.',
    );
    expect(existsSync(join(folder, SOURCE))).toBe(false);
  });

  it.each<[why: string, args: readonly string[], code: number, says: string]>([
    ['no name', ['--table', 'orders'], 2, 'How shall it be called? Say --name NAME'],
    [
      'a table that isn’t there',
      ['--name', 'shop', '--table', 'oders'],
      2,
      'There is no table `oders`. Did you mean `orders`?',
    ],
    ['a pattern that fits none', ['--name', 'shop', '--table', 'x*'], 2, 'No table fits `x*`.'],
    [
      'a column that isn’t there',
      ['--name', 'shop', '--column', 'orders.totl'],
      2,
      '`orders` has no column `totl`. Did you mean `total`?',
    ],
    [
      'a column without a table',
      ['--name', 'shop', '--column', 'name'],
      2,
      '`name` names no column. Write it like customers.name.',
    ],
    [
      'a column of bytes',
      ['--name', 'shop', '--column', 'customers.photo'],
      2,
      '`customers.photo` can’t be read: nothing can be made of the type `BLOB`. Make text of it in a view',
    ],
    [
      'a table like no other',
      ['--name', 'shop', '--table', 'xxxxxxxxxx'],
      2,
      'There is no table `xxxxxxxxxx`. There are: customers, orders, vips.',
    ],
    ['a schema', ['--name', 'shop', '--schema', 'crm'], 2, 'There is no schema `crm` with tables. Leave out --schema'],
    [
      'a name that is taken',
      ['--name', 'crm', '--table', 'orders'],
      2,
      'sources/crm.yaml is there, and was written by somebody. Choose another --name',
    ],
  ])('is refused: %s', async (_why, args, code, says) => {
    const { folder, wrap } = shop;
    const result = await wrap(...args);
    expect(result.code).toBe(code);
    expect(result.err).toContain(says);
    expect(existsSync(join(folder, SOURCE))).toBe(false);
  });

  it.each<[url: string, code: number, says: string]>([
    ['sqlite:data/none.sqlite', 4, 'none.sqlite is not there. A path counts from this folder'],
    ['sqlite:concierge.yaml', 16, "concierge.yaml can't be read (SQLite 26). Is it an SQLite file"],
    ['sqlite:data/empty.sqlite', 9, 'empty.sqlite has no tables.'],
    [
      'postgresql://me:CANARY@127.0.0.1/crm',
      16,
      'Say `outbound: { allow_private: [127.0.0.1] }` in deployment.yaml, if this is right.',
    ],
  ])('is no database to be looked at: %s', async (url, code, says) => {
    const { run } = shop;
    const result = await run(['wrap', 'sql', url, '--name', 'shop', '--table', 'orders']);
    expect(result.code).toBe(code);
    expect(result.err).toContain(says);
    expect(result.err).not.toContain('CANARY');
  });
});

it('a name of the database never steers the terminal', async () => {
  const { wrap } = stage('create table "o\u001b[31mdd" (id integer primary key, "c\u001b[32mol" text)');
  const told = [
    await wrap('--list', '--table', 'o*'),
    await wrap('--name', 'shop', '--table', 'xxxxxxxxxx'),
    await wrap('--name', 'shop', '--column', 'o\u001b[31mdd.xxxxxxxxxx'),
    await wrap('--name', 'shop', '--column', 'o\u001b[31mdd.c\u001b[32mol'),
  ];
  const text = told.map(({ out, err }) => out + err).join('\n');
  expect(text).toContain('c[32mol');
  expect(text).not.toContain('\u001b');
});

describe('what is written', () => {
  it('is a source and a service that read well, load, and serve nothing', async () => {
    const { folder, run, wrap, text } = stage();
    const { code, out, err } = await wrap('--name', 'shop', '--table', 'customers', '--table', 'orders');
    expect([code, out]).toEqual([0, `${SOURCE}\n${SERVICE}\n.wrapped/shop.json`]);
    expect(err).toMatchSnapshot('told');
    expect(text(SOURCE)).toMatchSnapshot('source');
    expect(text(SERVICE)).toMatchSnapshot('service');
    expect(requireWorkspace(folder).services).toMatchObject([{ name: 'shop', tools: [] }]);
    expect((await run(['call', 'shop', 'list_orders'])).err).toContain('has no tool `list_orders`');
  });

  it('answers an agent with approved fields alone, once it is reviewed', async () => {
    const { folder, wrap, review } = stage();
    await wrap('--name', 'shop', '--table', 'customers', '--table', 'orders', '--table', 'vips');
    review();
    const shop = await served(folder, 'shop');
    expect(await shop.tools()).toEqual([
      'list_customers',
      'get_customer',
      'get_customer_by_email',
      'list_orders',
      'get_order',
      'list_vips',
    ]);
    const ann = { id: 1, email: 'ann@north.example', name: 'Northwind', tier: 'VIP' };
    expect(await shop.call('get_customer', { id: 1 })).toMatchObject({ found: true, record: ann });
    expect(await shop.call('get_customer', { id: 3 })).toMatchObject({ found: false });
    expect(await shop.call('get_customer_by_email', { email: 'ann@north.example' })).toMatchObject({ record: ann });
    const all = await shop.call('list_customers', {});
    expect(all).toMatchObject({ records: [ann, { id: 2, name: "O'Hara; drop table customers; --" }], more: false });
    expect(JSON.stringify(all)).not.toMatch(/CANARY|471[12]/);
    const named = { name: "O'Hara; drop table customers; --" };
    expect(await shop.call('list_customers', named)).toMatchObject({ records: [{ id: 2 }] });
    expect(await shop.call('list_customers', { name: "' or '1'='1" })).toMatchObject({ records: [] });
    const open = await shop.call('list_orders', { status: 'open' });
    expect(open).toMatchObject({ records: [{ customer_id: 1, total: 10.5 }, { customer_id: 2 }] });
    expect(await shop.call('list_orders', { status: 'open', customer_id: 1 })).toMatchObject({
      records: [{ line: 1 }],
    });
    expect(await shop.call('get_order', { customer_id: 1, line: 2 })).toMatchObject({ record: { status: 'done' } });
    expect(await shop.call('list_vips', {})).toMatchObject({ records: [{ id: 1, name: 'Northwind' }] });
    await shop.close();
  });

  it('says that there is more than a list shows', async () => {
    const { run, wrap, change, review } = stage();
    change(
      `insert into customers (id, name) values (3, 'x'); insert into orders (customer_id, line) select 3, value from json_each('[${Array.from({ length: 30 }, (_, nth) => nth).join(',')}]')`,
    );
    await wrap('--name', 'shop', '--table', 'orders');
    review();
    const { out } = await run(['call', 'shop', 'list_orders', '--arg', 'customer_id=3', '--json']);
    const { outcome } = JSON.parse(out) as { outcome: { card: { records: unknown[]; more: boolean } } };
    expect([outcome.card.records.length, outcome.card.more]).toEqual([20, true]);
  });

  it('of columns that are picked, these and no others', async () => {
    const { wrap, text } = stage();
    const { err } = await wrap('--name', 'shop', '--column', 'customers.name', '--column', 'customers.salary');
    expect(text(SOURCE)).toContain('select "name", "salary"\n');
    expect(text(SERVICE)).toContain('      name: name\n      salary: { at: salary, type: number }\n');
    expect(text(SERVICE)).toContain('# There are also: id, email, tier, api_token');
    expect(err).toContain('`salary` was picked, though it looks like pay.');
  });

  it('for a person at the terminal, who is asked table by table', async () => {
    const { run, text } = stage();
    const asked: { message: string; byDefault: readonly string[] }[] = [];
    const chooseSome: Questions['chooseSome'] = async ({ message, byDefault }) => {
      asked.push({ message, byDefault });
      return message.includes('tables')
        ? ['customers', 'orders']
        : message.includes('orders')
          ? byDefault
          : ['id', 'name'];
    };
    const questions = { chooseSome } as Questions;
    const { code } = await run(['wrap', 'sql', 'sqlite:data/shop.sqlite', '--name', 'shop'], { questions });
    expect(code).toBe(0);
    expect(asked).toEqual([
      { message: 'Which tables may agents ask?', byDefault: [] },
      { message: 'Which columns of customers?', byDefault: ['id', 'email', 'name', 'tier'] },
      { message: 'Which columns of orders?', byDefault: ['customer_id', 'line', 'status', 'total'] },
    ]);
    expect(text(SOURCE)).toContain('select "id", "name"\n');
    expect(text(SOURCE)).toContain('select "customer_id", "line", "status", "total"\n');
  });

  it('nothing by --dry-run; nothing where these are too many tools, unless somebody means them', async () => {
    const tables = Array.from({ length: 8 }, (_, nth) => `create table t${nth} (id integer primary key, name text)`);
    const { folder, wrap } = stage(tables.join(';'));
    const dry = await wrap('--name', 'shop', '--table', 't1', '--dry-run', '--json');
    expect(dry.err).toContain('Would wrap 1 table as 2 tools');
    expect(JSON.parse(dry.out)).toMatchObject({
      operations: [
        { table: 't1', name: 'list_t1', input: { name: { type: 'string' } }, returns: 'list', fields: ['id', 'name'] },
        { table: 't1', name: 'get_t1', returns: 'one' },
      ],
    });
    const { code, err } = await wrap('--name', 'shop', '--table', 't*');
    expect([code, err]).toEqual([
      2,
      'These would be 16 tools, which is more than a model reads. Choose fewer by --table NAME, or take them --all; nothing was written.',
    ]);
    expect(existsSync(join(folder, SOURCE))).toBe(false);
    expect((await wrap('--name', 'shop', '--all')).err).toContain('Wrapped 8 tables as 16 tools');
  });
});

describe('wrapped again', () => {
  const CHANGE = `alter table customers add column country text; alter table customers drop column tier;
    create table tickets (id integer primary key, subject text); drop table orders`;

  async function wrapped() {
    const staged = stage(SHOP.replace(/create view[^;]*;/, ''));
    await staged.wrap('--name', 'shop', '--table', 'customers', '--table', 'orders');
    return staged;
  }

  it('nothing is told where nothing has changed', async () => {
    const { again, text } = await wrapped();
    const before = [text(SOURCE), text(SERVICE), text('.wrapped/shop.json')];
    expect(await again()).toEqual({ code: 0, out: '', err: 'Nothing that is wrapped has changed in the database.' });
    expect([text(SOURCE), text(SERVICE), text('.wrapped/shop.json')]).toEqual(before);
  });

  it('the schema’s changes are carried over and told; what is gone and what is new, too', async () => {
    const { again, change, text } = await wrapped();
    change(CHANGE);
    const { out, err } = await again();
    expect([out, err]).toMatchSnapshot();
    expect(text(SERVICE)).toContain('      country: country\n');
    expect(text(SOURCE)).not.toContain('tier');
    expect((await again('--table', 'tickets')).out).toContain('+ get_ticket (one of tickets by id)');
    expect(text(SERVICE)).toContain('\n  get_ticket:\n');
  });

  it('edits stay, and a reviewed service gets nothing by itself', async () => {
    const { folder, again, change, edit, review, text } = await wrapped();
    edit(SERVICE, '      name: name\n', '      name: name # as they call themselves\n');
    edit(SOURCE, '      limit 101', '      limit 51');
    review();
    const service = text(SERVICE);
    change(CHANGE);
    const { out } = await again();
    expect(text(SERVICE)).toBe(service);
    expect(out).toContain('You have changed this operation: it was left as it is.');
    expect(out).toContain('Take this out: `tier` of the reply is gone.');
    await again('--table', 'tickets');
    expect(text(SERVICE)).toContain('  get_ticket:\n    # one of tickets by id\n    reviewed: false\n');
    const [shop] = requireWorkspace(folder).services;
    expect(shop?.tools.map(({ name }) => name)).not.toContain('get_ticket');
  });

  it('a name of a result stays its column’s, whatever new columns are called', async () => {
    const { again, change, text, wrap, review } = stage(
      'create table people (id integer primary key, "Nick Name" text)',
    );
    await wrap('--name', 'shop', '--table', 'people');
    review();
    change('alter table people add column nick_name text');
    expect((await again()).out).toContain('`nick_name_2` of the reply is new');
    expect(text(SOURCE)).toContain('select "id", "Nick Name" as "nick_name", "nick_name" as "nick_name_2"');
    change('alter table people drop column "Nick Name"');
    await again();
    expect(text(SOURCE)).toContain('select "id", "nick_name" as "nick_name_2"');
  });

  it('picked columns stay picked: a new one is told, and not proposed', async () => {
    const { again, change, wrap, text } = stage();
    await wrap('--name', 'shop', '--column', 'customers.name', '--column', 'customers.id');
    change('drop view vips; alter table customers add column country text');
    expect((await again()).out).toContain('`country` of the reply is new');
    expect(text(SOURCE)).toContain('select "id", "name"\n');
    await again('--column', 'customers.name', '--column', 'customers.country');
    expect(text(SOURCE)).toContain('select "name", "country"\n');
  });
});
