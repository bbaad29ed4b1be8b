/** Values of a JSON document by dotted path. Only own members count, so that no document can name what isn't in it. */
import type { DottedPath } from './operation.ts';

/** Undefined where there is none. The empty path is the document. */
export function valueAt(document: unknown, path: DottedPath): unknown {
  if (path === '') return document;
  let value: unknown = document;
  let rest: string | undefined = path;
  while (rest !== undefined) {
    if (typeof value !== 'object' || value === null) return undefined;
    const [key, after]: Step = Object.hasOwn(value, rest) ? [rest, undefined] : firstKey(rest);
    if (!Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
    rest = after;
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

type Step = readonly [key: string, after: string | undefined];

function firstKey(path: string): Step {
  const dot = path.indexOf('.');
  return dot === -1 ? [path, undefined] : [path.slice(0, dot), path.slice(dot + 1)];
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
  if (Object.hasOwn(object, path)) return { ...object, [path]: value };
  const [key = '', ...rest] = path.split('.');
  const inner = Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
  return { ...object, [key]: rest.length === 0 ? value : within(inner, rest.join('.'), value) };
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
