/**
 * What a source says of a system that no connector describes: `system:` of a file with `connector: rest`. Structure only;
 * `rest.ts` makes a connector of it. How the system lets us in stands under `auth`, as with every connector.
 */
import { z } from 'zod';
import { DOTTED_PATH_OR_NONE } from '../kit/http/dotted-path.ts';
import type { ValueSchema } from '../kit/http/value-schema.ts';
import { MOST_ITEMS, MOST_PARTS, MOST_TEXT } from '../kit/http/value-schema.ts';

const name = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'Write a name in lower case, like `list_people`.');
const text = z.string().min(1).max(1_000);
const path = z
  .string()
  .regex(DOTTED_PATH_OR_NONE, 'Write keys joined by dots, like `paging.next.after`; a blank only within a key.');
const host = z.string().regex(/^(?:[a-z0-9-]{1,63}\.){1,10}[a-z]{2,63}$/, 'Write a host, like `book.acme.example`.');
const about = text.exactOptional();
const literal = z.union([z.string().max(1_000), z.number(), z.boolean()]);

const description = z.string().min(1).max(1_000).exactOptional();
const memberName = z.string().regex(/^(?!__proto__$)[^\s.{}]{1,100}$/, 'Write a key of the JSON, like `customer_id`.');
const bound = z.number().exactOptional();
const valueSchema: z.ZodType<ValueSchema> = z
  .lazy(() =>
    z.discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('string'),
        description,
        enum: z.array(text).min(1).max(200).exactOptional(),
        maxLength: z.int().min(1).max(MOST_TEXT).exactOptional(),
      }),
      z.strictObject({ type: z.enum(['integer', 'number']), description, minimum: bound, maximum: bound }),
      z.strictObject({ type: z.literal('boolean'), description }),
      z.strictObject({
        type: z.literal('array'),
        description,
        items: valueSchema,
        maxItems: z.int().min(1).max(MOST_ITEMS).exactOptional(),
      }),
      z.strictObject({
        type: z.literal('object'),
        description,
        properties: z.record(memberName, valueSchema),
        required: z.array(memberName).max(MOST_PARTS).exactOptional(),
      }),
    ]),
  )
  .meta({ id: 'valueSchema' });

const input = z.strictObject({
  type: z.enum(['string', 'integer', 'number', 'boolean', 'strings', 'names', 'json']).meta({
    description:
      '`strings`: a list. `names`: a list of the names of fields. `json`: an object or a list, by its `schema`.',
  }),
  schema: valueSchema
    .exactOptional()
    .meta({ description: 'Of `json`: what it may be, in a small part of JSON Schema; anything else is refused.' }),
  about,
  required: z.boolean().exactOptional(),
  one_of: z.array(text).min(1).max(200).exactOptional().meta({ description: 'The only values.' }),
  most: z
    .int()
    .min(1)
    .max(1_000)
    .exactOptional()
    .meta({ description: 'Characters of a text, or entries of a list; 200.' }),
});

const place = z.union([z.strictObject({ query: text }), z.strictObject({ body: path })]).meta({
  description: 'Where the mark of the next page goes: a parameter, or a member of the body.',
});
const size = z.int().min(1).max(100_000).meta({ description: 'Rows of a full page.' });

const paging = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('cursor'), at: path, to: place, more: path.exactOptional() }),
    z.strictObject({
      kind: z.literal('last_row'),
      at: path.min(1),
      to: place,
      more: path.exactOptional(),
      size: size.exactOptional(),
    }),
    z.strictObject({ kind: z.literal('next_url'), at: path, done: path.exactOptional(), more: path.exactOptional() }),
    z.strictObject({ kind: z.literal('link') }),
    z.strictObject({
      kind: z.literal('page'),
      to: place,
      first: z.int().min(0).max(1).exactOptional(),
      size,
      pages: path.exactOptional(),
      more: path.exactOptional(),
    }),
    z.strictObject({
      kind: z.literal('offset'),
      to: place,
      size,
      total: path.exactOptional(),
      more: path.exactOptional(),
    }),
    z.strictObject({ kind: z.literal('time'), at: path, to: place, end: path }),
  ])
  .meta({ description: 'How pages follow each other; left out where one reply is all.' });

type Body = z.infer<typeof literal> | null | readonly Body[] | { readonly [key: string]: Body };
const body: z.ZodType<Body> = z.lazy(() => z.union([literal, z.null(), z.array(body), z.record(z.string(), body)]));

const operation = z.strictObject({
  about: text.meta({ description: 'One sentence: what it reads.' }),
  input: z.record(name, input).exactOptional().meta({ description: 'What it may be asked for.' }),
  request: z.strictObject({
    method: z
      .enum(['GET', 'POST'])
      .exactOptional()
      .meta({ description: 'POST only for a question that changes nothing.' }),
    path: text.meta({ description: 'Below the address, with `{field}` where an input belongs: `/people/{id}`.' }),
    query: z
      .record(text, z.union([literal, z.strictObject({ each: name, between: z.enum(['|', ' ']).exactOptional() })]))
      .exactOptional()
      .meta({
        description:
          '`{ each: tags }`: the parameter once for each entry of that list; with `between` once, with that between them.',
      }),
    headers: z.record(text, z.string().max(1_000)).exactOptional(),
    body: body.exactOptional().meta({ description: 'JSON; `{ input: field }` where an input belongs.' }),
  }),
  paging: paging.exactOptional(),
  rows: path.nullable().exactOptional().meta({
    description:
      'Where the list of records is; blank for a reply that is the list, null for a reply that is one record.',
  }),
  keeps: z.array(path.min(1)).min(1).max(500).exactOptional().meta({
    description: 'All that is handed on of a record. Name it where replies hold what must not leave the system.',
  }),
});

const where = z.strictObject({ at: path.min(1), is: z.array(literal).min(1).max(100) });
const moment = z.enum(['iso', 'epoch_s', 'epoch_ms', 'day']);
const days = z.int().min(0).max(730);

const read = z.strictObject({
  about,
  operation: name,
  input: z.record(name, z.union([literal, z.array(z.string().max(200)).max(1_000)])).exactOptional(),
  columns: name.exactOptional().meta({ description: 'The input that takes the names of the columns of the mapping.' }),
  id: path.min(1).meta({ description: 'What names a record for as long as it lives.' }),
  changes: z
    .strictObject({
      operation: name,
      since: name.meta({ description: 'The input that takes the moment.' }),
      as: moment,
      overlap_seconds: z.int().min(0).max(86_400).exactOptional(),
      reach_days: days.exactOptional().meta({ description: 'Further back it isn’t known what changed.' }),
      gone: z
        .strictObject({
          at: path.min(1),
          is: z
            .array(z.union([z.string().max(1_000), z.boolean()]))
            .min(1)
            .max(100),
        })
        .exactOptional()
        .meta({ description: 'Which records are gone.' }),
    })
    .exactOptional()
    .meta({ description: 'How changes since a moment are read; left out where every sync reads all.' }),
  one: z.strictObject({ operation: name, by: name }).exactOptional(),
  for_each: z
    .strictObject({
      of: name,
      at: path.min(1),
      where: where.exactOptional(),
      to: name,
      batch: z.int().min(1).max(1_000).exactOptional(),
      most: z.int().min(1).max(100_000).exactOptional(),
      passes: z.array(z.enum(['forbidden', 'not_found'])).exactOptional(),
    })
    .exactOptional()
    .meta({ description: 'Asked once for each value of a column of another read.' }),
  window: z
    .strictObject({ from: name, to: name, as: moment, back_days: days, ahead_days: days })
    .exactOptional()
    .meta({ description: 'From so many days ago until so many ahead: the inputs that take the two moments.' }),
  only: where.exactOptional().meta({ description: 'All other records are passed over.' }),
  adds: z
    .record(
      name,
      z.union([z.enum(['asked', 'today']), z.strictObject({ joined: z.array(path.min(1)).min(1).max(20) })]),
    )
    .exactOptional(),
  links: z.record(path.min(1), z.array(host).min(1).max(20)).exactOptional().meta({
    description: 'Links by column and the hosts that they must lead to.',
  }),
});

const kind = z.enum(['auth', 'forbidden', 'not_found', 'limit', 'transient', 'rejected']);

export const restSystemSchema = z
  .strictObject({
    title: text.meta({ description: 'The system’s name.' }),
    pace: z
      .strictObject({
        concurrency: z.int().min(1).max(64).exactOptional(),
        requests: z.int().min(1).max(1_000_000).exactOptional(),
        per_seconds: z.int().min(1).max(86_400).exactOptional(),
      })
      .refine(({ requests, per_seconds: per }) => (requests === undefined) === (per === undefined), {
        message: '`requests` and `per_seconds` belong together.',
      })
      .exactOptional()
      .meta({ description: 'How fast it may be asked; two at once where nothing is said.' }),
    errors: z
      .strictObject({ at: z.array(path.min(1)).min(1).max(10), kinds: z.record(text, kind) })
      .exactOptional()
      .meta({ description: 'Where a refusal says its code, and what the codes mean. The status says the rest.' }),
    limits: z
      .strictObject({
        remaining: text,
        reset: z.strictObject({ header: text, is: z.enum(['seconds', 'epoch_seconds', 'epoch_ms']) }).exactOptional(),
      })
      .exactOptional()
      .meta({ description: 'The headers that tell how many requests are left.' }),
    operations: z.record(name, operation).refine(isSome, { message: 'Declare one operation at least.' }),
    reads: z
      .record(name, read)
      .refine(isSome, { message: 'Declare one read, or leave it out.' })
      .exactOptional()
      .meta({ description: 'What may be read into the directory; left out where services only ask it.' }),
    probe: name
      .exactOptional()
      .meta({ description: 'The operation that shows that everything works; the first read’s.' }),
  })
  .meta({ title: 'A system of your own', description: 'What can be read of a system that no connector describes.' });

function isSome(members: object): boolean {
  const { length } = Object.keys(members);
  return length > 0 && length <= 100;
}

export type RestSystem = z.infer<typeof restSystemSchema>;
