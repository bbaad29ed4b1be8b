/** What a guardrail file has that its sheet doesn't show: it stays in the file, and whoever edits the sheet should know of it. */
import { isAlias, LineCounter, parseDocument, visit } from 'yaml';
import type { Place } from '../base/problem.ts';
import { commentsIn } from '../config/yaml/comments.ts';
import type { YamlTable } from './yaml-table.ts';
import { READ } from '../config/yaml/data-of.ts';

/** `text`: the first of its comment lines, or the alias; `lines`: how many there are. */
export type NotCarried = {
  readonly kind: 'comment' | 'alias';
  readonly place: Place;
  readonly text: string;
  readonly lines: number;
};

export function notCarried(file: string, { text, rows }: YamlTable): readonly NotCarried[] {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { ...READ, lineCounter });
  const placeAt = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line, column: col };
  };
  const inRows = ({ start, end }: Span): boolean =>
    rows.some((row) => row.start - row.above.length <= start && end <= row.end);
  const found: NotCarried[] = [];
  let last: { line: number; at: number } | null = null;
  for (const { offset, text: comment, isLine } of commentsIn(text)) {
    if (isLine && inRows({ start: offset, end: offset })) continue;
    const place = placeAt(offset);
    const before = found[last?.at ?? -1];
    if (isLine && before !== undefined && last?.line === place.line - 1)
      found[last.at] = { ...before, lines: before.lines + 1 };
    else found.push({ kind: 'comment', place, text: comment, lines: 1 });
    last = isLine ? { line: place.line, at: found.length - 1 } : null;
  }
  visit(document, {
    Alias: (_, node) => {
      if (isAlias(node))
        found.push({ kind: 'alias', place: placeAt(node.range?.[0] ?? 0), text: `*${node.source}`, lines: 1 });
    },
  });
  return found;
}

type Span = { readonly start: number; readonly end: number };

/** Comments behind values that were there before and aren't any more. */
export function lostComments(before: string, after: string): readonly string[] {
  const left = commentsIn(after).map(({ text }) => text);
  return commentsIn(before).flatMap(({ text, isLine }) => {
    const at = left.indexOf(text);
    if (at !== -1) left.splice(at, 1);
    return at === -1 && !isLine ? [text] : [];
  });
}
