/** A source that is a database: what is said of each fault in its file, with its place. */
import { describe, expect, it } from 'vitest';
import { problemsOf, workspaceFolder, writeInto } from '../../test/support/workspace-folder.ts';

const CRM = `source: crm
connector: postgresql
settings: { host: db.acme.example, database: crm }
auth: { way: password, user: concierge, secret: crm_password }
reads:
  accounts:
    query: select * from accounts
    id: id
    changed_since: select * from accounts where updated_at > :since
    one: select * from accounts where id = :id
records:
  - account: { from: accounts, id: { column: id, in: crm }, name: name }
`;

const FILE = `source: crm
connector: sqlite
settings: { path: ../data/crm.sqlite }
reads:
  accounts: { query: select * from accounts, id: id }
records:
  - account: { from: accounts, id: { column: id, in: crm }, name: name }
`;

/** For services alone. */
const ASKED = `source: crm
connector: mysql
settings: { host: db.acme.example, database: crm }
auth: { way: password, user: concierge, secret: crm_password }
operations:
  find_accounts:
    about: Lists accounts.
    input: { tier: { type: string, one_of: [VIP] } }
    query: select * from accounts where (:tier is null or tier = :tier) limit 101
`;

function problems(text: string, from = '', to = ''): readonly string[] {
  const folder = workspaceFolder();
  writeInto(folder, 'sources/crm.yaml', text.replace(from, to));
  return problemsOf(folder);
}

describe('a source that is a database', () => {
  it.each([CRM, FILE, ASKED, CRM.replace('postgresql', 'mysql')])('loads where it is sound', (text) => {
    expect(problems(text)).toEqual([]);
  });

  it.each<[name: string, text: string, from: string, to: string, says: string]>([
    [
      'two statements',
      CRM,
      'query: select * from accounts',
      'query: select 1; select 2',
      'sources/crm.yaml:7:12: error: This is more than one statement. Leave one `select`.',
    ],
    [
      'a statement that writes',
      CRM,
      'query: select * from accounts',
      'query: delete from accounts',
      'sources/crm.yaml:7:12: error: This is no query that reads. Begin with `select` or `with`.',
    ],
    [
      'no moment in what has changed',
      CRM,
      ' where updated_at > :since',
      '',
      "sources/crm.yaml:9:20: error: This query doesn't use `:since`. Compare a column with it, like `where updated_at > :since`.",
    ],
    [
      'a parameter that isn’t there',
      CRM,
      'id = :id',
      'id = :key',
      'sources/crm.yaml:10:10: error: There is no parameter `:key` here. There is `:id`.',
    ],
    [
      'no id',
      CRM,
      '    id: id\n',
      '',
      'sources/crm.yaml:7:5: error: `id` is missing. Add `id: …`: the column that names a record for as long as it lives.',
    ],
    [
      'an id with a blank',
      CRM,
      '    id: id\n',
      '    id: Account ID\n',
      'sources/crm.yaml:8:9: error: `Account ID` can\'t be an id: it is no name of a field. Give the column a plain name in the query: `"Account ID" as account_id`.',
    ],
    [
      'a column with a blank',
      CRM,
      'name: name',
      'name: Account Name',
      'sources/crm.yaml:12:67: error: `Account Name` of PostgreSQL is never read. Take it out of the mapping: it is no name of a field.',
    ],
    [
      'a schema of MySQL',
      CRM.replace('postgresql', 'mysql'),
      'database: crm }',
      'database: crm, schema: x }',
      'sources/crm.yaml:3:51: error: MySQL has no schemas. Say `database`, or the names in the queries.',
    ],
    [
      'a file elsewhere',
      FILE,
      '../data/crm.sqlite',
      '../../crm.sqlite',
      'sources/crm.yaml:3:19: error: `../../crm.sqlite` lies outside the workspace folder. Copy the file into the workspace; a source reads nothing else.',
    ],
    [
      'an operation without its parameter',
      ASKED,
      '(:tier is null or tier = :tier)',
      '1 = 1',
      "sources/crm.yaml:9:12: error: This query doesn't use `:tier`. Compare a column with it, like `where name = :tier`.",
    ],
    [
      'an operation that writes',
      ASKED,
      'select * from accounts where (:tier is null or tier = :tier) limit 101',
      'delete from accounts',
      'sources/crm.yaml:9:12: error: This is no query that reads. Begin with `select` or `with`.',
    ],
    [
      'an input by a name that has a meaning',
      ASKED.replaceAll(':tier', ':columns'),
      '{ tier:',
      '{ columns:',
      'sources/crm.yaml:8:14: error: No input is called `columns`. Choose another name.',
    ],
    [
      'an operation that is called as a read',
      ASKED,
      'operations:\n',
      'reads:\n  find_accounts: { query: select id from accounts, id: id }\nrecords:\n  - account: { from: find_accounts, id: { column: id, in: crm } }\noperations:\n',
      'sources/crm.yaml:10:3: error: There is a read `find_accounts`, too. Call one of them otherwise.',
    ],
    [
      'nothing to be asked',
      ASKED,
      ASKED.slice(ASKED.indexOf('operations:')),
      '',
      'sources/crm.yaml:2:12: error: Nothing is asked of this database. Declare `reads`, or `operations`.',
    ],
  ])('says what is wrong: %s', (_name, text, from, to, says) => {
    expect(problems(text, from, to)).toEqual([says]);
  });
});
