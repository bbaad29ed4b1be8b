/** Everything that a store tells of a tenant's directory, as one hash: two directories are the same or they aren't. */
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { systemClock } from '../../src/base/clock.ts';
import { canonicalJson } from '../../src/base/json.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';

const TENANT = 'default';

export async function fingerprintOf(folder: string): Promise<string> {
  const { directory, close } = await openSqliteStore(folder, { now: systemClock.now });
  const hash = createHash('sha256');
  try {
    for await (const account of directory.accounts(TENANT)) {
      const [dossier, identities] = [
        await directory.dossier(TENANT, account),
        await directory.identities(TENANT, account),
      ];
      hash.update(canonicalJson({ dossier, identities }));
    }
    const { people } = await directory.roster(TENANT);
    hash.update(canonicalJson([...people.values()]));
    return hash.digest('hex');
  } finally {
    await close();
  }
}

/** What SQLite itself finds wrong with the files of a store; `ok` for each. */
export function integrityOf(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sqlite'))
    .map((name) => {
      const database = new DatabaseSync(join(folder, name));
      try {
        return String(database.prepare('PRAGMA integrity_check').get()?.['integrity_check']);
      } finally {
        database.close();
      }
    });
}
