/** Where a database is and as whom it is asked, from its URL. No message holds the URL: there may be a password in it. */
import { Failure } from '../../base/failure.ts';

export type ServerAddress = {
  readonly kind: 'postgresql' | 'mysql';
  readonly host: string;
  /** Null for the usual one. */
  readonly port: number | null;
  readonly database: string;
  readonly user: string;
  /** Null where it isn't said. */
  readonly password: string | null;
  readonly tls: boolean;
};

export type DatabaseAddress = ServerAddress | { readonly kind: 'sqlite'; readonly path: string };

const KINDS: Readonly<Record<string, ServerAddress['kind']>> = {
  'postgresql:': 'postgresql',
  'postgres:': 'postgresql',
  'mysql:': 'mysql',
  'mariadb:': 'mysql',
};

const WRITTEN =
  'Write it like postgresql://USER@HOST/DATABASE, mysql://USER@HOST/DATABASE or sqlite:FILE; in it, `%23` stands for `#`, `%40` for `@`, `%2F` for `/`.';

/** @throws Failure `usage` */
export function databaseAddress(text: string): DatabaseAddress {
  const file = /^sqlite:(?:\/\/)?(?<path>.+)$/s.exec(text)?.groups?.['path'];
  if (file !== undefined) return { kind: 'sqlite', path: file };
  const url = URL.parse(text);
  const kind = url === null ? undefined : KINDS[url.protocol];
  if (url === null || kind === undefined) throw new Failure('usage', 'This is no address of a database.', WRITTEN);
  const [database, user, password] = [url.pathname.slice(1), url.username, url.password].map(decoded);
  const host = decoded(url.hostname)
    .replace(/^\[|\]$/g, '')
    .toLowerCase();
  const lacking = [
    ...(host === '' ? ['the host'] : []),
    ...(database === '' ? ['the database'] : []),
    ...(user === '' ? ['the user'] : []),
  ];
  if (lacking.length > 0) throw new Failure('usage', `The address lacks ${lacking.join(' and ')}.`, WRITTEN);
  return {
    kind,
    host,
    port: url.port === '' ? null : Number(url.port),
    database: database ?? '',
    user: user ?? '',
    password: password === '' ? null : (password ?? null),
    tls: isEncrypted(url.searchParams),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    if (!(cause instanceof URIError)) throw cause;
    throw new Failure('usage', 'The address has a `%` that stands for nothing.', 'Write it `%25`.');
  }
}

/** A word of the usual clients; what they call `require` or `prefer` is verified here, too. */
function isEncrypted(parameters: URLSearchParams): boolean {
  const names = [...parameters.keys()];
  const other = names.find((name) => name !== 'sslmode' && name !== 'ssl-mode');
  if (other !== undefined)
    throw new Failure('usage', `The address says \`${other.slice(0, 40)}\`, which isn’t known here.`, 'Take it out.');
  return names.every((name) => !/^disabled?$/i.test(parameters.get(name) ?? ''));
}
