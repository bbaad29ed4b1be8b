/** Walks of a parsed YAML document: to plain values within bounds, and along a path to a node. */
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Document, Node } from 'yaml';
import type { ValuePath } from '../../base/problem.ts';

const MAX_DEPTH = 24;
const MAX_NODES = 100_000;
const MAX_ALIASES = 100;

/** A scalar as its author wrote it, before YAML gives it a type. */
export type ScalarText = { readonly text: string; readonly quoted: boolean };

/** What stopped an unfolding, and where. */
export type Overrun = { readonly node: Node; readonly message: string; readonly mend: string };

type Walk = { readonly document: Document; nodes: number; aliases: number; overrun: Overrun | null };

/** Plain maps, lists and scalars; the first bound that is passed ends the walk. */
export function unfold(document: Document): { readonly value: unknown; readonly overrun: Overrun | null } {
  const walk: Walk = { document, nodes: 0, aliases: 0, overrun: null };
  const value = plain(walk, document.contents, 0);
  return { value, overrun: walk.overrun };
}

/** The key and value at the end of a path; `undefined` where the path leaves the document. */
export function childOf(document: Document, node: unknown, step: string | number): Child | undefined {
  const parent = resolved(document, node);
  if (isSeq(parent))
    return typeof step === 'number' && step < parent.items.length ? { value: parent.items[step] } : undefined;
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => keyText(key) === String(step));
  return pair && { key: pair.key, value: pair.value };
}

export type Child = { readonly key?: unknown; readonly value: unknown };

export function scalarTextAt(document: Document, path: ValuePath): ScalarText | null {
  let node: unknown = document.contents;
  for (const step of path) node = childOf(document, node, step)?.value;
  return scalarText(resolved(document, node));
}

/** Where a node starts in the text. */
export function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function plain(walk: Walk, node: unknown, depth: number): unknown {
  if (walk.overrun !== null || !isNode(node)) return null;
  walk.overrun = overrunAt(walk, node, depth);
  if (isAlias(node)) return plain(walk, targetOf(walk, node), depth + 1);
  if (isSeq(node)) return node.items.map((item) => plain(walk, item, depth + 1));
  if (!isMap(node)) return node.value;
  return Object.fromEntries(node.items.map(({ key, value }) => [keyName(walk, key), plain(walk, value, depth + 1)]));
}

function overrunAt(walk: Walk, node: Node, depth: number): Overrun | null {
  walk.nodes += 1;
  if (isAlias(node)) walk.aliases += 1;
  const stop = (message: string, mend: string): Overrun => ({ node, message, mend });
  if (depth > MAX_DEPTH) return stop(`Values are nested deeper than ${MAX_DEPTH} levels.`, 'Write them flatter.');
  if (walk.aliases > MAX_ALIASES)
    return stop(`The file uses more than ${MAX_ALIASES} aliases.`, 'Write the values themselves.');
  if (walk.nodes > MAX_NODES)
    return stop('The file unfolds to more than 100,000 values.', 'Write less, and fewer aliases.');
  return null;
}

function targetOf(walk: Walk, alias: Alias): unknown {
  const target = alias.resolve(walk.document);
  const mend = 'Write the value itself; text that starts with `*` needs quotes.';
  if (target === undefined)
    walk.overrun ??= { node: alias, message: `The alias \`*${alias.source}\` has no anchor before it.`, mend };
  return target;
}

function keyName(walk: Walk, key: unknown): string {
  const name = keyText(key);
  if (name !== null && name !== '__proto__') return name;
  if (isNode(key))
    walk.overrun ??= { node: key, message: 'This key is not a plain word.', mend: 'Write `key: value`.' };
  return '';
}

function keyText(key: unknown): string | null {
  return scalarText(key)?.text ?? null;
}

function scalarText(node: unknown): ScalarText | null {
  if (!isScalar(node)) return null;
  const text = node.source ?? (typeof node.value === 'string' ? node.value : JSON.stringify(node.value));
  return { text, quoted: node.type !== undefined && node.type !== 'PLAIN' };
}

function resolved(document: Document, node: unknown): unknown {
  return isAlias(node) ? resolved(document, node.resolve(document)) : node;
}

function isNode(node: unknown): node is Node {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
}
