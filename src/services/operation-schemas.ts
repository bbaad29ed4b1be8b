/** Input and output schemas of a service's tools, from the operation's own input fields and the approved fields. */
import type { Json } from '../base/json.ts';
import type { InputField } from '../sources/kit/http/operation.ts';
import { jsonSchemaOf } from '../sources/kit/http/value-schema.ts';
import type { ResultField, ResultShape, ServiceTool, ToolArgument } from './declaration.ts';
import type { InputShape } from './input-schemas.ts';
import { identityProperties } from './input-schemas.ts';
import type { ObjectSchema } from './tool.ts';

/** Identity arguments are there for tools that are about a customer; an argument that isn't required may be left out. */
export function operationInputSchema(
  { arguments: declared, customer }: ServiceTool,
  inputs: Readonly<Record<string, InputField>>,
  shape: InputShape,
): ObjectSchema {
  const own = declared.flatMap((argument) => {
    const field = inputs[argument.input];
    return field === undefined ? [] : [[argument.name, argumentSchema(argument, field)] as const];
  });
  const required = declared.filter(({ required: needed }) => needed).map(({ name }) => name);
  return {
    type: 'object',
    properties: {
      ...identityProperties({ ...shape, identity: shape.identity && customer !== null }),
      ...Object.fromEntries(own),
    },
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function argumentSchema({ description, oneOf, byDefault }: ToolArgument, field: InputField): Json {
  const about = {
    ...(description === '' ? {} : { description }),
    ...(byDefault === null ? {} : { default: byDefault as Json }),
  };
  // A value that stands twice makes a schema that no validator takes.
  const declared = oneOf ?? field.oneOf;
  const listed = declared === undefined ? undefined : [...new Set(declared)];
  const most = field.most ?? MOST;
  const text = { type: 'string', ...(listed === undefined ? { maxLength: MOST } : { enum: [...listed] }) };
  switch (field.type) {
    case 'integer':
    case 'number':
    case 'boolean':
      return { type: field.type, ...about };
    case 'moment':
      return { type: 'string', format: 'date-time', ...about };
    case 'json':
      return { ...(field.schema === undefined ? { type: 'object' } : jsonSchemaOf(field.schema)), ...about };
    case 'strings':
    case 'names':
      return { type: 'array', items: text, maxItems: most, ...about };
    case 'string':
      return listed === undefined
        ? { type: 'string', minLength: 1, maxLength: most, ...about }
        : { type: 'string', enum: [...listed], ...about };
  }
}

/** As `check-input.ts` has it. */
const MOST = 200;

const AS_OF: Json = { type: 'string', format: 'date-time', description: 'When the system said so.' };

export function operationOutputSchema({ returns, fields }: ResultShape): ObjectSchema {
  const record = recordSchema(fields);
  if (returns === 'one')
    return closed(
      { found: { type: 'boolean', description: 'Whether there is such a record.' }, record, as_of: AS_OF },
      ['found', 'as_of'],
    );
  return closed(
    {
      records: { type: 'array', items: record },
      more: { type: 'boolean', description: 'Whether there are more than these.' },
      as_of: AS_OF,
    },
    ['records', 'more', 'as_of'],
  );
}

function recordSchema(fields: readonly ResultField[]): ObjectSchema {
  return closed(Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])), []);
}

function fieldSchema({ type, description, fields }: ResultField): Json {
  const about = description === null ? {} : { description };
  switch (type) {
    case 'number':
    case 'boolean':
      return { type, ...about };
    case 'texts':
      return { type: 'array', items: { type: 'string' }, ...about };
    case 'records':
      return { type: 'array', items: recordSchema(fields), ...about };
    default:
      return { type: 'string', ...about };
  }
}

function closed(properties: Record<string, Json>, required: readonly string[]): ObjectSchema {
  return {
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}
