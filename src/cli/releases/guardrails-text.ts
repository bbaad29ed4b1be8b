/** What a spreadsheet changes of the guardrails, as a person reads it. */
import type { NotCarried } from '../../spreadsheets/not-carried.ts';
import type { PlannedSheet } from '../../spreadsheets/plan-import.ts';
import type { CellChange, RowChange } from '../../spreadsheets/row-changes.ts';
import { columns } from '../terminal/columns.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { pathFrom } from '../terminal/from-here.ts';

/** A paragraph for each sheet that changes something. */
export function changesText(sheets: readonly PlannedSheet[], emphasize: Emphasize): readonly string[] {
  return sheets
    .filter(({ changes }) => changes.length > 0)
    .flatMap(({ sheet, changes }) => [emphasize(sheet), ...changes.flatMap((change) => changeLines(change, sheet))]);
}

function changeLines(change: RowChange, sheet: string): readonly string[] {
  const noun = sheet === 'reasons' ? 'reason' : 'row';
  switch (change.kind) {
    case 'added':
      return [`  + ${noun} ${change.id} is new${placed(change.below, noun)}`, ...told(change.cells, 'after')];
    case 'removed':
      return [`  - ${noun} ${change.id} is removed`, ...told(change.cells, 'before')];
    case 'moved':
      return [`  ↕ ${noun} ${change.id} moves from place ${change.from} to ${change.to}${placed(change.below, noun)}`];
    case 'changed':
      return [`  ~ ${noun} ${change.id} changes`, ...table(change.cells.map(differing))];
  }
}

function placed(below: string | null, noun: string): string {
  if (noun === 'reason') return '';
  return below === null ? ', at the top' : `, below ${below}`;
}

function told(cells: readonly CellChange[], side: 'before' | 'after'): readonly string[] {
  const others = cells.filter(({ column }) => column !== 'id' && column !== 'code');
  return table(others.map((cell) => [cell.column, oneLine(cell[side])]));
}

function differing({ column, before, after }: CellChange): readonly string[] {
  return [column, `${before === '' ? '(empty)' : oneLine(before)}  →  ${after === '' ? '(empty)' : oneLine(after)}`];
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  return columns(rows).map((line) => `      ${line}`);
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' / ');
}

const LONGEST = 60;
const MAX_NAMED = 20;

/** What stays in a file without standing in its sheet. */
export function notCarriedLines(found: readonly NotCarried[], cwd: string): readonly string[] {
  if (found.length === 0) return [];
  const lines = found.slice(0, MAX_NAMED).map(({ kind, place, text, lines: count }) => {
    const at = `${pathFrom(cwd, place.file)}:${place.line}:${place.column}`;
    const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    return `  ${at}: ${kind === 'alias' ? `${short}, whose value is in the sheet` : short}${count > 1 ? ` (${count} lines)` : ''}`;
  });
  const more = found.length - lines.length;
  return ['Not in the sheet, and left alone in the file:', ...lines, ...(more > 0 ? [`  … and ${more} more`] : [])];
}

/** What to do after an import. */
export function nextSteps(dir: string): readonly string[] {
  return [
    'Next, for this draft:',
    `  concierge check ${dir}`,
    `  concierge test ${dir}`,
    `  concierge simulate ${dir}`,
  ];
}
