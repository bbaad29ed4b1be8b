/** What stands in `services/<name>.yaml` of a service over a source: its tools, and the approved fields of each. */
import { z } from 'zod';
import { AUDIENCES } from '../../facts/frame.ts';
import { RESULT_TYPES } from '../../services/declaration.ts';
import { DOTTED_PATH } from '../../sources/kit/http/dotted-path.ts';
import { nameSchema, textSchema } from './names.ts';

const toolNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'Use lower-case letters, digits and `_`, like `find_account`.')
  .meta({ description: 'What models call it.' });

const pathSchema = z
  .string()
  .regex(DOTTED_PATH, 'Write keys joined by dots, like `requester.name`; a blank only within a key.');

const inputNameSchema = z.string().regex(/^[a-zA-Z_][\w.-]{0,62}$/, 'Write the name of an input of the operation.');

const durationSchema = z
  .string()
  .regex(/^(?:[1-9]\d{0,4})(?:ms|s|m|h)$/, 'Write a number and `ms`, `s`, `m` or `h`, like `30s`.');

type Nested = string | number | boolean | null | Nested[] | { [key: string]: Nested };

/** How deep, and what fits, the operation's own input says. */
const nestedSchema: z.ZodType<Nested> = z
  .lazy(() =>
    z.union([
      z.string().max(1_000),
      z.number(),
      z.boolean(),
      z.null(),
      z.array(nestedSchema).max(200),
      z.record(z.string().max(100), nestedSchema),
    ]),
  )
  .meta({ id: 'nestedValue' });

const valueSchema = z.union([
  textSchema.max(1_000),
  z.number(),
  z.boolean(),
  z.array(nestedSchema).max(200),
  z.record(z.string().max(100), nestedSchema),
]);

const argumentSchema = z.strictObject({
  input: inputNameSchema.optional().meta({ description: 'The operation’s input; of the same name when left out.' }),
  description: textSchema.max(1_000).optional().meta({ description: 'What it is, for the model.' }),
  required: z.boolean().optional(),
  one_of: z.array(textSchema.max(200)).min(1).max(200).optional().meta({ description: 'The only values.' }),
  default: valueSchema.optional().meta({ description: 'What is asked where the model says nothing.' }),
});

const customerSchema = z
  .union([
    z.strictObject({
      input: inputNameSchema,
      id: nameSchema.meta({ description: 'In whose ids: the `in:` under which a source says the account’s id.' }),
      belongs: pathSchema.optional().meta({
        description: 'Rows whose value here is not the customer’s id are left out; `unchecked` where none is.',
      }),
    }),
    z.strictObject({
      input: inputNameSchema,
      email: z.literal(true).meta({ description: 'The address by which the customer is known.' }),
      belongs: pathSchema.optional(),
    }),
  ])
  .meta({ description: 'The input that is filled from the customer whom the call is about.' });

type WrittenField =
  | string
  | {
      at: string;
      type?: (typeof RESULT_TYPES)[number] | undefined;
      description?: string | undefined;
      fields?: Record<string, WrittenField> | undefined;
    };

const fieldNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'Use lower-case letters, digits and `_`, like `opened_at`.');

const fieldSchema: z.ZodType<WrittenField> = z
  .lazy(() =>
    z.union([
      pathSchema,
      z.strictObject({
        at: pathSchema.meta({ description: 'Where it stands in a record of the reply.' }),
        type: z.enum(RESULT_TYPES).optional().meta({ description: '`text` when left out.' }),
        description: textSchema.max(500).optional().meta({ description: 'What it is, for the model.' }),
        fields: z
          .record(fieldNameSchema, fieldSchema)
          .optional()
          .meta({ description: 'Of `records`: the fields of each.' }),
      }),
    ]),
  )
  .meta({ id: 'resultField' });

const reviewedSchema = z.boolean().optional().meta({
  description: '`false` where nobody has looked at it yet: then it is on no menu.',
});

export const toolSchema = z.strictObject({
  operation: textSchema.max(100).optional().meta({ description: 'One of the source’s operations.' }),
  tool: textSchema
    .max(128)
    .optional()
    .meta({ description: 'In place of an operation, where the source is an MCP server: its own name for a tool.' }),
  approved: textSchema.max(80).optional().meta({
    description: 'The hash of the tool’s definition when somebody looked at it: `concierge wrap mcp` writes it.',
  }),
  rows: pathSchema
    .optional()
    .meta({ description: 'Of a tool: where its records are in what it says; all of it when left out.' }),
  reviewed: reviewedSchema,
  title: textSchema.max(100),
  description: textSchema
    .max(1_000)
    .meta({ description: 'When to use it and what comes back, for the model, in a sentence or two.' }),
  audiences: z
    .array(z.enum(AUDIENCES))
    .min(1)
    .optional()
    .meta({ description: 'For whom an agent must speak to have it; `teams` when left out.' }),
  customer: customerSchema.optional(),
  about_anybody: z.literal(true).optional().meta({
    description: 'Says that agents for customers and partners may ask this although it isn’t bound to their customer.',
  }),
  arguments: z
    .record(toolNameSchema, argumentSchema)
    .optional()
    .meta({ description: 'What the model may ask for, by its name for it.' }),
  fixed: z
    .record(inputNameSchema, valueSchema)
    .optional()
    .meta({ description: 'Inputs that are always so; no model sees them.' }),
  returns: z.enum(['list', 'one', 'text']).optional().meta({
    description:
      '`one` for a single record or none; `text`, of a tool alone, for what it says in words. As the operation replies when left out.',
  }),
  most: z.int().min(1).max(100).optional().meta({ description: 'Records at most; 20 when left out.' }),
  fields: z
    .record(fieldNameSchema, fieldSchema)
    .optional()
    .meta({ description: 'The approved fields: nothing else of a reply ever leaves. Needed but for `returns: text`.' }),
  cache: durationSchema
    .optional()
    .meta({ description: 'How long a reply may be given again; not at all when left out.' }),
  timeout: durationSchema.optional().meta({ description: 'For one call; 5s when left out, 30s at most.' }),
});

export const sourceServiceFileSchema = z
  .strictObject({
    service: nameSchema.meta({ description: 'The service’s name, equal to the file’s; served at /mcp/<name>.' }),
    reviewed: reviewedSchema,
    source: nameSchema.meta({ description: 'The source whose operations these are.' }),
    title: textSchema.max(100).meta({ description: 'What agents read as its name.' }),
    instructions: textSchema.max(4_000).optional().meta({ description: 'Sentences for the model.' }),
    tools: z.record(toolNameSchema, toolSchema).meta({ description: 'In the order in which agents see them.' }),
  })
  .meta({ title: 'Concierge: a service of a source', description: 'Which operations are tools, and what leaves.' });

export type WrittenTool = z.infer<typeof toolSchema>;
export type { WrittenField };
