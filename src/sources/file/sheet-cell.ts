/**
 * The value of one cell of a sheet, from what its XML says. Errors (`#REF!`) and formulas that were never calculated are
 * text, so that whoever reads the cell can hold it back; only a cell without anything is blank.
 */
import { UNCALCULATED } from '../spreadsheet-error.ts';
import { ownText } from './xml.ts';
import { isoDate, serialDate } from './date-cell.ts';

export type CellValue = string | number | boolean | null;

export type SheetCell = {
  readonly type: string | undefined;
  readonly style: string | undefined;
  /** `<v>`: empty when it is there without text. */
  readonly value: string | undefined;
  /** `<is>`. */
  readonly inline: string | undefined;
  readonly hasFormula: boolean;
};

/** What cells refer to. */
export type CellContext = {
  readonly strings: readonly string[];
  /** By style, whether its numbers are dates. */
  readonly dateStyles: readonly boolean[];
  /** By style, whether its numbers are shown as hundredths. */
  readonly percentStyles: readonly boolean[];
  readonly isFrom1904: boolean;
};

/** Excel keeps fifteen digits. */
const EXCEL_DIGITS = 15;

/** `undefined` for a cell that contradicts its type: then the workbook is broken. */
export function cellValue(cell: SheetCell, context: CellContext): CellValue | undefined {
  const { type = 'n', value = '', inline = '' } = cell;
  if (type === 'e') return text(value) ?? UNCALCULATED;
  // A formula whose result is no text at all has a value that is there, and empty.
  if (cell.hasFormula && value === '') return type === 'str' && cell.value !== undefined ? null : UNCALCULATED;
  if (type === 'inlineStr') return text(unescaped(ownText(inline)));
  if (value === '') return null;
  switch (type) {
    case 'str':
      return text(unescaped(ownText(value)));
    case 's':
      return shared(value, context);
    case 'b':
      return value === '1' ? true : value === '0' ? false : undefined;
    case 'd':
      return isoDate(value);
    case 'n':
      return number(value, cell.style, context);
    default:
      return undefined;
  }
}

function shared(value: string, { strings }: CellContext): CellValue | undefined {
  const string = strings[Number(value)];
  return string === undefined ? undefined : text(string);
}

function number(value: string, style: string | undefined, context: CellContext): CellValue | undefined {
  const amount = Number(value);
  const isDate = style === undefined ? false : context.dateStyles[Number(style)];
  if (Number.isNaN(amount) || isDate === undefined) return undefined;
  return isDate ? serialDate(amount, context.isFrom1904) : Number(amount.toPrecision(EXCEL_DIGITS));
}

function text(written: string): string | null {
  return written.trim() || null;
}

/** Characters that XML can't hold are written `_x000D_`. */
export function unescaped(written: string): string {
  if (!written.includes('_x')) return written;
  return written.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
