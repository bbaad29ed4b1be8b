/**
 * A database as a connector, made from the queries that its source declares. Sync and look-up know it by the words that they have for
 * every system: a query is the body of what is asked. `database-client.ts` asks it.
 */
import type { Changes, Connector, SyncRead, WayIn } from '../kit/http/connector.ts';
import type { InputFields, Operation } from '../kit/http/operation.ts';
import type { Dialect, DialectName } from './dialect.ts';
import { DIALECTS } from './dialect.ts';

/** The queries of one read. `changedSince` has the parameter `:since`, `one` has `:id`. */
export type QueriedRead = {
  readonly query: string;
  /** The column that names a record for as long as it lives. */
  readonly id: string;
  readonly changedSince: string | null;
  readonly one: string | null;
};

export type QueriedReads = Readonly<Record<string, QueriedRead>>;

/** What services may ask beside the reads: one query, each of its inputs a parameter. Plain data, as it is declared. */
export type QueriedOperation = {
  readonly about: string;
  readonly input: InputFields;
  readonly query: string;
  /** It comes to one record, or none. */
  readonly isOne: boolean;
};

export type QueriedOperations = Readonly<Record<string, QueriedOperation>>;

/** What has changed is asked for so much longer ago: a transaction that took long shows its rows late. */
export const OVERLAP_MS = 5 * 60_000;

const PASSWORD: WayIn = {
  about: 'A user of the database and its password.',
  secrets: { secret: 'The password.' },
  words: { user: { about: 'The user.', example: 'concierge', pattern: /^[^\p{Cc}]{1,128}$/u } },
  auth: { kind: 'basic', user: '{user}', secret: 'secret' },
  scopes: ['SELECT on the views that the queries name'],
};

const FILE: WayIn = { about: 'The file is opened.', secrets: {}, words: {}, auth: { kind: 'none' }, scopes: [] };

const TEXT = /^[^\p{Cc}]{1,255}$/u;

const SETTINGS: Readonly<Record<'server' | 'file', Connector['settings']>> = {
  server: {
    host: { about: 'The host of the database.', example: 'db.acme.example', pattern: /^[A-Za-z0-9_.:-]{1,253}$/ },
    port: { about: 'Its port.', example: '5432', pattern: /^\d{1,5}$/ },
    database: { about: 'The name of the database.', example: 'crm', pattern: TEXT },
    schema: {
      about: 'PostgreSQL: where names without a schema are looked for.',
      example: 'concierge',
      pattern: /^[^\p{Cc}]{0,63}$/u,
      byDefault: '',
    },
    tls: {
      about: 'How it is encrypted.',
      example: 'verify',
      pattern: /^(verify|off-on-loopback)$/,
      byDefault: 'verify',
    },
  },
  file: { path: { about: 'The file, below the workspace.', example: 'data/crm.sqlite', pattern: TEXT } },
};

export function sqlConnector(name: DialectName, reads: QueriedReads, operations: QueriedOperations = {}): Connector {
  const dialect = DIALECTS[name];
  const isFile = name === 'sqlite';
  return {
    name,
    title: dialect.title,
    settings: isFile ? SETTINGS.file : SETTINGS.server,
    base: isFile ? 'file:{path}' : `${name}://{host}:{port}/{database}`,
    waysIn: isFile ? { none: FILE } : { password: PASSWORD },
    errors: { at: [], kinds: {} },
    limits: null,
    paces: { default: { concurrency: 3, rate: null } },
    operations: Object.fromEntries([
      ...Object.entries(reads).flatMap(([read, each]) => operationsOf(read, each, dialect)),
      ...Object.entries(operations).map(([each, asked]) => [each, operationOf(each, asked, dialect)] as const),
    ]),
    reads: Object.fromEntries(Object.entries(reads).map(([read, each]) => [read, readOf(read, each)])),
    probe: { operation: Object.keys(reads)[0] ?? askedBare(operations) ?? '', input: {}, scopesHeader: null },
  };
}

/** One that may be asked without saying anything. */
function askedBare(operations: QueriedOperations): string | undefined {
  return Object.entries(operations).find(([, { input }]) =>
    Object.values(input).every(({ required }) => required !== true),
  )?.[0];
}

/** Of its columns those leave the database that a tool approves. */
const COLUMNS: InputFields = { columns: { type: 'names', about: 'The columns that are wanted.' } };

function operationOf(name: string, { input, query, isOne }: QueriedOperation, { title }: Dialect): Operation {
  return {
    about: `\`${name}\` (${title})`,
    input: { ...COLUMNS, ...input },
    request: { method: 'POST', path: '/', body: query },
    paging: null,
    rows: isOne ? null : '',
  };
}

function operationsOf(
  read: string,
  { query, changedSince, one, id }: QueriedRead,
  { title }: Dialect,
): readonly (readonly [string, Operation])[] {
  const columns: InputFields = { columns: { type: 'names', about: 'The columns that are wanted.', always: [id] } };
  const asked = (key: string, text: string, input: InputFields, isOne = false): Operation => ({
    about: `\`${key}\` of \`${read}\` (${title})`,
    input: { ...columns, ...input },
    request: { method: 'POST', path: '/', body: text },
    paging: null,
    rows: isOne ? null : '',
  });
  return [
    [read, asked('query', query, {})],
    ...(changedSince === null ? [] : [[`${read}.changes`, asked('changed_since', changedSince, SINCE)] as const]),
    ...(one === null ? [] : [[`${read}.one`, asked('one', one, ID, true)] as const]),
  ];
}

const SINCE: InputFields = { since: { type: 'moment', about: 'Since when.', required: true } };
const ID: InputFields = { id: { type: 'string', about: 'Which record.', required: true } };

function readOf(read: string, { id, changedSince, one }: QueriedRead): SyncRead {
  const changes: Changes = {
    operation: `${read}.changes`,
    since: 'since',
    as: 'iso',
    overlapMs: OVERLAP_MS,
    reachMs: null,
    gone: null,
    deletions: null,
  };
  return {
    about: `The rows of the query \`${read}\`.`,
    operation: read,
    input: {},
    columns: 'columns',
    id,
    changes: changedSince === null ? null : changes,
    one: one === null ? null : { operation: `${read}.one`, by: 'id' },
  };
}
