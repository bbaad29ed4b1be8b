/** What every reader hands to the mapping: rows with a place that a person finds again, and rows that couldn't be read. */
import type { Json } from '../base/json.ts';
import type { Instant } from '../base/clock.ts';

/** A row cut down to the columns that a mapping names; no other column leaves the reader. */
export type SourceRow = {
  /** `crm_accounts.csv:14`, `cs_workbook.xlsx:Accounts:7`, `helpdesk.json:organizations[3]`. */
  readonly place: string;
  /** By column, or by dotted path in JSON; a scalar or a list of scalars. */
  readonly values: Readonly<Record<string, Json>>;
  /** Under which a copy has it; of a file's rows none. */
  readonly id?: string;
};

/** Something that was held back, or that deserves a look: where it stands and why. */
export type RowTrouble = { readonly place: string; readonly reason: string };

export type ReadItem =
  | { readonly kind: 'row'; readonly row: SourceRow }
  | { readonly kind: 'trouble'; readonly trouble: RowTrouble };

/** In a copy of a file's rows: the column that holds why a row couldn't be read; blank for one that could. No mapping can name it. */
export const TROUBLE = '';

/** Rows in the order of the source; they are read once. */
export type OpenedRead = { readonly asOf: Instant; readonly items: AsyncIterable<ReadItem> };

export function rowItem(place: string, values: SourceRow['values'], id?: string): ReadItem {
  return { kind: 'row', row: { place, values, ...(id === undefined ? {} : { id }) } };
}

export function troubleItem(place: string, reason: string): ReadItem {
  return { kind: 'trouble', trouble: { place, reason } };
}
