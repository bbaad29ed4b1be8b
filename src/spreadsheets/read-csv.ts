/**
 * A CSV file as somebody left it: with `,` `;` or tabs, quoted or not, in UTF-8 or Excel's UTF-16. Takes off the apostrophe that
 * keeps a spreadsheet from running a text.
 */
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { Failure } from '../base/failure.ts';
import { delimiterOf } from '../sources/file/csv.ts';
import type { OpenFile } from '../sources/file/open-file.ts';
import { textOf } from '../sources/file/open-file.ts';
import { isSpreadsheetError } from '../sources/spreadsheet-error.ts';
import { unguarded } from './csv-guard.ts';
import type { Grid, GridRow } from './grid.ts';
import { GRID_LIMITS, isBlankRow } from './grid.ts';

/** Excel's own first line. */
const SEPARATOR_LINE = /^"?sep=(.)"?\n/iu;

/** @throws Failure `unreadable_source` */
export async function csvGrid(file: OpenFile, name: string): Promise<Grid> {
  let text = '';
  for await (const piece of textOf(file)) text += piece;
  const separator = SEPARATOR_LINE.exec(text);
  const delimiter = separator?.[1] ?? delimiterOf(text.split('\n').find((line) => line.trim() !== '') ?? '');
  const rows: GridRow[] = records(file, text.slice(separator?.[0].length ?? 0), delimiter).map((cells, index) => ({
    number: index + (separator === null ? 1 : 2),
    cells: cells.map((cell) => gridCell(cell)),
  }));
  const filled = rows.filter((row) => !isBlankRow(row));
  if (filled.length > GRID_LIMITS.rows || filled.some(({ cells }) => cells.length > GRID_LIMITS.columns))
    throw new Failure(
      'unreadable_source',
      `${file.name} has more than ${GRID_LIMITS.rows} rows or ${GRID_LIMITS.columns} columns.`,
    );
  return { name, where: file.name, rows: filled, merged: [], hiddenRows: 0 };
}

function gridCell(written: string): GridRow['cells'][number] {
  if (written === '') return null;
  const text = unguarded(written);
  return { text, kind: isSpreadsheetError(text) ? 'error' : 'text', isFormula: false };
}

function records(file: OpenFile, text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: false });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const isOpen = cause.code === 'CSV_QUOTE_NOT_CLOSED';
    const message = isOpen ? 'a quotation mark that opens a cell is never closed' : 'it is not CSV';
    throw new Failure('unreadable_source', `${file.name} can’t be read: ${message}.`, 'Save it as CSV UTF-8 again.', {
      cause,
    });
  }
}
