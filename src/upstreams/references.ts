/** References within a tool's own input schema. Pure. */
import { isPlainObject } from '../base/json.ts';
import type { JsonObject } from './definition.ts';

const MOST_REFERENCES = 5;

/** What a reference within the schema leads to, and what may be null without it; null where it leads round or nowhere. */
export function resolved(written: unknown, root: JsonObject): JsonObject | null {
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
