/** A sheet that somebody edited, as cells with places. What its words mean is for others to read. */

export type GridCell = {
  readonly text: string;
  /** What the spreadsheet took it for. Everything in CSV is text. */
  readonly kind: 'text' | 'number' | 'percent' | 'boolean' | 'date' | 'error';
  /** A formula, whose last value this is. */
  readonly isFormula: boolean;
};

/** `number` counts from 1, as the spreadsheet does. */
export type GridRow = { readonly number: number; readonly cells: readonly (GridCell | null)[] };

export type Grid = {
  /** The sheet's name, or that of the CSV file without its ending. */
  readonly name: string;
  /** As problems name it: `guardrails.xlsx, sheet escalation`. */
  readonly where: string;
  /** Without blank ones. */
  readonly rows: readonly GridRow[];
  /** Cells that were joined: `D3:D5`. */
  readonly merged: readonly string[];
  /** How many rows a filter or a person hides; they are read too. */
  readonly hiddenRows: number;
};

/** More is no table that a person looks after. */
export const GRID_LIMITS = { bytes: 10 * 1024 * 1024, rows: 5_000, columns: 500 } as const;

const [LETTERS, BEFORE_A] = [26, 64];

/** `A`, `Z`, `AA`: the column's letters, counted from 0. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / LETTERS))
    letters = String.fromCharCode(BEFORE_A + 1 + ((rest - 1) % LETTERS)) + letters;
  return letters;
}

export function isBlankCell(cell: GridCell | null | undefined): boolean {
  return cell === null || cell === undefined || cell.text.trim() === '';
}

export function isBlankRow({ cells }: Pick<GridRow, 'cells'>): boolean {
  return cells.every(isBlankCell);
}

/** `guardrails.xlsx, sheet escalation, D7` */
export function cellPlace({ where }: Pick<Grid, 'where'>, row: number, column: number): string {
  return `${where}, ${columnLetters(column)}${row}`;
}
