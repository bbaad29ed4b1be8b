/** Where two pieces of plain data differ, down to the values: for all parts of a release that need no words of their own. */
import { canonicalJson, isPlainObject } from '../../base/json.ts';
import { keyWord } from './words.ts';

export type Difference = {
  /** From the outside in, as the files name it. */
  readonly path: readonly string[];
  readonly from: unknown;
  readonly to: unknown;
  /** `order`: the same entries, otherwise arranged; `from` and `to` are their names. */
  readonly what: 'value' | 'order';
};

export function differences(from: unknown, to: unknown, path: readonly string[] = []): readonly Difference[] {
  if (isSame(from, to)) return [];
  if (isPlainObject(from) && isPlainObject(to)) return ofObjects(from, to, path);
  const named = Array.isArray(from) && Array.isArray(to) ? namedEntries(from, to) : null;
  if (named === null) return [{ path, from, to, what: 'value' }];
  const inside = ofObjects(Object.fromEntries(named.from), Object.fromEntries(named.to), path);
  return [...inside, ...ofOrder([...named.from.keys()], [...named.to.keys()], path)];
}

export function isSame(from: unknown, to: unknown): boolean {
  return canonicalJson(from ?? null) === canonicalJson(to ?? null);
}

function ofObjects(
  from: Record<string, unknown>,
  to: Record<string, unknown>,
  path: readonly string[],
): readonly Difference[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return keys.flatMap((key) => differences(from[key], to[key], [...path, keyWord(key)]));
}

function ofOrder(from: readonly string[], to: readonly string[], path: readonly string[]): readonly Difference[] {
  const [before, after] = [from.filter((name) => to.includes(name)), to.filter((name) => from.includes(name))];
  return isSame(before, after) ? [] : [{ path, from: before, to: after, what: 'order' }];
}

type Named = ReadonlyMap<string, unknown>;

/** Entries by the names that tell them apart; null where some have none, or share one. */
function namedEntries(from: readonly unknown[], to: readonly unknown[]): Record<'from' | 'to', Named> | null {
  const named = { from: byName(from), to: byName(to) };
  return named.from === null || named.to === null ? null : { from: named.from, to: named.to };
}

function byName(entries: readonly unknown[]): Named | null {
  const named = new Map<string, unknown>();
  for (const entry of entries) {
    const name = nameOf(entry);
    if (name === null || named.has(name)) return null;
    named.set(name, entry);
  }
  return named;
}

function nameOf(entry: unknown): string | null {
  if (!isPlainObject(entry)) return null;
  const { kind, from, name, role, namespace, column } = entry;
  if (typeof kind === 'string' && typeof from === 'string') return `${kind} from ${from}`;
  return [name, role, namespace, column].find((one) => typeof one === 'string') ?? null;
}
