/** Arguments of a tool as a command line gives them: `--arg status=open --arg tags=["a","b"]`. */
import { Failure } from '../base/failure.ts';
import { isPlainObject, jsonIn } from '../base/json.ts';
import type { ObjectSchema } from '../services/tool.ts';

/**
 * A value that is JSON, other than a bare number, is that; all else is text, and so is a number in quotes. A bare number is one where
 * the tool's schema wants a number. @throws Failure `usage`
 */
export function argumentsGiven(
  pairs: readonly string[],
  inputSchema: ObjectSchema | undefined,
): Record<string, unknown> {
  const given = pairs.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new Failure('usage', `\`--arg ${pair}\` has no name and value.`, 'Write --arg name=value.');
    const name = pair.slice(0, at);
    return [name, valueIn(pair.slice(at + 1), wantsNumber(inputSchema?.['properties'], name))] as const;
  });
  const twice = given.map(([name]) => name).find((name, index, all) => all.indexOf(name) < index);
  if (twice !== undefined)
    throw new Failure('usage', `\`${twice}\` is given twice.`, `Write a list: --arg '${twice}=["a","b"]'.`);
  return Object.fromEntries(given);
}

/** Ids are often digits, and tools take them as text: `:=` forms would be one thing more to learn. */
function valueIn(text: string, isNumber: boolean): unknown {
  const value = jsonIn(text);
  if (isNumber && typeof value === 'number') return value;
  if (Array.isArray(value) || isPlainObject(value) || typeof value === 'boolean') return value;
  return typeof value === 'string' ? value : text;
}

function wantsNumber(properties: unknown, name: string): boolean {
  const schema = isPlainObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return isPlainObject(schema) && (schema['type'] === 'integer' || schema['type'] === 'number');
}
