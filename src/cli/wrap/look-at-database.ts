/** Looks into a database's catalogue for `concierge wrap sql`, and says in a sentence what keeps one from it. No row is read. */
import { basename } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { Deployment } from '../../config/deployment.ts';
import type { DatabaseSession, SessionBounds } from '../../outbound/database/database.ts';
import { DatabaseFailure } from '../../outbound/database/database.ts';
import { createDatabases } from '../../outbound/database/databases.ts';
import { OutboundFailure } from '../../outbound/outbound.ts';
import type { Catalogue } from '../../sources/sql/catalogue/catalogue.ts';
import { readCatalogue } from '../../sources/sql/catalogue/read-catalogue.ts';
import { PORTS } from '../../sources/sql/open-database.ts';
import { sqlFailure } from '../../sources/sql/sql-failure.ts';
import { openSqlite } from '../../sources/sql/sqlite.ts';
import type { DatabaseAddress, ServerAddress } from '../../wrapping/sql/database-address.ts';

const BOUNDS: SessionBounds = { deadlineMs: 30_000 };

/**
 * `password`: null where nobody said one; some databases want none.
 * @throws Failure `sync_failed`, `missing_file`, `configuration` where there is nothing that may be read
 */
export async function lookAtDatabase(
  address: DatabaseAddress,
  password: string | null,
  { outbound }: Pick<Deployment, 'outbound'>,
): Promise<Catalogue> {
  try {
    const session = await opened(address, password, outbound);
    try {
      const database = address.kind === 'sqlite' ? '' : address.database;
      return requireSome(await readCatalogue(address.kind, session, database), address);
    } finally {
      await session.close();
    }
  } catch (error) {
    if (!(error instanceof DatabaseFailure)) throw error;
    throw address.kind === 'sqlite' ? ofFile(error) : ofServer(error, address, password);
  }
}

async function opened(
  address: DatabaseAddress,
  password: string | null,
  outbound: Deployment['outbound'],
): Promise<DatabaseSession> {
  if (address.kind === 'sqlite') return await openSqlite(address.path);
  const { kind, host, port, database, user, tls } = address;
  const place = { host, port: port ?? PORTS[kind], database, user, password: password ?? '', schema: null, tls };
  return await createDatabases(outbound).open(kind, place, BOUNDS);
}

function requireSome(catalogue: Catalogue, address: DatabaseAddress): Catalogue {
  if (catalogue.some(({ columns }) => columns.some(({ isReadable }) => isReadable))) return catalogue;
  if (address.kind === 'sqlite')
    throw new Failure('not_found', `${basename(address.path)} has no tables.`, 'Name another file.');
  const { database, user } = address;
  const what = catalogue.length === 0 ? 'has no tables that this user sees' : 'has no tables that this user may read';
  throw new Failure(
    'not_found',
    `The database \`${database}\` ${what}.`,
    `Grant SELECT on what agents may have to \`${user}\`, or name another database.`,
  );
}

function ofFile(error: DatabaseFailure): Failure {
  const isThere = error.code !== 'unreachable' || error.said !== null;
  const said = error.said === null ? '' : ` (${error.said})`;
  return isThere
    ? new Failure(
        'sync_failed',
        `${error.message.replace(/\.$/, '')}${said}.`,
        'Is it an SQLite file that nobody else holds?',
        { cause: error },
      )
    : new Failure('missing_file', error.message, 'A path counts from this folder: sqlite:data/crm.sqlite.');
}

function ofServer(error: DatabaseFailure, address: ServerAddress, password: string | null): Failure {
  const { database, host } = address;
  const message =
    error.code === 'missing'
      ? `There is no database \`${database}\` at ${host} (${error.said ?? 'no code'}).`
      : sqlFailure(error, `\`${database}\` at ${host}`, null).message;
  return new Failure('sync_failed', message, mendOf(error, address, password), { cause: error });
}

function mendOf(
  error: DatabaseFailure,
  { kind, host, port, database, user, tls }: ServerAddress,
  password: string | null,
): string {
  switch (error.code) {
    case 'refused_address':
      return refusedMend(error, host, tls);
    case 'unreachable':
    case 'timeout':
    case 'unavailable':
      return `Does it run, and does this machine reach it at port ${port ?? PORTS[kind]}?`;
    case 'auth':
      return password === null
        ? `Give the password of \`${user}\`: ${PASSWORD_ENV[kind]} in the environment, or --secret NAME for one of the deployment’s.`
        : `Look at the user \`${user}\` and the password${kind === 'mysql' && !tls ? ', and whether it may come without TLS' : ''}.`;
    case 'forbidden':
      return `Let \`${user}\` connect to \`${database}\`${kind === 'mysql' ? ', by SELECT on something in it, and look at the name' : ''}.`;
    case 'missing':
      return 'Look at the name of the database.';
    case 'limit':
      return 'Try again later, or give it more connections.';
    default:
      return 'Its catalogue can’t be read as that of this kind of database is.';
  }
}

/** As the database's own clients have it. */
export const PASSWORD_ENV: Readonly<Record<ServerAddress['kind'], string>> = {
  postgresql: 'PGPASSWORD',
  mysql: 'MYSQL_PWD',
};

function refusedMend(error: DatabaseFailure, host: string, tls: boolean): string {
  if (!tls && /without TLS/.test(error.message)) return 'Leave `sslmode` out.';
  if (error.cause instanceof OutboundFailure)
    return `Say \`outbound: { allow_private: [${host}] }\` in deployment.yaml, if this is right.`;
  if (/in a way that isn't known/.test(error.message))
    return 'Give the user a password of the usual kind: docs/sources/sql.md.';
  return /offers no TLS/.test(error.message)
    ? 'Turn TLS on in the database; `?sslmode=disable` leaves it out, on this machine alone.'
    : 'Give the file of its authority to the process: NODE_EXTRA_CA_CERTS=/path/ca.pem.';
}
