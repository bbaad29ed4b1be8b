/**
 * What a schema comes to, one level of it: the kinds of values, the members, the entries. Combinations (`allOf`, `oneOf`,
 * `anyOf`) are laid over each other, since all that counts here is what may be there.
 */
import { isPlainObject } from '../base/json.ts';
import type { ApiDocument } from './api-document.ts';
import type { Node } from './node.ts';
import { entriesOf, keysOf, placeOf, rawMember } from './node.ts';

export type Shape = {
  /** Whether the document has it at all. */
  readonly isThere: boolean;
  /** Without `null`. */
  readonly types: ReadonlySet<string>;
  readonly members: ReadonlyMap<string, Node>;
  readonly required: ReadonlySet<string>;
  readonly items: Node | null;
  /** Members under any name. */
  readonly isMap: boolean;
  /** The only values, where they are listed. */
  readonly values: readonly (string | number | boolean)[];
  readonly format: string | null;
  readonly description: string | null;
  readonly byDefault: unknown;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly isSentOnly: boolean;
};

/** Schemas that are laid over each other. */
const MOST_PARTS = 100;
const COMBINED = ['allOf', 'oneOf', 'anyOf'] as const;

export function shapeOf(api: ApiDocument, schema: Node): Shape {
  const types = new Set<string>();
  const members = new Map<string, Node>();
  const required = new Set<string>();
  const values: (string | number | boolean)[] = [];
  const facts = new Map<string, unknown>();
  let items: Node | null = null;
  let isMap = false;
  const parts = partsOf(api, schema);
  for (const part of parts) {
    const value = part.value as Readonly<Record<string, unknown>>;
    for (const type of [value['type']].flat()) if (typeof type === 'string' && type !== 'null') types.add(type);
    const properties = api.member(part, 'properties');
    for (const key of properties === null ? [] : keysOf(properties)) {
      const member = properties === null ? undefined : rawMember(properties, key);
      if (member !== undefined && !members.has(key)) members.set(key, member);
    }
    for (const key of [value['required']].flat()) if (typeof key === 'string') required.add(key);
    for (const one of [value['enum'] ?? [], value['const'] ?? []].flat())
      if (['string', 'number', 'boolean'].includes(typeof one)) values.push(one as string);
    items ??= rawMember(part, 'items') ?? null;
    isMap ||= isPlainObject(value['additionalProperties']);
    for (const key of ['format', 'description', 'default', 'minimum', 'maximum', 'writeOnly'])
      if (!facts.has(key) && value[key] !== undefined) facts.set(key, value[key]);
  }
  if (types.size === 0 && (members.size > 0 || isMap)) types.add('object');
  if (types.size === 0 && items !== null) types.add('array');
  if (types.size === 0) for (const one of values) types.add(typeof one);
  return {
    isThere: parts.length > 0,
    types,
    members,
    required,
    items,
    isMap,
    values: [...new Set(values)],
    format: textIn(facts.get('format')),
    description: textIn(facts.get('description')),
    byDefault: facts.get('default'),
    minimum: numberIn(facts.get('minimum')),
    maximum: numberIn(facts.get('maximum')),
    isSentOnly: facts.get('writeOnly') === true,
  };
}

/** Whether it may hold whole numbers with more digits than a number of JSON keeps: those are texts here. */
export function isLong({ types, format, maximum }: Shape): boolean {
  return types.has('integer') && /^u?int64$/.test(format ?? '') && (maximum === null || !Number.isSafeInteger(maximum));
}

/** Itself first; each once, so that a schema that holds itself ends. */
function partsOf(api: ApiDocument, schema: Node): readonly Node[] {
  const seen = new Set<string>();
  const parts: Node[] = [];
  const left = [schema];
  for (let next = left.shift(); next !== undefined && parts.length < MOST_PARTS; next = left.shift()) {
    const part = api.open(next);
    if (part === null || !isPlainObject(part.value) || seen.has(placeOf(part))) continue;
    seen.add(placeOf(part));
    parts.push(part);
    for (const key of COMBINED) {
      const list = rawMember(part, key);
      if (list !== undefined) left.push(...entriesOf(list));
    }
  }
  return parts;
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberIn(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A schema of what an example shows, for documents that describe nothing else. */
export function schemaOfExample(example: unknown, depth = 0): Readonly<Record<string, unknown>> {
  if (example === null || depth > 8) return {};
  if (Array.isArray(example)) {
    const entries = example.slice(0, 5).map((one) => schemaOfExample(one, depth + 1));
    return { type: 'array', ...(entries.length === 0 ? {} : { items: { anyOf: entries } }) };
  }
  if (isPlainObject(example))
    return {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(example).map(([key, one]) => [key, schemaOfExample(one, depth + 1)]),
      ),
    };
  if (typeof example === 'string') return { type: 'string', ...formatOf(example) };
  if (!Number.isInteger(example)) return { type: typeof example };
  return { type: 'integer', ...(Number.isSafeInteger(example) ? {} : { format: 'int64' }) };
}

function formatOf(text: string): { format?: string } {
  if (/^\d{4}-\d{2}-\d{2}(?:[T ]|$)/.test(text)) return { format: 'date-time' };
  if (/^https:\/\/\S+$/.test(text)) return { format: 'uri' };
  return /^[^\s@]+@[^\s@]+\.[a-z]+$/i.test(text) ? { format: 'email' } : {};
}
