/** A value of a document together with where it stands, so that whatever is wrong with it can be told with its place. */
import { isPlainObject } from '../base/json.ts';

export type Node = {
  readonly value: unknown;
  /** The document it stands in: a path, an address. */
  readonly file: string;
  /** Within it: `#/paths/~1tickets/get`. */
  readonly pointer: string;
};

/** A member as it is written; undefined where there is none. Only own members count. */
export function rawMember({ value, file, pointer }: Node, key: string): Node | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const member = (value as Readonly<Record<string, unknown>>)[key];
  return { value: member, file, pointer: `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` };
}

export function keysOf({ value }: Node): readonly string[] {
  return isPlainObject(value) ? Object.keys(value) : [];
}

export function entriesOf(node: Node): readonly Node[] {
  return Array.isArray(node.value) ? node.value.flatMap((_, index) => rawMember(node, String(index)) ?? []) : [];
}

export function textOf(node: Node | undefined): string | null {
  return typeof node?.value === 'string' ? node.value : null;
}

export function placeOf({ file, pointer }: Node): string {
  return `${file}${pointer}`;
}
