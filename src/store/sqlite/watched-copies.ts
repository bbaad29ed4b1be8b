/** Which copied rows are others than when they were merged last: triggers of the file note it, for whoever writes a row. */
import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Json } from '../../base/json.ts';
import type { WatchedCopies } from '../copies.ts';
import { inTransaction } from './database.ts';
import { numberIn, ownJson, textIn } from './rows.ts';

type Attempt = <Result>(work: () => Result) => Result;

export function watchedCopies(database: DatabaseSync, attempt: Attempt): WatchedCopies {
  const token = database.prepare('SELECT token FROM watched WHERE tenant = ?');
  const changed = database.prepare(
    'SELECT position, source, read, id FROM changed_row WHERE tenant = ? ORDER BY position LIMIT ?',
  );
  const last = database.prepare('SELECT coalesce(max(position), 0) AS position FROM changed_row WHERE tenant = ?');
  const row = database.prepare('SELECT json FROM copied_row WHERE tenant = ? AND source = ? AND read = ? AND id = ?');
  return {
    watch: (tenant) => attempt(() => inTransaction(database, () => watch(database, tenant))),
    changed: (tenant, atMost) =>
      attempt(() => {
        const watching = token.get(tenant);
        if (watching === undefined) return null;
        const upTo = numberIn(last.get(tenant) ?? {}, 'position');
        const rows = changed.all(tenant, atMost + 1).map((each) => {
          return { source: textIn(each, 'source'), read: textIn(each, 'read'), id: textIn(each, 'id') };
        });
        return { token: textIn(watching, 'token'), upTo, rows: rows.length > atMost ? null : rows };
      }),
    merged: (tenant, upTo) => {
      attempt(() => database.prepare('DELETE FROM changed_row WHERE tenant = ? AND position <= ?').run(tenant, upTo));
    },
    row: ({ tenant, source, read }, id) =>
      attempt(() => {
        const found = row.get(tenant, source, read, id);
        return found === undefined ? null : { id, values: ownJson<Record<string, Json>>(textIn(found, 'json')) };
      }),
  };
}

function watch(database: DatabaseSync, tenant: string): string {
  const token = randomUUID();
  unwatch(database, tenant);
  database.prepare('INSERT INTO watched VALUES (?, ?)').run(tenant, token);
  return token;
}

/** Notes nothing any more, and forgets what was noted: ids of rows may be addresses. */
export function unwatch(database: DatabaseSync, tenant: string): void {
  for (const table of ['changed_row', 'watched']) database.prepare(`DELETE FROM ${table} WHERE tenant = ?`).run(tenant);
}
