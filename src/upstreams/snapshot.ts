/**
 * `sources/<name>.tools.json`: the definitions of an upstream's tools as somebody approved them. It is read with the workspace, so
 * that no menu depends on the upstream.
 */
import { isPlainObject, jsonIn } from '../base/json.ts';
import type { KnownTool } from './declaration.ts';
import type { Definition } from './definition.ts';
import { definitionIn, isUsable } from './definition.ts';
import { knownTool } from './input-fields.ts';

export function snapshotName(source: string): string {
  return `${source}.tools.json`;
}

export function snapshotText(tools: readonly Definition[]): string {
  return `${JSON.stringify({ tools }, null, 2)}\n`;
}

/** What is wrong with it, for a person, where it can't be read. */
export function definitionsIn(text: string): readonly Definition[] | string {
  const document = jsonIn(text);
  const listed = isPlainObject(document) ? document['tools'] : undefined;
  if (!Array.isArray(listed)) return 'it is no JSON with `tools`';
  const read = listed.map(definitionIn);
  const trouble = read.find((tool) => tool === null || !isUsable(tool));
  if (trouble === null) return 'one of its tools has no name';
  if (trouble !== undefined && !isUsable(trouble)) return `\`${trouble.name}\` can't be used: ${trouble.why}`;
  return read.filter((tool) => tool !== null).filter(isUsable);
}

export function knownTools(definitions: readonly Definition[]): Readonly<Record<string, KnownTool>> {
  return Object.fromEntries(definitions.map((definition) => [definition.name, knownTool(definition)]));
}
