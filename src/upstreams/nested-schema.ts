/**
 * From a nested part of a tool's input schema to what a service may offer of it: trimmed to what is described plainly, closed and bounded.
 * What is recursive, too deep or of several kinds is left out; where it is needed, all is refused, with the place. Nothing that an
 * upstream says in words is taken along. Pure.
 */
import { isPlainObject } from '../base/json.ts';
import type { ObjectValueSchema, ValueSchema } from '../sources/kit/http/value-schema.ts';
import { DEEPEST_VALUE, MOST_ITEMS, MOST_PARTS, schemaTrouble } from '../sources/kit/http/value-schema.ts';
import type { JsonObject } from './definition.ts';
import { resolved } from './references.ts';

const NAME = /^(?!__proto__$)[a-zA-Z_$@][\w$@:-]{0,62}$/;
const MOST_LENGTH = 1_000;
/** Schemas that are looked at for one: those that hold each other have more ways through them than there is time for. */
const MOST_LOOKED_AT = 2_000;

type Looks = { left: number };

/** Or why there is none. `place`: from the argument's own name. */
export function nestedSchema(written: unknown, root: JsonObject, place: string): ValueSchema | string {
  const looks = { left: MOST_LOOKED_AT };
  const schema = nested(written, root, place, 1, looks);
  if (looks.left < 0) return `${place}: it has more than ${MOST_PARTS} parts`;
  if (typeof schema === 'string') return schema;
  const trouble = schemaTrouble(schema);
  return trouble === null ? schema : `${place}: ${trouble}`;
}

function nested(written: unknown, root: JsonObject, place: string, depth: number, looks: Looks): ValueSchema | string {
  looks.left -= 1;
  if (looks.left < 0) return `${place}: it has more than ${MOST_PARTS} parts`;
  if (depth > DEEPEST_VALUE) return `${place}: it is nested deeper than ${DEEPEST_VALUE} levels, or refers to itself`;
  const schema = resolved(written, root);
  if (schema === null) return `${place}: it refers to itself, or to what isn’t there`;
  const types = [schema['type']].flat().filter((type) => type !== 'null');
  if (types.length > 1) return `${place}: it may be of several kinds`;
  const [type = isPlainObject(schema['properties']) ? 'object' : Array.isArray(schema['enum']) ? 'string' : undefined] =
    types;
  switch (type) {
    case 'string':
      return textSchema(schema, place);
    case 'integer':
    case 'number':
      return { type, ...numberIn(schema, 'minimum'), ...numberIn(schema, 'maximum') };
    case 'boolean':
      return { type };
    case 'array': {
      const items = nested(schema['items'], root, `${place}[]`, depth + 1, looks);
      if (typeof items === 'string') return items;
      const { maxItems } = schema;
      const most = Number.isSafeInteger(maxItems) ? Math.max(1, Math.min(MOST_ITEMS, Number(maxItems))) : MOST_ITEMS;
      return { type: 'array', items, maxItems: most };
    }
    case 'object':
      return objectSchema(schema, root, place, depth, looks);
    default:
      return `${place}: it doesn’t say its kind`;
  }
}

function objectSchema(
  schema: JsonObject,
  root: JsonObject,
  place: string,
  depth: number,
  looks: Looks,
): ObjectValueSchema | string {
  const written = isPlainObject(schema['properties']) ? schema['properties'] : {};
  const required = [schema['required'] ?? []].flat().filter((name) => typeof name === 'string');
  const properties: Record<string, ValueSchema> = {};
  for (const [name, one] of Object.entries(written).slice(0, MOST_PARTS)) {
    const at = `${place}.${name.slice(0, 63)}`;
    const member = NAME.test(name) ? nested(one, root, at, depth + 1, looks) : `${at}: its name can’t be written here`;
    if (typeof member !== 'string') properties[name] = member;
    else if (required.includes(name)) return member;
  }
  const lacking = required.find((name) => !Object.hasOwn(properties, name));
  if (lacking !== undefined) return `${place}.${lacking.slice(0, 63)}: it is needed, and isn’t described`;
  if (Object.keys(properties).length === 0) return `${place}: it is an object that may hold anything`;
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

function textSchema({ enum: values, maxLength }: JsonObject, place: string): ValueSchema | string {
  if (values === undefined) {
    const most = Number.isSafeInteger(maxLength) ? Math.max(1, Math.min(MOST_LENGTH, Number(maxLength))) : undefined;
    return { type: 'string', ...(most !== undefined && { maxLength: most }) };
  }
  const texts = enumTexts(values);
  return texts === null ? `${place}: its values aren’t all texts` : { type: 'string', enum: texts };
}

/** Each once; null where they are none that can be listed. */
export function enumTexts(values: unknown): readonly string[] | null {
  const isFit = (value: unknown): value is string => typeof value === 'string' && value.length <= 200;
  if (!Array.isArray(values) || values.length === 0 || values.length > MOST_ITEMS) return null;
  const said = [...new Set(values.filter((value) => value !== null))];
  return said.length > 0 && said.every(isFit) ? said : null;
}

function numberIn(schema: JsonObject, key: 'minimum' | 'maximum'): { readonly [bound in typeof key]?: number } {
  const bound = schema[key];
  return typeof bound === 'number' && Number.isFinite(bound) ? { [key]: bound } : {};
}
