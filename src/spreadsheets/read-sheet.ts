/**
 * A sheet of rows, as somebody edited it, in words by column: which columns it has, and what each cell says. All problems at once,
 * each with its cell. Whether words name what there is, is for the check of the workspace to say.
 */
import { nearestName } from '../base/nearest.ts';
import { cellPlace, columnLetters, isBlankCell } from './grid.ts';
import type { Grid, GridRow } from './grid.ts';
import type { SheetProblem } from './sheet-problem.ts';
import { sheetError } from './sheet-problem.ts';

/** Where each column stands, counted from 0. */
export type SheetColumns = ReadonlyMap<string, number>;

export type SheetHead = {
  readonly columns: SheetColumns;
  /** The row with the columns' names; those below hold data. */
  readonly rows: readonly GridRow[];
  readonly problems: readonly SheetProblem[];
};

/** What a sheet may have, and must have. */
export type KnownColumns = {
  readonly known: readonly string[];
  readonly needed: readonly string[];
  /** Those that the guardrails use now: leaving one out would take it from every row. */
  readonly used: ReadonlyMap<string, number>;
  /** Another name that fits, where a sheet may have names of its own. */
  readonly also?: (name: string) => boolean;
  /** What to do about a name that nobody knows. */
  readonly mend: string;
};

export function readHead(grid: Grid, wanted: KnownColumns): SheetHead {
  const [head, ...rows] = grid.rows;
  const columns = new Map<string, number>();
  const problems: SheetProblem[] = [];
  if (head === undefined) return { columns, rows, problems: [emptySheet(grid, wanted)] };
  const width = Math.max(...grid.rows.map(({ cells }) => cells.length));
  for (let index = 0; index < width; index += 1) {
    const read = readName(grid, head, rows, index, wanted);
    if (read === null) continue;
    if (typeof read !== 'string') problems.push(read);
    else if (columns.has(read)) problems.push(twice(grid, head, index, read, columns));
    else columns.set(read, index);
  }
  return { columns, rows, problems: [...problems, ...lacking(grid, head, columns, wanted), ...joined(grid)] };
}

/** `null` for a column that holds nothing. */
function readName(
  grid: Grid,
  head: GridRow,
  rows: readonly GridRow[],
  index: number,
  wanted: KnownColumns,
): string | SheetProblem | null {
  const written = (head.cells[index]?.text ?? '').trim().replaceAll(/\s+/gu, ' ');
  const place = cellPlace(grid, head.number, index);
  if (written === '') {
    const filled = rows.find(({ cells }) => !isBlankCell(cells[index]));
    if (filled === undefined) return null;
    const message = `The column has no name, but row ${filled.number} has something in it.`;
    return sheetError(place, message, 'Name it, or empty it.');
  }
  const exact = wanted.known.find((name) => name.toLowerCase() === written.toLowerCase());
  if (exact !== undefined) return exact;
  if (wanted.also?.(written) === true) return written;
  const near = nearestName(written, wanted.known);
  const mend = near === undefined ? wanted.mend : `Did you mean \`${near}\`? ${wanted.mend}`;
  return sheetError(place, `There is no column \`${written}\`.`, mend);
}

function twice(grid: Grid, head: GridRow, index: number, name: string, columns: SheetColumns): SheetProblem {
  const first = columnLetters(columns.get(name) ?? 0);
  return sheetError(
    cellPlace(grid, head.number, index),
    `Column ${first} is called \`${name}\` too.`,
    'Keep one of the two.',
  );
}

function lacking(
  grid: Grid,
  head: GridRow,
  columns: SheetColumns,
  { needed, used }: KnownColumns,
): readonly SheetProblem[] {
  const place = `${grid.where}, row ${head.number}`;
  const without = (name: string): boolean => !columns.has(name);
  const missing = needed.filter(without);
  const dropped = [...used].filter(([name]) => without(name) && !needed.includes(name));
  return [
    ...missing.map((name) => sheetError(place, `The column \`${name}\` is missing.`, 'Put it back, with its name.')),
    ...dropped.map(([name, rows]) =>
      sheetError(
        place,
        `The column \`${name}\` is missing, which ${rows === 1 ? 'a row has' : `${rows} rows have`} something in.`,
        'Put it back; to do without it, empty its cells.',
      ),
    ),
  ];
}

function joined(grid: Grid): readonly SheetProblem[] {
  return grid.merged.map((range) =>
    sheetError(
      `${grid.where}, ${range}`,
      'These cells are merged, and only the first of them has a value.',
      'Unmerge them and write the value into each.',
    ),
  );
}

function emptySheet(grid: Grid, { needed }: KnownColumns): SheetProblem {
  return sheetError(grid.where, 'There is nothing in it.', `Its first row names the columns: ${needed.join(', ')}, ….`);
}
