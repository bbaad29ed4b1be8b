/**
 * Sheets as an XLSX workbook to edit: the header stays in sight, every cell is text (so that a spreadsheet makes no date of `1/2`),
 * and columns with known words offer them.
 */
import writeExcelFile from 'write-excel-file/node';
import type { Cell, Sheet } from 'write-excel-file/node';
import { HOW_TO } from './how-to.ts';
import type { OutColumn, OutSheet } from './out-sheets.ts';
import { columnLetters } from './grid.ts';

/** Rows below the last that are ready for more. */
const SPARE_ROWS = 200;
const [NARROWEST, WIDEST] = [10, 44];
/** What Excel takes as a list of words. */
const LONGEST_LIST = 255;

export async function xlsxFile(
  sheets: readonly OutSheet[],
  howTo: readonly (readonly [string, string])[],
): Promise<Buffer> {
  const head: Sheet<never> = {
    sheet: HOW_TO,
    data: howTo.map(([name, text]) => [cell(name, true), cell(text)]),
    columns: [{ width: 26 }, { width: 110 }],
  };
  const tables = sheets.map((sheet): Sheet<never> => ({
    sheet: sheet.name,
    data: [
      sheet.columns.map(({ name }) => headCell(name)),
      ...sheet.rows.map((row) => row.map((text, index) => cell(text, index === 0))),
    ],
    columns: sheet.columns.map((_, index) => ({ width: widthOf(sheet, index) })),
    stickyRowsCount: 1,
    stickyColumnsCount: 1,
  }));
  const named = new Map(sheets.map((sheet) => [sheet.name as string, sheet]));
  const transform = (xml: string, { sheet = '' }: { readonly sheet?: string }): string =>
    editable(xml, named.get(sheet), named.has('reasons'));
  const features = [{ files: { transform: { 'xl/worksheets/sheet{id}.xml': { transform } } } }];
  return await writeExcelFile([head, ...tables] as Sheet<Buffer>[], { features }).toBuffer();
}

function cell(text: string, isBold = false): Cell {
  if (text === '') return { format: '@', type: String, wrap: true, alignVertical: 'top' };
  const bold = isBold ? ({ fontWeight: 'bold' } as const) : {};
  return { value: escaped(text), type: String, format: '@', wrap: true, alignVertical: 'top', ...bold };
}

function headCell(name: string): Cell {
  return {
    value: name,
    type: String,
    fontWeight: 'bold',
    backgroundColor: '#E8EEF7',
    wrap: true,
    alignVertical: 'top',
  };
}

function widthOf({ columns, rows }: OutSheet, index: number): number {
  const texts = [columns[index]?.name ?? '', ...rows.map((row) => row[index] ?? '')];
  const longest = Math.max(...texts.flatMap((text) => text.split('\n')).map((line) => line.length));
  return Math.min(WIDEST, Math.max(NARROWEST, longest + 2));
}

/** What XML can't hold, in the way that XLSX has for it; and a text that only looks so. */
function escaped(text: string): string {
  const plain = text.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/gu, '_x005F_');
  return plain.replaceAll(UNWRITABLE, (character) => character.split('').map(escapedUnit).join(''));
}

const UNWRITABLE = /[[\p{Cc}--[\t\n]]\p{Noncharacter_Code_Point}\uFFFD]/gv;

function escapedUnit(unit: string): string {
  return `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}

/** The library's sheet, with new rows as text too, without warnings about numbers that are text, and with words to choose from. */
function editable(xml: string, sheet: OutSheet | undefined, hasCodes: boolean): string {
  if (sheet === undefined) return xml;
  const style = /<c r="[A-Z]+2" s="(\d+)"/u.exec(xml.replace(/<c r="A2"[^>]*>/u, ''))?.[1];
  const styled = style === undefined ? xml : xml.replaceAll('<col ', `<col style="${style}" `);
  const last = sheet.rows.length + 1 + SPARE_ROWS;
  const all = `A1:${columnLetters(sheet.columns.length - 1)}${last}`;
  const lists = sheet.columns.flatMap((column, index) => choiceXml(column, columnLetters(index), last, hasCodes));
  const choices =
    lists.length === 0 ? '' : `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`;
  const ignored = `<ignoredErrors><ignoredError sqref="${all}" numberStoredAsText="1"/></ignoredErrors>`;
  return styled.replace('</sheetData>', `</sheetData>${choices}${ignored}`);
}

function choiceXml(column: OutColumn, letters: string, last: number, hasCodes: boolean): readonly string[] {
  const formula = column.areCodes && hasCodes ? CODES : literalList(column);
  if (formula === null) return [];
  const strict = column.isAll ? ' showErrorMessage="1"' : '';
  return [
    `<dataValidation type="list" allowBlank="1"${strict} sqref="${letters}2:${letters}${last}"><formula1>${formula}</formula1></dataValidation>`,
  ];
}

/** The sheet's own column, so that a new code can be chosen at once. */
const CODES = 'reasons!$A$2:$A$500';

function literalList({ choices }: OutColumn): string | null {
  const list = choices.join(',');
  const isListable = list.length > 0 && list.length <= LONGEST_LIST && !choices.some((choice) => /[",]/u.test(choice));
  return isListable ? `"${xmlText(list)}"` : null;
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
