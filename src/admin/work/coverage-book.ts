/**
 * Who answers for each account, kept to be looked up: the lists behind a report's numbers, and accounts by name. In a
 * temporary database of SQLite's own, which holds a part in memory, the rest in a file that nobody else can open and that is
 * gone with this process: a million accounts need no memory, and nobody's data stays behind.
 */
import type { SQLInputValue } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import type { AccountCoverage } from '../../coverage/account-coverage.ts';
import type { Cause, Outcome } from '../../coverage/outcome.ts';
import type { Dossier, PersonKey } from '../../directory/records.ts';
import type { AccountsQuery, AccountsReply, ListedAccount, NamedAccount } from '../contract.ts';

export type CoverageBook = {
  /** `stale`: people who may not be named and still hold the account. Each account comes once. */
  readonly add: (one: AccountCoverage, dossier: Dossier, stale: ReadonlySet<PersonKey>) => void;
  /** No account comes after it. */
  readonly seal: () => void;
  readonly behind: (query: AccountsQuery) => AccountsReply;
  readonly named: (text: string) => readonly NamedAccount[];
  /** Of this very name, however capitalized. */
  readonly called: (name: string) => readonly NamedAccount[];
  readonly close: () => void;
};

export const ACCOUNTS_PER_PAGE = 20;
export const MAX_NAMED = 8;
const CACHE_KIB = 32_768;

/** Without a name it is temporary. What it holds is only written to disk when memory runs out: no syncs, no journal. */
const SETUP = `
  PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -${CACHE_KIB};
  CREATE TABLE account (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL, grouped TEXT NOT NULL, value REAL,
    fired TEXT NOT NULL, outcome TEXT NOT NULL, cause TEXT NOT NULL, contact TEXT NOT NULL, owner TEXT
  );
  CREATE TABLE held (person TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (person, id)) WITHOUT ROWID;
  BEGIN;`;

/** Made at once, when all is there, they cost a part of what they would account by account. */
const SEAL = `
  CREATE INDEX worth ON account (value DESC);
  CREATE INDEX called ON account (folded);
  COMMIT;`;

export function coverageBook(): CoverageBook {
  const database = new DatabaseSync('');
  database.exec(SETUP);
  const insert = database.prepare('INSERT INTO account VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const hold = database.prepare('INSERT OR IGNORE INTO held VALUES (?, ?)');
  return {
    add: (one, dossier, stale) => {
      const { lastInsertRowid } = insert.run(...columns(one));
      for (const { person } of dossier.assignments) if (stale.has(person)) hold.run(person, lastInsertRowid);
    },
    seal: () => database.exec(SEAL),
    behind: (query) => accountsBehind(database, query),
    ...nameQueries(database),
    close: () => database.close(),
  };
}

function columns({
  account,
  name,
  group,
  value,
  row,
  outcome,
  cause,
  contact,
  owner,
}: AccountCoverage): SQLInputValue[] {
  return [
    account,
    name,
    folded(name),
    group ?? '',
    value,
    row ?? '',
    outcome,
    cause ?? '',
    contact.name,
    owner?.name ?? null,
  ];
}

/** Capitals and the ways to write one letter are no difference between two names: `CAFÉ` is `Café`. */
function folded(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase();
}

/** Names that begin so before names that hold it somewhere; an id as a whole, with or without its source. */
function nameQueries(database: DatabaseSync): Pick<CoverageBook, 'named' | 'called'> {
  const finding = (where: string, order = '') =>
    database.prepare(`SELECT account, name, grouped FROM account WHERE ${where} ${order} LIMIT ${MAX_NAMED}`);
  const begins = finding(`folded LIKE ? ESCAPE '!' OR account = ?`, 'ORDER BY folded');
  const holds = finding(`folded LIKE ? ESCAPE '!' OR account LIKE ? ESCAPE '!'`);
  const called = finding('folded = ?', 'ORDER BY account');
  return {
    named: (text) => {
      const asked = text.trim();
      if (asked === '') return [];
      const [name, id] = [folded(asked), asked].map((part) => part.replaceAll(/[!%_]/g, '!$&'));
      const first = begins.all(`${name}%`, asked);
      const more = first.length < MAX_NAMED ? holds.all(`%${name}%`, `%:${id}%`) : [];
      const found = new Map([...first, ...more].map((row) => [row['account'], row]));
      return [...found.values()].slice(0, MAX_NAMED).map(namedAccount);
    },
    called: (name) => called.all(folded(name)).map(namedAccount),
  };
}

function namedAccount({ account, name, grouped }: Row): NamedAccount {
  return { account: String(account), name: String(name), group: grouped === '' ? null : String(grouped) };
}

function accountsBehind(database: DatabaseSync, query: AccountsQuery): AccountsReply {
  const { where, values } = conditionsOf(query);
  const counted = database.prepare(`SELECT count(*) AS accounts FROM account ${where}`).get(...values);
  const accounts = Number(counted?.['accounts']);
  const rows = database
    .prepare(
      `SELECT account, name, grouped, value, fired, outcome, cause, contact, owner FROM account ${where}
       ORDER BY value DESC NULLS LAST, id LIMIT ${ACCOUNTS_PER_PAGE} OFFSET ?`,
    )
    .all(...values, query.page * ACCOUNTS_PER_PAGE);
  return { accounts, pages: Math.ceil(accounts / ACCOUNTS_PER_PAGE), listed: rows.map(listedAccount) };
}

function conditionsOf({ outcome, cause, row, group, holder }: AccountsQuery) {
  const asked: readonly (readonly [sql: string, value: string | null])[] = [
    ['outcome = ?', outcome],
    ['cause = ?', cause],
    ['fired = ?', row],
    ['grouped = ?', group],
    ['id IN (SELECT id FROM held WHERE person = ?)', holder],
  ];
  const used = asked.filter(([, value]) => value !== null);
  return {
    where: used.length === 0 ? '' : `WHERE ${used.map(([sql]) => sql).join(' AND ')}`,
    values: used.map(([, value]) => value),
  };
}

type Row = Readonly<Record<string, unknown>>;

function listedAccount({ account, name, grouped, value, fired, outcome, cause, contact, owner }: Row): ListedAccount {
  const orNull = (text: unknown): string | null => (typeof text === 'string' && text !== '' ? text : null);
  return {
    account: String(account),
    name: String(name),
    group: orNull(grouped),
    value: value === null ? null : Number(value),
    row: orNull(fired),
    outcome: outcome as Outcome,
    cause: orNull(cause) as Cause | null,
    contact: String(contact),
    owner: orNull(owner),
  };
}
