/**
 * What a nested value may be: a small part of JSON Schema, closed and bounded, so that whoever fills it is told what fits, and nothing
 * else reaches a system. No pattern, no reference, no alternatives: what doesn't fit in is left out where the schema is made.
 */
import { Ajv } from 'ajv';
import type { Json } from '../../../base/json.ts';
import { isPlainObject } from '../../../base/json.ts';
import { memoized } from '../../../base/memoized.ts';

export type ValueSchema =
  | (About & { readonly type: 'string'; readonly enum?: readonly string[]; readonly maxLength?: number })
  | (About & { readonly type: 'integer' | 'number'; readonly minimum?: number; readonly maximum?: number })
  | (About & { readonly type: 'boolean' })
  | (About & { readonly type: 'array'; readonly items: ValueSchema; readonly maxItems?: number })
  | ObjectValueSchema;

export type ObjectValueSchema = About & {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, ValueSchema>>;
  readonly required?: readonly string[];
};

type About = { readonly description?: string };

export const DEEPEST_VALUE = 5;
/** Schemas within one. */
export const MOST_PARTS = 100;
export const MOST_ITEMS = 200;
export const MOST_TEXT = 1_000;
/** Characters of a value as JSON. */
const MOST_VALUE = 20_000;

/** Why it can't be used; null for nothing. */
export function schemaTrouble(schema: ValueSchema): string | null {
  let level: readonly ValueSchema[] = [schema];
  let parts = 0;
  for (let depth = 1; level.length > 0; depth++) {
    parts += level.length;
    if (depth > DEEPEST_VALUE) return `it is nested deeper than ${DEEPEST_VALUE} levels`;
    if (parts > MOST_PARTS) return `it has more than ${MOST_PARTS} parts`;
    const lacking = level.flatMap((one) => (one.type === 'object' ? missingIn(one) : []))[0];
    if (lacking !== undefined) return `it needs \`${lacking}\`, which it doesn’t describe`;
    level = level.flatMap(partsOf);
  }
  return null;
}

function missingIn({ properties, required = [] }: ObjectValueSchema): readonly string[] {
  return required.filter((name) => !Object.hasOwn(properties, name));
}

function partsOf(schema: ValueSchema): readonly ValueSchema[] {
  if (schema.type === 'array') return [schema.items];
  return schema.type === 'object' ? Object.values(schema.properties) : [];
}

/** As JSON Schema says it whole: closed, every text and list bounded. For menus and validators. */
export function jsonSchemaOf(schema: ValueSchema): { readonly [key: string]: Json } {
  const { description } = schema;
  const about = description === undefined ? {} : { description };
  switch (schema.type) {
    case 'object': {
      const properties = Object.entries(schema.properties).map(([name, one]) => [name, jsonSchemaOf(one)] as const);
      const { required = [] } = schema;
      return {
        type: 'object',
        ...about,
        properties: Object.fromEntries(properties),
        ...(required.length > 0 && { required: [...new Set(required)] }),
        additionalProperties: false,
      };
    }
    case 'array':
      return { type: 'array', ...about, items: jsonSchemaOf(schema.items), maxItems: schema.maxItems ?? MOST_ITEMS };
    case 'string': {
      const { enum: values, maxLength = MOST_TEXT } = schema;
      return { type: 'string', ...about, ...(values === undefined ? { maxLength } : { enum: [...new Set(values)] }) };
    }
    case 'boolean':
      return { type: 'boolean', ...about };
    default: {
      const { type, minimum, maximum } = schema;
      return { type, ...about, ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
    }
  }
}

/** Compiled once a schema: each belongs to a release, or to a connector. */
const validatorOf = memoized((schema: ValueSchema) =>
  new Ajv({ strict: true, ownProperties: true }).compile(jsonSchemaOf(schema)),
);

/** What is wrong with a value; null for nothing. Names where it is, and never the value. */
export function unfitNested(value: unknown, schema: ValueSchema): string | null {
  if (!isPlainObject(value) && !Array.isArray(value)) return 'it is neither an object nor a list';
  const validate = validatorOf(schema);
  if (!validate(value)) {
    const [error] = validate.errors ?? [];
    const at = (error?.instancePath ?? '').slice(1).replaceAll('/', '.');
    return `${at === '' ? 'it' : `\`${at}\``} ${error?.message ?? 'isn’t as its schema says'}`;
  }
  if (hasRounded(value)) return 'a number in it has more digits than a number keeps';
  return JSON.stringify(value).length > MOST_VALUE ? `it is longer than ${MOST_VALUE} characters` : null;
}

/** As with single numbers: one that was rounded on its way may be another record's. */
function hasRounded(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasRounded);
}
