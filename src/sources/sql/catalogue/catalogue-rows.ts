/** What the dialects share in reading a catalogue: rows as lists of cells. */
import type { Cell, Statement } from '../../../outbound/database/database.ts';

export type CatalogueRow = readonly Cell[];

/** All rows of a statement. @throws DatabaseFailure */
export type AskCatalogue = (statement: Statement) => Promise<readonly CatalogueRow[]>;

/** A single value as text; nothing as none. */
export function textOf(cell: Cell | undefined): string {
  return cell === null || cell === undefined || typeof cell === 'object' ? '' : String(cell);
}

export function isTrue(cell: Cell | undefined): boolean {
  return cell === true || Number(cell) === 1;
}

/** Rows that begin with the same two cells, a table and a name within it: the first of each, and all. */
export function together(rows: readonly CatalogueRow[]): readonly (readonly [CatalogueRow, readonly CatalogueRow[]])[] {
  const groups = new Map<string, CatalogueRow[]>();
  for (const row of rows) {
    const id = JSON.stringify(row.slice(0, 2));
    const group = groups.get(id) ?? [];
    groups.set(id, group);
    group.push(row);
  }
  return [...groups.values()].flatMap((group) => (group[0] === undefined ? [] : [[group[0], group] as const]));
}
