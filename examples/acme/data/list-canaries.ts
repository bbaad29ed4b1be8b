/**
 * Lists what of the sample's exports must never leave: every marker and every distinctive value in a sensitive
 * column. Running this file writes `canaries.json`, which leak tests load. A new sensitive column is added to
 * SENSITIVE_TEXT or SENSITIVE_VALUES; an empty cell has nothing to leak.
 *
 *     node examples/acme/data/list-canaries.ts
 */
import { writeFile } from 'node:fs/promises';
import { exportUrl, readCsv, readHelpDesk, readWorkbook } from './read-exports.ts';

/** The sensitive strings of one column, as the file has them; `otherForms` is how else they might be written. */
export interface ColumnCanaries {
  file: string;
  column: string;
  tokens: string[];
  otherForms?: string[];
}

/** `text`: words to search for. `values`: numbers, dates, phones and leave types, to search for as they stand. */
export interface Canaries {
  text: ColumnCanaries[];
  values: ColumnCanaries[];
}

const SENSITIVE_TEXT = [
  ['crm_accounts.csv', 'Description'],
  ['cs_workbook.xlsx', 'CSM notes'],
  ['hr_employees.csv', 'Home address'],
  ['hr_employees.csv', 'Performance note'],
  ['absences.csv', 'Note'],
  ['helpdesk.json', 'users.notes'],
  ['helpdesk.json', 'users.details'],
  ['helpdesk.json', 'organizations.notes'],
  ['helpdesk.json', 'organizations.details'],
  ['helpdesk.json', 'tickets.subject'],
  ['helpdesk.json', 'tickets.description'],
] as const;

const SENSITIVE_VALUES: [file: ExportFile, column: string, otherForm?: (value: string) => string][] = [
  ['hr_employees.csv', 'Annual salary'],
  ['hr_employees.csv', 'Birth date', (date) => date.split('.').toReversed().join('-')],
  ['hr_employees.csv', 'Private phone', (phone) => phone.replaceAll(' ', '')],
  ['absences.csv', 'Type'],
];

type ExportFile = (typeof SENSITIVE_TEXT)[number][0];

const MARKER = /CANARY-[a-z]+/g;

/** Reads the exports beside this file. Throws where a sensitive text has no marker, or more than one. */
export async function canaries(): Promise<Canaries> {
  const text = SENSITIVE_TEXT.map(async ([file, column]) => {
    const tokens = (await filledCells(file, column)).map((cell) => markerOf(file, column, cell));
    return { file, column, tokens };
  });
  const values = SENSITIVE_VALUES.map(async ([file, column, otherForm]) => {
    const tokens = [...new Set(await filledCells(file, column))];
    return { file, column, tokens, ...(otherForm && { otherForms: tokens.map(otherForm) }) };
  });
  return { text: await Promise.all(text), values: await Promise.all(values) };
}

function markerOf(file: string, column: string, cell: string): string {
  const [marker, ...more] = cell.match(MARKER) ?? [];
  if (marker !== undefined && more.length === 0) return marker;
  throw new Error(`${file}, ${column}: a sensitive text needs exactly one marker CANARY-<word>: ${cell}`);
}

async function filledCells(file: ExportFile, column: string): Promise<string[]> {
  const cells = (await readColumn(file, column)).filter((cell) => typeof cell === 'string' && cell !== '');
  if (cells.length === 0) throw new Error(`${file} has no column ${column}, or nothing in it`);
  return cells.map(String);
}

async function readColumn(file: ExportFile, column: string): Promise<unknown[]> {
  if (file === 'cs_workbook.xlsx') return (await readWorkbook('Accounts')).map((row) => row[column]);
  if (file !== 'helpdesk.json') return (await readCsv(file)).map((row) => row[column]);
  const [list, field = ''] = column.split('.');
  const lists = Object.entries(await readHelpDesk()).filter(([name]) => name === list);
  return lists.flatMap(([, rows]) => rows.map((row) => row[field]));
}

if (import.meta.main) {
  await writeFile(exportUrl('canaries.json'), `${JSON.stringify(await canaries(), null, 2)}\n`);
}
