/** Problems of a guardrail file that a sheet was put into, at the cells of the sheet that they come from. */
import type { Pair } from 'yaml';
import { isMap, isPair, isSeq, parseDocument } from 'yaml';
import type { Place, Problem } from '../base/problem.ts';
import { endOf, keyOf, startOf } from '../config/yaml/edit-map.ts';
import { cellPlace } from './grid.ts';
import type { SheetTable } from './read-rows.ts';
import { CODE } from './reasons.ts';
import { caseColumn, DEFAULT_CASE, ROW_KEYS } from './row-keys.ts';
import type { SheetName } from './sheet-names.ts';
import type { SheetProblem } from './sheet-problem.ts';
import { READ } from '../config/yaml/data-of.ts';

/** A file's text as it would be, and the sheets that were put into it. */
export type SheetsOfFile = {
  readonly file: string;
  readonly text: string;
  readonly sheets: readonly { readonly sheet: SheetName; readonly read: SheetTable }[];
};

/** `null` for a problem that no cell is at fault for. */
export function inSheet({ place, ...problem }: Problem, files: readonly SheetsOfFile[]): SheetProblem | null {
  const found = files.find(({ file }) => file === place.file);
  if (found === undefined) return null;
  const offset = offsetAt(found.text, place.line, place.column);
  const document = parseDocument(found.text, READ);
  for (const { sheet, read } of found.sheets) {
    const at =
      sheet === 'reasons'
        ? reasonAt(document.get('reasons', true), offset, found.text)
        : rowAt(document.get('rules', true), offset, found.text);
    const row =
      at === null
        ? undefined
        : read.rows[typeof at.row === 'number' ? at.row : read.rows.findIndex(({ id }) => id === at.row)];
    if (at === null || row === undefined) continue;
    const index = read.columns.get(at.column) ?? read.columns.get(sheet === 'reasons' ? CODE : 'id') ?? 0;
    return { ...problem, mend: inWords(problem.mend), place: cellPlace(read.grid, row.number, index) };
  }
  return null;
}

/** Names a place of a guardrail file by its row or reason and its column, which stay when lines move; `null` for one elsewhere. */
export function namedPlaces(text: string): (place: Place) => string | null {
  const document = parseDocument(text, READ);
  const [rules, reasons] = ['rules', 'reasons'].map((key) => document.get(key, true));
  return ({ line, column }) => {
    const offset = offsetAt(text, line, column);
    const inRows = rowAt(rules, offset, text);
    const at = inRows ?? reasonAt(reasons, offset, text);
    if (at === null) return null;
    const id: unknown = inRows === null ? at.row : document.getIn(['rules', inRows.row, 'id']);
    return JSON.stringify([inRows === null ? 'reasons' : 'rules', String(id), at.column]);
  };
}

/** Mends that name YAML's forms, as the sheet has them. */
const WORDS: readonly (readonly [string, string])[] = [
  [
    'Say `missing: yes` if it should, `missing: no` if it should not.',
    'Write `missing or not …` if it should, `known and not …` if it should not.',
  ],
  [
    'Write `{ not: …, missing: yes }` if it should; put `null` into `not(…)` if it should not.',
    'Write `missing or not …` if it should, `known and not …` if it should not.',
  ],
];

function inWords(mend: string): string {
  return WORDS.find(([yaml]) => yaml === mend)?.[1] ?? mend;
}

/** The row by its index or its code, and the column. */
type At = { readonly row: number | string; readonly column: string };

function rowAt(rules: unknown, offset: number, text: string): At | null {
  if (!isSeq(rules)) return null;
  const row = rules.items.findIndex(
    (item) => isMap(item) && dashBefore(text, startOf(item)) <= offset && offset <= endOf(text, item),
  );
  const map = rules.items[row];
  if (!isMap(map)) return null;
  const pair = pairAt(map.items, offset);
  if (pair === undefined) return { row, column: 'id' };
  const inner = isMap(pair.value) ? pairAt(pair.value.items, offset) : undefined;
  const kind = ROW_KEYS[keyOf(pair)];
  if (inner === undefined || kind === 'word' || kind === 'words') return { row, column: keyOf(pair) };
  const name = keyOf(inner);
  return { row, column: kind === 'cells' ? name : name === DEFAULT_CASE ? keyOf(pair) : caseColumn(keyOf(pair), name) };
}

function reasonAt(reasons: unknown, offset: number, text: string): At | null {
  const isThere = isMap(reasons) && startOf(reasons) <= offset && offset <= endOf(text, reasons);
  const pair = isThere ? pairAt(reasons.items, offset) : undefined;
  if (pair === undefined) return null;
  const inner = isMap(pair.value) ? pairAt(pair.value.items, offset) : undefined;
  return { row: keyOf(pair), column: inner === undefined ? CODE : keyOf(inner) };
}

/** The last whose key begins there or before. */
function pairAt(items: readonly unknown[], offset: number): Pair | undefined {
  return items.filter(isPair).findLast(({ key }) => startOf(key) <= offset);
}

function dashBefore(text: string, start: number): number {
  return text.lastIndexOf('-', start - 1);
}

function offsetAt(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}
