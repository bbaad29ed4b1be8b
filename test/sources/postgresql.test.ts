/** A real PostgreSQL as a source, through the front door: declared in a workspace, synced by the command, asked as an agent does. */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { setDefaultCACertificates, getCACertificates } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answer } from '../../src/answer/answer.ts';
import { anyCaller } from '../../src/cli/callers/callers.ts';
import { openServing } from '../../src/cli/concierge.ts';
import { createDatabases } from '../../src/outbound/database/databases.ts';
import { CERTIFICATE, resolver } from '../../src/outbound/fixtures.ts';
import { secretsOf } from '../../src/cli/sources/system-client.ts';
import type { Lookup } from '../../src/outbound/target.ts';
import type { SecretFor } from '../../src/sources/kit/http/auth.ts';
import type { SourceClient } from '../../src/sources/kit/http/client.ts';
import type { Row } from '../../src/sources/kit/http/page.ts';
import { openDatabase } from '../../src/sources/sql/open-database.ts';
import { readOne } from '../systems/read-one.ts';
import type { QueriedReads } from '../../src/sources/sql/sql-connector.ts';
import { sqlConnector } from '../../src/sources/sql/sql-connector.ts';
import type { CommandResult } from '../support/cli.ts';
import { runCommand } from '../support/cli.ts';
import { guideText, sectionsOf } from '../docs/blocks.ts';
import { quietContext } from '../support/command-context.ts';
import { importWithSystems } from '../support/import-with-systems.ts';
import { workspaceFolder } from '../support/workspace-folder.ts';
import { wrapsPostgresql } from '../wrapping/of-postgresql.ts';
import type { RealPostgresql } from '../systems/postgresql.ts';
import { realPostgresql } from '../systems/postgresql.ts';

const GUIDE = 'docs/sources/sql.md';

let server: RealPostgresql;

beforeAll(async () => {
  server = await realPostgresql();
  process.env['CRM_PASSWORD'] = 'read-only';
  await server.run(`
    create role concierge login password 'read-only';
    create schema crm; grant usage on schema crm to concierge;
    create table crm.accounts (id bigint primary key, name text, tier text, csm text, renewal date, notes text,
      address jsonb, changed timestamptz default now() - interval '1 day');
    grant select on crm.accounts to concierge`);
}, 60_000);
afterAll(async () => await server.close());

beforeEach(async () => {
  await server.run(`
    truncate crm.accounts;
    insert into crm.accounts (id, name, tier, csm, renewal, notes, address) values
      (9001, 'Northwind', 'VIP', 'jonah.reyes@yourcompany.example', '2027-01-31', 'a canary of notes', '{"mail": {"domain": "northwind.example"}}'),
      (9002, 'O''Hara; drop table crm.accounts; --', 'Standard', 'jonah.reyes@yourcompany.example', null, null, null),
      (9003, 'Contoso', 'Standard', null, null, null, null)`);
});

const READ = `reads:
  accounts:
    query: select * from accounts
    id: id
    changed_since: select * from accounts where changed > :since
    one: select * from accounts where id = :id
`;

function warehouse(reads = READ, settings = ''): string {
  return `source: warehouse
connector: postgresql
settings: { host: 127.0.0.1, port: ${server.port}, database: postgres, schema: crm, tls: off-on-loopback ${settings} }
auth: { way: password, user: concierge, secret: crm_password }
${reads}records:
  - account:
      from: accounts
      id: { column: id, in: warehouse }
      name: name
      domain: address.mail.domain
      facts: { account.tier: tier, account.renewal_date: renewal }
      assignments: [{ role: CSM, person: { column: csm, in: email } }]
`;
}

const DEPLOYMENT = `secrets: { crm_password: { env: CRM_PASSWORD, hosts: [127.0.0.1] } }
outbound: { allow_private: [127.0.0.1] }
`;

function folderWith(source = warehouse()): string {
  return workspaceFolder([], { 'sources/warehouse.yaml': source, 'deployment.yaml': DEPLOYMENT });
}

async function sync(folder: string, ...options: readonly string[]): Promise<CommandResult> {
  return await runCommand(['sync', folder, ...options], { runImport: importWithSystems, env: process.env });
}

it('answers from it as the guide says: set up by its statements, declared by its file, synced and asked', async () => {
  const blocks = sectionsOf(GUIDE, guideText(GUIDE)).flatMap((section) => section.blocks);
  const text = (kind: string): string => blocks.find((block) => block.kind === kind)?.text ?? '';
  await server.run(`create table crm.users (id int primary key, email text, updated_at timestamptz default now());
    insert into crm.users values (1, 'jonah.reyes@yourcompany.example');
    alter table crm.accounts add arr_usd numeric, add csm_id int default 1, add updated_at timestamptz default now()`);
  await server.run('drop owned by concierge; drop role concierge');
  await server.run(text('sql').replace(/password '[^']*'/, "password 'read-only'"));
  const here = `host: 127.0.0.1, port: ${server.port}, tls: off-on-loopback, database: postgres`;
  const source = text('yaml')
    .replace('host: db.acme.example, database: crm', here)
    .replace(', account.arr_usd: arr_usd', '');
  const folder = folderWith(source.replace('warehouse_password', 'crm_password'));
  const concierge = await openServing(
    { dir: folder },
    quietContext(folder, { runImport: importWithSystems }),
    () => {},
  );
  const { synced } = await concierge.importSources({ sync: { sources: 'all', full: false } });
  expect(synced).toMatchObject([{ outcome: 'synced', kind: 'full', rows: 3 }]);
  const desk = concierge.deskWith({
    alarm: (what) => {
      throw new Error(what);
    },
  });
  const caller = { ...anyCaller(concierge.workspace), audience: 'teams' as const };
  const asked = { service: 'cx_concierge', tool: 'get_escalation_contact', caller };
  const outcome = await answer({ ...asked, assertion: { kind: 'absent' }, arguments: { account_id: '9001' } }, desk);
  expect(outcome).toMatchObject({
    kind: 'answered',
    card: { contact: { email: 'jonah.reyes@yourcompany.example' }, reason: { code: 'named_csm' } },
  });
  await concierge.close();
  await server.run(
    'drop schema concierge cascade; grant usage on schema crm to concierge; grant select on crm.accounts to concierge',
  );
});

it('reads all, then what has changed; what is gone goes with the next full sync, unless that is too much', async () => {
  const folder = folderWith();
  expect((await sync(folder)).out).toContain('warehouse.accounts: read all 3 records; 3 new.');
  await server.run(`update crm.accounts set tier = 'VIP', changed = now() where id = 9003;
    insert into crm.accounts (id, name, changed) select g, 'Account ' || g, now() from generate_series(1, 200) g;
    delete from crm.accounts where id = 9002`);
  expect((await sync(folder)).out).toContain('warehouse.accounts: read 201 changed records; 200 new, 1 changed.');
  await server.run('delete from crm.accounts where id < 9000');
  const { code, out, err } = await sync(folder, '--full');
  expect(out).toContain('warehouse.accounts: read all 2 records; 201 gone.');
  expect([code, err]).toEqual([10, expect.stringContaining('201')]);
});

describe('a failure takes nothing away', () => {
  it('another password', async () => {
    const folder = folderWith();
    await sync(folder);
    await server.run("alter role concierge password 'other'");
    const { code, out, err } = await sync(folder, '--full');
    await server.run("alter role concierge password 'read-only'");
    expect(code).toBe(16);
    expect(out).toContain(
      "can't be asked: the database doesn't accept the credentials (28P01). Renew the credentials.",
    );
    expect(out).toContain('What was read before stays.\n');
    expect(out).toContain('Nothing changed.');
    expect(out + err).not.toMatch(/canary|Northwind|read-only/);
  });
});

const READS: QueriedReads = {
  accounts: {
    query: 'select * from crm.accounts',
    id: 'id',
    changedSince: null,
    one: 'select * from crm.accounts where id = :id',
  },
  eager: { query: 'select a.* from crm.accounts a where crm.eager() > 0', id: 'id', changedSince: null, one: null },
  twice: { query: 'select id, name, name from crm.accounts', id: 'id', changedSince: null, one: null },
  nameless: { query: 'select name from crm.accounts', id: 'id', changedSince: null, one: null },
  broken: { query: 'select *\nfrom crm.accounts\nwhere id ==== 1', id: 'id', changedSince: null, one: null },
  // Of which a reader that doesn't nest comments takes the last line for a text.
  ends: {
    query:
      "select 1 as id) as a /* /* */ ' */; commit; insert into crm.accounts (id) values (77); select * from (select 1 as id --'",
    id: 'id',
    changedSince: null,
    one: null,
  },
  slow: {
    query: 'select 1 as id',
    id: 'id',
    changedSince: null,
    one: 'select :id::text as id, pg_sleep(20)::text as x',
  },
};
const connector = sqlConnector('postgresql', READS);

type Also = { readonly lookup?: Lookup; readonly allowPrivate?: readonly string[]; readonly secretFor?: SecretFor };

function client(
  settings: Readonly<Record<string, string>> = {},
  { secretFor = () => 'read-only', ...also }: Also = {},
): SourceClient {
  const own = { host: '127.0.0.1', port: String(server.port), database: 'postgres', tls: 'off-on-loopback' };
  const access = {
    settings: { ...own, ...settings },
    wayIn: 'password',
    words: { user: 'concierge' },
    secrets: { secret: 'crm_password' },
    baseUrl: null,
  };
  const databases = createDatabases({ allowPrivate: ['127.0.0.0/8'], ...also });
  return openDatabase(connector, access, { databases, secretFor, folder: '/' });
}

async function readAll(read = 'accounts', asked = client()): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const operation = connector.operations[read];
  if (operation === undefined) throw new Error(read);
  for await (const page of asked.pages(operation, { columns: ['name', 'tier'] }, { deadlineMs: 5_000 }))
    rows.push(...page.rows);
  return rows;
}

describe('a failure is told apart', () => {
  it.each<[name: string, trouble: string, mend: string, kind: string, says: string]>([
    [
      'a right that was taken away',
      'revoke select on crm.accounts from concierge',
      'grant select on crm.accounts to concierge',
      'forbidden',
      'is not allowed with these credentials (42501).',
    ],
    [
      'a table that is gone',
      'alter table crm.accounts rename to customers',
      'alter table crm.customers rename to accounts',
      'contract',
      'names a table, column or database that is not there, in line 1 of it (42P01).',
    ],
    [
      'too many connections',
      'alter role concierge connection limit 0',
      'alter role concierge connection limit -1',
      'limit',
      "can't be asked: the database has too many connections (53300).",
    ],
    [
      'a huge row',
      "update crm.accounts set name = repeat('x', 200000) where id = 9001",
      'select 1',
      'contract',
      'A row of `query` of `accounts` (PostgreSQL) has more than 131072 bytes in the columns that are read.',
    ],
    [
      'a column of bytes',
      "alter table crm.accounts alter name type bytea using ''",
      "alter table crm.accounts alter name type text using ''",
      'contract',
      'the column `name` holds bytes, of which nothing can be made.',
    ],
  ])('%s', async (_name, trouble, mend, kind, says) => {
    await server.run(trouble);
    const failure = await readAll().catch((error: unknown) => error);
    await server.run(mend);
    expect(failure).toMatchObject({ kind, message: expect.stringContaining(says) as unknown });
  });

  it.each<[name: string, met: (socket: Socket) => void, deadlineMs: number, says: string]>([
    ['that is lost at once', (socket) => void socket.destroy(), 5_000, "127.0.0.1 can't be reached"],
    [
      'on which something else answers',
      (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      5_000,
      '127.0.0.1',
    ],
    ['on which nobody answers', () => {}, 300, 'takes too long'],
  ])('a connection %s', async (_name, met, deadlineMs, says) => {
    const sockets = new Set<Socket>();
    const other = createServer((socket) => {
      sockets.add(socket.on('error', () => {}));
      met(socket);
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = String((other.address() as AddressInfo).port);
    const operation = connector.operations['accounts'];
    const failure = operation && client({ port }).ask(operation, {}, { deadlineMs });
    await expect(failure).rejects.toMatchObject({
      kind: 'transient',
      message: expect.stringContaining(says) as unknown,
    });
    for (const socket of sockets) socket.destroy();
    other.close();
  });

  it.each<[read: string, says: string]>([
    ['twice', 'has more than one column `name`: rename one with `as`.'],
    ['nameless', 'has no column `id`. It has: name.'],
    ['broken', "can't be run by the database, in line 3 of it (42883)."],
  ])('a query that is %s', async (read, says) => {
    await expect(readAll(read)).rejects.toMatchObject({
      kind: 'contract',
      message: expect.stringContaining(says) as unknown,
    });
  });

  it('a query that would write, though its user might', async () => {
    await server.run(`
      create function crm.eager() returns bigint language sql volatile as 'insert into crm.accounts (id) values (1) returning id';
      grant insert on crm.accounts to concierge`);
    await expect(readAll('eager')).rejects.toMatchObject({
      message: '`query` of `eager` (PostgreSQL) would write, and is refused (25006).',
    });
  });

  it('a query of several statements, one of which ends its transaction', async () => {
    await server.run(
      'grant insert on crm.accounts to concierge; alter role concierge set default_transaction_read_only = off',
    );
    const failure = await readAll('ends').catch((error: unknown) => error);
    await server.run('alter role concierge reset default_transaction_read_only');
    const rows = await readAll();
    expect(rows.map(({ id }) => id)).not.toContain(77);
    expect(failure).toMatchObject({ kind: 'contract' });
  });

  it('a host that may not have the password', async () => {
    const secret = { from: { env: 'CRM_PASSWORD' }, hosts: ['db.acme.example'] };
    const secretFor = secretsOf({ secrets: { crm_password: secret }, secretsFolder: null });
    await expect(readAll('accounts', client({}, { secretFor }))).rejects.toThrow(
      'The secret `crm_password` may not be sent to 127.0.0.1.',
    );
  });

  it('a private address that the deployment does not name', async () => {
    await expect(readAll('accounts', client({}, { allowPrivate: [] }))).rejects.toMatchObject({
      kind: 'blocked',
      message: expect.stringContaining('its address is private or special') as unknown,
    });
  });
});

it('keeps values as they are', async () => {
  await server.run(`create view crm.kinds as select 1 as id, 9007199254740993::bigint as big, 42::int as small, 12345678901234567890.10::numeric as
    exact, 0.1::float8 as near, true as yes, date '2026-11-23' as day, timestamp '2026-11-23 07:58:12.5' as local, timestamptz '2026-11-23
    07:58:12+02' as moment, array['a', 'b c', null, 'NULL', '{"}, \\'] as list, array[[1, 2], [3, null]] as table_, '{"a": [1, 2]}'::json as doc, '7d444840-9dc0-11d1-b245-5ffdce74fad2'::uuid as
    uuid, null::text as nothing; create type crm.mood as enum ('glad'); grant select on crm.kinds to concierge`);
  const kinds = sqlConnector('postgresql', {
    kinds: {
      query: "select *, array['glad']::crm.mood[] as moods from crm.kinds",
      id: 'id',
      changedSince: null,
      one: null,
    },
  });
  const operation = kinds.operations['kinds'];
  const page = operation && (await client().ask(operation, {}, { deadlineMs: 5_000 }));
  expect(page?.rows).toEqual([
    {
      id: 1,
      big: '9007199254740993',
      small: 42,
      exact: '12345678901234567890.10',
      near: 0.1,
      yes: true,
      day: '2026-11-23',
      local: '2026-11-23T07:58:12.5',
      moment: '2026-11-23T05:58:12Z',
      list: ['a', 'b c', null, 'NULL', '{"}, \\'],
      table_: [
        [1, 2],
        [3, null],
      ],
      doc: { a: [1, 2] },
      uuid: '7d444840-9dc0-11d1-b245-5ffdce74fad2',
      nothing: null,
      moods: ['glad'],
    },
  ]);
});

it('reads many rows page by page', async () => {
  await server.run(`insert into crm.accounts (id, name) select g, 'Account ' || g from generate_series(1, 1200) g`);
  expect((await readAll()).length).toBe(1203);
});

it('replies to one question with no more than any system may', async () => {
  await server.run(`insert into crm.accounts (id, name) select g, repeat('x', 100000) from generate_series(1, 60) g`);
  const operation = connector.operations['accounts'];
  const asked = (maxBytes: number) =>
    operation && client().ask(operation, { columns: ['name'] }, { deadlineMs: 5_000, maxBytes });
  expect((await asked(7_000_000))?.rows).toHaveLength(63);
  await expect(asked(2_097_152)).rejects.toMatchObject({
    kind: 'contract',
    message: expect.stringContaining('is larger than 2097152 bytes') as unknown,
  });
});

describe('one record now', () => {
  const asked = { columns: ['name', 'address.mail.domain'], deadlineMs: 5_000 };

  it('holds the columns that are wanted, and no others', async () => {
    expect(await readOne(client(), connector, 'accounts', '9001', asked)).toEqual({
      id: 9001,
      name: 'Northwind',
      address: { mail: { domain: 'northwind.example' } },
    });
  });

  it.each(['9999', 'no-number', '9001 or true', "9001'; drop table crm.accounts; --"])('%s is nobody', async (id) => {
    expect(await readOne(client(), connector, 'accounts', id, asked)).toBeNull();
  });

  it('ends with its time', async () => {
    const slow = readOne(client(), connector, 'slow', '1', { columns: [], deadlineMs: 400 });
    await expect(slow).rejects.toMatchObject({ kind: 'transient' });
  });

  it('ends with its signal', async () => {
    const stop = new AbortController();
    const slow = readOne(client(), connector, 'slow', '1', { columns: [], deadlineMs: 20_000, signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 200);
    await expect(slow).rejects.toThrow('enough');
  });

  describe('over TLS', () => {
    const trusted = getCACertificates('default');
    afterAll(() => setDefaultCACertificates(trusted));
    const { lookup } = resolver(['127.0.0.1']);

    it('trusts no certificate that nobody signed', async () => {
      const read = readOne(
        client({ host: 'crm.example', tls: 'verify' }, { lookup }),
        connector,
        'accounts',
        '9001',
        asked,
      );
      await expect(read).rejects.toMatchObject({
        kind: 'blocked',
        message: expect.stringContaining("can't be trusted") as unknown,
      });
    });

    it('reads where the certificate is for its host, and nowhere else', async () => {
      setDefaultCACertificates([...trusted, CERTIFICATE]);
      const named = (host: string) =>
        readOne(client({ host, tls: 'verify' }, { lookup }), connector, 'accounts', '9001', asked);
      expect(await named('crm.example')).toMatchObject({ name: 'Northwind' });
      await expect(named('other.example')).rejects.toMatchObject({ kind: 'blocked' });
    });

    it('goes without only on this machine', async () => {
      const elsewhere = client(
        { host: 'db.example' },
        { lookup: resolver(['10.0.0.7']).lookup, allowPrivate: ['10.0.0.0/8'] },
      );
      const read = readOne(elsewhere, connector, 'accounts', '9001', asked);
      await expect(read).rejects.toMatchObject({
        kind: 'blocked',
        message: expect.stringContaining('without TLS') as unknown,
      });
    });
  });
});

describe('a service of its tables', () => {
  wrapsPostgresql(() => server);
});
