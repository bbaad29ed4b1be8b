/** What is noted of syncs, in the file of the copies. */
import type { DatabaseSync } from 'node:sqlite';
import type { Tenant } from '../../caller/caller.ts';
import type { DeclaredSource } from '../copies.ts';
import type { ImportNote, SyncBook, SyncedCopy, SyncNote, SyncNotes } from '../sync-notes.ts';
import type { Row } from './rows.ts';
import { numberIn, ownJson, textIn, textOrNullIn } from './rows.ts';

type Attempt = <Result>(work: () => Result) => Result;

const OF = 'tenant = ? AND source = ? AND read = ?';

export function syncNotes(database: DatabaseSync, attempt: Attempt): SyncNotes {
  const select = database.prepare(`SELECT json FROM sync_note WHERE ${OF}`);
  const write = database.prepare(
    'INSERT INTO sync_note VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json',
  );
  const imported = database.prepare(
    'INSERT INTO import_note VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json',
  );
  return {
    noted: async ({ tenant, source, read }) => {
      const row = attempt(() => select.get(tenant, source, read));
      return row === undefined ? null : ownJson<SyncNote>(textIn(row, 'json'));
    },
    note: async ({ tenant, source, read }, note) => {
      attempt(() => write.run(tenant, source, read, JSON.stringify(note)));
    },
    noteImport: async (tenant, note) => {
      attempt(() => imported.run(tenant, JSON.stringify(note)));
    },
  };
}

/** Of sources and reads that are declared no more. */
export function dropNotes(database: DatabaseSync, tenant: Tenant, declared: readonly DeclaredSource[]): void {
  const reads = new Map(declared.map(({ source, reads: names }) => [source, names]));
  const drop = database.prepare(`DELETE FROM sync_note WHERE ${OF}`);
  for (const row of database.prepare('SELECT source, read FROM sync_note WHERE tenant = ?').all(tenant)) {
    const [source, read] = [textIn(row, 'source'), textIn(row, 'read')];
    if (reads.get(source)?.includes(read) !== true) drop.run(tenant, source, read);
  }
}

const READS = `SELECT source, read, as_of, mark, rows, running IS NOT NULL AS under_way, json
   FROM copy FULL JOIN sync_note USING (tenant, source, read) WHERE tenant = ? ORDER BY source, read`;

export function readSyncBook(database: DatabaseSync, tenant: Tenant, nowMs: number): SyncBook {
  const busy = database.prepare('SELECT source FROM claim WHERE tenant = ? AND until_ms > ?').all(tenant, nowMs);
  const last = database.prepare('SELECT json FROM import_note WHERE tenant = ?').get(tenant);
  return {
    reads: database.prepare(READS).all(tenant).map(copyIn),
    busy: busy.map((row) => textIn(row, 'source')),
    lastImport: last === undefined ? null : ownJson<ImportNote>(textIn(last, 'json')),
  };
}

function copyIn(row: Row): SyncedCopy {
  const json = textOrNullIn(row, 'json');
  return {
    source: textIn(row, 'source'),
    read: textIn(row, 'read'),
    asOf: textOrNullIn(row, 'as_of'),
    mark: ownJson<string | number | null>(textOrNullIn(row, 'mark') ?? 'null'),
    rows: row['rows'] === null ? 0 : numberIn(row, 'rows'),
    isUnderWay: numberIn(row, 'under_way') === 1,
    note: json === null ? null : ownJson<SyncNote>(json),
  };
}
