/**
 * Where an import keeps what it has read of accounts and contacts until all of it is known: an anonymous SQLite database.
 * SQLite makes its file in the temporary folder (`SQLITE_TMPDIR`, `TMPDIR`, `/var/tmp`) and takes its name away at once,
 * so that nothing of it outlives the process, however that ends. Sorting is SQLite's too, on disk beyond the cache.
 * Not a store: it is filled once, read in order, and closed.
 */
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { Failure } from '../base/failure.ts';
import type { AccountEntry, ContactEntry } from '../sources/kit/entry.ts';
import type { Estate } from '../facts/inheritance.ts';
import type { KeepTrouble } from './findings.ts';
import type { StagedAccount } from './staged-account.ts';
import { stagedAccount, stagedText } from './staged-account.ts';
import type { Origin, Sourced } from './trust.ts';
import { idKey } from './trust.ts';

/** Position of an account entry, or of a contact entry, in the order in which they were read. */
export type EntryNumber = number;

/** What an entry does with an id. `parent + r`: it names its parent by it, and is the r-th most trusted in that. */
export const USE = { described: 0, contact: 1, parent: 2 } as const;

export type Mention = readonly [id: string, use: number, entry: EntryNumber];

/** For every entry the number of its account, or {@link UNKNOWN}. */
export type AccountNumbers = Int32Array;
export const UNKNOWN = -1;

const CACHE_KIB = 8 * 1024;

const SCHEMA = `
  PRAGMA page_size = 8192; PRAGMA cache_size = -${CACHE_KIB}; PRAGMA temp_store = FILE;
  PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
  CREATE TABLE account (entry INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
  CREATE TABLE contact (entry INTEGER PRIMARY KEY, email TEXT NOT NULL, namespace TEXT NOT NULL, place TEXT NOT NULL) STRICT;
  CREATE TABLE mention (id TEXT NOT NULL, use INTEGER NOT NULL, entry INTEGER NOT NULL) STRICT;
  CREATE TABLE domain (domain TEXT NOT NULL, entry INTEGER NOT NULL) STRICT;
  CREATE TABLE id (ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL) STRICT;
  CREATE TABLE estate (account INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
  CREATE TABLE trouble (
    list TEXT NOT NULL, place TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (list, place, reason)
  ) STRICT, WITHOUT ROWID;
  BEGIN;
`;

/** Orders by numbers that only this process knows: four bytes an entry, out of one value that {@link sortable} makes. */
const ACCOUNT = 'substr(?1, 1 + 4 * entry, 4)';
const IS_UNKNOWN = `${ACCOUNT} = x'ffffffff'`;

type StageLimits = { readonly pages: number };
/** SQLite's own. */
const STAGE_LIMITS: StageLimits = { pages: 4_294_967_294 };

/** @throws Failure `store_unavailable`, of `openStage` and of everything in it, where there is no room for it */
export class Stage {
  readonly #database: DatabaseSync;
  readonly #account: StatementSync;
  readonly #contact: StatementSync;
  readonly #mention: StatementSync;
  readonly #domain: StatementSync;
  readonly #id: StatementSync;
  readonly #estate: StatementSync;
  readonly #estateOf: StatementSync;
  readonly #trouble: StatementSync;
  #accounts = 0;
  #contacts = 0;
  #mentions = 0;

  constructor({ pages }: StageLimits = STAGE_LIMITS) {
    this.#database = new DatabaseSync('');
    this.#database.exec(`PRAGMA max_page_count = ${pages}; ${SCHEMA}`);
    const insert = (into: string) => this.#database.prepare(`INSERT ${into}`);
    this.#account = insert('INTO account VALUES (?, ?)');
    this.#contact = insert('INTO contact VALUES (?, ?, ?, ?)');
    this.#mention = insert('INTO mention VALUES (?, ?, ?)');
    this.#domain = insert('INTO domain VALUES (?, ?)');
    this.#id = insert('INTO id (id) VALUES (?)');
    this.#estate = insert('INTO estate VALUES (?, ?)');
    this.#estateOf = this.#database.prepare('SELECT text FROM estate WHERE account = ?');
    this.#trouble = insert('OR IGNORE INTO trouble VALUES (?, ?, ?)');
  }

  /** How many were staged. */
  get size(): { readonly accounts: number; readonly contacts: number; readonly mentions: number } {
    return { accounts: this.#accounts, contacts: this.#contacts, mentions: this.#mentions };
  }

  /** `parentRank`: how far its source is trusted to name a parent, 0 for the most. */
  addAccount(sourced: Sourced<AccountEntry>, parentRank: number): void {
    const { ids, parent, domains } = sourced.entry;
    const entry = this.#accounts++;
    this.#account.run(entry, stagedText(sourced));
    for (const id of ids) this.#mentioned(idKey(id), USE.described, entry);
    if (parent !== null) this.#mentioned(idKey(parent), USE.parent + parentRank, entry);
    for (const domain of domains) this.addDomain(domain, entry);
  }

  addContact({ entry: { email, account }, place }: Sourced<ContactEntry>): void {
    const entry = this.#contacts++;
    this.#contact.run(entry, email, account.namespace, place);
    this.#mentioned(idKey(account), USE.contact, entry);
  }

  /** A domain of the account that this entry is about. */
  addDomain(domain: string, entry: EntryNumber): void {
    this.#domain.run(domain, entry);
  }

  /** In the order in which {@link ids} gives them again. */
  addId(id: string): void {
    this.#id.run(id);
  }

  /** What others may inherit of an account, by its number. */
  addEstate(account: number, estate: Estate): void {
    this.#estate.run(account, JSON.stringify(estate));
  }

  estateOf(account: number): Estate | undefined {
    const row = this.#estateOf.get(account);
    return row === undefined ? undefined : (JSON.parse(String(row['text'])) as Estate);
  }

  readonly keepTrouble: KeepTrouble = (list, { place, reason }) => this.#trouble.run(list, place, reason).changes === 1;

  /** By id, who describes something by it before who refers to it. */
  mentions(): Iterable<Mention> {
    return this.#rows<Mention>('SELECT id, use, entry FROM mention ORDER BY id, use, entry');
  }

  *ids(): Iterable<string> {
    for (const [id] of this.#rows<[string]>('SELECT id FROM id ORDER BY ordinal')) yield id;
  }

  /** Entries of one account follow each other, accounts by number. Those of no account are left out. */
  *accounts(
    numbers: AccountNumbers,
    origins: readonly Origin[],
  ): Iterable<readonly [entry: EntryNumber, Sourced<StagedAccount>]> {
    const sql = `SELECT entry, text FROM account WHERE NOT ${IS_UNKNOWN} ORDER BY ${ACCOUNT}, entry`;
    for (const [entry, text] of this.#rows<[number, string]>(sql, sortable(numbers)))
      yield [entry, stagedAccount(text, origins)];
  }

  /** An entry for each pair of address and account, by address, then account. */
  contacts(numbers: AccountNumbers): Iterable<readonly [email: string, contact: EntryNumber]> {
    const known = `SELECT email, min(entry) FROM contact WHERE NOT ${IS_UNKNOWN}`;
    const sql = `${known} GROUP BY email, ${ACCOUNT} ORDER BY email, ${ACCOUNT}`;
    return this.#rows<[string, number]>(sql, sortable(numbers));
  }

  contactsOfUnknown(numbers: AccountNumbers): Iterable<readonly [namespace: string, place: string]> {
    return this.#rows<[string, string]>(`SELECT namespace, place FROM contact WHERE ${IS_UNKNOWN}`, sortable(numbers));
  }

  /** Domains of addresses from which contacts of one account write and of no other, with one of those contacts. */
  domainsOfOne(numbers: AccountNumbers): Iterable<readonly [domain: string, contact: EntryNumber]> {
    const sql = `SELECT domain, min(entry) FROM (
        SELECT substr(email, instr(email, '@') + 1) AS domain, entry, ${ACCOUNT} AS account FROM contact
      ) WHERE account <> x'ffffffff' GROUP BY domain HAVING min(account) = max(account)`;
    return this.#rows<[string, number]>(sql, sortable(numbers));
  }

  *entriesWithDomain(): Iterable<EntryNumber> {
    for (const [entry] of this.#rows<[number]>('SELECT DISTINCT entry FROM domain')) yield entry;
  }

  /** An entry for each pair of domain and account, by domain, then account. */
  domains(numbers: AccountNumbers): Iterable<readonly [domain: string, entry: EntryNumber]> {
    const sql = `SELECT domain, min(entry) FROM domain GROUP BY domain, ${ACCOUNT} ORDER BY domain, ${ACCOUNT}`;
    return this.#rows<[string, number]>(sql, sortable(numbers));
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #mentioned(id: string, use: number, entry: EntryNumber): void {
    this.#mention.run(id, use, entry);
    this.#mentions++;
  }

  /** The stage reads only what it wrote. */
  #rows<Row extends readonly SQLOutputValue[]>(sql: string, ...values: readonly SQLInputValue[]): Iterable<Row> {
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    const rows: Iterable<unknown> = statement.iterate(...values);
    return rows as Iterable<Row>;
  }
}

/** The higher byte first, so that bytes are in the order of numbers; {@link UNKNOWN} is the last. */
function sortable(numbers: AccountNumbers): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(numbers.length * 4));
  for (const [at, number] of numbers.entries()) bytes.setInt32(at * 4, number);
  return new Uint8Array(bytes.buffer);
}

/** What SQLite says of the stage is about room, and a person can make some; what others say stays theirs. */
export function stageFailure(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR')) return error;
  return new Failure(
    'store_unavailable',
    `The import can't keep what it reads in the temporary folder: ${error.message}.`,
    'Make room there, or name another folder in the environment as SQLITE_TMPDIR.',
    { cause: error },
  );
}
