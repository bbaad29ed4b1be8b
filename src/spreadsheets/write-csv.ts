/** A sheet as CSV: RFC 4180, UTF-8 with the mark by which Excel knows it, and nothing in it that a spreadsheet would run. */
import { stringify } from 'csv-stringify/sync';
import { guarded } from './csv-guard.ts';
import type { OutSheet } from './out-sheets.ts';

/** The library quotes its own line ends alone. */
const LINE_BREAK = /[\r\n]/u;
const BYTE_ORDER_MARK = '\uFEFF';

export function csvText({ columns, rows }: OutSheet): string {
  const all = [columns.map(({ name }) => name), ...rows].map((row) => row.map(guarded));
  return BYTE_ORDER_MARK + stringify(all, { record_delimiter: 'windows', quoted_match: LINE_BREAK });
}
