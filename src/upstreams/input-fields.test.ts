/** The values that an upstream's enum lets a service ask for. */
import { expect, it } from 'vitest';
import { operationInputSchema } from '../services/operation-schemas.ts';
import { operationArgumentReader } from '../services/read-operation-arguments.ts';
import type { ServiceTool } from '../services/declaration.ts';
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
