/** What a tool's input schema lets a service ask for: values of an enum, objects and lists, and what is refused with its place. */
import { expect, it } from 'vitest';
import { operationInputSchema } from '../services/operation-schemas.ts';
import { operationArgumentReader } from '../services/read-operation-arguments.ts';
import type { ServiceTool } from '../services/declaration.ts';
import { argumentsOf } from './arguments.ts';
import { knownTool } from './input-fields.ts';

const known = (values: readonly (string | null)[]) =>
  knownTool({ name: 't', inputSchema: { type: 'object', properties: { a: { type: 'string', enum: values } } } });

it('is none where an enum has nothing but null', () => {
  expect(known([null])).toMatchObject({ input: {}, unsaid: { a: 'its values aren’t all texts' } });
});

it('takes a value that stands twice once, and its tool can be called', () => {
  const { input } = known(['x', 'x', null]);
  expect(input).toMatchObject({ a: { oneOf: ['x'] } });
  const argument = { name: 'a', input: 'a', description: '', required: false, oneOf: null, byDefault: null };
  const tool = { name: 't', arguments: [argument], fixed: {}, customer: null } as unknown as ServiceTool;
  const schema = operationInputSchema(tool, input, { identity: false, assertion: false });
  const read = operationArgumentReader(tool, { kind: 'upstream_tool', pin: '', replies: { at: '' }, input }, schema);
  expect(read({ a: 'x' })).toMatchObject({ kind: 'read', request: { input: { a: 'x' } } });
});

const ofArgument = (schema: object, also: object = {}) =>
  knownTool({
    name: 't',
    inputSchema: { type: 'object', properties: { a: schema as never }, required: ['a'], ...also },
  });
const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const nested = (depth: number): object => (depth === 0 ? text : object({ b: nested(depth - 1) }, ['b']));

it.each<[what: string, schema: object, field: object]>([
  [
    'an object',
    object({ b: text, n: { type: 'integer', minimum: 1, pattern: 'x' } }, ['b']),
    {
      type: 'json',
      schema: { type: 'object', required: ['b'], properties: { b: text, n: { type: 'integer', minimum: 1 } } },
    },
  ],
  [
    'a list of objects',
    { type: 'array', items: object({ b: text }), maxItems: 9 },
    { type: 'json', schema: { type: 'array', maxItems: 9, items: { properties: { b: text } } } },
  ],
  [
    'a list of numbers',
    { type: 'array', items: { type: 'number' } },
    { type: 'json', schema: { items: { type: 'number' } } },
  ],
  [
    'without what can’t be said and may be left out',
    object({ b: text, any: {}, self: { $ref: '#/$defs/s' } }),
    { schema: { properties: { b: text } } },
  ],
  [
    'by reference, or null',
    { anyOf: [{ $ref: '#/$defs/o' }, { type: 'null' }] },
    { schema: { properties: { b: text } } },
  ],
])('is %s', (_what, schema, field) => {
  const self = { type: 'object', properties: { s: { $ref: '#/$defs/s' } }, required: ['s'] };
  const { input, needs } = ofArgument(schema, { $defs: { s: self, o: object({ b: text }) } });
  expect([input['a'], needs]).toMatchObject([field, []]);
});

it.each<[what: string, schema: object, why: RegExp]>([
  [
    'that holds itself',
    { $ref: '#/$defs/s' },
    /^a\.s\.s\.s\.s\.s: it is nested deeper than 5 levels, or refers to itself$/,
  ],
  ['that is too deep', nested(6), /^a\.b\.b\.b\.b\.b: it is nested deeper/],
  [
    'that has too many parts',
    object(Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`b${n}`, text]))),
    /^it has more than 100 /,
  ],
  ['that needs what isn’t there', object({}, ['b']), /^a\.b: it is needed, and isn’t described$/],
  ['that may hold anything', { type: 'object' }, /^it is an object that may hold anything$/],
  ['whose list says nothing', { type: 'array', items: {} }, /^a\[\]: it doesn’t say its kind$/],
  [
    'of several kinds within',
    object({ b: { type: ['string', 'number'] } }, ['b']),
    /^a\.b: it may be of several kinds$/,
  ],
  [
    'by a name that every object has',
    object({ ['__proto__x']: text, b: { $ref: '#/none' } }, ['b']),
    /^a\.b: it refers to itself, or to what isn’t there$/,
  ],
])('is refused with its place %s', (_what, schema, why) => {
  const self = { type: 'object', properties: { s: { $ref: '#/$defs/s' } }, required: ['s'] };
  const { needs, unsaid } = ofArgument(schema, { $defs: { s: self } });
  expect(needs).toEqual(['a']);
  expect(unsaid['a']).toMatch(why);
});

it('has each member of an object by itself, too, and puts it back where it belongs', () => {
  const { input } = ofArgument(
    object({ c: object({ id: text, of: object({ n: { type: 'number' } }) }, ['id']) }, ['c']),
  );
  expect(Object.keys(input).toSorted()).toEqual(['a', 'a.c', 'a.c.id', 'a.c.of', 'a.c.of.n']);
  expect([input['a.c.id']?.required, input['a.c.of']?.required]).toEqual([true, undefined]);
  expect(argumentsOf({ 'a.c.id': '7', 'a.c.of.n': 2 }, input)).toEqual({ a: { c: { id: '7', of: { n: 2 } } } });
  const given = argumentsOf(JSON.parse('{"__proto__":{"polluted":1}}') as never, input);
  expect(({} as { polluted?: number }).polluted ?? Object.keys(given)).toEqual(['__proto__']);
});

it('is refused where it holds itself in more ways than anybody could follow', () => {
  const loops = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`p${n}`, { $ref: '#/$defs/loop' }]));
  const found = ofArgument({ $ref: '#/$defs/loop' }, { $defs: { loop: object({ ...loops, b: text }) } });
  expect(found.unsaid).toEqual({ a: 'it has more than 100 parts' });
});
