/** From a connector made of queries, and what its source says of the database, to a client that asks it. */
import { join } from 'node:path';
import type { Databases } from '../../outbound/database/database.ts';
import type { SecretFor } from '../kit/http/auth.ts';
import type { SourceClient } from '../kit/http/client.ts';
import type { Connector } from '../kit/http/connector.ts';
import type { SourceAccess } from '../kit/http/open-source.ts';
import { databaseClient } from './database-client.ts';
import type { DialectName } from './dialect.ts';
import { DIALECTS, isDialect } from './dialect.ts';
import { openSqlite } from './sqlite.ts';

export type DatabaseSurroundings = {
  readonly databases: Databases;
  readonly secretFor: SecretFor;
  /** The workspace's, below which files lie. */
  readonly folder: string;
};

export function isDatabase({ name }: Pick<Connector, 'name'>): boolean {
  return isDialect(name);
}

/** The password is asked for at each connection: one that is replaced counts at once. */
export function openDatabase(
  { name }: Pick<Connector, 'name'>,
  { settings, words, secrets }: SourceAccess,
  { databases, secretFor, folder }: DatabaseSurroundings,
): SourceClient {
  if (!isDialect(name)) throw new RangeError(`${name} is no database.`);
  const { host = '', port, database = '', schema = '', tls, path = '' } = settings;
  if (name === 'sqlite') return databaseClient(DIALECTS.sqlite, () => openSqlite(join(folder, path)));
  return databaseClient(DIALECTS[name], (bounds) =>
    databases.open(
      name,
      {
        host,
        port: Number(port ?? PORTS[name]),
        database,
        user: words['user'] ?? '',
        password: secretFor(secrets['secret'] ?? '', host),
        schema: schema === '' ? null : schema,
        tls: tls !== 'off-on-loopback',
      },
      bounds,
    ),
  );
}

export const PORTS: Readonly<Record<Exclude<DialectName, 'sqlite'>, number>> = { postgresql: 5432, mysql: 3306 };
