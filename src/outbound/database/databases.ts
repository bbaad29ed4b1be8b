/** Opens sessions with databases. A driver is loaded where a source needs it, and not before. */
import { lookup as lookUp } from 'node:dns/promises';
import { allowanceOf } from '../allowance.ts';
import type { OutboundOptions } from '../guarded.ts';
import type { Databases, DatabaseKind } from './database.ts';
import type { Way } from './dial.ts';
import type { OpenSession } from './session.ts';

const DRIVERS: Readonly<Record<DatabaseKind, () => Promise<OpenSession>>> = {
  postgresql: async () => (await import('./postgresql.ts')).openPostgresql,
  mysql: async () => (await import('./mysql.ts')).openMysql,
};

/** @throws RangeError for an entry of `allowPrivate` that is none */
export function createDatabases({
  allowPrivate,
  lookup = async (name) => await lookUp(name, { all: true }),
}: OutboundOptions): Databases {
  const way: Way = { allowance: allowanceOf(allowPrivate), lookup };
  return { open: async (kind, place, bounds) => await (await DRIVERS[kind]())(place, way, bounds) };
}
