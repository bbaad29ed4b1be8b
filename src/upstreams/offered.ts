/** What an upstream lists at the moment, by name: whether a tool still is what somebody approved. */
import type { ContentHash } from '../base/hash.ts';
import { isPlainObject } from '../base/json.ts';
import { definitionIn, isUsable } from './definition.ts';
import { pinOf } from './pin.ts';

export type OfferedTool = { readonly pin: ContentHash | null; readonly listed: unknown };

export type Offered = {
  /** Undefined where it isn't listed; without a pin where it can't be read, or is listed twice. */
  readonly tool: (name: string) => OfferedTool | undefined;
};

export function offeredIn(listed: readonly unknown[]): Offered {
  const byName = new Map<string, unknown[]>();
  for (const tool of listed) {
    if (!isPlainObject(tool) || typeof tool['name'] !== 'string') continue;
    byName.set(tool['name'], [...(byName.get(tool['name']) ?? []), tool]);
  }
  const read = new Map<string, OfferedTool>();
  return {
    tool: (name) => {
      const found = byName.get(name);
      if (found === undefined) return undefined;
      const known = read.get(name) ?? offered(found);
      read.set(name, known);
      return known;
    },
  };
}

function offered(tools: readonly unknown[]): OfferedTool {
  const [listed] = tools;
  const definition = definitionIn(listed);
  const isOne = tools.length === 1 && definition !== null && isUsable(definition);
  return { listed, pin: isOne ? pinOf(definition) : null };
}
