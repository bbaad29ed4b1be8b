/**
 * An OpenAPI document of any version as one of 3.1, with its references followed one at a time: a recursive schema costs nothing
 * until somebody walks it. What leads nowhere is told with its place, and is nothing.
 */
import { upgrade } from '@scalar/openapi-parser';
import { Failure } from '../base/failure.ts';
import { isPlainObject } from '../base/json.ts';
import type { Node } from './node.ts';
import { keysOf, placeOf, rawMember, textOf } from './node.ts';
import { parseDocumentText } from './parse-document.ts';

export type ApiDocument = {
  readonly root: Node;
  readonly title: string;
  /** Of the document, as it says itself; blank where it doesn't. */
  readonly version: string;
  /** The node, or what it refers to; null where that is nothing. What stands beside a reference goes before. */
  readonly open: (node: Node) => Node | null;
  /** The member, opened. */
  readonly member: (node: Node, ...keys: readonly string[]) => Node | null;
  /** All of a map's members, opened; none of what leads nowhere. */
  readonly members: (node: Node | null) => readonly (readonly [key: string, node: Node])[];
  /** References that lead nowhere, each once. */
  readonly dangling: () => readonly string[];
};

/** Reads what a document refers to outside of itself. Rejects with a Failure where that may not, or can't, be read. */
export type ReadOther = (location: string) => Promise<string>;

/** From one reference to the next. */
const MOST_HOPS = 20;
const MOST_FILES = 50;

/** @throws Failure `configuration` with the place */
export async function apiDocument(text: string, file: string, readOther: ReadOther): Promise<ApiDocument> {
  const value = upgraded(parseDocumentText(text, file), file);
  const files = new Map<string, unknown>([[file, value]]);
  await addOthers(files, value, file, readOther);
  const root: Node = { value, file, pointer: '#' };
  const dangling = new Set<string>();
  const open = (node: Node): Node | null => opened(node, files, dangling);
  const member = (node: Node, ...keys: readonly string[]): Node | null =>
    keys.reduce<Node | null>((at, key) => {
      const raw = at === null ? undefined : rawMember(at, key);
      return raw === undefined ? null : open(raw);
    }, node);
  const info = member(root, 'info');
  return {
    root,
    title: textOf(info === null ? undefined : rawMember(info, 'title')) ?? '',
    version: textOf(info === null ? undefined : rawMember(info, 'version')) ?? '',
    open,
    member,
    members: (node) =>
      node === null
        ? []
        : keysOf(node).flatMap((key) => {
            const one = member(node, key);
            return one === null ? [] : [[key, one] as const];
          }),
    dangling: () => [...dangling],
  };
}

function upgraded(value: unknown, file: string): unknown {
  const said = isPlainObject(value) ? (value['openapi'] ?? value['swagger']) : undefined;
  const version = typeof said === 'number' ? String(said) : said;
  if (!isPlainObject(value) || typeof version !== 'string' || !/^(?:2\.0|3\.[012](?:\.|$)|2$)/.test(version))
    throw new Failure(
      'configuration',
      `${file} is no OpenAPI document of version 2.0, 3.0 or 3.1${typeof version === 'string' ? `, but of ${version.slice(0, 20)}` : ''}.`,
      'It says its version at the top: `openapi: 3.0.3`.',
    );
  try {
    const { specification } = upgrade(value);
    if (isPlainObject(specification)) return specification;
  } catch (cause) {
    throw new Failure(
      'configuration',
      `${file} isn’t made as its version (${version}) has it, so it can’t be read.`,
      'Look at it with an OpenAPI linter.',
      { cause },
    );
  }
  return value;
}

/** What it refers to outside is read before, each file once. */
async function addOthers(
  files: Map<string, unknown>,
  value: unknown,
  file: string,
  readOther: ReadOther,
): Promise<void> {
  for (const reference of referencesIn(value)) {
    const location = locationOf(reference, file);
    if (files.has(location)) continue;
    if (files.size >= MOST_FILES)
      throw new Failure('configuration', `${file} refers to more than ${MOST_FILES} other documents.`, 'Bundle them.');
    const other = parseDocumentText(await readOther(location), location);
    files.set(location, other);
    await addOthers(files, other, location, readOther);
  }
}

function referencesIn(root: unknown): readonly string[] {
  const found = new Set<string>();
  const left = [root];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const reference: unknown = Object.hasOwn(value, '$ref') ? (value as { $ref: unknown }).$ref : undefined;
    if (typeof reference === 'string' && !reference.startsWith('#')) found.add(reference);
    for (const member of Object.values(value)) if (typeof member === 'object') left.push(member);
  }
  return [...found];
}

/** Without its fragment, from where the document lies. */
function locationOf(reference: string, from: string): string {
  const [path = ''] = reference.split('#');
  if (path === '') return from;
  if (/^https?:/.test(path) || /^https?:/.test(from)) return URL.parse(path, from)?.href ?? path;
  const folder = from.includes('/') ? from.slice(0, from.lastIndexOf('/') + 1) : '';
  return path.startsWith('/') ? path : `${folder}${path.replace(/^\.\//, '')}`;
}

function opened(node: Node, files: ReadonlyMap<string, unknown>, dangling: Set<string>): Node | null {
  let at = node;
  let beside: Readonly<Record<string, unknown>> = {};
  for (let hops = 0; ; hops++) {
    const { value } = at;
    if (!isPlainObject(value) || typeof value['$ref'] !== 'string') return withBeside(at, beside);
    const { $ref: reference, ...others } = value as { $ref: string };
    beside = { ...others, ...beside };
    const target = targetOf(reference, at.file, files);
    if (target === null || hops >= MOST_HOPS) {
      dangling.add(`${placeOf(at)} refers to ${reference.slice(0, 200)}, which isn’t there.`);
      return null;
    }
    at = target;
  }
}

function withBeside(node: Node, beside: Readonly<Record<string, unknown>>): Node {
  if (Object.keys(beside).length === 0 || !isPlainObject(node.value)) return node;
  return { ...node, value: { ...node.value, ...beside } };
}

function targetOf(reference: string, from: string, files: ReadonlyMap<string, unknown>): Node | null {
  const file = locationOf(reference, from);
  if (!files.has(file)) return null;
  const fragment = reference.includes('#') ? reference.slice(reference.indexOf('#') + 1) : '';
  const keys = fragment.split('/').slice(1);
  return keys.reduce<Node | null>((at, key) => (at === null ? null : (rawMember(at, keyIn(key)) ?? null)), {
    value: files.get(file),
    file,
    pointer: '#',
  });
}

function keyIn(part: string): string {
  const unescaped = part.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(unescaped);
  } catch {
    return unescaped;
  }
}
