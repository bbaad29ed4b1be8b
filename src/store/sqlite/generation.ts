/** Which directory of a tenant is served: counted up by whoever changes it, in the transaction that does. */
import type { Instant } from '../../base/clock.ts';
import { compareText } from '../../base/compare-text.ts';
import type { SqliteConnection } from './connection.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { Moments } from '../../facts/as-of.ts';
import type { Erasures, Generation, MergedAs } from '../store.ts';
import { numberIn, ownJson, textIn, textOrNullIn } from './rows.ts';

/** 0 where nothing was ever imported. */
export function generationOf(database: SqliteConnection, tenant: Tenant): Generation {
  const row = database.prepare('SELECT generation FROM directory WHERE tenant = ?').get(tenant);
  return row === undefined ? 0 : numberIn(row, 'generation');
}

/** What stands beside a generation: namespaces of the account ids, what named moments are, and what it was merged as. */
export type Told = {
  readonly namespaces: Iterable<string>;
  /** As they are, where it isn't said. */
  readonly moments?: Moments;
  /** Null, and where it isn't said: whoever remembers how the one before was merged knows nothing of this one. */
  readonly mergedAs?: MergedAs;
};

export function nextGeneration(
  database: SqliteConnection,
  tenant: Tenant,
  { namespaces, moments, mergedAs = null }: Told,
): Generation {
  const row = database
    .prepare(
      `INSERT INTO directory (tenant, generation, namespaces, moments, merged_as) VALUES (?1, 1, ?2, coalesce(?3, '{}'), ?4)
       ON CONFLICT DO UPDATE SET generation = generation + 1, namespaces = excluded.namespaces,
         moments = coalesce(?3, moments), merged_as = excluded.merged_as
       RETURNING generation`,
    )
    .get(
      tenant,
      JSON.stringify([...namespaces].toSorted()),
      moments === undefined ? null : momentsText(moments),
      mergedAs,
    );
  return numberIn(row ?? {}, 'generation');
}

export function momentsOf(database: SqliteConnection, tenant: Tenant): Moments {
  const row = database.prepare('SELECT moments FROM directory WHERE tenant = ?').get(tenant);
  return new Map(row === undefined ? [] : Object.entries(ownJson<Record<string, Instant>>(textIn(row, 'moments'))));
}

export function mergedAsOf(database: SqliteConnection, tenant: Tenant): MergedAs {
  const row = database.prepare('SELECT merged_as FROM directory WHERE tenant = ?').get(tenant);
  return row === undefined ? null : textOrNullIn(row, 'merged_as');
}

/** 0 where nobody was ever erased. */
export function erasuresOf(database: SqliteConnection, tenant: Tenant): Erasures {
  const row = database.prepare('SELECT erasures FROM directory WHERE tenant = ?').get(tenant);
  return row === undefined ? 0 : numberIn(row, 'erasures');
}

/** Whoever remembers how the directory was merged may remember whom nobody may: the next merge is a whole one. */
export function noteErasure(database: SqliteConnection, tenant: Tenant): void {
  database
    .prepare(
      `INSERT INTO directory (tenant, generation, namespaces, erasures) VALUES (?, 0, '[]', 1)
       ON CONFLICT DO UPDATE SET erasures = erasures + 1, merged_as = NULL`,
    )
    .run(tenant);
}

export function momentsText(moments: Moments): string {
  return JSON.stringify(Object.fromEntries([...moments].toSorted(([a], [b]) => compareText(a, b))));
}

export function namespacesOf(database: SqliteConnection, tenant: Tenant): readonly string[] {
  const row = database.prepare('SELECT namespaces FROM directory WHERE tenant = ?').get(tenant);
  return row === undefined ? [] : ownJson<string[]>(textIn(row, 'namespaces'));
}
