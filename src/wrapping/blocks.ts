/**
 * Entries of a map in a YAML text as the lines that they are: found, put in place of each other, added at the end. Every other line
 * stays as somebody wrote it. An entry is its key's line and all lines below it that stand further in, comments too.
 */
import type { Document, Pair } from 'yaml';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { READ } from '../config/yaml/data-of.ts';
import { indentedBy } from './source-text.ts';

export type Block = {
  readonly start: number;
  readonly end: number;
  /** Blanks before its key. */
  readonly indent: number;
  /** Without these blanks, and without a line end. */
  readonly text: string;
  /** Of its key; from 1. */
  readonly line: number;
};

/** Null where there is no such entry, or one that isn't in lines of its own. */
export function blockAt(text: string, path: readonly string[]): Block | null {
  const lines = new LineCounter();
  const document = parseDocument(text, { ...READ, lineCounter: lines });
  const key = keyOffset(document, path);
  if (key === null) return null;
  const start = text.lastIndexOf('\n', key - 1) + 1;
  const indent = key - start;
  if (text.slice(start, key).trim() !== '') return null;
  const end = endOfBlock(text, key, indent);
  const own = text.slice(start, end).trimEnd();
  const dedented = own.replaceAll(new RegExp(`^ {${indent}}`, 'gm'), '');
  return { start, end: start + own.length, indent, text: dedented, line: lines.linePos(key).line };
}

/** Line and column of a key; null where there is none. */
export function placeAt(
  text: string,
  path: readonly string[],
): { readonly line: number; readonly column: number } | null {
  const lines = new LineCounter();
  const key = keyOffset(parseDocument(text, { ...READ, lineCounter: lines }), path);
  if (key === null) return null;
  const { line, col } = lines.linePos(key);
  return { line, column: col };
}

export function replacedAt(text: string, path: readonly string[], lines: string): string | null {
  const block = blockAt(text, path);
  if (block === null) return null;
  return `${text.slice(0, block.start)}${indentedBy(lines, block.indent)}${text.slice(block.end)}`;
}

/** As the last entry of the map at `path`, which is in lines. */
export function appendedAt(text: string, path: readonly string[], lines: string): string | null {
  const parent = blockAt(text, path);
  const document = parseDocument(text, READ);
  const map = document.getIn(path);
  if (parent === null || !isMap(map) || map.flow === true) return null;
  const first = map.items[0];
  const key = isScalar(first?.key) ? (first.key.range?.[0] ?? 0) : 0;
  const indent = first === undefined ? parent.indent + 2 : key - (text.lastIndexOf('\n', key - 1) + 1);
  return `${text.slice(0, parent.end)}\n${indentedBy(lines, indent)}${text.slice(parent.end)}`;
}

function keyOffset(document: Document.Parsed, path: readonly string[]): number | null {
  if (document.errors.length > 0) return null;
  let at: unknown = document.contents;
  let offset: number | null = null;
  for (const step of path) {
    const pair: Pair | undefined = isMap(at)
      ? at.items.find(({ key }) => isScalar(key) && key.value === step)
      : undefined;
    if (pair === undefined || !isScalar(pair.key)) return null;
    offset = pair.key.range?.[0] ?? null;
    at = pair.value;
  }
  return offset;
}

function endOfBlock(text: string, key: number, indent: number): number {
  let end = lineEnd(text, key);
  for (let at = end; at < text.length; at = lineEnd(text, at)) {
    const line = text.slice(at, lineEnd(text, at));
    const blanks = line.length - line.trimStart().length;
    if (line.trim() !== '' && blanks <= indent) break;
    if (line.trim() !== '') end = lineEnd(text, at);
  }
  return end;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}
