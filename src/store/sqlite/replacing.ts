/** What the parts of a replacement share. */
import type { SqliteConnection } from './connection.ts';
import { numberIn } from './rows.ts';
import type { ContentHash } from '../../base/hash.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { Changes } from '../../directory/changes.ts';

/** The two connections of one replacement. */
export type Replacing = {
  readonly tenant: Tenant;
  /** Writes, and has the temporary tables. */
  readonly database: SqliteConnection;
  /** Reads the directory as it was, whatever is written meanwhile. */
  readonly before: SqliteConnection;
  /** Only of what stands in {@link TOUCHED_ACCOUNTS} and {@link TOUCHED_DOMAINS}. */
  readonly isPart: boolean;
};

/** Temporary tables of one column, `key`. */
export const TOUCHED_ACCOUNTS = 'temp.touched_account';
export const TOUCHED_DOMAINS = 'temp.touched_domain';

/** How one table differs afterwards. */
export type PartDifferences = {
  readonly changes: Changes;
  /** Of exactly these changes, in whatever order they came. */
  readonly digest: ContentHash;
  /** Whether anything is to be written, be it only that it was told at another time. */
  readonly isAny: boolean;
};

/** Of the tenant, in a table as it was. */
export function rowsBefore({ before, tenant }: Replacing, table: string): number {
  return numberIn(before.prepare(`SELECT count(*) AS rows FROM ${table} WHERE tenant = ?`).get(tenant) ?? {}, 'rows');
}
