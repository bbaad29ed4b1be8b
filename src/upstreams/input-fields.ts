/**
 * From a tool's own input schema to the inputs that a service may fill: texts, numbers, truth values and lists of texts. What is
 * nested, recursive or of several kinds at once is left out, with words. No pattern of an upstream's is ever run. Pure.
 */
import { isPlainObject } from '../base/json.ts';
import type { InputField, InputFields } from '../sources/kit/http/operation.ts';
import type { KnownTool } from './declaration.ts';
import type { Definition, JsonObject } from './definition.ts';
import { pinOf } from './pin.ts';

const NAME = /^[a-zA-Z_][\w.-]{0,62}$/;
const MOST_INPUTS = 100;
const MOST_TEXT = 1_000;
const MOST_ENTRIES = 200;
const MOST_REFERENCES = 5;

export function knownTool(definition: Definition): KnownTool {
  const { inputSchema: schema } = definition;
  const properties = isPlainObject(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const read = Object.entries(properties).map(([name, property], index) => {
    if (!NAME.test(name)) return [name, 'its name can’t be written here'] as const;
    if (index >= MOST_INPUTS) return [name, `it comes after ${MOST_INPUTS} others`] as const;
    const field = fieldOf(property, schema);
    if (typeof field === 'string') return [name, field] as const;
    return [name, { ...field, ...(required.includes(name) && { required: true }) }] as const;
  });
  const input: InputFields = Object.fromEntries(
    read.flatMap(([name, field]) => (typeof field === 'string' ? [] : [[name, field]])),
  );
  const unsaid = Object.fromEntries(
    read.flatMap(([name, field]) => (typeof field === 'string' ? [[name.slice(0, 100), field]] : [])),
  );
  const needs = required.filter((name): name is string => typeof name === 'string' && !Object.hasOwn(input, name));
  return { pin: pinOf(definition), input, unsaid, needs };
}

/** Or why there is none. */
function fieldOf(written: unknown, root: JsonObject): InputField | string {
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
      return listField(schema, root);
    case 'object':
      return 'it is an object';
    default:
      return 'it doesn’t say its kind';
  }
}

function textField({ enum: values, maxLength }: JsonObject): InputField | string {
  if (values !== undefined) {
    const oneOf = texts(values);
    return oneOf === null ? 'its values aren’t all texts' : { type: 'string', about: '', oneOf };
  }
  const most = Number.isSafeInteger(maxLength) ? Math.max(1, Math.min(MOST_TEXT, Number(maxLength))) : MOST_TEXT;
  return { type: 'string', about: '', most };
}

function listField({ items, maxItems }: JsonObject, root: JsonObject): InputField | string {
  const item = fieldOf(items, root);
  if (typeof item === 'string' || item.type !== 'string') return 'it is a list of something else than texts';
  const most = Number.isSafeInteger(maxItems) ? Math.max(1, Math.min(MOST_ENTRIES, Number(maxItems))) : MOST_ENTRIES;
  return { type: 'strings', about: '', most, ...(item.oneOf !== undefined && { oneOf: item.oneOf }) };
}

function texts(values: unknown): readonly string[] | null {
  const isFit = (value: unknown): value is string => typeof value === 'string' && value.length <= 200;
  if (!Array.isArray(values) || values.length === 0 || values.length > MOST_ENTRIES) return null;
  const said = [...new Set(values.filter((value) => value !== null))];
  return said.length > 0 && said.every(isFit) ? said : null;
}

/** What a reference within the schema leads to, and what may be null without it; null where it leads round or nowhere. */
function resolved(written: unknown, root: JsonObject): JsonObject | null {
  let schema: unknown = written;
  for (let turns = 0; turns <= MOST_REFERENCES; turns++) {
    if (!isPlainObject(schema)) return null;
    const { $ref: reference, anyOf } = schema;
    const choices: readonly unknown[] = Array.isArray(anyOf) ? anyOf.filter(isSaid) : [];
    if (typeof reference === 'string') schema = referred(reference, root);
    else if (choices.length === 1) [schema] = choices;
    else return schema as JsonObject;
  }
  return null;
}

function isSaid(choice: unknown): boolean {
  return !isPlainObject(choice) || choice['type'] !== 'null';
}

function referred(reference: string, root: JsonObject): unknown {
  const [, group, name] = /^#\/(\$defs|definitions)\/([^/]+)$/.exec(reference) ?? [];
  const all = group === undefined ? undefined : root[group];
  return isPlainObject(all) && name !== undefined && Object.hasOwn(all, name) ? all[name] : undefined;
}
