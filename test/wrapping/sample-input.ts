/** For tests: something for every input of an operation, as its own rules have it. */
import type { Json } from '../../src/base/json.ts';
import type { Input, InputFields } from '../../src/sources/kit/http/operation.ts';
import type { ValueSchema } from '../../src/sources/kit/http/value-schema.ts';

export function sampleInput(fields: InputFields): Input {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { type, oneOf, schema }]): readonly [string, Input[string]] => {
      if (type === 'json') return [name, sampleOf(schema!) as Input[string]];
      if (type === 'integer' || type === 'number') return [name, 7];
      if (type === 'boolean') return [name, true];
      // Of a list a digit: whether it's one of numbers, nobody can see.
      return [name, type === 'string' ? (oneOf?.[0] ?? 'x') : [oneOf?.[0] ?? '7']];
    }),
  );
}

function sampleOf(schema: ValueSchema): Json {
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties).map(([key, one]) => [key, sampleOf(one)]));
    case 'array':
      return [sampleOf(schema.items)];
    case 'string':
      return schema.enum?.[0] ?? 'x';
    case 'boolean':
      return true;
    default:
      return 7;
  }
}
