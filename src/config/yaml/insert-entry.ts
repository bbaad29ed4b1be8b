/**
 * Puts an entry's lines into a map of a YAML text, so that every other line stays as somebody wrote it, to the last blank. The
 * parser says where; whether the text then says what it should is for the caller to look at.
 */
import type { Document, Node, Pair, YAMLMap } from 'yaml';
import { isMap, isScalar } from 'yaml';

/** An entry as lines with a line end, of which the first begins so many blanks in, and each level below as many more. */
export type EntryLines = (indent: number) => string;

type Place = {
  readonly before: string;
  readonly after: string;
  readonly indent: number;
  /** Goes before the entry. */
  readonly head?: string;
};

const INDENT = 2;

/** As the last of the map at `key`, which is made where there is none. Null where there is no place for lines of its own. */
export function insertEntry(text: string, document: Document, key: string, lines: EntryLines): string | null {
  const place = placeIn(text, document, key);
  if (place === null) return null;
  const { before, after, indent, head = '' } = place;
  const added = `${before === '' || before.endsWith('\n') ? '' : '\n'}${head}${lines(indent)}`;
  return `${before}${text.includes('\r\n') ? added.replaceAll('\n', '\r\n') : added}${after}`;
}

type Entry = Pair<Node, Node | null>;

function placeIn(text: string, { contents }: Document, name: string): Place | null {
  if (!isMap(contents) || contents.flow === true) return null;
  const pair = contents.items.find(({ key }) => isScalar(key) && key.value === name) as Entry | undefined;
  if (pair === undefined) return { before: text, after: '', indent: INDENT, head: `\n${name}:\n` };
  const { key, value } = pair;
  if (isMap(value) && value.items.length === 0) return placeInstead(text, value);
  if (isMap(value)) return value.flow === true ? null : placeBelow(text, value.items as Entry[]);
  return isScalar(value) && value.value === null && value.source === ''
    ? placeAt(text, lineEnd(text, endOf(key)))
    : null;
}

function placeAt(text: string, offset: number, indent = INDENT): Place {
  return { before: text.slice(0, offset), after: text.slice(offset), indent };
}

/** Behind the last entry, and behind comments that go on with it. */
function placeBelow(text: string, entries: readonly Entry[]): Place | null {
  const [first, last] = [entries.at(0), entries.at(-1)];
  const start = first?.key.range?.[0];
  if (start === undefined || last === undefined) return null;
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1);
  const comment = new RegExp(`^ {${indent},}#.*(\\n|$)`);
  let end = lineEnd(text, text.slice(0, Math.max(endOf(last.key), endOf(last.value))).trimEnd().length);
  for (let found = comment.exec(text.slice(end)); found !== null; found = comment.exec(text.slice(end)))
    end += found[0].length;
  return placeAt(text, end, indent);
}

/** In place of `{}`. */
function placeInstead(text: string, braces: YAMLMap): Place | null {
  const [start, end] = braces.range ?? [];
  if (start === undefined || end === undefined) return null;
  const without = text.slice(0, start).trimEnd() + text.slice(end);
  return placeAt(without, lineEnd(without, without.length - text.slice(end).length));
}

function endOf(node: Node | null): number {
  return node?.range?.[1] ?? 0;
}

/** Where the line after this one begins. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}
