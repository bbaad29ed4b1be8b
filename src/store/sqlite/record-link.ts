/** Adds one link to a chain of the records file, for whoever holds the file's write lock. Not for reading chains. */
import { linkHash, saltedHash } from '../../audit/chain.ts';
import type { EpochMs } from '../../base/clock.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { SqliteConnection } from './connection.ts';
import { extendedCode } from './database.ts';

export type RecordRow = readonly [tenant: Tenant, id: string, atMs: EpochMs, body: string];

/** The last link of a chain; before the first its sequence is 0 and its hash `null`. */
export type ChainEnd = { readonly writer: string; readonly sequence: number; readonly hash: Uint8Array | null };

/** Returns the chain's new end, or `null` where the record's id is taken. */
export type AppendLink = (end: ChainEnd, salt: Uint8Array, record: RecordRow) => ChainEnd | null;

/** SQLite's extended result code for a primary key that is there already. */
const KEY_TAKEN = 1555;

export function linkAppender(database: SqliteConnection): AppendLink {
  const insert = database.prepare('INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return ({ writer, sequence: last, hash: previous }, salt, [tenant, id, atMs, body]) => {
    const sequence = last + 1;
    const bodyHash = saltedHash(salt, body);
    const hash = linkHash(previous, bodyHash);
    try {
      insert.run(tenant, id, Math.trunc(atMs), writer, sequence, bodyHash, previous, hash, salt, body);
    } catch (error) {
      if (extendedCode(error) === KEY_TAKEN) return null;
      throw error;
    }
    return { writer, sequence, hash };
  };
}
