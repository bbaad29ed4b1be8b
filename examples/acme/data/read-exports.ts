/**
 * Reads the sample's five exports as plain tables of text, for the script and the test beside this file. It knows this
 * one sample and nothing else; the product reads the same files through its own sources.
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import * as z from 'zod';

const DELIMITERS = { 'crm_accounts.csv': ',', 'hr_employees.csv': ';', 'absences.csv': ',' };
const TITLE_ROWS = 2;

const textRow = z.record(z.string(), z.string());
const helpDeskRow = z.record(z.string(), z.unknown());
const organization = z.looseObject({
  id: z.number(),
  external_id: z.string(),
  name: z.string(),
  organization_fields: z.object({ csm_email: z.string().nullable(), highest_open_severity: z.string().nullable() }),
});
const helpDeskFile = z.object({
  groups: z.array(helpDeskRow),
  users: z.array(helpDeskRow),
  organizations: z.array(organization),
  tickets: z.array(helpDeskRow),
});

/** Column → text of one row; an empty cell is the empty text. */
export type TextRow = z.infer<typeof textRow>;
export type CsvFile = keyof typeof DELIMITERS;
export type SheetName = 'Accounts' | 'Contacts' | 'Booking links';
export type HelpDesk = z.infer<typeof helpDeskFile>;

export async function readCsv(file: CsvFile): Promise<TextRow[]> {
  const rows = parse(await readFile(exportUrl(file)), { bom: true, columns: true, delimiter: DELIMITERS[file] });
  return z.array(textRow).parse(rows);
}

export async function readWorkbook(name: SheetName): Promise<TextRow[]> {
  const sheet = await readSheet(await readFile(exportUrl('cs_workbook.xlsx')), name);
  const [header = [], ...rows] = sheet.slice(TITLE_ROWS);
  return rows.map((cells) => Object.fromEntries(header.map((title, index) => [textOf(title), textOf(cells[index])])));
}

export async function readHelpDesk(): Promise<HelpDesk> {
  return helpDeskFile.parse(JSON.parse(await readFile(exportUrl('helpdesk.json'), 'utf8')));
}

/** Where a file of the sample's data is. */
export function exportUrl(file: string): URL {
  return new URL(file, import.meta.url);
}

/** The workbook has texts and numbers, no other cells. */
function textOf(cell: unknown): string {
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '';
}
