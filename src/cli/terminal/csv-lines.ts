/** Rows as CSV for a spreadsheet: RFC 4180, and text that a spreadsheet would take for a formula with an apostrophe before it. */
import { stringify } from 'csv-stringify/sync';

export type CsvCell = string | number | null;

/** The library quotes its own line ends alone. */
const LINE_BREAK = /[\r\n]/u;

/** Lines end with CR LF; the last one's line feed is the caller's. */
export function csvLines(rows: readonly (readonly CsvCell[])[]): string {
  const options = { escape_formulas: true, record_delimiter: 'windows', quoted_match: LINE_BREAK };
  return stringify([...rows], options).slice(0, -1);
}
