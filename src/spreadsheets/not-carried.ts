/** What a guardrail file has that its sheet doesn't show: it stays in the file, and whoever edits the sheet should know of it. */
import { isAlias, LineCounter, parseDocument, visit } from 'yaml';
import type { Place } from '../base/problem.ts';
import { commentsIn } from '../config/yaml/comments.ts';
import { READ } from '../config/yaml/data-of.ts';
import type { RowChange } from './row-changes.ts';
import { HEADING, NOTE } from './row-keys.ts';
import { commentText } from './yaml-table.ts';
import type { YamlTable } from './yaml-table.ts';

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

/** Comments that were there before and aren't any more, but for the lines that the list of changes has in notes and headings. */
export function lostComments(before: string, after: string, changes: readonly RowChange[]): readonly string[] {
  const left = commentsIn(after).map(({ text }) => text);
  const said = changes.flatMap(saidOf);
  return commentsIn(before).flatMap(({ text, isLine }) => {
    if (taken(left, text)) return [];
    const words = commentText([text]);
    return isLine && (words === '' || taken(said, words)) ? [] : [text];
  });
}

/** The lines of notes and headings that a row no longer has. */
function saidOf(change: RowChange): readonly string[] {
  const cells = change.kind === 'moved' ? [] : change.cells;
  return cells.flatMap(({ column, before }) => (column === NOTE || column === HEADING ? before.split('\n') : []));
}

function taken(list: string[], one: string): boolean {
  const at = list.indexOf(one);
  if (at !== -1) list.splice(at, 1);
  return at !== -1;
}
