/**
 * From a tool's own input schema to the inputs that a service may fill: texts, numbers, truth values, lists, and objects by a schema of
 * ours. What is recursive, too deep or of several kinds at once is left out, with words. No pattern of an upstream's is ever run. Pure.
 */
import { isPlainObject } from '../base/json.ts';
import type { InputField, InputFields } from '../sources/kit/http/operation.ts';
import type { ValueSchema } from '../sources/kit/http/value-schema.ts';
import type { KnownTool } from './declaration.ts';
import type { Definition, JsonObject } from './definition.ts';
import { enumTexts, nestedSchema } from './nested-schema.ts';
import { pinOf } from './pin.ts';
import { resolved } from './references.ts';

const NAME = /^[a-zA-Z_][\w.-]{0,62}$/;
const MOST_INPUTS = 100;
const MOST_TEXT = 1_000;
const MOST_ENTRIES = 200;
/** Levels of an object whose members can be said one at a time. */
const DEEPEST_MEMBER = 4;

export function knownTool(definition: Definition): KnownTool {
  const { inputSchema: schema } = definition;
  const properties = isPlainObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const read = Object.entries(properties).map(([name, property], index) => {
    if (!NAME.test(name)) return [name, 'its name can’t be written here'] as const;
    if (index >= MOST_INPUTS) return [name, `it comes after ${MOST_INPUTS} others`] as const;
    const field = fieldOf(property, schema, name);
    if (typeof field === 'string') return [name, field] as const;
    return [name, { ...field, ...(required.includes(name) && { required: true }) }] as const;
  });
  const whole: InputFields = Object.fromEntries(
    read.flatMap(([name, field]) => (typeof field === 'string' ? [] : [[name, field]])),
  );
  const members = Object.entries(whole).flatMap(([name, field]) => membersOf([name], field));
  const input: InputFields = { ...Object.fromEntries(members.slice(0, MOST_INPUTS)), ...whole };
  const unsaid = Object.fromEntries(
    read.flatMap(([name, field]) => (typeof field === 'string' ? [[name.slice(0, 100), field]] : [])),
  );
  const needs = required.filter((name): name is string => typeof name === 'string' && !Object.hasOwn(input, name));
  return { pin: pinOf(definition), input, unsaid, needs };
}

/** Or why there is none. */
function fieldOf(written: unknown, root: JsonObject, name: string): InputField | string {
  const schema = resolved(written, root);
  if (schema === null) return 'it refers to itself, or to what isn’t there';
  const types = [schema['type']].flat().filter((type) => type !== 'null');
  if (types.length > 1) return 'it may be of several kinds';
  const [type = Array.isArray(schema['enum']) ? 'string' : undefined] = types;
  switch (type) {
    case 'string':
      return textField(schema);
    case 'integer':
    case 'number':
    case 'boolean':
      return { type, about: '' };
    case 'array':
      return listField(schema, root, name);
    case 'object':
      return nestedField(schema, root, name);
    default:
      return 'it doesn’t say its kind';
  }
}

function textField({ enum: values, maxLength }: JsonObject): InputField | string {
  if (values !== undefined) {
    const oneOf = enumTexts(values);
    return oneOf === null ? 'its values aren’t all texts' : { type: 'string', about: '', oneOf };
  }
  const most = Number.isSafeInteger(maxLength) ? Math.max(1, Math.min(MOST_TEXT, Number(maxLength))) : MOST_TEXT;
  return { type: 'string', about: '', most };
}

function listField(schema: JsonObject, root: JsonObject, name: string): InputField | string {
  const { items, maxItems } = schema;
  const item = fieldOf(items, root, `${name}[]`);
  if (typeof item === 'string' || item.type !== 'string') return nestedField(schema, root, name);
  const most = Number.isSafeInteger(maxItems) ? Math.max(1, Math.min(MOST_ENTRIES, Number(maxItems))) : MOST_ENTRIES;
  return { type: 'strings', about: '', most, ...(item.oneOf !== undefined && { oneOf: item.oneOf }) };
}

function nestedField(schema: JsonObject, root: JsonObject, name: string): InputField | string {
  const nested = nestedSchema(schema, root, name);
  if (typeof nested !== 'string') return { type: 'json', about: '', schema: nested };
  // Its own name stands before it already; the place of what is within doesn't.
  return nested.startsWith(`${name}: `) ? nested.slice(name.length + 2) : nested;
}

/** What is within an object, each by itself: `filter.state`, for who fixes it or fills it from the customer. */
function membersOf(at: readonly string[], { schema, required = false }: InputField): readonly [string, InputField][] {
  if (schema?.type !== 'object' || at.length >= DEEPEST_MEMBER) return [];
  return Object.entries(schema.properties).flatMap(([key, one]): readonly [string, InputField][] => {
    const way = [...at, key];
    const isNeeded = required && schema.required?.includes(key) === true;
    const field: InputField = { ...memberField(one), at: way, ...(isNeeded && { required: true }) };
    const name = way.join('.');
    return NAME.test(name) ? [[name, field], ...membersOf(way, field)] : [];
  });
}

function memberField(schema: ValueSchema): InputField {
  switch (schema.type) {
    case 'string':
      return {
        type: 'string',
        about: '',
        most: schema.maxLength ?? MOST_TEXT,
        ...(schema.enum && { oneOf: schema.enum }),
      };
    case 'integer':
    case 'number':
    case 'boolean':
      return { type: schema.type, about: '' };
    case 'array':
      if (schema.items.type !== 'string') return { type: 'json', about: '', schema };
      return {
        type: 'strings',
        about: '',
        most: schema.maxItems ?? MOST_ENTRIES,
        ...(schema.items.enum && { oneOf: schema.items.enum }),
      };
    case 'object':
      return { type: 'json', about: '', schema };
  }
}
