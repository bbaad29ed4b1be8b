/**
 * Takes a tenant's whole directory in one transaction: readers see the old one until it commits, and anything thrown on
 * the way leaves the old one whole. What comes is compared with what is there and only what differs is written.
 * Synchronous and with connections of its own: nothing is shared but the file, so it runs as well in another process.
 * Memory doesn't grow with the directory: what has come is remembered in temporary tables on disk.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { contentHash } from '../../base/hash.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { DirectoryChanges } from '../../directory/changes.ts';
import type { AccountId, AccountKey, DirectoryData } from '../../directory/records.ts';
import type { AcceptChanges, DirectoryPart, Erasures, Replaced } from '../store.ts';
import { ErasedMeanwhile } from '../store.ts';
import type { Connect, SqliteConnection } from './connection.ts';
import { connectNode } from './connection.ts';
import type { StorePlace } from './database.ts';
import { extendedCode, openConnection, storeFailure } from './database.ts';
import { dossierText } from './dossier-text.ts';
import {
  erasuresOf,
  generationOf,
  mergedAsOf,
  momentsOf,
  momentsText,
  namespacesOf,
  nextGeneration,
} from './generation.ts';
import { personText } from './person-text.ts';
import { DOSSIERS, KeyedRows, PEOPLE } from './replace-keyed.ts';
import { ACCOUNT_DOMAINS, ACCOUNT_IDS, CUSTOMER_CONTACTS, replaceTuples } from './replace-tuples.ts';
import type { Replacing } from './replacing.ts';
import { TOUCHED_ACCOUNTS, TOUCHED_DOMAINS } from './replacing.ts';
import { DIRECTORY_FILE } from './schema.ts';

type Differences = {
  readonly changes: DirectoryChanges;
  readonly isAny: boolean;
  readonly namespaces: Iterable<string>;
};

/** Of temporary tables: they grow with the directory, so they are not kept in memory. */
const TEMPORARY_CACHE_KIB = 8_192;

/**
 * A key that comes twice is kept once; of two dossiers or people of one key the later stands.
 * @throws ErasedMeanwhile, Failure `store_unavailable`, or whatever an iterable of `data` or `accept` throws
 */
export function replaceDirectory(
  { folder, busyTimeoutMs }: StorePlace,
  tenant: Tenant,
  data: DirectoryData,
  accept: AcceptChanges,
  connect: Connect<SqliteConnection> = connectNode,
  part: DirectoryPart | null = null,
  readSince: Erasures | null = null,
): Replaced | null {
  const database = openConnection(folder, DIRECTORY_FILE, { use: 'bulk', busyTimeoutMs }, connect);
  try {
    database.exec(`PRAGMA temp_store = FILE; PRAGMA temp.cache_size = -${TEMPORARY_CACHE_KIB}`);
    const before = openConnection(folder, DIRECTORY_FILE, { use: 'read', busyTimeoutMs }, connect);
    let isUntouched = false;
    try {
      if (part !== null) touch(database, part);
      const done = replaceIn({ tenant, database, before, isPart: part !== null }, data, accept, part, readSince);
      if (done === null) return null;
      const { isAny, ...replaced } = done;
      isUntouched = !isAny;
      return replaced;
    } finally {
      before.close();
      // The log may have grown by the whole directory. Where somebody is reading just now, a later commit cuts it back.
      if (!isUntouched) database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)');
    }
  } catch (error) {
    // What an iterable threw is its own; only the file's trouble gets the file's sentence.
    throw extendedCode(error) === 0 ? error : storeFailure(join(folder, DIRECTORY_FILE.name), error);
  } finally {
    database.close();
  }
}

function touch(database: SqliteConnection, { accounts, domains }: DirectoryPart): void {
  for (const [table, keys] of [
    [TOUCHED_ACCOUNTS, accounts],
    [TOUCHED_DOMAINS, domains],
  ] as const) {
    database.exec(`CREATE TABLE ${table} (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID`);
    const insert = database.prepare(`INSERT INTO ${table} VALUES (?)`);
    for (const key of keys) insert.run(key);
  }
}

function replaceIn(
  replacing: Replacing,
  data: DirectoryData,
  accept: AcceptChanges,
  part: DirectoryPart | null,
  readSince: Erasures | null,
): (Replaced & { isAny: boolean }) | null {
  const { tenant, database, before } = replacing;
  database.exec('BEGIN IMMEDIATE');
  try {
    before.exec('BEGIN');
    const [old, was] = [generationOf(before, tenant), mergedAsOf(before, tenant)];
    if (part !== null && (was === null || part.of !== was)) {
      database.exec('ROLLBACK');
      return null;
    }
    if (readSince !== null && readSince !== erasuresOf(before, tenant)) throw new ErasedMeanwhile();
    const differences = writeDifferences(replacing, data, part);
    const { changes, namespaces } = differences;
    const { moments = new Map() } = data;
    const isAny = differences.isAny || momentsText(moments) !== momentsText(momentsOf(before, tenant));
    const accepted = accept(changes);
    // A directory of before there was such a word gets one, though it stays as it is.
    const isWritten = accepted && (isAny || old === 0 || was === null);
    const mergedAs = isWritten ? randomUUID() : was;
    const generation = isWritten ? nextGeneration(database, tenant, { namespaces, moments, mergedAs }) : old;
    database.exec(isWritten ? 'COMMIT' : 'ROLLBACK');
    return { accepted, generation, changes, mergedAs, isAny };
  } catch (error) {
    // A full disk has rolled back by itself.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/**
 * An account counts as changed as well when its ids or domains are others. A contact is nothing but its key: one that
 * moves to another account is one dropped and one added.
 */
function writeDifferences(replacing: Replacing, data: DirectoryData, part: DirectoryPart | null): Differences {
  const namespaces = new Set(part === null ? [] : namespacesOf(replacing.before, replacing.tenant));
  const left = new Set<string>();
  const accounts = new KeyedRows(replacing, DOSSIERS);
  for (const dossier of data.dossiers) accounts.put(dossier.account, dossierText(dossier));
  accounts.dropOthers();
  const markChanged = (account: AccountKey): void => accounts.markChanged(account);
  const ids = replaceTuples(
    replacing,
    ACCOUNT_IDS,
    noting(namespaces, data.accountIds),
    (account, change, [, namespace]) => {
      if (change === 'dropped') left.add(String(namespace));
      markChanged(account);
    },
  );
  const contacts = replaceTuples(replacing, CUSTOMER_CONTACTS, data.contacts);
  const domains = replaceTuples(replacing, ACCOUNT_DOMAINS, data.domains, markChanged);
  const people = new KeyedRows(replacing, PEOPLE);
  if (part?.people !== false) {
    for (const person of data.people) people.put(person.key, personText(person));
    people.dropOthers();
  }
  if (part !== null) dropUnused(replacing, namespaces, left);
  const parts = [accounts.differences(), people.differences(), contacts, ids, domains] as const;
  const [{ changes: ofAccounts }, { changes: ofPeople }, { changes: ofContacts }] = parts;
  return {
    changes: {
      accounts: ofAccounts,
      people: ofPeople,
      contacts: ofContacts,
      id: contentHash(parts.map(({ digest }) => digest)),
    },
    isAny: parts.some(({ isAny }) => isAny),
    namespaces,
  };
}

function dropUnused({ database, tenant }: Replacing, namespaces: Set<string>, left: ReadonlySet<string>): void {
  const some = database.prepare('SELECT 1 FROM account_id WHERE tenant = ? AND namespace = ? LIMIT 1');
  for (const namespace of left) if (some.get(tenant, namespace) === undefined) namespaces.delete(namespace);
}

function* noting(namespaces: Set<string>, ids: Iterable<AccountId>): Generator<AccountId> {
  for (const id of ids) {
    namespaces.add(id.namespace);
    yield id;
  }
}
