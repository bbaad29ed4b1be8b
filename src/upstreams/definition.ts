/**
 * A tool as an upstream lists it, read from what it sent: bounded, and of its members only those that a person approves. Nothing of
 * it reaches a model by itself.
 */
import type { Json } from '../base/json.ts';
import { isPlainObject } from '../base/json.ts';

export type Definition = {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: JsonObject;
  readonly outputSchema?: JsonObject;
  readonly annotations?: JsonObject;
};

export type JsonObject = { readonly [key: string]: Json };

/** `why` is for a person. */
export type Unusable = { readonly name: string; readonly why: string };

const MOST_CHARACTERS = 200_000;
const DEEPEST = 60;
const NAME = /^[\w./-]{1,128}$/;

/** What is no tool at all, having no name, is null. */
export function definitionIn(listed: unknown): Definition | Unusable | null {
  if (!isPlainObject(listed) || typeof listed['name'] !== 'string') return null;
  const { name } = listed;
  if (!NAME.test(name)) return { name: name.slice(0, 128), why: 'its name has characters that no tool’s name has' };
  if (isDeeperThan(listed, DEEPEST)) return { name, why: `its definition is more than ${DEEPEST} levels deep` };
  if (JSON.stringify(listed).length > MOST_CHARACTERS)
    return { name, why: `its definition is longer than ${MOST_CHARACTERS.toLocaleString('en')} characters` };
  const { title, description, inputSchema, outputSchema, annotations } = listed;
  if (!isPlainObject(inputSchema)) return { name, why: 'it doesn’t say what it takes' };
  return {
    name,
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description }),
    inputSchema: inputSchema as JsonObject,
    ...(isPlainObject(outputSchema) && { outputSchema: outputSchema as JsonObject }),
    ...(isPlainObject(annotations) && { annotations: annotations as JsonObject }),
  };
}

export function isUsable(tool: Definition | Unusable): tool is Definition {
  return 'inputSchema' in tool;
}

/** Level by level: what is deep enough to break a recursion is no reason to break. */
export function isDeeperThan(value: unknown, most: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap(membersOf);
  }
  return false;
}

function membersOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.map((each: unknown) => each);
  return isPlainObject(value) ? Object.values(value) : [];
}
