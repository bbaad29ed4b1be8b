/** What a workbook changes of a workspace's guardrails: row by row in words, and the files' texts as they would be. Writes nothing. */
import { Failure } from '../base/failure.ts';
import type { Grid } from './grid.ts';
import { HOW_TO } from './how-to.ts';
import type { SheetTable } from './read-rows.ts';
import { readRows } from './read-rows.ts';
import { CODE, readReasonRows } from './reasons.ts';
import type { RowChange } from './row-changes.ts';
import { cellChanges, matched, rowChanges } from './row-changes.ts';
import type { SheetName } from './sheet-names.ts';
import { SHEETS, sheetOf } from './sheet-names.ts';
import type { SheetProblem } from './sheet-problem.ts';
import type { WorkspaceTables } from './workspace-tables.ts';
import { usedColumns } from './workspace-tables.ts';
import { withReasons } from './write-reasons.ts';
import { withRows } from './write-rows.ts';
import type { WrittenTable } from './written-table.ts';

export type PlannedSheet = {
  readonly sheet: SheetName;
  readonly read: SheetTable;
  readonly changes: readonly RowChange[];
};

export type ImportPlan = {
  readonly sheets: readonly PlannedSheet[];
  /** Of files that change, by path: as they would be. */
  readonly texts: ReadonlyMap<string, string>;
  /** What is wrong in the sheets themselves; with an error there is no text. */
  readonly problems: readonly SheetProblem[];
  /** What whoever imports should know of how the sheets were read. */
  readonly notes: readonly string[];
};

/** @throws Failure `unreadable_source` where there is no sheet to import, or two of one kind */
export function planImport(tables: WorkspaceTables, grids: readonly Grid[], only: SheetName | null): ImportPlan {
  const { chosen, ignored } = chosenGrids(grids, only);
  const read = chosen.map(({ sheet, grid }) => ({ sheet, grid, read: readSheet(tables, sheet, grid) }));
  const problems = read.flatMap((each) => each.read.problems);
  const notes = [...ignored, ...chosen.flatMap(({ grid }) => notesOf(grid))];
  if (problems.length > 0) return { sheets: [], texts: new Map(), problems, notes };
  const sheets = read.map(({ sheet, read: table }) => ({
    sheet,
    read: table,
    changes: changesOf(tables, sheet, table),
  }));
  return { sheets, texts: changedTexts(tables, sheets), problems, notes };
}

type Chosen = { readonly sheet: SheetName; readonly grid: Grid };

function chosenGrids(grids: readonly Grid[], only: SheetName | null) {
  const all = grids.map((grid) => ({ grid, sheet: grids.length === 1 && only !== null ? only : sheetOf(grid) }));
  const chosen = all.filter((each): each is Chosen => each.sheet !== null && (only === null || each.sheet === only));
  for (const { sheet, grid } of chosen) {
    const other = chosen.find((each) => each.sheet === sheet && each.grid !== grid);
    if (other !== undefined)
      throw new Failure(
        'unreadable_source',
        `There are two sheets of ${sheet}: ${grid.where} and ${other.grid.where}.`,
        'Keep one of the two, or rename it.',
      );
  }
  if (chosen.length === 0)
    throw new Failure(
      'unreadable_source',
      `There is no sheet ${only ?? SHEETS.join(', ')} in ${grids.map(({ where }) => where).join('; ')}.`,
      'Give the sheet that name.',
    );
  const others = all.filter(({ sheet, grid }) => sheet === null && grid.name !== HOW_TO);
  // Whatever the order of tabs: words of reasons go into a text that has its rows already.
  const inOrder = SHEETS.flatMap((name) => chosen.filter(({ sheet }) => sheet === name));
  return {
    chosen: inOrder,
    ignored: others.map(({ grid }) => `${grid.where} isn’t read: it is none of ${SHEETS.join(', ')}.`),
  };
}

function notesOf({ where, rows, hiddenRows }: Grid): readonly string[] {
  const formulas = rows.flatMap(({ cells }) => cells.filter((cell) => cell?.isFormula === true)).length;
  return [
    ...(hiddenRows > 0 ? [`${where}: ${hiddenRows} hidden ${hiddenRows === 1 ? 'row is' : 'rows are'} read too.`] : []),
    ...(formulas > 0
      ? [`${where}: ${formulas === 1 ? 'a formula counts' : `${formulas} formulas count`} by the value that is shown.`]
      : []),
  ];
}

function readSheet(tables: WorkspaceTables, sheet: SheetName, grid: Grid): SheetTable {
  if (sheet === 'reasons') return readReasonRows(grid, usedColumns(tables.reasons));
  const written = tableNamed(tables, sheet, grid);
  const used = usedColumns(written.words.map((words) => ({ words })));
  return readRows(sheet, grid, tables.frame, used);
}

function tableNamed({ tables }: WorkspaceTables, sheet: SheetName, { where }: Pick<Grid, 'where'>): WrittenTable {
  const written = tables.find(({ table }) => table === sheet);
  if (written !== undefined) return written;
  throw new Failure(
    'unreadable_source',
    `${where} has rows for a table that the workspace doesn’t have.`,
    `Write guardrails/${sheet}.yaml with its first row, or take the sheet out.`,
  );
}

function changesOf(tables: WorkspaceTables, sheet: SheetName, { grid, rows }: SheetTable): readonly RowChange[] {
  if (sheet !== 'reasons') {
    const { words } = tableNamed(tables, sheet, grid);
    return rowChanges(words, matched(words, rows));
  }
  const before = tables.reasons.map(({ words }) => words);
  const byCode = new Map(before.map((words) => [words.get(CODE), words]));
  const kept = new Set(rows.map(({ id }) => id));
  return [
    ...rows.flatMap(({ id, words }): RowChange[] => {
      const old = byCode.get(id);
      const cells = cellChanges(old ?? new Map(), words);
      if (cells.length === 0) return [];
      return [old === undefined ? { kind: 'added', id, below: null, cells } : { kind: 'changed', id, cells }];
    }),
    ...tables.reasons.flatMap(({ id, words }, index): RowChange[] =>
      kept.has(id) ? [] : [{ kind: 'removed', id, from: index + 1, cells: cellChanges(words, new Map()) }],
    ),
  ];
}

function changedTexts(tables: WorkspaceTables, sheets: readonly PlannedSheet[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { sheet, read } of sheets.filter(({ changes }) => changes.length > 0)) {
    if (sheet === 'reasons') rewordFiles(tables, read, texts);
    else {
      const written = tableNamed(tables, sheet, read.grid);
      texts.set(written.file, withRows(written, matched(written.words, read.rows)));
    }
  }
  return new Map([...texts].map(([file, text]) => [file, withLineEnds(text, tables.texts.get(file) ?? '')]));
}

/** Each reason in its own file, new ones beside the rows. */
function rewordFiles(
  { reasons, texts: before }: WorkspaceTables,
  { rows }: SheetTable,
  texts: Map<string, string>,
): void {
  const home = reasons[0]?.document.file ?? [...before.keys()][0] ?? '';
  const fileOf = new Map(reasons.map(({ id, document }) => [id, document.file]));
  for (const file of new Set([home, ...fileOf.values()])) {
    const here = reasons.filter(({ document }) => document.file === file);
    const anew = [
      ...here.map(({ id, words }) => ({ code: id, before: words, after: rows.find((row) => row.id === id) ?? null })),
      ...rows
        .filter(({ id }) => file === home && !fileOf.has(id))
        .map((row) => ({ code: row.id, before: null, after: row })),
    ];
    const written = texts.get(file) ?? (before.get(file) ?? '').replaceAll('\r\n', '\n');
    const text = withReasons(file, written, anew);
    if (text !== written) texts.set(file, text);
  }
}

function withLineEnds(text: string, before: string): string {
  return before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}
