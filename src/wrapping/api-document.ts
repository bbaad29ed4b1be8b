/**
 * An OpenAPI document of any version as one of 3.1, with its references followed one at a time: a recursive schema costs nothing
 * until somebody walks it. What leads nowhere is told with its place, and is nothing.
 */
import { posix } from 'node:path';
import { upgrade } from '@scalar/openapi-parser';
import { Failure } from '../base/failure.ts';
import { isPlainObject } from '../base/json.ts';
import { asWritten, versionIn } from './as-three.ts';
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
/** Other documents: those that lie beside it, and those that have to be fetched. */
const MOST_FILES = 5_000;
const MOST_FETCHED = 50;
/** Characters of all of them. */
const MOST_READ = 40_000_000;

/** @throws Failure `configuration` with the place */
export async function apiDocument(text: string, file: string, readOther: ReadOther): Promise<ApiDocument> {
  const value = upgraded(parseDocumentText(text, file), file);
  const files = new Map<string, unknown>([[file, value]]);
  const lost = new Map<string, string>();
  await addOthers({ files, lost, readOther, read: text.length }, value, file);
  const root: Node = { value, file, pointer: '#' };
  const dangling = new Set<string>();
  const open = (node: Node): Node | null => opened(node, files, lost, dangling);
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
  const version = isPlainObject(value) ? versionIn(value) : null;
  if (!isPlainObject(value) || version === null || !/^(?:2\.0|3\.[012](?:\.|$))/.test(version))
    throw new Failure(
      'configuration',
      `${file} is no OpenAPI document of version 2.0, 3.0 or 3.1${version === null ? '' : `, but of ${version.slice(0, 20)}`}.`,
      'It says its version at the top: `openapi: 3.0.3`.',
    );
  try {
    const { specification } = upgrade(asWritten(value, version));
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

type Others = {
  readonly files: Map<string, unknown>;
  /** Why it couldn't be read, by location. */
  readonly lost: Map<string, string>;
  readonly readOther: ReadOther;
  read: number;
};

/** What it refers to outside is read before, each file once. What can't be read is like what isn't there: it is told where it's needed. */
async function addOthers(others: Others, value: unknown, file: string): Promise<void> {
  const { files, lost } = others;
  for (const reference of referencesIn(value)) {
    const location = locationOf(reference, file);
    if (files.has(location) || lost.has(location)) continue;
    refuseTooMany(others, location, file);
    try {
      const text = await others.readOther(location);
      others.read += text.length;
      const other = parseDocumentText(text, location);
      files.set(location, other);
      await addOthers(others, other, location);
    } catch (cause) {
      if (!(cause instanceof Failure) || others.read > MOST_READ) throw cause;
      lost.set(location, cause.message);
    }
  }
}

function refuseTooMany({ files, lost, read }: Others, location: string, file: string): void {
  const isFetched = (one: string): boolean => /^https?:/i.test(one);
  const fetched = [...files.keys(), ...lost.keys()].filter(isFetched).length;
  const [most, what] = isFetched(location) ? [MOST_FETCHED, 'addresses'] : [MOST_FILES, 'other documents'];
  if ((isFetched(location) ? fetched : files.size + lost.size) > most)
    throw new Failure('configuration', `${file} refers to more than ${most} ${what}.`, 'Bundle them.');
  if (read > MOST_READ)
    throw new Failure('configuration', `${file} and what it refers to are larger than 40 MB.`, 'Bundle what you need.');
}

/** What stands there is data, in which a reference is only a word: but not in a map, whose keys are names. */
const DATA = /^(?:example|default|enum|const|value|x-.*)$/;
const NAMED =
  /^(?:properties|patternProperties|definitions|\$defs|schemas|responses|parameters|headers|requestBodies|examples)$/;

function referencesIn(root: unknown): readonly string[] {
  const found = new Set<string>();
  const left: (readonly [value: unknown, key: string])[] = [[root, '']];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [value, at] = next;
    if (typeof value !== 'object' || value === null) continue;
    const reference: unknown = Object.hasOwn(value, '$ref') ? (value as { $ref: unknown }).$ref : undefined;
    if (typeof reference === 'string' && !reference.startsWith('#')) found.add(reference);
    for (const [key, member] of Object.entries(value))
      if (typeof member === 'object' && (NAMED.test(at) || !DATA.test(key))) left.push([member, key]);
  }
  return [...found];
}

/** Without its fragment, from where the document lies. */
function locationOf(reference: string, from: string): string {
  const [path = ''] = reference.split('#');
  if (path === '') return from;
  if (/^https?:/i.test(path) || /^https?:/i.test(from)) return URL.parse(path, from)?.href ?? path;
  return posix.normalize(path.startsWith('/') ? path : posix.join(posix.dirname(from), path));
}

function opened(
  node: Node,
  files: ReadonlyMap<string, unknown>,
  lost: ReadonlyMap<string, string>,
  dangling: Set<string>,
): Node | null {
  let at = node;
  let beside: Readonly<Record<string, unknown>> = {};
  for (let hops = 0; ; hops++) {
    const { value } = at;
    if (!isPlainObject(value) || typeof value['$ref'] !== 'string') return withBeside(at, beside);
    const { $ref: reference, ...others } = value as { $ref: string };
    beside = { ...others, ...beside };
    const target = targetOf(reference, at.file, files);
    if (target === null || hops >= MOST_HOPS) {
      const why = lost.get(locationOf(reference, at.file));
      dangling.add(
        `${placeOf(at)} refers to ${reference.slice(0, 200)}, which ${why === undefined ? 'isn’t there.' : `can’t be read: ${why}`}`,
      );
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
