/** The rows of a guardrail table from a sheet: each cell's words in the form that is written, and as YAML. */
import type { FactFrame } from '../facts/frame.ts';
import { itemText, readItems } from '../guardrails/words-list.ts';
import type { Wrong } from '../guardrails/words-list.ts';
import { parseWords, printWords } from '../guardrails/words.ts';
import { flowList, flowScalar } from '../config/yaml/flow-text.ts';
import { cellYaml } from './cell-text.ts';
import { cellPlace } from './grid.ts';
import type { Grid, GridCell, GridRow } from './grid.ts';
import { proposedId } from './proposed-id.ts';
import type { SheetColumns } from './read-sheet.ts';
import { readHead } from './read-sheet.ts';
import type { TableName } from './row-keys.ts';
import { caseColumn, HEADING, NOTE, rowKeysOf } from './row-keys.ts';
import type { RowWords } from './row-words.ts';
import type { SheetProblem } from './sheet-problem.ts';
import { sheetError } from './sheet-problem.ts';
import { textOfCell } from './typed-cell.ts';
import type { Wanted } from './typed-cell.ts';
import { commentText } from './yaml-table.ts';

export type SheetRow = {
  /** As the spreadsheet counts it. */
  readonly number: number;
  readonly id: string;
  readonly words: RowWords;
  /** By column, what is to stand in YAML. */
  readonly yaml: ReadonlyMap<string, string>;
};

export type SheetTable = {
  readonly grid: Grid;
  readonly columns: SheetColumns;
  readonly rows: readonly SheetRow[];
  readonly problems: readonly SheetProblem[];
};

/** What a cell of a column comes to; `null` where it is empty. */
type ReadColumn = (text: string) => { readonly words: string; readonly yaml: string } | Wrong | null;
type Column = { readonly wanted: Wanted; readonly read: ReadColumn };

/** `used`: how many rows have something in a column now. */
export function readRows(
  table: TableName,
  grid: Grid,
  frame: FactFrame,
  used: ReadonlyMap<string, number>,
): SheetTable {
  const known = columnsOf(table, frame);
  const needed = rowKeysOf(table).flatMap(({ key, needed: isNeeded }) => (isNeeded ? [key] : []));
  const mend = 'A column is a fact of concierge.yaml, or one of those that `guardrails export` writes.';
  const head = readHead(grid, { known: [...known.keys()], needed, used, mend });
  const problems: SheetProblem[] = [...head.problems];
  const rows = head.rows.map((row) => readRow(grid, row, head.columns, known, problems));
  if (head.columns.has('id')) {
    const told = new Set(problems.map(({ place }) => place));
    problems.push(...idProblems(grid, rows, head.columns).filter(({ place }) => !told.has(place)));
  }
  if (rows.length === 0 && problems.length === 0)
    problems.push(sheetError(grid.where, 'There is no row in it.', 'A table needs one at least.'));
  return { grid, columns: head.columns, rows, problems };
}

/** Every column that the table may have. */
function columnsOf(table: TableName, frame: FactFrame): ReadonlyMap<string, Column> {
  const facts = frame.facts.map((fact) => {
    const read: ReadColumn = (text) => {
      const cell = parseWords(text, fact);
      if ('wrong' in cell) return cell;
      return cell.source && { words: printWords(cell.source, fact), yaml: cellYaml(cell.source, fact.type) };
    };
    return [fact.name, { wanted: fact.type.type, read }] as const;
  });
  const keys = rowKeysOf(table).flatMap(({ key, kind, cases }): (readonly [string, Column])[] => {
    if (kind === 'cells') return [];
    const read = kind === 'words' || kind === 'parts' ? readList : readWord;
    const names = cases.map((name) => caseColumn(key, name));
    return (kind === 'parts' ? names : [key, ...names]).map((name) => [name, { wanted: 'words', read }]);
  });
  const comments = [NOTE, HEADING].map((name) => [name, { wanted: 'prose', read: readComment }] as const);
  return new Map<string, Column>([...keys.slice(0, 1), ...facts, ...keys.slice(1), ...comments]);
}

const NOTHING = /^[-–—]?$/u;

const readWord: ReadColumn = (text) => {
  const words = text.replaceAll(/[\s\u00A0]+/gu, ' ').trim();
  return NOTHING.test(words) ? null : { words, yaml: flowScalar(words) };
};

const readList: ReadColumn = (text) => {
  if (NOTHING.test(text.trim())) return null;
  const items = readItems(text);
  if ('wrong' in items) return items;
  const words = items.map((item) => itemText(item.text.trim())).join(', ');
  return { words, yaml: flowList(items.map((item) => flowScalar(item.text.trim()))) };
};

const readComment: ReadColumn = (text) => {
  const words = commentText(text.split('\n'));
  return words === '' ? null : { words, yaml: words };
};

function readRow(
  grid: Grid,
  row: GridRow,
  columns: SheetColumns,
  known: ReadonlyMap<string, Column>,
  problems: SheetProblem[],
): SheetRow {
  const words = new Map<string, string>();
  const yaml = new Map<string, string>();
  for (const [name, index] of columns) {
    const column = known.get(name);
    const read = column === undefined ? null : readCell(row.cells[index] ?? null, column);
    if (read === null) continue;
    if ('wrong' in read) problems.push(sheetError(cellPlace(grid, row.number, index), read.wrong, read.mend));
    else {
      words.set(name, read.words);
      yaml.set(name, read.yaml);
    }
  }
  return { number: row.number, id: words.get('id') ?? '', words, yaml };
}

function readCell(cell: GridCell | null, { wanted, read }: Column): ReturnType<ReadColumn> {
  const text = textOfCell(cell, wanted);
  return typeof text === 'string' ? read(text) : text;
}

function idProblems(grid: Grid, rows: readonly SheetRow[], columns: SheetColumns): readonly SheetProblem[] {
  const first = new Map<string, number>();
  const ids = new Set(rows.map(({ id }) => id));
  return rows.flatMap(({ id, number, words }) => {
    const place = cellPlace(grid, number, columns.get('id') ?? 0);
    if (id === '') {
      const proposed = proposedId(words, ids);
      ids.add(proposed);
      return [sheetError(place, 'The row has no id.', `Give it one, like \`${proposed}\`.`)];
    }
    const before = first.get(id);
    if (before === undefined) first.set(id, number);
    return before === undefined
      ? []
      : [sheetError(place, `Row ${before} is called \`${id}\` too.`, 'Give each row its own id.')];
  });
}
