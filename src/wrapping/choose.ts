/** Which of the operations that a document offers somebody wants. */
import type { WrappedOperation } from './wrapped-operation.ts';

export type Choice = {
  readonly tags: readonly string[];
  /** Beginnings of paths, or with `*` for any text. */
  readonly paths: readonly string[];
  readonly methods: readonly string[];
  /** Names, the document's ids, or `GET /path`. */
  readonly operations: readonly string[];
};

type Named = Pick<WrappedOperation, 'key' | 'id' | 'tags'> & { readonly name?: string };

export function isChosen(operation: Named, { tags, paths, methods, operations }: Choice): boolean {
  const [method, path] = splitKey(operation.key);
  const any = <T>(wanted: readonly T[], fits: (one: T) => boolean): boolean => wanted.length === 0 || wanted.some(fits);
  return (
    any(tags, (tag) => operation.tags.some((each) => each.toLowerCase() === tag.toLowerCase())) &&
    any(paths, (pattern) => matchesPattern(path, pattern)) &&
    any(methods, (each) => each.toUpperCase() === method) &&
    any(operations, (each) => isNamed(operation, each))
  );
}

export function isNamed({ key, id, name }: Named, word: string): boolean {
  return [key, id, name].includes(word);
}

export function splitKey(key: string): readonly [method: string, path: string] {
  const blank = key.indexOf(' ');
  return [key.slice(0, blank), key.slice(blank + 1)];
}

export function isEverything({ tags, paths, methods, operations }: Choice): boolean {
  return [tags, paths, methods, operations].every((each) => each.length === 0);
}

/** Without a pattern's `*`, a beginning; with it, from the first character to the last. Never a regular expression of somebody's. */
export function matchesPattern(path: string, pattern: string): boolean {
  if (!pattern.includes('*')) return path.startsWith(pattern);
  const [first = '', ...rest] = pattern.split('*');
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    const found = index === rest.length - 1 ? path.length - part.length : path.indexOf(part, at);
    if (found < at || path.slice(found, found + part.length) !== part) return false;
    at = found + part.length;
  }
  return true;
}
