/**
 * One sheet of an XLSX workbook, row by row. Cells keep their type: dates become ISO days (or instants, when they have
 * a time), numbers lose the noise of binary fractions; errors are text like `#REF!`. What all sheets share is held.
 */
import { Failure } from '../../base/failure.ts';
import { nearestName } from '../../base/nearest.ts';
import type { FileRead } from '../declaration.ts';
import type { ReadItem } from '../row.ts';
import { Archive } from './archive.ts';
import type { Projection } from './columns.ts';
import { isBlank, list, projection } from './columns.ts';
import type { FileLimits } from './limits.ts';
import type { OpenFile } from './open-file.ts';
import type { SheetRow } from './sheet.ts';
import { cellValue } from './sheet-cell.ts';
import { SheetRows } from './sheet.ts';
import type { Sheet } from './workbook.ts';
import { readWorkbook } from './workbook.ts';
import { readXml } from './xml.ts';

export async function* xlsxItems(
  file: OpenFile,
  read: FileRead,
  columns: readonly string[],
  limits: FileLimits,
): AsyncGenerator<ReadItem> {
  const where = read.sheet === null ? file.name : `${file.name}:${read.sheet}`;
  let table: Projection | undefined;
  for await (const { number, cells } of rowsOf(file, read.sheet, limits)) {
    if (number < read.headerRow) continue;
    if (number - read.headerRow > limits.rows)
      throw new Failure('unreadable_source', `${where} has more than ${limits.rows} rows.`);
    if (table === undefined) {
      if (number > read.headerRow || cells.every(isBlank)) throw noHeader(where, read.headerRow);
      table = projection(
        where,
        cells.map((cell) => String(cell ?? '')),
        columns,
        limits,
      );
      continue;
    }
    const item = table.placed(`${where}:${number}`, cells);
    if (item !== undefined) yield item;
  }
  if (table === undefined) throw noHeader(where, read.headerRow);
}

export async function* rowsOf(file: OpenFile, sheet: string | null, limits: FileLimits): AsyncGenerator<SheetRow> {
  try {
    const archive = await Archive.open(file);
    try {
      yield* sheetRows(archive, file, sheet, limits);
    } finally {
      archive.close();
    }
  } catch (cause) {
    throw cause instanceof Failure ? cause : notAWorkbook(file, cause);
  }
}

async function* sheetRows(
  archive: Archive,
  file: OpenFile,
  name: string | null,
  limits: FileLimits,
): AsyncGenerator<SheetRow> {
  const { sheets, context } = await readWorkbook(archive, limits);
  const sheet = name === null ? sheets[0] : sheets.find((each) => each.name === name);
  if (sheet === undefined && name !== null) throw missingSheet(file, name, sheets);
  if (sheet === undefined || !archive.has(sheet.part)) throw new Error('there is no such sheet');
  const rows = new SheetRows(await context(), cellValue);
  const xml = archive.text(sheet.part, limits.sheetBytes);
  for await (const taken of readXml(xml, rows, () => rows.take())) yield* taken;
}

function noHeader(where: string, headerRow: number): Failure {
  return new Failure(
    'unreadable_source',
    `${where} has no column names in row ${headerRow}.`,
    'Say which row has them: `header_row`.',
  );
}

function missingSheet(file: OpenFile, sheet: string, sheets: readonly Sheet[]): Failure {
  const names = sheets.map(({ name }) => name);
  const near = nearestName(sheet, names);
  const mend = near === undefined ? `Its sheets are ${list(names)}.` : `Did you mean \`${near}\`?`;
  return new Failure('unreadable_source', `${file.name} has no sheet \`${sheet}\`.`, mend);
}

function notAWorkbook(file: OpenFile, cause: unknown): Failure {
  return new Failure(
    'unreadable_source',
    `${file.name} can't be read as an XLSX workbook.`,
    'Save it as .xlsx again.',
    { cause },
  );
}
