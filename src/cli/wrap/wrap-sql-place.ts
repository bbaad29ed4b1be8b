/** Where the database of `concierge wrap sql` is, as whom it is asked and with which password; and how a source says so. */
import { basename, extname, join, relative, resolve, sep } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { cleanText } from '../../base/clean-text.ts';
import { isPlainObject } from '../../base/json.ts';
import type { Deployment } from '../../config/deployment.ts';
import { dataOf } from '../../config/yaml/data-of.ts';
import { nameSchema } from '../../config/schema/names.ts';
import {
  databaseAuthSchema,
  databaseSettingsSchema,
  sqliteSettingsSchema,
} from '../../config/schema/database-schema.ts';
import { isDialect } from '../../sources/sql/dialect.ts';
import { nameOf } from '../../wrapping/names.ts';
import type { DatabaseAddress } from '../../wrapping/sql/database-address.ts';
import { databaseAddress } from '../../wrapping/sql/database-address.ts';
import type { DatabaseHead } from '../../wrapping/sql/database-text.ts';
import type { CommandContext } from '../context.ts';
import { PASSWORD_ENV } from './look-at-database.ts';
import { secretsOf } from '../sources/system-client.ts';

export type Asked = {
  readonly address: DatabaseAddress;
  /** The name of the password among the deployment's; null for a file. */
  readonly secret: string | null;
};

type Said = {
  readonly url: string | undefined;
  readonly name: string | undefined;
  readonly secret: string | undefined;
};

/** `source`: what was written before, where a URL isn't said. @throws Failure `usage` */
export function askedDatabase({ url, name, secret }: Said, source: string | null, cwd: string, folder: string): Asked {
  if (secret !== undefined && !nameSchema.safeParse(secret).success)
    throw new Failure(
      'usage',
      `\`${secret.slice(0, 60)}\` is no name of a secret.`,
      'Use lower-case letters, digits, `-` and `_`.',
    );
  const written = source === null ? null : writtenDatabase(source, folder);
  if (url === undefined && written === null)
    throw new Failure(
      'usage',
      'Which database?',
      'Give its address, like postgresql://USER@HOST/DATABASE or sqlite:FILE.',
    );
  const address = url === undefined ? written?.address : onPath(databaseAddress(url), cwd);
  if (address === undefined) throw new RangeError('Nothing is said, and nothing is written.');
  if (written !== null && written.address.kind !== address.kind)
    throw new Failure(
      'usage',
      `\`${name ?? ''}\` is of ${written.address.kind}, and this is ${address.kind}.`,
      'Choose another --name.',
    );
  const named = secret ?? written?.secret ?? (name === undefined ? null : nameOf(`${name}_password`, 60, 'system'));
  return { address, secret: address.kind === 'sqlite' ? null : named };
}

function onPath(address: DatabaseAddress, cwd: string): DatabaseAddress {
  return address.kind === 'sqlite' ? { ...address, path: resolve(cwd, address.path) } : address;
}

/** Null where it is no source of a database any more. */
function writtenDatabase(source: string, folder: string): Asked | null {
  const data = dataOf(source);
  if (!isPlainObject(data) || !isDialect(data['connector'])) return null;
  if (data['connector'] === 'sqlite') {
    const settings = sqliteSettingsSchema.safeParse(data['settings']);
    if (!settings.success) return null;
    return { address: { kind: 'sqlite', path: resolve(folder, 'sources', settings.data.path) }, secret: null };
  }
  const [settings, auth] = [
    databaseSettingsSchema.safeParse(data['settings']),
    databaseAuthSchema.safeParse(data['auth']),
  ];
  if (!settings.success || !auth.success) return null;
  const { host, port = null, database, tls } = settings.data;
  const { user, secret } = auth.data;
  return {
    address: { kind: data['connector'], host, port, database, user, password: null, tls: tls !== 'off-on-loopback' },
    secret,
  };
}

/** From the address, the deployment's secret, or the variable that the database's own clients read; null where nobody says one. */
export function passwordOf(
  { address, secret }: Asked,
  deployment: Deployment,
  { env }: Pick<CommandContext, 'env'>,
): string | null {
  if (address.kind === 'sqlite') return null;
  if (address.password !== null) return address.password;
  if (secret !== null && Object.hasOwn(deployment.secrets, secret))
    return secretsOf(deployment, env)(secret, address.host);
  return env[PASSWORD_ENV[address.kind]] ?? null;
}

/** @throws Failure `usage` for a file outside of the workspace */
export function databaseHead(
  name: string,
  { address, secret }: Asked,
  folder: string,
): DatabaseHead & { readonly title: string } {
  if (address.kind === 'sqlite') {
    const file = basename(address.path);
    const path = relative(join(folder, 'sources'), insideOf(folder, address.path)).split(sep).join('/');
    return {
      name,
      title: cleanText(basename(file, extname(file)), 80) || name,
      from: `the SQLite file ${cleanText(file, 100)}`,
      connector: 'sqlite',
      settings: { path },
      auth: null,
    };
  }
  const { kind, host, port, database, user, tls } = address;
  return {
    name,
    title: cleanText(database, 80) || name,
    from: `the database ${cleanText(database, 100)} at ${host}`,
    connector: kind,
    settings: { host, ...(port !== null && { port }), database, ...(!tls && { tls: 'off-on-loopback' }) },
    auth: { way: 'password', user, secret: secret ?? '' },
  };
}

function insideOf(folder: string, path: string): string {
  const way = relative(folder, path);
  if (way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path) return path;
  throw new Failure(
    'usage',
    `${path} lies outside the workspace.`,
    'Copy the file into it; a source reads nothing else.',
  );
}

/** As what was wrapped is remembered: without user and password. */
export function baseUrlOf(address: DatabaseAddress): string {
  if (address.kind === 'sqlite') return `sqlite:${basename(address.path)}`;
  const { kind, host, port, database } = address;
  return `${kind}://${host.includes(':') ? `[${host}]` : host}${port === null ? '' : `:${port}`}/${encodeURIComponent(database)}`;
}
