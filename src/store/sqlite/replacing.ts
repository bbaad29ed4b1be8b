/** What the parts of a replacement share. */
import type { SqliteConnection } from './connection.ts';
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
};

/** How one table differs afterwards. */
export type PartDifferences = {
  readonly changes: Changes;
  /** Of exactly these changes, in whatever order they came. */
  readonly digest: ContentHash;
  /** Whether anything is to be written, be it only that it was told at another time. */
  readonly isAny: boolean;
};
