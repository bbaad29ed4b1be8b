/**
 * Takes a tenant's whole directory in one transaction: readers see the old one until it commits, and anything thrown on
 * the way leaves the old one whole. Synchronous and with a connection of its own: nothing is shared but the file, so it
 * runs as well in a worker thread.
 */
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Tenant } from '../../caller/caller.ts';
import type { DirectoryData } from '../../directory/records.ts';
import type { Generation } from '../store.ts';
import type { StorePlace } from './database.ts';
import { extendedCode, inTransaction, openDatabase, storeFailure } from './database.ts';
import { numberIn } from './rows.ts';
import { DIRECTORY_FILE } from './schema.ts';

const TABLES = ['dossier', 'person', 'account_id', 'customer_contact', 'account_domain'] as const;

/**
 * A key that comes twice is kept once; of two dossiers or people of one key the later stands.
 * @throws Failure `store_unavailable`, or whatever an iterable of `data` throws
 */
export function replaceDirectory(
  { folder, busyTimeoutMs }: StorePlace,
  tenant: Tenant,
  data: DirectoryData,
): Generation {
  const database = openDatabase(folder, DIRECTORY_FILE, { use: 'bulk', busyTimeoutMs });
  try {
    const generation = inTransaction(database, () => {
      for (const table of TABLES) database.prepare(`DELETE FROM ${table} WHERE tenant = ?`).run(tenant);
      const namespaces = insertAll(database, tenant, data);
      return nextGeneration(database, tenant, namespaces);
    });
    // The log has grown by the whole directory. Where somebody is reading just now, a later commit cuts it back.
    database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)');
    return generation;
  } catch (error) {
    // What an iterable threw is its own; only the file's trouble gets the file's sentence.
    throw extendedCode(error) === 0 ? error : storeFailure(join(folder, DIRECTORY_FILE.name), error);
  } finally {
    database.close();
  }
}

/** Returns the namespaces of the account ids. */
function insertAll(database: DatabaseSync, tenant: Tenant, data: DirectoryData): ReadonlySet<string> {
  const namespaces = new Set<string>();
  const dossier = database.prepare('INSERT OR REPLACE INTO dossier VALUES (?, ?, ?)');
  for (const each of data.dossiers) dossier.run(tenant, each.account, JSON.stringify(each));
  const accountId = database.prepare('INSERT OR IGNORE INTO account_id VALUES (?, ?, ?, ?)');
  for (const { id, namespace, account } of data.accountIds) {
    accountId.run(tenant, id, namespace, account);
    namespaces.add(namespace);
  }
  const contact = database.prepare('INSERT OR IGNORE INTO customer_contact VALUES (?, ?, ?)');
  for (const { email, account } of data.contacts) contact.run(tenant, email, account);
  const domain = database.prepare('INSERT OR IGNORE INTO account_domain VALUES (?, ?, ?)');
  for (const each of data.domains) domain.run(tenant, each.domain, each.account);
  const person = database.prepare('INSERT OR REPLACE INTO person VALUES (?, ?, ?)');
  for (const each of data.people) person.run(tenant, each.key, JSON.stringify(each));
  return namespaces;
}

function nextGeneration(database: DatabaseSync, tenant: Tenant, namespaces: ReadonlySet<string>): Generation {
  const row = database
    .prepare(
      `INSERT INTO directory VALUES (?, 1, ?)
       ON CONFLICT DO UPDATE SET generation = generation + 1, namespaces = excluded.namespaces RETURNING generation`,
    )
    .get(tenant, JSON.stringify([...namespaces].toSorted()));
  return numberIn(row ?? {}, 'generation');
}
