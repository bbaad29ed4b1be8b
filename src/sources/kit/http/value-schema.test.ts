/** What a nested value may be: only what it has itself counts, and a number that was rounded is another one. */
import { expect, it } from 'vitest';
import type { ObjectValueSchema } from './value-schema.ts';
import { unfitNested } from './value-schema.ts';

const text = { type: 'string' } as const;
const object = (properties: ObjectValueSchema['properties'], required: readonly string[] = []): ObjectValueSchema => ({
  type: 'object',
  properties,
  required,
});

it.each<[json: string, schema: ObjectValueSchema, trouble: string | null]>([
  ['{"id":9007199254740991}', object({ id: { type: 'integer' } }), null],
  [
    '{"id":9007199254740993}',
    object({ id: { type: 'integer' } }),
    'a number in it has more digits than a number keeps',
  ],
  [
    '{"ids":[{"n":1e300}]}',
    object({ ids: { type: 'array', items: object({ n: { type: 'number' } }) } }),
    'a number in it has more digits than a number keeps',
  ],
  ['{"a":"x"}', object({ a: text }, ['a', 'a']), null],
  ['{}', object({ constructor: text as never }, ['constructor']), "it must have required property 'constructor'"],
  ['{"a":"x"}', object({ constructor: text as never, a: text }), null],
  ['{"a":"x","__proto__":{"b":1}}', object({ a: text }), 'it must NOT have additional properties'],
])('%s', (json, schema, trouble) => {
  expect(unfitNested(JSON.parse(json), schema)).toBe(trouble);
});
