/** Values of a JSON document by dotted path. Only own members count, so that no document can name what isn't in it. */
import type { DottedPath } from './operation.ts';

/** A key as it is written in a path: blanks only within it. */
const KEY = String.raw`[^\s.](?:(?:[^\s.]| ){0,98}[^\s.])?`;
const KEYS = String.raw`${KEY}(?:\.${KEY}){0,19}`;

/** How a path is written: keys joined by dots, each as the system has it. */
export const DOTTED_PATH = new RegExp(`^${KEYS}$`);
/** Also the empty one. */
export const DOTTED_PATH_OR_NONE = new RegExp(`^(?:${KEYS})?$`);

const SEEN = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\u200D ]{1,100}$/u;

/** Whether a key of a system can stand in a path that is proposed: nothing in it is hidden from whoever reads it. */
export function isPathKey(key: string): boolean {
  return SEEN.test(key) && DOTTED_PATH.test(key);
}

/** Undefined where there is none. The empty path is the document. */
export function valueAt(document: unknown, path: DottedPath): unknown {
  if (path === '') return document;
  let value: unknown = document;
  let rest: string | undefined = path;
  while (rest !== undefined) {
    if (typeof value !== 'object' || value === null) return undefined;
    const key = keyIn(value, rest);
    if (key === null) return undefined;
    value = (value as Record<string, unknown>)[key];
    rest = key.length === rest.length ? undefined : rest.slice(key.length + 1);
  }
  return value;
}

/** {@link valueAt} of one path for many documents. */
export function readerAt(path: DottedPath): (document: unknown) => unknown {
  if (path === '' || path.includes('.')) return (document) => valueAt(document, path);
  return (document) =>
    typeof document === 'object' && document !== null && Object.hasOwn(document, path)
      ? (document as Record<string, unknown>)[path]
      : undefined;
}

/** The longest beginning of the path that is a key here: one that has dots itself goes before. Null where none is. */
function keyIn(object: object, path: DottedPath): string | null {
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const key = path.slice(0, end);
    if (Object.hasOwn(object, key)) return key;
  }
  return null;
}

/** A copy that holds these and nothing else. */
export function keptOf(
  document: Readonly<Record<string, unknown>>,
  paths: readonly DottedPath[],
): Readonly<Record<string, unknown>> {
  return paths.reduce<Readonly<Record<string, unknown>>>((kept, path) => {
    const value = valueAt(document, path);
    if (value === undefined) return kept;
    return Object.hasOwn(document, path) ? { ...kept, [path]: value } : withValueAt(kept, path, value);
  }, {});
}

/** A copy in which the member is set, where `valueAt` finds it; objects on the way are made where there are none. */
export function withValueAt(document: unknown, path: DottedPath, value: unknown): Readonly<Record<string, unknown>> {
  const object = typeof document === 'object' && document !== null && !Array.isArray(document) ? document : {};
  const key = keyIn(object, path) ?? path.split('.', 1)[0] ?? '';
  if (key === path) return { ...object, [key]: value };
  const inner = Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
  return { ...object, [key]: within(inner, path.slice(key.length + 1), value) };
}

/** In a list it is an item that is there. */
function within(inner: unknown, path: DottedPath, value: unknown): unknown {
  if (!Array.isArray(inner)) return withValueAt(inner, path, value);
  const [index, ...rest] = path.split('.');
  return inner.map((item: unknown, at) => {
    if (String(at) !== index) return item;
    return rest.length === 0 ? value : within(item, rest.join('.'), value);
  });
}
