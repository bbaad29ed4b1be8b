/** The sheets of an XLSX workbook as somebody left them: dates, percentages, formulas and joined cells are seen, not guessed at. */
import { Failure } from '../base/failure.ts';
import { Archive } from '../sources/file/archive.ts';
import type { FileLimits } from '../sources/file/limits.ts';
import type { OpenFile } from '../sources/file/open-file.ts';
import type { CellContext, SheetCell } from '../sources/file/sheet-cell.ts';
import { cellValue, unescaped } from '../sources/file/sheet-cell.ts';
import { SheetRows } from '../sources/file/sheet.ts';
import type { SheetRow } from '../sources/file/sheet.ts';
import { readWorkbook } from '../sources/file/workbook.ts';
import type { XmlAttributes, XmlHandler } from '../sources/file/xml.ts';
import { readXml } from '../sources/file/xml.ts';
import { isSpreadsheetError } from '../sources/spreadsheet-error.ts';
import type { Grid, GridCell, GridRow } from './grid.ts';
import { GRID_LIMITS, isBlankRow } from './grid.ts';

const MAX_SHEETS = 50;

/** @throws Failure `unreadable_source` */
export async function xlsxGrids(file: OpenFile, limits: FileLimits): Promise<readonly Grid[]> {
  try {
    const archive = await Archive.open(file);
    try {
      return await gridsIn(archive, file, limits);
    } finally {
      archive.close();
    }
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    const message = `${file.name} can’t be read as an XLSX workbook.`;
    const mend = 'Save it as .xlsx again, without a password, or each sheet as CSV UTF-8.';
    throw new Failure('unreadable_source', message, mend, { cause });
  }
}

async function gridsIn(archive: Archive, file: OpenFile, limits: FileLimits): Promise<readonly Grid[]> {
  const { sheets, context } = await readWorkbook(archive, limits);
  if (sheets.length > MAX_SHEETS)
    throw new Failure('unreadable_source', `${file.name} has more than ${MAX_SHEETS} sheets.`);
  const read = await context();
  const grids: Grid[] = [];
  // A chart has a sheet of its own, without rows.
  for (const { name, part } of sheets.filter((sheet) => archive.has(sheet.part)))
    grids.push(
      await gridOf(`${file.name}, sheet ${name}`, name, new GridRows(read), archive.text(part, limits.sheetBytes)),
    );
  return grids;
}

async function gridOf(where: string, name: string, handler: GridRows, xml: AsyncIterable<string>): Promise<Grid> {
  const rows: GridRow[] = [];
  for await (const taken of readXml(xml, handler, () => handler.take())) {
    rows.push(...taken.filter((row) => !isBlankRow(row)));
    if (rows.length > GRID_LIMITS.rows || rows.some(({ cells }) => cells.length > GRID_LIMITS.columns))
      throw new Failure(
        'unreadable_source',
        `${where} has more than ${GRID_LIMITS.rows} rows or ${GRID_LIMITS.columns} columns.`,
        'Keep what isn’t part of the guardrails in another workbook.',
      );
  }
  return { name, where, rows, merged: handler.merged, hiddenRows: handler.hiddenRows };
}

/** Rows, and what stands around them. */
class GridRows implements XmlHandler {
  readonly #rows: SheetRows<GridCell | null>;
  readonly merged: string[] = [];
  hiddenRows = 0;

  constructor(context: CellContext) {
    this.#rows = new SheetRows(context, gridCell);
  }

  take(): readonly SheetRow<GridCell | null>[] {
    return this.#rows.take();
  }

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'mergeCell') this.merged.push(attributes['ref'] ?? '');
    if (name === 'row' && ['1', 'true'].includes(attributes['hidden'] ?? '')) this.hiddenRows += 1;
    this.#rows.open(name, attributes);
  }

  close(name: string): void {
    this.#rows.close(name);
  }

  text(text: string): void {
    this.#rows.text(text);
  }
}

function gridCell(cell: SheetCell, context: CellContext): GridCell | null | undefined {
  const value = cellValue(cell, context);
  if (value === null || value === undefined) return value;
  const said = (kind: GridCell['kind'], text: string): GridCell => ({ kind, text, isFormula: cell.hasFormula });
  if (typeof value === 'boolean') return said('boolean', value ? 'TRUE' : 'FALSE');
  if (typeof value === 'number')
    return said(context.percentStyles[Number(cell.style)] === true ? 'percent' : 'number', String(value));
  if (isSpreadsheetError(value)) return said('error', value.trim());
  const isText = cell.type === 's' || cell.type === 'str' || cell.type === 'inlineStr';
  return isText ? said('text', withNewlines(writtenText(cell, context) ?? value)) : said('date', value);
}

/** With the blanks around it, which other readers leave out. */
function writtenText({ type, value, inline }: SheetCell, { strings }: CellContext): string | undefined {
  if (type === 's') return strings[Number(value)];
  const text = type === 'str' ? value : inline;
  return text === undefined ? undefined : unescaped(text);
}

function withNewlines(text: string): string {
  return text.replaceAll(/\r\n?/gu, '\n');
}
