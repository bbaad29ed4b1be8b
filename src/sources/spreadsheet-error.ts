/** What a spreadsheet shows in a cell whose value it could not work out, in a workbook as in a CSV export of one. */
import type { Json } from '../base/json.ts';

/** Stands in a cell whose formula was never calculated, as programs that only write workbooks leave it. */
export const UNCALCULATED = '#UNCALCULATED!';

const ERROR =
  /^\s*#(?:REF!|N\/A|DIV\/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|ERROR!|GETTING_DATA|UNCALCULATED!)\s*$/i;

export const SPREADSHEET_ERROR_REASON = 'this is an error of the spreadsheet, or a formula that was never calculated';

/** Whether the cell, or one of a list, is such an error. */
export function isSpreadsheetError(cell: Json): boolean {
  if (Array.isArray(cell)) return cell.some(isSpreadsheetError);
  return typeof cell === 'string' && ERROR.test(cell);
}
