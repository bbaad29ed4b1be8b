/** SQLite files as a source, through the front door and one by one. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { createDatabases } from '../../src/outbound/database/databases.ts';
import type { SourceClient } from '../../src/sources/kit/http/client.ts';
import type { Page } from '../../src/sources/kit/http/page.ts';
import { openDatabase } from '../../src/sources/sql/open-database.ts';
import { readOne } from '../systems/read-one.ts';
import { sqlConnector } from '../../src/sources/sql/sql-connector.ts';
import { runCommand } from '../support/cli.ts';
import { importWithSystems } from '../support/import-with-systems.ts';
import { problemsOf, temporaryFolder, workspaceFolder } from '../support/workspace-folder.ts';

const SOURCE = `source: crm
connector: sqlite
settings: { path: ../data/crm.sqlite }
reads:
  accounts:
    query: select id, name, tier from accounts
    id: id
    changed_since: select id, name, tier from accounts where datetime(changed) > datetime(:since)
records:
  - account: { from: accounts, id: { column: id, in: crm }, name: name, facts: { account.tier: tier } }
`;

const ROWS = `create table accounts (id integer primary key, name text, tier text, changed text, big integer, doc text, bytes blob);
  insert into accounts values (9001, 'Northwind', 'VIP', '2026-01-01 00:00:00', 9007199254740993, '{"a": {"b": 1}}', x'00'),
    (9002, 'Contoso', 'Standard', '2026-01-01 00:00:00', 1, null, null)`;

function fileIn(folder: string): DatabaseSync {
  const database = new DatabaseSync(join(folder, 'data/crm.sqlite'));
  database.exec(ROWS);
  return database;
}

it('is synced in full, then by changes', async () => {
  const folder = workspaceFolder([], { 'sources/crm.yaml': SOURCE });
  const database = fileIn(folder);
  const sync = async (): Promise<string> => (await runCommand(['sync', folder], { runImport: importWithSystems })).out;
  expect(await sync()).toContain('crm.accounts: read all 2 records; 2 new.');
  database.exec(`update accounts set tier = 'VIP', changed = datetime('now') where id = 9002`);
  expect(await sync()).toContain('crm.accounts: read 1 changed record; 1 changed.');
  database.close();
});

it('is not looked into while an answer waits: that would hold up every other', () => {
  const folder = workspaceFolder([], {
    'sources/crm.yaml': SOURCE.replace(
      '    id: id\n',
      "    id: id\n    one: 'select id, name, tier from accounts where id = :id'\n",
    ).replace('records:', 'live: { wait: 300ms }\nrecords:'),
  });
  expect(problemsOf(folder)).toEqual([
    'sources/crm.yaml:10:1: error: A file of SQLite is read by the process that answers, and holds up every other answer meanwhile. Delete `live`, and sync it more often.',
  ]);
});

it('replies to a tool with no more than any system may, and says so to whoever tries it', async () => {
  const folder = workspaceFolder([], {
    'sources/notes.yaml': `source: notes
connector: sqlite
settings: { path: ../data/notes.sqlite }
operations:
  list_notes: { about: Lists notes., input: { up_to: { type: integer } }, query: "select id, note from notes where id <= cast(:up_to as integer)" }
`,
    'services/notes.yaml': `service: notes
reviewed: true
source: notes
title: Notes
tools:
  list_notes:
    operation: list_notes
    title: List notes
    description: Lists notes.
    audiences: [teams]
    arguments: { up_to: {} }
    most: 2
    fields: { id: id, note: { at: note, type: text } }
`,
  });
  const database = new DatabaseSync(join(folder, 'data/notes.sqlite'));
  database.exec(`create table notes as with n (id) as (select 1 union all select id + 1 from n where id < 40)
    select id, hex(zeroblob(50000)) as note from n`);
  database.close();
  const call = (upTo: number) => runCommand(['call', 'notes', 'list_notes', folder, '--arg', `up_to=${upTo}`]);
  expect((await call(20)).out).toContain('"more": true');
  const { out } = await call(40);
  expect(out).toContain(
    'The reply of `list_notes` (SQLite) is larger than 2097152 bytes. Bound its query with `limit`',
  );
  expect(out).toContain('The system behind this tool can’t be asked');
});

describe('one by one', () => {
  const read = (query: string) => ({ query, id: 'id', changedSince: null, one: null });
  const connector = sqlConnector('sqlite', {
    accounts: { ...read('select * from accounts'), one: 'select * from accounts where id = :id' },
    gone: read('select * from customers'),
  });

  function client(): SourceClient {
    const folder = temporaryFolder();
    const database = new DatabaseSync(join(folder, 'crm.sqlite'));
    database.exec(ROWS);
    database.close();
    const access = { settings: { path: 'crm.sqlite' }, wayIn: 'none', words: {}, secrets: {}, baseUrl: null };
    const none = { databases: createDatabases({ allowPrivate: [] }), secretFor: () => '', folder };
    return openDatabase(connector, access, none);
  }

  async function page(name: string, columns: readonly string[]): Promise<Page> {
    const operation = connector.operations[name];
    if (operation === undefined) throw new Error(name);
    return await client().ask(operation, { columns }, { deadlineMs: 5_000 });
  }

  it('keeps values as they are', async () => {
    const { rows } = await page('accounts', ['big', 'doc.a.b']);
    expect(rows[0]).toEqual({ id: 9001, big: '9007199254740993', doc: { a: { b: 1 } } });
  });

  it.each<[string, readonly string[], string]>([
    ['gone', ['name'], 'names a table, column or database that is not there'],
    ['accounts', ['nam'], 'has no column `nam`. Did you mean `name`?'],
    ['accounts', ['bytes'], "can't be run by the database"],
  ])('says what is wrong with %s %s', async (name, columns, says) => {
    await expect(page(name, columns)).rejects.toMatchObject({
      kind: 'contract',
      message: expect.stringContaining(says) as unknown,
    });
  });

  it('finds one, or none', async () => {
    const asked = { columns: ['name'], deadlineMs: 5_000 };
    expect(await readOne(client(), connector, 'accounts', '9002', asked)).toMatchObject({ name: 'Contoso' });
    expect(await readOne(client(), connector, 'accounts', '9002 or 1', asked)).toBeNull();
  });
});
