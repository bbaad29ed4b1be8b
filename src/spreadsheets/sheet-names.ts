/** Which sheet is which: by its name, or where somebody renamed it, by a column that no other has. */
import type { Grid } from './grid.ts';

export const SHEETS = ['escalation', 'health', 'reasons'] as const;
export type SheetName = (typeof SHEETS)[number];

const OWN_COLUMN: Readonly<Record<SheetName, string>> = { escalation: 'route', health: 'status', reasons: 'code' };

/** `null` for a sheet of something else. */
export function sheetOf({ name, rows }: Grid): SheetName | null {
  const named = SHEETS.find((sheet) => sheet === name.trim().toLowerCase());
  if (named !== undefined) return named;
  const columns = new Set(rows[0]?.cells.map((cell) => cell?.text.trim().toLowerCase() ?? ''));
  return SHEETS.find((sheet) => columns.has(OWN_COLUMN[sheet]) && (sheet === 'reasons' || columns.has('id'))) ?? null;
}
