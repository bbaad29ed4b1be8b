/**
 * One sheet of an XLSX workbook, read whole. Cells keep their type: dates become ISO days (or instants, when they have
 * a time), numbers lose the noise of binary fractions; errors are text like `#REF!`.
 */
import { readSheet } from 'read-excel-file/node';
import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json.ts';
import { nearestName } from '../../base/nearest.ts';
import type { FileRead } from '../declaration.ts';
import type { ReadItem } from '../row.ts';
import { isBlank, list, projection } from './columns.ts';
import type { FileLimits } from './limits.ts';
import type { OpenFile } from './open-file.ts';
import { workbookWithErrors } from './workbook.ts';

/** Excel keeps fifteen digits. */
const EXCEL_DIGITS = 15;

export async function* xlsxItems(
  file: OpenFile,
  read: FileRead,
  columns: readonly string[],
  limits: FileLimits,
): AsyncGenerator<ReadItem> {
  const where = read.sheet === null ? file.name : `${file.name}:${read.sheet}`;
  const rows = await sheetRows(file, read.sheet);
  if (rows.length - read.headerRow > limits.rows)
    throw new Failure('unreadable_source', `${where} has more than ${limits.rows} rows.`);
  const header = rows[read.headerRow - 1]?.map(typedCell) ?? [];
  if (header.every(isBlank)) {
    throw new Failure(
      'unreadable_source',
      `${where} has no column names in row ${read.headerRow}.`,
      'Say which row has them: `header_row`.',
    );
  }
  const table = projection(where, header.map(String), columns, limits);
  for (let index = read.headerRow; index < rows.length; index++) {
    const item = table.item(`${where}:${index + 1}`, (rows[index] ?? []).map(typedCell));
    if (item !== undefined) yield item;
  }
}

async function sheetRows(file: OpenFile, sheet: string | null): Promise<readonly (readonly unknown[])[]> {
  try {
    return await readSheet(await workbookWithErrors(file.path), sheet ?? 1);
  } catch (cause) {
    throw isSheetNotFound(cause) && sheet !== null ? missingSheet(file, sheet, cause) : notAWorkbook(file, cause);
  }
}

function typedCell(cell: unknown): Json {
  if (cell instanceof Date) return dateText(cell);
  if (typeof cell === 'number') return Number(cell.toPrecision(EXCEL_DIGITS));
  return typeof cell === 'string' || typeof cell === 'boolean' ? cell : null;
}

/** A date without a time is a day; Excel knows no zone, so a time counts as UTC. */
function dateText(date: Date): string {
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
}

type SheetNotFound = Error & { readonly sheets: readonly string[] };

/** The package's types leave out `sheets`. */
function isSheetNotFound(error: unknown): error is SheetNotFound {
  return (
    error instanceof Error && error.name === 'SheetNotFoundError' && 'sheets' in error && Array.isArray(error.sheets)
  );
}

function missingSheet(file: OpenFile, sheet: string, cause: SheetNotFound): Failure {
  const near = nearestName(sheet, cause.sheets);
  const mend = near === undefined ? `Its sheets are ${list(cause.sheets)}.` : `Did you mean \`${near}\`?`;
  return new Failure('unreadable_source', `${file.name} has no sheet \`${sheet}\`.`, mend, { cause });
}

function notAWorkbook(file: OpenFile, cause: unknown): Failure {
  return new Failure(
    'unreadable_source',
    `${file.name} can't be read as an XLSX workbook.`,
    'Save it as .xlsx again.',
    { cause },
  );
}
