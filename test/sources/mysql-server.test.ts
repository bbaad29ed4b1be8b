/** A real MySQL or MariaDB as a source, where there is one: what the fake of its protocol can't show. See CONTRIBUTING.md. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabases } from '../../src/outbound/database/databases.ts';
import type { SourceClient } from '../../src/sources/kit/http/client.ts';
import type { Input, Operation } from '../../src/sources/kit/http/operation.ts';
import type { Row } from '../../src/sources/kit/http/page.ts';
import { openDatabase } from '../../src/sources/sql/open-database.ts';
import type { QueriedOperations } from '../../src/sources/sql/sql-connector.ts';
import { sqlConnector } from '../../src/sources/sql/sql-connector.ts';
import { guideText, sectionsOf } from '../docs/blocks.ts';
import { runCommand } from '../support/cli.ts';
import { importWithSystems } from '../support/import-with-systems.ts';
import { workspaceFolder } from '../support/workspace-folder.ts';
import type { MysqlServer } from '../systems/mysql-server.ts';
import { mysqlServer, WHY_WITHOUT_MYSQL } from '../systems/mysql-server.ts';

const GUIDE = 'docs/sources/sql.md';
const PASSWORD = 'a long one';

let server: MysqlServer;

const CLEAN =
  'drop database if exists concierge; drop database if exists concierge_crm; drop user if exists concierge, writer';

/** The statements of the guide, over tables that are set up as a company has them. */
async function setUp(): Promise<void> {
  const blocks = sectionsOf(GUIDE, guideText(GUIDE)).flatMap((section) => section.blocks);
  const guide = blocks.find(({ kind, text }) => kind === 'sql' && text.includes('show grants'))?.text ?? '';
  const here = guide.replace(/identified by '[^']*' require ssl/, `identified by '${PASSWORD}'`);
  await server.run(`${CLEAN}; create database concierge_crm character set utf8mb4; use concierge_crm;
    create table users (id int primary key, email varchar(200), updated_at timestamp default '2026-11-01 00:00:00');
    create table accounts (id bigint unsigned primary key, name varchar(100), tier varchar(20), arr_usd decimal(12,2), csm_id int,
      updated_at timestamp not null default '2026-11-01 00:00:00');
    insert into users (id, email) values (1, 'jonah.reyes@yourcompany.example');
    insert into accounts (id, name, tier, csm_id) values (9001, 'Northwind', 'VIP', 1), (9002, 'O''Hara 😀', 'Standard', null)`);
  await server.run(here.replaceAll('crm.', 'concierge_crm.'));
  await server.run(`create user writer identified by '${PASSWORD}'; grant all on concierge_crm.* to writer`);
}

type As = { readonly user?: string; readonly password?: string; readonly database?: string };

function client(
  operations: QueriedOperations,
  { user = 'writer', password = PASSWORD, database = 'concierge_crm' }: As = {},
) {
  const connector = sqlConnector('mysql', {}, operations);
  const settings = { host: '127.0.0.1', port: String(server.port), database, tls: 'off-on-loopback' };
  const access = { settings, wayIn: 'password', words: { user }, secrets: { secret: 'x' }, baseUrl: null };
  const databases = createDatabases({ allowPrivate: ['127.0.0.0/8'] });
  return { connector, asks: openDatabase(connector, access, { databases, secretFor: () => password, folder: '/' }) };
}

type Asked = { readonly input?: Input; readonly deadlineMs?: number; readonly signal?: AbortSignal } & As;

/** All rows of a query. Its inputs are texts. */
async function rowsOf(
  query: string,
  { input = {}, deadlineMs = 20_000, signal, ...as }: Asked = {},
): Promise<readonly Row[]> {
  const fields = Object.fromEntries(Object.keys(input).map((name) => [name, { type: 'string' as const, about: name }]));
  const { connector, asks } = client({ asked: { about: 'Asks.', input: fields, query, isOne: false } }, as);
  return await all(asks, connector.operations['asked'], input, { deadlineMs, ...(signal !== undefined && { signal }) });
}

async function all(
  asks: SourceClient,
  operation: Operation | undefined,
  input: Input,
  bounds: Parameters<SourceClient['pages']>[2],
): Promise<readonly Row[]> {
  if (operation === undefined) throw new Error('There is no such operation.');
  const rows: Row[] = [];
  for await (const page of asks.pages(operation, input, bounds)) rows.push(...page.rows);
  return rows;
}

/** Rows enough that every server thinks for longer than anybody waits. */
const ENDLESS =
  'select count(*) as n from concierge_crm.many a, concierge_crm.many b, concierge_crm.many c where a.name like concat(b.name, c.name)';

describe.skipIf(WHY_WITHOUT_MYSQL !== '')(`a real server${WHY_WITHOUT_MYSQL}`, () => {
  beforeAll(async () => {
    server = await mysqlServer();
    console.log(`Tried on ${server.version}.`);
    await setUp();
    await server.run(`use concierge_crm; create table digits (d int); insert into digits values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9);
      create table many as select a.d + 10 * b.d + 100 * c.d + 1000 * e.d as id, concat('Account ', a.d, b.d, c.d, e.d) as name, repeat('x', 200) as pad
        from digits a, digits b, digits c, digits e`);
  }, 60_000);
  afterAll(async () => {
    await server.run(CLEAN);
    await server.close();
  });

  it('is set up as the guide says, synced, read on, and tells what is gone', async () => {
    expect((await server.run('show grants for concierge')).map((row) => Object.values(row).join())).toEqual([
      expect.stringMatching(/^GRANT USAGE ON/) as unknown,
      expect.stringMatching(/^GRANT SELECT ON [`]concierge[`]\.[`]accounts[`] TO/) as unknown,
    ]);
    const source = `source: warehouse
connector: mysql
settings: { host: 127.0.0.1, port: ${server.port}, database: concierge, tls: off-on-loopback }
auth: { way: password, user: concierge, secret: crm_password }
reads: { accounts: { query: select * from accounts, id: id, changed_since: "select * from accounts where updated_at > :since", one: "select * from accounts where id = :id" } }
records: [{ account: { from: accounts, id: { column: id, in: warehouse }, name: name, facts: { account.tier: tier }, assignments: [{ role: CSM, person: { column: csm_email, in: email } }] } }]
`;
    const folder = workspaceFolder([], {
      'sources/warehouse.yaml': source,
      'deployment.yaml': `secrets: { crm_password: { env: CRM_PASSWORD, hosts: [127.0.0.1] } }\noutbound: { allow_private: [127.0.0.1] }\n`,
    });
    const context = { runImport: importWithSystems, env: { CRM_PASSWORD: PASSWORD } };
    process.env['CRM_PASSWORD'] = PASSWORD;
    const sync = async (...options: string[]) => (await runCommand(['sync', folder, ...options], context)).out;
    expect(await sync()).toContain('warehouse.accounts: read all 2 records; 2 new.');
    await server.run("update concierge_crm.accounts set tier = 'VIP', updated_at = now() where id = 9002");
    expect(await sync()).toContain('warehouse.accounts: read 1 changed record; 1 changed.');
    await server.run('delete from concierge_crm.accounts where id = 9002');
    expect(await sync('--full')).toContain('warehouse.accounts: read all 1 record; 1 gone.');
    expect((await runCommand(['doctor', folder], context)).out).toContain('Asked for one record alone');
    await server.run('revoke select on concierge.accounts from concierge');
    expect((await runCommand(['sync', folder, '--full'], context)).out).toContain(
      'is not allowed with these credentials (MySQL 1044)',
    );
  });

  it('keeps values as they are', async () => {
    await server.run(`use concierge_crm; set sql_mode = ''; set time_zone = '+00:00'; create table kinds (id int primary key, big bigint, ubig bigint unsigned,
      exact decimal(30,10), near float, far double, yes bit(1), bits bit(12), all_bits bit(64), flag tinyint(1), day date, none date, half datetime, local datetime(6), moment timestamp(3) null,
      span time, kind enum('a', 'b''c'), some set('x', 'y'), js json, old varchar(20) character set latin1, new varchar(20), body longtext, nothing int);
      insert into kinds values (1, 9007199254740993, 18446744073709551615, 12345678901234567890.0123456789, 1.1, 1.1, b'1', b'101010101010', ~0, 1, '2026-11-23', '0000-00-00', '2026-11-00',
      '2026-11-23 07:58:12.123456', '2026-11-23 07:58:12.120', '-25:00:01', 'b''c', 'x,y', '{"a": {"b": 1}}', 'Müller €', 'grüß 😀', 'long', null)`);
    expect(await rowsOf('select *, null as bare, count(*) over () as n from kinds')).toEqual([
      {
        id: 1,
        big: '9007199254740993',
        ubig: '18446744073709551615',
        exact: '12345678901234567890.0123456789',
        near: 1.1,
        far: 1.1,
        yes: 1,
        bits: 2730,
        all_bits: '18446744073709551615',
        flag: 1,
        day: '2026-11-23',
        none: null,
        half: null,
        local: '2026-11-23T07:58:12.123456',
        moment: '2026-11-23T07:58:12.120Z',
        span: '-25:00:01',
        kind: "b'c",
        some: 'x,y',
        js: { a: { b: 1 } },
        old: 'Müller €',
        new: 'grüß 😀',
        body: 'long',
        nothing: null,
        bare: null,
        n: 1,
      },
    ]);
  });

  it('writes nothing, whatever its user may do, and locks no row', async () => {
    await server.run(
      `use concierge_crm; create table log (what int) engine = ${server.isMariadb ? 'aria' : 'myisam'}; set global log_bin_trust_function_creators = 1`,
    );
    await server.run(
      'create function concierge_crm.writes() returns int modifies sql data begin insert into concierge_crm.log values (1); return 1; end',
    );
    await expect(rowsOf('select writes() as a')).rejects.toMatchObject({
      message: '`asked` (MySQL) would write, and is refused (MySQL 1792).',
    });
    expect(await server.run('select * from concierge_crm.log')).toEqual([]);
    await expect(rowsOf("select 'x' as a /*+ x */ ; delete from log")).rejects.toMatchObject({ kind: 'blocked' });
    await expect(rowsOf('select * from accounts for share')).rejects.toMatchObject({ kind: 'blocked' });
    // What the text hides from whoever looks at it the server refuses, too: it takes one statement.
    await expect(rowsOf('select a.id from accounts a, accounts b join c')).rejects.toMatchObject({ kind: 'contract' });
  });

  it('reads a text as it was looked at, whatever mode the server is in', async () => {
    const [mode] = await server.run('select @@global.sql_mode as mode');
    await server.run("set global sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'");
    const read = rowsOf(String.raw`select 'it\'s' as a, "id" as b from accounts where id = 9001`);
    await read.catch(() => {});
    await server.run(`set global sql_mode = '${String(mode?.['mode'])}'`);
    expect(await read).toEqual([{ a: "it's", b: 9001 }]);
  });

  it('tells failures apart', async () => {
    await expect(rowsOf('select 1 as a', { password: 'other' })).rejects.toMatchObject({
      kind: 'auth',
      code: 'MySQL 1045',
    });
    await expect(rowsOf('select 1 as a', { user: 'nobody' })).rejects.toMatchObject({ kind: 'auth' });
    await expect(rowsOf('select 1 as a', { database: 'mysql' })).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'MySQL 1044',
    });
    await expect(rowsOf('select * from nothing')).rejects.toMatchObject({ kind: 'contract', code: 'MySQL 1146' });
    await expect(rowsOf('select id, id from accounts')).rejects.toThrow('rename one with `as` (MySQL 1060)');
    await server.run('alter user writer account lock');
    await expect(rowsOf('select 1 as a')).rejects.toMatchObject({ kind: 'auth' });
    await server.run('alter user writer account unlock');
  });

  it('compares exactly where the query says so', async () => {
    await server.run(
      "insert into concierge_crm.accounts (id, name) values (9007199254740993, 'one'), (9007199254740992, 'other')",
    );
    const named = async (query: string, id: string) => (await rowsOf(query, { input: { id } })).map(({ name }) => name);
    const plain = 'select name from accounts where id = :id';
    expect(await named(plain, '9007199254740993')).toEqual(['one']);
    expect(await named(plain, '9001x')).toEqual(['Northwind']);
    expect(await named('select name from accounts where cast(id as char) = :id', '9001x')).toEqual([]);
    expect(await named('select name from accounts where name = :id', 'northwind')).toEqual(['Northwind']);
    expect(await named('select name from accounts where name = :id collate utf8mb4_bin', 'northwind')).toEqual([]);
    expect(await named('select name from accounts where name = :id', "x' or '1'='1")).toEqual([]);
    // A text that a column's character set can't hold is no row's.
    const old = rowsOf('select id from kinds where old = :id', { input: { id: '😀' } });
    await expect(old).rejects.toMatchObject({ kind: 'rejected' });
  });

  it('lets no long row by', async () => {
    await server.run('use concierge_crm; create table long_rows (id int, body longtext)');
    await server.run("insert into concierge_crm.long_rows values (1, repeat('x', 131072))");
    expect((await rowsOf('select body from long_rows')).length).toBe(1);
    await server.run("insert into concierge_crm.long_rows values (2, repeat('x', 131073))");
    await expect(rowsOf('select body from long_rows')).rejects.toThrow('more than 131072 bytes');
    // What is longer than a packet MariaDB makes nothing of, as text.
    await server.run(
      "delete from concierge_crm.long_rows; insert into concierge_crm.long_rows values (3, repeat('x', 2000000))",
    );
    const [packet] = await server.run('select @@global.max_allowed_packet as bytes');
    await server.run('set global max_allowed_packet = 1048576');
    const long = rowsOf('select body from long_rows');
    await long.catch(() => {});
    await server.run(`set global max_allowed_packet = ${String(packet?.['bytes'])}`);
    await expect(long).rejects.toThrow('more than 131072 bytes');
  });

  it('ends on the server what takes too long, or what is stopped', async () => {
    await expect(rowsOf(ENDLESS, { deadlineMs: 700 })).rejects.toMatchObject({ kind: 'transient' });
    await expect.poll(async () => await server.at('writer')).toEqual([]);
    const stop = new AbortController();
    const stopped = rowsOf(ENDLESS, { signal: stop.signal });
    await expect.poll(async () => (await server.at('writer')).length).toBe(1);
    stop.abort(new Error('enough'));
    await expect(stopped).rejects.toThrow('enough');
    await expect.poll(async () => await server.at('writer')).toEqual([]);
  });

  it('hears of a connection that is killed', async () => {
    const asked = rowsOf(ENDLESS);
    asked.catch(() => {});
    await expect.poll(async () => (await server.at('writer')).length).toBe(1);
    const [one] = await server.at('writer');
    await server.run(`kill ${String(one?.['id'] ?? one?.['ID'])}`);
    await expect(asked).rejects.toMatchObject({ kind: 'transient' });
  });

  it('reads many rows, however long somebody takes with them, and leaves when it has enough', async () => {
    expect((await rowsOf('select id, pad from many')).length).toBe(10_000);
    const { connector, asks } = client({ many: { about: 'x', input: {}, query: 'select * from many', isOne: false } });
    const operation = connector.operations['many'];
    const page = operation && (await asks.ask(operation, {}, { deadlineMs: 20_000 }));
    expect(page?.rows.length).toBe(500);
    await expect.poll(async () => await server.at('writer')).toEqual([]);
  });

  it('is wrapped with its keys, whatever tables and columns are called', async () => {
    await server.run(`use concierge_crm; create table \`Order Lines\` (\`Order\` int unsigned not null, \`Line No\` smallint not null, \`select\` bit(1), doc json, primary key (\`Order\`, \`Line No\`));
      insert into \`Order Lines\` values (1, 2, b'1', '{}')`);
    const folder = workspaceFolder([], { 'deployment.yaml': `outbound: { allow_private: [127.0.0.1] }\n` });
    const url = `mariadb://writer@127.0.0.1:${server.port}/concierge_crm?sslmode=disable`;
    const asked = ['wrap', 'sql', url, '--name', 'shop', '--list', '--table', 'Order Lines'];
    const { out } = await runCommand(asked, { cwd: folder, env: { MYSQL_PWD: PASSWORD } });
    expect(out.replaceAll(/ +$/gm, '')).toMatch(
      /^Order +int.*unsigned +key\nLine No +smallint\S* +key\nselect +bit\(1\)\ndoc +(?:json|longtext) +it is JSON: name the key that is wanted$/m,
    );
  });
});
