/** Which directory of a tenant is served: counted up by whoever changes it, in the transaction that does. */
import type { SqliteConnection } from './connection.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { Generation } from '../store.ts';
import { numberIn } from './rows.ts';

/** 0 where nothing was ever imported. */
export function generationOf(database: SqliteConnection, tenant: Tenant): Generation {
  const row = database.prepare('SELECT generation FROM directory WHERE tenant = ?').get(tenant);
  return row === undefined ? 0 : numberIn(row, 'generation');
}

/** @param namespaces of the account ids that are there from now on */
export function nextGeneration(database: SqliteConnection, tenant: Tenant, namespaces: Iterable<string>): Generation {
  const row = database
    .prepare(
      `INSERT INTO directory VALUES (?, 1, ?)
       ON CONFLICT DO UPDATE SET generation = generation + 1, namespaces = excluded.namespaces RETURNING generation`,
    )
    .get(tenant, JSON.stringify([...namespaces].toSorted()));
  return numberIn(row ?? {}, 'generation');
}
