/** What the rows of a source mean: accounts, people, contacts, absences, and how a value or an id is taken of a row. Structure only. */
import { z } from 'zod';
import { TRANSFORMS } from '../../sources/declaration.ts';
import { factNameSchema, nameSchema, textSchema, wordSchema } from './names.ts';

const transformSchema = z.enum(TRANSFORMS);

const detailedValueSchema = z.strictObject({
  column: textSchema
    .optional()
    .meta({ description: 'The column (or, in JSON, the dotted path) that holds the value.' }),
  constant: wordSchema.optional().meta({ description: 'The same value for every row, in place of a column.' }),
  transform: z
    .union([transformSchema, z.array(transformSchema)])
    .optional()
    .meta({ description: 'Named functions, applied in order.' }),
  values: z
    .record(z.string(), z.union([wordSchema, z.null()]))
    .optional()
    .meta({
      description: 'Words of the export and the value that each stands for. A word that is not listed is quarantined.',
    }),
  format: textSchema
    .optional()
    .meta({ description: 'How days are written, like dd.MM.yyyy, MM/dd/yyyy or d.M.yyyy. ISO when left out.' }),
});

/** A bare word is a column. */
export const valueSchema = z.union([textSchema, detailedValueSchema]).meta({ id: 'value' });

export const idSchema = z
  .strictObject({
    column: textSchema.meta({ description: 'The column that holds the id.' }),
    in: nameSchema.meta({
      description: 'Whose ids these are: `crm`, `hr`, `email`. Equal ids in one namespace name the same record.',
    }),
    format: z.enum(['plain', 'salesforce', 'email']).optional().meta({
      description: '`salesforce`: 15 and 18 characters name the same record. `email` is implied by `in: email`.',
    }),
    transform: detailedValueSchema.shape.transform,
  })
  .meta({ id: 'id' });

const whereSchema = z
  .record(textSchema, z.union([wordSchema, z.array(wordSchema).min(1)]))
  .optional()
  .meta({ description: 'Keeps the rows whose column holds one of these words.' });

const fromSchema = nameSchema.meta({ description: 'The name of one of the `reads` above.' });

const idsSchema = z
  .union([idSchema, z.array(idSchema).min(1)])
  .meta({ description: 'The id that names the record; further ids are other names of the same record.' });

const assignmentSchema = z.strictObject({
  role: textSchema.meta({ description: 'The role that this person has for the account: CSM, AE, …' }),
  person: idSchema.meta({ description: 'Who it is.' }),
  since: valueSchema.optional().meta({ description: 'Since when; of several the oldest goes first.' }),
  primary: valueSchema
    .optional()
    .meta({ description: 'Whether this is the primary holder of the role; when left out, it is.' }),
});

const accountSchema = z.strictObject({
  from: fromSchema,
  where: whereSchema,
  id: idsSchema,
  name: valueSchema.optional().meta({ description: "The account's name." }),
  parent: idSchema.optional().meta({ description: 'The account that this one belongs to.' }),
  domain: valueSchema.optional().meta({ description: "The customer's own e-mail domain." }),
  facts: z
    .record(factNameSchema, valueSchema)
    .optional()
    .meta({ description: 'Facts of concierge.yaml and the column that fills each.' }),
  assignments: z.array(assignmentSchema).optional().meta({ description: "The account's own people, by role." }),
});

const personSchema = z.strictObject({
  from: fromSchema,
  where: whereSchema,
  id: idsSchema,
  name: z
    .union([valueSchema, z.array(valueSchema).min(2).max(4)])
    .optional()
    .meta({ description: 'The name, or a list of the columns that it is put together from.' }),
  title: valueSchema.optional(),
  email: valueSchema.optional(),
  active: valueSchema.optional().meta({ description: 'Whether the person still works here.' }),
  kind: valueSchema.optional().meta({ description: 'human, queue, bot or integration. Only humans are ever shown.' }),
  calendar: valueSchema.optional().meta({ description: 'The working hours: a calendar of concierge.yaml.' }),
  timezone: valueSchema.optional(),
  booking_link: valueSchema.optional(),
  headshot_url: valueSchema.optional(),
  languages: valueSchema.optional().meta({ description: 'The languages that they speak, like `en` or `pt-BR`.' }),
  region: valueSchema.optional().meta({ description: 'A row may match it with the fact `account.region`.' }),
  products: valueSchema
    .optional()
    .meta({ description: 'What they know about; a row may match it with the fact `account.product`.' }),
  weight: valueSchema.optional().meta({ description: 'Share in a pool against 1 for everybody else.' }),
  open_load: valueSchema.optional().meta({ description: 'Open cases, for pools with `strategy: least_loaded`.' }),
  roles: valueSchema.optional().meta({ description: 'The roles that make someone a member of a team.' }),
  manager: idSchema.optional(),
  deputy: idSchema.optional().meta({ description: 'The standing deputy; a leave may name another.' }),
});

const contactSchema = z.strictObject({
  from: fromSchema,
  where: whereSchema,
  email: valueSchema.meta({ description: "A customer's e-mail address." }),
  account: idSchema.meta({ description: 'The account that it belongs to.' }),
});

const absenceSchema = z.strictObject({
  from: fromSchema,
  where: whereSchema,
  person: idSchema.meta({ description: 'Who is away.' }),
  start: valueSchema.meta({ description: 'The first day.' }),
  end: valueSchema.optional().meta({ description: 'The last day; open-ended when left out or blank.' }),
  kind: valueSchema.meta({
    description: 'on_leave or out_of_office: `{ constant: on_leave }`, or a column with `values`.',
  }),
  deputy: idSchema.optional().meta({ description: 'Who stands in meanwhile.' }),
});

export const RECORD_SCHEMAS = {
  account: accountSchema,
  person: personSchema,
  contact: contactSchema,
  absence: absenceSchema,
} as const;

export const recordSchema = z
  .union([
    z.strictObject({ account: accountSchema }).meta({ description: 'Each row is an account.' }),
    z.strictObject({ person: personSchema }).meta({ description: 'Each row is an employee, or a queue.' }),
    z.strictObject({ contact: contactSchema }).meta({ description: "Each row is a customer's e-mail address." }),
    z.strictObject({ absence: absenceSchema }).meta({ description: 'Each row is an absence of an employee.' }),
  ])
  .meta({ id: 'record' });
