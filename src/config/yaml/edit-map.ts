/**
 * Edits of one map of a YAML text: values replaced, pairs put in and taken out. Every other pair stays as somebody wrote it, with
 * the comments behind it and above it. In lines, what stands above a pair that is taken out stays too; braces are written in one line,
 * without comments. Whether the text then says what it should is for the caller to look at.
 */
import type { Pair, YAMLMap } from 'yaml';
import { flowMap, flowScalar } from './flow-text.ts';
import { isCollection, isMap, isNode, isPair, isScalar } from 'yaml';

/**
 * `value`: YAML in one line. `pairs`: a map of such values, in lines where there is room for them. `inner`: another text of the same
 * map, from `editedMap`. `null` takes the pair out.
 */
export type Edit =
  | { readonly value: string }
  | { readonly pairs: readonly (readonly [key: string, value: string])[] }
  | { readonly inner: string }
  | null;

type Entry = {
  readonly key: string;
  /** Comment lines above it, each with its line end. */
  readonly above: string;
  readonly own: string;
  /** What follows on its last line. */
  readonly behind: string;
};

/** The map's text with the edits; new pairs stand where `order` has them, else last. Empty where no pair is left. */
export function editedMap(
  text: string,
  map: YAMLMap,
  edits: ReadonlyMap<string, Edit>,
  order: readonly string[] = [],
): string {
  const isFlow = map.flow === true;
  const indent = isFlow ? null : ' '.repeat(columnOf(text, startOf(map)));
  const kept: Entry[] = [];
  let left = '';
  for (const entry of entriesOf(text, map, isFlow)) {
    const now = edited(text, map, entry, edits, indent);
    const above = left + entry.above;
    if (now !== null) kept.push({ ...now, above });
    left = now === null && above.trim() !== '' ? above : '';
  }
  const entries = withNew(kept, edits, order, indent);
  if (entries.length === 0) return '';
  if (indent === null) return `{ ${entries.map(({ own }) => own).join(', ')} }`;
  const lines = entries.map((entry, index) => entryLines(entry, index === 0, indent));
  return [...lines, ...(left === '' ? [] : [left.trimEnd()])].join('\n');
}

/** The first stands behind its dash, so that comments above it go below. */
function entryLines({ above, own, behind }: Entry, isFirst: boolean, indent: string): string {
  return isFirst ? `${own}${behind}${above === '' ? '' : `\n${above.trimEnd()}`}` : `${above}${indent}${own}${behind}`;
}

function entriesOf(text: string, map: YAMLMap, isFlow: boolean): readonly Entry[] {
  const pairs = map.items.filter(isPair);
  return pairs.map((pair, index) => {
    const [start, end] = [keyStart(pair), endOfPair(text, pair)];
    const last = index === 0 ? undefined : pairs[index - 1];
    const gap = last === undefined ? '' : text.slice(endOfPair(text, last), start);
    const next = pairs[index + 1];
    const rest = next === undefined ? '' : text.slice(end, keyStart(next));
    return {
      key: keyOf(pair),
      own: text.slice(start, end),
      above: isFlow ? '' : gap.slice(gap.indexOf('\n') + 1, gap.lastIndexOf('\n') + 1),
      behind: isFlow ? '' : rest.slice(0, Math.max(0, rest.indexOf('\n'))),
    };
  });
}

function edited(
  text: string,
  map: YAMLMap,
  entry: Entry,
  edits: ReadonlyMap<string, Edit>,
  indent: string | null,
): Entry | null {
  const edit = edits.get(entry.key);
  if (edit === undefined) return entry;
  if (edit === null) return null;
  const pair = map.items.find((each) => keyOf(each) === entry.key);
  if (pair === undefined) return entry;
  if ('inner' in edit) return { ...entry, own: text.slice(keyStart(pair), startOf(pair.value)) + edit.inner };
  return { ...entry, own: pairText(keyText(text, pair), edit, indent) };
}

function withNew(
  entries: readonly Entry[],
  edits: ReadonlyMap<string, Edit>,
  order: readonly string[],
  indent: string | null,
): readonly Entry[] {
  const all = [...entries];
  for (const [key, edit] of edits) {
    if (edit === null || 'inner' in edit || all.some((entry) => entry.key === key)) continue;
    const rank = order.indexOf(key);
    const at = rank === -1 ? -1 : all.findIndex((entry) => order.indexOf(entry.key) > rank);
    all.splice(at === -1 ? all.length : at, 0, {
      key,
      above: '',
      own: pairText(flowScalar(key), edit, indent),
      behind: '',
    });
  }
  return all;
}

/** `indent`: of the map's keys, where it is in lines. */
function pairText(key: string, edit: Exclude<Edit, null | { inner: string }>, indent: string | null): string {
  if ('value' in edit) return `${key}: ${edit.value}`;
  if (indent === null) return `${key}: ${flowMap(edit.pairs)}`;
  const lines = edit.pairs.map(([name, value]) => `\n${indent}  ${flowScalar(name)}: ${value}`);
  return `${key}:${lines.join('')}`;
}

export function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : '';
}

function keyText(text: string, pair: Pair): string {
  return isNode(pair.key) ? text.slice(pair.key.range?.[0], pair.key.range?.[1]) : '';
}

function keyStart(pair: Pair): number {
  return startOf(pair.key);
}

/** Where a node's text begins: of a map in lines, its first key. */
export function startOf(node: unknown): number {
  if (isMap(node) && node.flow !== true && node.items[0] !== undefined) return keyStart(node.items[0]);
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

/** Where a node's text ends, without the comment and the line end behind it. */
export function endOf(text: string, node: unknown): number {
  if (!isNode(node)) return 0;
  const last = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  if (isPair(last)) return endOfPair(text, last);
  if (last !== undefined) return endOf(text, last);
  return text.slice(0, node.range?.[1] ?? 0).trimEnd().length;
}

function endOfPair(text: string, { key, value }: Pair): number {
  // A value that isn't there stands at its key's colon, or behind it.
  return Math.max(endOf(text, key), endOf(text, value));
}

export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
