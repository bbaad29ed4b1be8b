/**
 * What stands in `sources/<name>.yaml`: how to read a system's export, and the mapping of its rows into the directory.
 * Structure only; `read/read-source.ts` gives it meaning. A bare word in a mapping is always a column.
 */
import { z } from 'zod';
import { CONNECTORS } from '../../sources/connectors.ts';
import { restSystemSchema } from '../../sources/connectors/rest-schema.ts';
import { DIALECTS, isDialect } from '../../sources/sql/dialect.ts';
import { databaseParts, sqliteParts } from './database-schema.ts';
import { nameSchema, textSchema } from './names.ts';
import { recordSchema } from './record-schema.ts';

export const readSchema = z.strictObject({
  path: textSchema.optional().meta({ description: 'The file, relative to this one. It lies inside the workspace.' }),
  url: z
    .string()
    .regex(/^https?:\/\/[^\s/?#@]+\/[^\s#]*$/, {
      error: 'Write an address, like `https://files.acme.example/accounts.csv`.',
    })
    .optional()
    .meta({ description: 'In place of `path`: where the file is fetched from, by https.' }),
  format: z
    .enum(['csv', 'xlsx', 'json', 'ndjson'])
    .optional()
    .meta({ description: "Told by the file's ending when left out." }),
  sheet: textSchema.optional().meta({ description: "XLSX: the sheet's name; the first sheet when left out." }),
  header_row: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .meta({ description: 'CSV, XLSX: the row with the column names; 1 when left out.' }),
  list: textSchema.optional().meta({ description: 'JSON: the dotted path from the root to the list of records.' }),
});

const settingsSchema = z
  .record(nameSchema, textSchema)
  .optional()
  .meta({ description: 'Where the system is, and what else its connector needs to know: see its guide.' });

/** Which words and secrets a way in has is the connector's; `read/read-system.ts` looks at them. */
export const authSchema = z
  .object({ way: nameSchema.meta({ description: 'One of the ways in that the connector has.' }) })
  .catchall(textSchema)
  .meta({ description: 'How the system lets us in. A secret is the name of one of the deployment, never its value.' });

const DURATION = /^[1-9]\d{0,4}[mhd]$/;
const durationSchema = z
  .string()
  .regex(DURATION, { error: 'Write a number and `m`, `h` or `d`, like `15m`.' })
  .meta({ description: 'A length of time: 15m, 6h, 1d.' });

export const syncSchema = z
  .strictObject({
    every: durationSchema.optional().meta({ description: 'How often what has changed is read; 15m when left out.' }),
    full: durationSchema.optional().meta({ description: 'How often all is read; 1d when left out.' }),
  })
  .meta({ description: 'When this system is read.' });

const FRESH_FOR = /^[1-9]\d{0,3}[smh]$/;
const WAIT = /^(?:[1-9]\d{1,2}ms|1000ms|[12]s)$/;

export const liveSchema = z
  .strictObject({
    fresh_for: z
      .string()
      .regex(FRESH_FOR, { error: 'Write a number and `s`, `m` or `h`, like `5m`.' })
      .optional()
      .meta({ description: 'What is no older isn’t asked for again; 5m when left out.' }),
    wait: z
      .string()
      .regex(WAIT, { error: 'Write from `10ms` to `2s`, like `300ms`.' })
      .optional()
      .meta({ description: 'How long an answer waits at most; 300ms when left out.' }),
  })
  .meta({
    description:
      'The account of a question is looked up in the system while its answer is made. `{}` for the usual times.',
  });

const recordsSchema = z.array(recordSchema).min(1).meta({ description: 'What the rows mean.' });

export const staleSchema = z
  .strictObject({
    after: durationSchema,
    facts: z.enum(['kept', 'missing']).optional().meta({
      description:
        'What becomes of its facts: they are `kept`, and it is told; or they count as `missing` to the rules, too.',
    }),
  })
  .meta({ description: 'From what age on what this source says is too old.' });

export const webhookSchema = z
  .strictObject({
    secret: nameSchema.meta({ description: 'The name of the deployment’s secret with which the system signs.' }),
  })
  .meta({ description: 'Whether the system may say by a webhook, at `/hooks/<source>`, that something has changed.' });

const systemReadSchema = z.strictObject({ read: nameSchema.meta({ description: 'One of the connector’s reads.' }) });

const common = {
  source: nameSchema.meta({ description: "The source's name, equal to the file's." }),
  stale: staleSchema.optional(),
};

/** Of files that are fetched. */
export const fileKeysSchema = z.strictObject({
  auth: authSchema
    .optional()
    .meta({ description: 'By `url`: how its server lets us in; without credentials when left out.' }),
  redirect_hosts: z
    .array(z.string().regex(/^[a-z0-9.-]{1,253}$/, 'Write a host, like `cdn.acme.example`.'))
    .max(20)
    .optional()
    .meta({ description: 'By `url`: other hosts that it may lead on to. Credentials never go there.' }),
  sync: syncSchema.optional(),
});

const fileSourceSchema = z.strictObject({
  ...common,
  records: recordsSchema,
  connector: z.literal('file').meta({ description: 'Exports that lie in the workspace, or that are fetched.' }),
  reads: z.record(nameSchema, readSchema).meta({ description: 'The exports to read, by a name of your own.' }),
  ...fileKeysSchema.shape,
});

const systemSourceSchema = z.strictObject({
  ...common,
  records: recordsSchema.optional(),
  connector: z.enum([...CONNECTORS.keys()]).meta({ description: 'The kind of system.' }),
  settings: settingsSchema,
  base_url: z
    .string()
    .regex(/^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/, {
      error: 'Write an address, like `https://crm.acme.example/api`.',
    })
    .optional()
    .meta({ description: 'In place of the connector’s own address: a sandbox, a gateway.' }),
  auth: authSchema,
  reads: z
    .record(nameSchema, systemReadSchema)
    .optional()
    .meta({ description: 'What is read, by a name of your own. Left out where services only ask it.' }),
  sync: syncSchema.optional(),
  live: liveSchema.optional(),
  webhook: webhookSchema.optional(),
});

const restSourceSchema = systemSourceSchema.extend({
  connector: z.literal('rest').meta({ description: 'A system of your own, which this file describes.' }),
  system: restSystemSchema,
});

const queried = {
  ...common,
  records: recordsSchema.optional(),
  sync: syncSchema.optional(),
  live: liveSchema.optional(),
};
const databaseSourceSchema = z.strictObject({ ...queried, ...databaseParts });
const sqliteSourceSchema = z.strictObject({ ...queried, ...sqliteParts });
const mcpSourceSchema = z.strictObject({
  ...common,
  connector: z.literal('mcp').meta({ description: 'Another MCP server, whose tools services offer.' }),
  url: systemSourceSchema.shape.base_url.meta({ description: 'Where it is served over Streamable HTTP.' }),
  command: nameSchema
    .optional()
    .meta({ description: 'In place of an address: one of the deployment’s `upstream_commands`, run as a process.' }),
  auth: authSchema.optional(),
});

/** By which a file is looked at: its connector says which keys it has. */
export function sourceSchemaFor(connector: unknown): z.ZodType {
  if (connector === 'rest') return restSourceSchema;
  if (connector === 'mcp') return mcpSourceSchema;
  if (connector === 'sqlite') return sqliteSourceSchema;
  if (isDialect(connector)) return databaseSourceSchema;
  if (typeof connector === 'string' && CONNECTORS.has(connector)) return systemSourceSchema;
  return fileSourceSchema.extend({
    connector: z.enum(['file', 'rest', 'mcp', ...Object.keys(DIALECTS), ...CONNECTORS.keys()]),
  });
}

export const sourceFileSchema = z
  .union([
    fileSourceSchema,
    systemSourceSchema,
    restSourceSchema,
    databaseSourceSchema,
    sqliteSourceSchema,
    mcpSourceSchema,
  ])
  .meta({ title: 'Concierge: a source', description: 'How to read a system, and what its rows mean.' });
