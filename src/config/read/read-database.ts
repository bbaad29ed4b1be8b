/** The part of a source's file that is about a database: where it is, as whom it is read, and whether each query only reads. */
import type { SystemSource } from '../../sources/declaration.ts';
import { unfitName } from '../../sources/kit/http/check-input.ts';
import type { DialectName } from '../../sources/sql/dialect.ts';
import { parseQuery } from '../../sources/sql/parse-query.ts';
import type { QueriedReads } from '../../sources/sql/sql-connector.ts';
import { sqlConnector } from '../../sources/sql/sql-connector.ts';
import {
  databaseAuthSchema,
  databaseSettingsSchema,
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
  const made = sqlConnector(connector, queries);
  checkColumns(document, made, reads);
  const live = readLive(document, made, { mappings: of.mappings, reads });
  const access = connector === 'sqlite' ? fileAccess(document, context) : serverAccess(document, connector);
  if (access === null) return null;
  return {
    ...of,
    connector,
    system: null,
    queries,
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
      for (const [key, given] of Object.entries(PARAMETERS)) {
        const text = read[key as keyof typeof PARAMETERS];
        const parsed = text === undefined ? null : parseQuery(text, connector, given);
        if (parsed !== null && 'message' in parsed) document.error([...at, key], parsed.message, parsed.mend);
      }
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

const PLAIN_NAME = 'Give the column a plain name in the query: `"Account ID" as account_id`.';
