/**
 * The directory in SQLite. Reads are point look-ups on the serving thread, a few microseconds each; parsed dossiers are
 * kept within a bound, so memory doesn't grow with the number of accounts.
 */
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import type { EpochMs } from '../../base/clock.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { AccountKey, Dossier } from '../../directory/records.ts';
import type { AcceptChanges, AccountIdentities, DirectoryStore, Stretch } from '../store.ts';
import { connectNode } from './connection.ts';
import type { StorePlace } from './database.ts';
import { DIRECTORY_QUERIES } from './directory-queries.ts';
import { dossierIn, sayingsIn } from './dossier-text.ts';
import { forgetInDirectory } from './forget.ts';
import { erasuresOf, mergedAsOf, momentsOf } from './generation.ts';
import { pages, readsOf, wholePages } from './reads.ts';
import { replaceDirectory } from './replace.ts';
import { damaged, textIn, textsOf } from './rows.ts';
import { DIRECTORY_FILE } from './schema.ts';
import type { View } from './views.ts';
import { directoryViews } from './views.ts';

export type SqliteDirectoryOptions = StorePlace & {
  readonly now: () => EpochMs;
  readonly cacheBytes: number;
};

/** A dossier counts only under the view that it was read for. */
type CachedDossier = { readonly view: View; readonly dossier: Dossier };

const MAX_CACHED_DOSSIERS = 50_000;
/** Measured: a parsed dossier of 20 facts takes 2.3 bytes for each character of its text, 5.3 with its snapshot. */
const BYTES_PER_CHARACTER = 6;
const ACCOUNTS_PER_PAGE = 1_000;
const DOSSIERS_PER_PAGE = 200;

const ALL: AcceptChanges = () => true;
const EVERYWHERE: Stretch = { after: null, upTo: null };

function dossierPageSql(bound: string): string {
  return `SELECT text FROM dossier WHERE tenant = ? AND account > ? ${bound} ORDER BY account LIMIT ${DOSSIERS_PER_PAGE}`;
}

export function sqliteDirectory(database: DatabaseSync, options: SqliteDirectoryOptions): DirectoryStore {
  const read = readsOf(join(options.folder, DIRECTORY_FILE.name));
  const views = directoryViews(database, options.now);
  const byId = database.prepare(DIRECTORY_QUERIES.byId);
  const byNamespacedId = database.prepare(DIRECTORY_QUERIES.byNamespacedId);
  const byEmail = database.prepare(DIRECTORY_QUERIES.byEmail);
  const byDomain = database.prepare(DIRECTORY_QUERIES.byDomain);
  const page = database.prepare(
    `SELECT account FROM dossier WHERE tenant = ? AND account > ? ORDER BY account LIMIT ${ACCOUNTS_PER_PAGE}`,
  );
  const dossierPage = database.prepare(dossierPageSql(''));
  const boundedPage = database.prepare(dossierPageSql('AND account <= ?'));
  const identitiesOf = identitiesReader(database);
  const dossierOf = cachedDossiers(database, options.cacheBytes);
  const pageReader = <Item>(parse: (text: string) => Item, tenant: Tenant, { upTo }: Stretch) => {
    const textsAfter = (after: AccountKey): readonly string[] =>
      upTo === null ? textsOf(dossierPage, 'text', tenant, after) : textsOf(boundedPage, 'text', tenant, after, upTo);
    return (after: AccountKey) => read(() => textsAfter(after).map(parse));
  };

  return {
    accountsById: (tenant, id, namespace) =>
      read(() =>
        namespace === undefined ? accountsIn(byId, tenant, id) : accountsIn(byNamespacedId, tenant, id, namespace),
      ),
    accountsByEmail: (tenant, email) => read(() => accountsIn(byEmail, tenant, email)),
    accountsByDomain: (tenant, domain) => read(() => accountsIn(byDomain, tenant, domain)),
    dossier: (tenant, account) => read(() => dossierOf(views.of(tenant), tenant, account)),
    roster: (tenant) => read(() => views.of(tenant).roster()),
    identities: (tenant, account) => read(() => identitiesOf(tenant, account)),
    namespaces: (tenant) => read(() => views.of(tenant).namespaces),
    generation: (tenant) => read(() => views.of(tenant).generation),
    refresh: views.expire,
    accounts: (tenant) =>
      pages(
        '',
        (after) => read(() => textsOf(page, 'account', tenant, after)),
        (account) => account,
      ),
    dossiers: (tenant, stretch = EVERYWHERE) =>
      pages(
        stretch.after ?? '',
        pageReader((text) => dossierIn(text, views.of(tenant).instantOf), tenant, stretch),
        ({ account }) => account,
      ),
    sayings: (tenant, stretch = EVERYWHERE) =>
      wholePages(stretch.after ?? '', pageReader(sayingsIn, tenant, stretch), ({ account }) => account),
    replace: async (tenant, data, accept = ALL, readSince) => {
      const replaced = replaceDirectory(options, tenant, data, accept, connectNode, null, readSince);
      views.expire();
      if (replaced === null) throw new Error('a whole directory always takes the place of another');
      return replaced;
    },
    replacePart: async (tenant, part, data, accept = ALL) => {
      const replaced = replaceDirectory(options, tenant, data, accept, connectNode, part);
      views.expire();
      return replaced;
    },
    mergedAs: (tenant) => read(() => mergedAsOf(database, tenant)),
    erasures: (tenant) => read(() => erasuresOf(database, tenant)),
    moments: (tenant) => read(() => momentsOf(database, tenant)),
    forget: async (tenant, subject) => {
      try {
        return await forgetInDirectory(options, tenant, subject);
      } finally {
        views.expire();
      }
    },
  };
}

function accountsIn(statement: StatementSync, ...key: readonly string[]): readonly AccountKey[] {
  const accounts = textsOf(statement, 'account', ...key);
  return accounts.length < 2 ? accounts : [...new Set(accounts)].toSorted();
}

function identitiesReader(database: DatabaseSync): (tenant: Tenant, account: AccountKey) => AccountIdentities {
  const ids = database.prepare(DIRECTORY_QUERIES.ids);
  const emails = database.prepare(DIRECTORY_QUERIES.emails);
  return (tenant, account) => ({
    ids: ids.all(tenant, account).map((row) => ({ namespace: textIn(row, 'namespace'), id: textIn(row, 'id') })),
    emails: textsOf(emails, 'email', tenant, account),
  });
}

type DossierRead = (view: View, tenant: Tenant, account: AccountKey) => Dossier | undefined;

function cachedDossiers(database: DatabaseSync, cacheBytes: number): DossierRead {
  const select = database.prepare(DIRECTORY_QUERIES.dossier);
  const cache = new LRUCache<string, CachedDossier>({ max: MAX_CACHED_DOSSIERS, maxSize: cacheBytes });
  return (view, tenant, account) => {
    const key = `${tenant}\n${account}`;
    const cached = cache.get(key);
    if (cached?.view === view) return cached.dossier;
    const row = select.get(tenant, account);
    if (row === undefined) return undefined;
    const text = textIn(row, 'text');
    const dossier = dossierIn(text, view.instantOf);
    // An index that a disk has altered leads to another row, and nobody may be told of another customer.
    if (dossier.account !== account) throw damaged('a dossier under the key of another');
    cache.set(key, { view, dossier }, { size: text.length * BYTES_PER_CHARACTER });
    return dossier;
  };
}
