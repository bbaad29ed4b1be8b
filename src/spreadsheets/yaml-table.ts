/**
 * The rows of a guardrail file as pieces of its text, so that a row can be moved, changed or taken out and every other line stays
 * as somebody wrote it. A row has the comment lines within it and those above it.
 */
import type { YAMLMap } from 'yaml';
import { isMap, isSeq, parseDocument } from 'yaml';
import { Failure } from '../base/failure.ts';
import { commentsIn } from '../config/yaml/comments.ts';
import { READ } from '../config/yaml/data-of.ts';
import { columnOf, endOf, startOf } from '../config/yaml/edit-map.ts';

export type YamlRow = {
  readonly map: YAMLMap;
  /** The lines above it: blank ones and comments, each with its line end. */
  readonly above: string;
  /** From its dash to its last line's end. */
  readonly start: number;
  readonly end: number;
  readonly note: string;
  readonly heading: string;
};

export type YamlTable = {
  /** With line feeds alone. */
  readonly text: string;
  readonly rows: readonly YamlRow[];
  /** How far a row's dash is indented, and how far its keys are. */
  readonly indent: number;
  readonly keyIndent: number;
  /** Where the first row's lines begin, and where the last row's end. */
  readonly start: number;
  readonly end: number;
};

/** @throws Failure `configuration` where rows aren't lines of their own */
export function yamlTable(file: string, written: string): YamlTable {
  const text = written.replaceAll('\r\n', '\n');
  const document = parseDocument(text, READ);
  const rules = document.get('rules', true);
  const maps = isSeq(rules) && rules.flow !== true ? rules.items : [];
  if (maps.length === 0 || !maps.every(isMap)) throw notInLines(file);
  const rows: YamlRow[] = [];
  const comments = commentsIn(text);
  let after = -1;
  for (const map of maps) {
    const start = lineOf(text, dashOf(file, text, map));
    const before = after === -1 ? linesAbove(text, start) : after;
    const end = endOfRow(text, map, columnOf(text, dashOf(file, text, map)));
    const textOf = (from: number, to: number): string =>
      commentText(
        comments.flatMap(({ isLine, offset, text: one }) => (isLine && offset >= from && offset < to ? [one] : [])),
      );
    rows.push({
      map,
      start,
      end,
      above: text.slice(before, start),
      heading: textOf(before, start),
      note: textOf(start, end),
    });
    after = end;
  }
  const [first] = maps;
  const dash = first === undefined ? 0 : dashOf(file, text, first);
  return {
    text,
    rows,
    indent: columnOf(text, dash),
    keyIndent: first === undefined ? 0 : columnOf(text, startOf(first)),
    start: (rows[0]?.start ?? 0) - (rows[0]?.above.length ?? 0),
    end: after,
  };
}

function dashOf(file: string, text: string, map: YAMLMap): number {
  const start = map.flow === true ? (map.range?.[0] ?? 0) : startOf(map);
  const dash = text.lastIndexOf('-', start - 1);
  const isAlone =
    dash !== -1 && /^-\s+$/u.test(text.slice(dash, start)) && text.slice(lineOf(text, dash), dash).trim() === '';
  if (!isAlone) throw notInLines(file);
  return dash;
}

/** Comment lines that are indented further than the dash go on with the row. */
function endOfRow(text: string, map: YAMLMap, indent: number): number {
  let end = nextLine(text, endOf(text, map));
  for (;;) {
    const line = text.slice(end, nextLine(text, end));
    if (!new RegExp(`^ {${indent + 1},}#`, 'u').test(line)) return end;
    end += line.length;
  }
}

/** Where the blank lines and comments above a line begin. */
function linesAbove(text: string, start: number): number {
  let begin = start;
  for (;;) {
    const line = begin === 0 ? 'none' : text.slice(lineOf(text, begin - 1), begin);
    if (!/^(?:#|$)/u.test(line.trim())) return begin;
    begin -= line.length;
  }
}

function lineOf(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** Without the signs that only look like a line: `── By what they ask ─────`. */
export function commentText(lines: readonly string[]): string {
  const words = lines.map((line) =>
    line
      .replace(/^#+/u, '')
      .trim()
      .replaceAll(/^[─━═=*~-]{2,}|[─━═=*~-]{2,}$/gu, '')
      .trim(),
  );
  return words.filter((line) => line !== '').join('\n');
}

function notInLines(file: string): Failure {
  return new Failure(
    'configuration',
    `The rows of ${file} aren’t written in lines of their own.`,
    'Write each as `- id: …` under `rules:`, without an anchor, and its other keys below.',
  );
}
