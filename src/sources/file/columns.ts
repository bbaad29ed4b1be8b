/**
 * Projection: from a line of a table to the columns that a mapping names. Every other column stays behind here, so
 * that salaries and notes never reach a record, a message or the memory of anything beyond the parser.
 */
import type { Json } from '../../base/json.ts';
import { Failure } from '../../base/failure.ts';
import { nearestName } from '../../base/nearest.ts';
import type { ReadItem } from '../row.ts';
import { rowItem, troubleItem } from '../row.ts';
import type { FileLimits } from './limits.ts';

/** A wanted column and where it stands. */
type Wanted = readonly [column: string, index: number];

export type Projection = {
  /** Of a line whose cells are counted out. `undefined` for one without any value. */
  readonly item: (place: string, cells: readonly Json[]) => ReadItem | undefined;
  /** Of a line whose cells each say their column, and may end early. `undefined` for one without any value. */
  readonly placed: (place: string, cells: readonly Json[]) => ReadItem | undefined;
};

/**
 * `where` names the table in messages: `crm_accounts.csv`, `cs_workbook.xlsx:Accounts`.
 * @throws Failure `unreadable_source` when a column is missing or stands there twice
 */
export function projection(
  where: string,
  header: readonly string[],
  columns: readonly string[],
  limits: FileLimits,
): Projection {
  const names = header.map((name) => name.trim());
  const wanted = columns.map((column): Wanted => [column, indexOf(column, names, columns, where)]);
  return {
    item: (place, cells) => {
      if (cells.every(isBlank)) return undefined;
      const widthTrouble = trailing(cells, names.length);
      return widthTrouble === null ? projected(place, cells, wanted, limits) : troubleItem(place, widthTrouble);
    },
    placed: (place, cells) => (cells.every(isBlank) ? undefined : projected(place, cells, wanted, limits)),
  };
}

function projected(place: string, cells: readonly Json[], wanted: readonly Wanted[], limits: FileLimits): ReadItem {
  const values: Record<string, Json> = {};
  for (const [column, index] of wanted) {
    const cell = cells[index] ?? null;
    if (isTooLong(cell, limits)) return troubleItem(place, tooLong(column, limits));
    values[column] = cell;
  }
  return rowItem(place, values);
}

/** A line with too few cells or too many has lost or gained a delimiter: nobody knows which cell is which. */
function trailing(cells: readonly Json[], width: number): string | null {
  const fits = cells.length === width || (cells.length > width && cells.slice(width).every(isBlank));
  return fits ? null : `This row has ${cells.length} cells where the header has ${width}.`;
}

function indexOf(column: string, names: readonly string[], columns: readonly string[], where: string): number {
  const index = names.indexOf(column.trim());
  if (index === -1) throw missingColumn(where, column, names, columns);
  if (names.indexOf(column.trim(), index + 1) !== -1) {
    throw new Failure(
      'unreadable_source',
      `${where} has more than one column \`${column}\`.`,
      'Rename one of them in the export.',
    );
  }
  return index;
}

function missingColumn(where: string, column: string, names: readonly string[], columns: readonly string[]): Failure {
  const isHeader = columns.some((each) => names.includes(each.trim()));
  const mend = isHeader ? whatIsThere(column, names) : NO_HEADER;
  return new Failure('unreadable_source', `${where} has no column \`${column}\`.`, mend);
}

function whatIsThere(column: string, names: readonly string[]): string {
  const near = nearestName(column, names);
  return near === undefined ? `Its columns are ${list(names)}.` : `Did you mean \`${near}\`?`;
}

/** What stands there may be no header but somebody's data, so it isn't shown. */
const NO_HEADER = 'Nor any other that the mapping names: say which row has the column names with `header_row`.';

/** Names for a message, bounded. */
export function list(names: readonly string[]): string {
  const shown = names.slice(0, 30).map((name) => `\`${name}\``);
  return names.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ');
}

export function isBlank(cell: Json | undefined): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}

export function isTooLong(cell: Json, limits: FileLimits): boolean {
  return typeof cell === 'string' && cell.length > limits.cellCharacters;
}

export function tooLong(column: string, limits: FileLimits): string {
  return `Column \`${column}\` has more than ${limits.cellCharacters} characters.`;
}
