/** What a source says of a database: where it is, as whom it is read, and the queries. Structure only. */
import { z } from 'zod';
import { nameSchema, textSchema } from './names.ts';

const querySchema = textSchema.max(20_000);

export const queriedReadSchema = z.strictObject({
  query: querySchema.meta({ description: 'One `select` that reads all records.' }),
  id: textSchema.meta({ description: 'The column that names a record for as long as it lives.' }),
  changed_since: querySchema.optional().meta({
    description: 'One `select` of those that have changed since `:since`. When left out, each sync reads all.',
  }),
  one: querySchema
    .optional()
    .meta({ description: 'One `select` of the record `:id`. When left out, none can be asked for by itself.' }),
});

const askedNameSchema = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'Write a name in lower case, like `find_customer`.');

const inputSchema = z.strictObject({
  type: z.enum(['string', 'integer', 'number', 'boolean', 'moment']).meta({ description: '`moment`: in UTC.' }),
  about: textSchema.max(1_000).optional(),
  required: z.boolean().optional(),
  one_of: z.array(textSchema.max(200)).min(1).max(200).optional().meta({ description: 'The only values.' }),
  most: z.int().min(1).max(1_000).optional().meta({ description: 'Characters of a text; 200.' }),
});

export const queriedOperationSchema = z.strictObject({
  about: textSchema.max(1_000).meta({ description: 'One sentence: what it reads.' }),
  input: z.record(askedNameSchema, inputSchema).optional().meta({ description: 'What it may be asked for.' }),
  query: querySchema.meta({
    description: 'One `select`, each input in it as `:name`. An input that is left out is null there.',
  }),
  rows: z.null().optional().meta({ description: '`null` for what comes to one record, or none.' }),
});

const operations = z
  .record(askedNameSchema, queriedOperationSchema)
  .meta({ description: 'What services may ask, by a name of your own: a query each, with parameters.' });

const reads = z
  .record(nameSchema, queriedReadSchema)
  .meta({ description: 'What is read, by a name of your own: a query each.' });

export const databaseSettingsSchema = z.strictObject({
  host: z
    .string()
    .regex(/^[A-Za-z0-9_.:-]{1,253}$/, 'Write a host, like `db.acme.example`.')
    .meta({ description: 'The host of the database.' }),
  port: z.int().min(1).max(65_535).optional().meta({ description: '5432 or 3306 when left out.' }),
  database: textSchema.max(128).meta({ description: 'The name of the database.' }),
  schema: textSchema
    .max(63)
    .optional()
    .meta({ description: 'PostgreSQL: where names without a schema are looked for.' }),
  tls: z
    .enum(['verify', 'off-on-loopback'])
    .optional()
    .meta({ description: '`verify` when left out. Without TLS nothing but this machine itself is called.' }),
});

export const databaseAuthSchema = z.strictObject({
  way: z.literal('password').meta({ description: 'A user and a password.' }),
  user: textSchema.max(128).meta({ description: 'A user who may read what the queries name, and nothing else.' }),
  secret: nameSchema.meta({ description: 'The name of the password among the secrets of the deployment.' }),
});

export const sqliteSettingsSchema = z.strictObject({
  path: textSchema.meta({ description: 'The file, relative to this one. It lies inside the workspace.' }),
});

export const databaseParts = {
  connector: z.enum(['postgresql', 'mysql']).meta({ description: 'A database that is asked by queries.' }),
  settings: databaseSettingsSchema,
  auth: databaseAuthSchema,
  reads: reads.optional(),
  operations: operations.optional(),
};

export const sqliteParts = {
  connector: z.literal('sqlite').meta({ description: 'A database file that lies in the workspace.' }),
  settings: sqliteSettingsSchema,
  reads: reads.optional(),
  operations: operations.optional(),
};
