/** The rows of one sheet as its XML has them: each with its number, and its cells up to the last that has a value. */
import type { CellContext, CellValue, SheetCell } from './sheet-cell.ts';
import type { XmlAttributes, XmlHandler } from './xml.ts';

/** `number` counts from 1; rows without cells may be left out. */
export type SheetRow<Value = CellValue> = { readonly number: number; readonly cells: readonly (Value | null)[] };

/** What Excel has at most. */
const MAX_COLUMNS = 16_384;
const ADDRESS = /^([A-Z]{1,3})(\d{1,7})$/;
const [LETTERS, BEFORE_A] = [26, 64];

type OpenCell = { -readonly [Key in Exclude<keyof SheetCell, 'hasFormula'>]: SheetCell[Key] } & {
  hasFormula: boolean;
  readonly column: number;
};

/** What a cell comes to; `undefined` for one that contradicts its type. */
type ReadCell<Value> = (cell: SheetCell, context: CellContext) => Value | undefined;

export class SheetRows<Value> implements XmlHandler {
  readonly #context: CellContext;
  readonly #readCell: ReadCell<Value>;
  #rows: SheetRow<Value>[] = [];
  #isData = false;
  #number = 0;
  #cells: (Value | null)[] = [];
  #cell: OpenCell | null = null;
  /** What text belongs to: the cell's value, or its own text. */
  #into: 'value' | 'inline' | null = null;
  #isPronunciation = false;

  constructor(context: CellContext, readCell: ReadCell<Value>) {
    this.#context = context;
    this.#readCell = readCell;
  }

  /** The rows since it was last called. */
  take(): readonly SheetRow<Value>[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'sheetData') this.#isData = true;
    else if (!this.#isData) return;
    else if (name === 'row') this.#beginRow(attributes);
    else if (name === 'c') this.#beginCell(attributes);
    else if (this.#cell !== null) this.#beginInCell(name, this.#cell);
  }

  close(name: string): void {
    if (name === 'sheetData') this.#isData = false;
    else if (!this.#isData) return;
    else if (name === 'row') this.#rows.push({ number: this.#number, cells: this.#cells });
    else if (name === 'c') this.#endCell();
    else if (name === 'v' || name === 't') this.#into = null;
    else if (name === 'rPh') this.#isPronunciation = false;
  }

  text(text: string): void {
    if (this.#cell !== null && this.#into !== null) this.#cell[this.#into] += text;
  }

  /** A row or cell that doesn't say where it stands is the next. */
  #beginRow({ r }: XmlAttributes): void {
    const number = r === undefined ? this.#number + 1 : Number(r);
    if (!Number.isSafeInteger(number) || number <= this.#number)
      throw new Error(`row ${r} follows row ${this.#number}`);
    [this.#number, this.#cells] = [number, []];
  }

  #beginCell({ r, t: type, s: style }: XmlAttributes): void {
    const column = r === undefined ? this.#cells.length : this.#columnOf(r);
    if (column < this.#cells.length || column >= MAX_COLUMNS) throw new Error(`cell ${r} is out of place`);
    this.#cell = { column, type, style, value: undefined, inline: undefined, hasFormula: false };
  }

  /** Counted from 0. */
  #columnOf(address: string): number {
    const [, letters = '', row] = ADDRESS.exec(address) ?? [];
    if (Number(row) !== this.#number) throw new Error(`cell ${address} in row ${this.#number}`);
    let column = 0;
    for (const letter of letters) column = column * LETTERS + letter.charCodeAt(0) - BEFORE_A;
    return column - 1;
  }

  #beginInCell(name: string, cell: OpenCell): void {
    if (name === 'f') cell.hasFormula = true;
    else if (name === 'rPh') this.#isPronunciation = true;
    else if (name === 'v') [this.#into, cell.value] = ['value', ''];
    else if (name === 't' && !this.#isPronunciation) [this.#into, cell.inline] = ['inline', cell.inline ?? ''];
  }

  #endCell(): void {
    const cell = this.#cell;
    if (cell === null) return;
    const value = this.#readCell(cell, this.#context);
    if (value === undefined)
      throw new Error(`column ${cell.column + 1} of row ${this.#number} has no value of its type`);
    while (this.#cells.length < cell.column) this.#cells.push(null);
    this.#cells.push(value);
    this.#cell = null;
  }
}
