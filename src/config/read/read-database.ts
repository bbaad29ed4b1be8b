/** The part of a source's file that is about a database: where it is, as whom it is read, and whether each query only reads. */
import type { z } from 'zod';
import type { ValuePath } from '../../base/problem.ts';
import type { SystemSource } from '../../sources/declaration.ts';
import { unfitName } from '../../sources/kit/http/check-input.ts';
import type { InputField } from '../../sources/kit/http/operation.ts';
import type { DialectName } from '../../sources/sql/dialect.ts';
import { parseQuery } from '../../sources/sql/parse-query.ts';
import type { QueriedOperations, QueriedReads } from '../../sources/sql/sql-connector.ts';
import { sqlConnector } from '../../sources/sql/sql-connector.ts';
import {
  databaseAuthSchema,
  databaseSettingsSchema,
  queriedOperationSchema,
  queriedReadSchema,
  sqliteSettingsSchema,
} from '../schema/database-schema.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { insideWorkspace } from './inside-workspace.ts';
import { readLive } from './read-live.ts';
import { readStale } from './read-stale.ts';
import { scheduleOf } from './read-system.ts';
import { checkColumns } from './read-system-columns.ts';
import type { SourceContext } from './source-context.ts';

/** Reports every problem; `null` where too little can be read. */
export function readDatabase(
  document: ConfigDocument,
  connector: DialectName,
  of: Pick<SystemSource, 'name' | 'mappings'>,
  context: SourceContext,
): SystemSource | null {
  const queries = readQueries(document, connector);
  const reads = Object.keys(queries).map((name) => ({ name, read: name }));
  const operations = readOperations(document, connector, queries);
  if (!document.has(['reads']) && !document.has(['operations']))
    document.error(['connector'], 'Nothing is asked of this database.', 'Declare `reads`, or `operations`.');
  const made = sqlConnector(connector, queries, operations);
  checkColumns(document, made, reads);
  const live = readLive(document, made, { mappings: of.mappings, reads });
  const access = connector === 'sqlite' ? fileAccess(document, context) : serverAccess(document, connector);
  if (access === null) return null;
  return {
    ...of,
    connector,
    system: null,
    queries,
    ...(Object.keys(operations).length > 0 && { operations }),
    reads,
    access,
    sync: scheduleOf(document),
    ...(live !== undefined && { live }),
    ...readStale(document),
  };
}

function fileAccess(document: ConfigDocument, context: SourceContext): SystemSource['access'] | null {
  const settings = document.read(['settings'], sqliteSettingsSchema);
  const path = settings === undefined ? null : insideWorkspace(document, ['settings', 'path'], settings.path, context);
  if (path === null) return null;
  return { settings: { path }, wayIn: 'none', words: {}, secrets: {}, baseUrl: null };
}

function serverAccess(document: ConfigDocument, connector: DialectName): SystemSource['access'] | null {
  const settings = document.read(['settings'], databaseSettingsSchema);
  const auth = document.read(['auth'], databaseAuthSchema);
  if (settings === undefined || auth === undefined) return null;
  if (settings.schema !== undefined && connector === 'mysql')
    document.error(
      ['settings', 'schema'],
      'MySQL has no schemas.',
      'Say `database`, or the names in the queries.',
      'key',
    );
  const said = Object.entries(settings).filter(([, value]) => value !== undefined);
  return {
    settings: Object.fromEntries(said.map(([name, value]) => [name, String(value)])),
    wayIn: auth.way,
    words: { user: auth.user },
    secrets: { secret: auth.secret },
    baseUrl: null,
  };
}

/** The parameters that each query has. */
const PARAMETERS = { query: [], changed_since: ['since'], one: ['id'] } as const;

function readQueries(document: ConfigDocument, connector: DialectName): QueriedReads {
  const reads = document.keys(['reads']).toSorted();
  return Object.fromEntries(
    reads.flatMap((name) => {
      const at = ['reads', name];
      const read = document.read(at, queriedReadSchema);
      if (read === undefined) return [];
      for (const [key, given] of Object.entries(PARAMETERS))
        checkQuery(document, [...at, key], read[key as keyof typeof PARAMETERS], connector, given);
      const unfit = unfitName(read.id, { type: 'names', about: '' });
      if (unfit !== null) document.error([...at, 'id'], `\`${read.id}\` can't be an id: ${unfit}.`, PLAIN_NAME);
      return [
        [
          name,
          { query: read.query, id: read.id, changedSince: read.changed_since ?? null, one: read.one ?? null },
        ] as const,
      ];
    }),
  );
}

function checkQuery(
  document: ConfigDocument,
  at: ValuePath,
  text: string | undefined,
  connector: DialectName,
  given: readonly string[],
): void {
  const parsed = text === undefined ? null : parseQuery(text, connector, given);
  if (parsed !== null && 'message' in parsed) document.error(at, parsed.message, parsed.mend);
}

/** By which a tool says which columns it approves. */
const RESERVED = 'columns';

function readOperations(document: ConfigDocument, connector: DialectName, reads: QueriedReads): QueriedOperations {
  const names = document.keys(['operations']).toSorted();
  return Object.fromEntries(
    names.flatMap((name) => {
      const at = ['operations', name];
      const written = document.read(at, queriedOperationSchema);
      if (written === undefined) return [];
      const { about, input = {}, query, rows } = written;
      if (Object.hasOwn(reads, name))
        document.error(at, `There is a read \`${name}\`, too.`, 'Call one of them otherwise.', 'key');
      if (Object.hasOwn(input, RESERVED))
        document.error(
          [...at, 'input', RESERVED],
          `No input is called \`${RESERVED}\`.`,
          'Choose another name.',
          'key',
        );
      checkQuery(document, [...at, 'query'], query, connector, Object.keys(input));
      const fields = Object.entries(input).map(([field, one]) => [field, inputField(one)] as const);
      return [[name, { about, input: Object.fromEntries(fields), query, isOne: rows === null }] as const];
    }),
  );
}

type WrittenInput = NonNullable<z.infer<typeof queriedOperationSchema>['input']>[string];

function inputField({ type, about = '', required, one_of: oneOf, most }: WrittenInput): InputField {
  return {
    type,
    about,
    ...(required !== undefined && { required }),
    ...(oneOf !== undefined && { oneOf }),
    ...(most !== undefined && { most }),
  };
}

const PLAIN_NAME = 'Give the column a plain name in the query: `"Account ID" as account_id`.';
