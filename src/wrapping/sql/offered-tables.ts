/**
 * What can be asked of the tables of a database: one record by its primary key or by what else is unique, and a bounded list that may
 * be narrowed. Reads alone; values are parameters, never part of a query.
 */
import { cleanText } from '../../base/clean-text.ts';
import type { Catalogue, CatalogueTable } from '../../sources/sql/catalogue/catalogue.ts';
import { fullName } from '../../sources/sql/catalogue/catalogue.ts';
import type { Dialect } from '../../sources/sql/dialect.ts';
import type { KeptOperation } from '../kept.ts';
import { freeName } from '../names.ts';
import type { Offered, QueriedSource, RefusedOperation } from '../wrapped-operation.ts';
import { askedOf, keysOf } from './asked-of-table.ts';
import type { TableOperation } from './table-operation.ts';
import { tableOperation } from './table-operation.ts';
import { aliasesIn } from './table-query.ts';
import { isReadableName, proposedFields, wrappedColumns } from './wrapped-columns.ts';

/** By a table's full name: the columns that somebody wants; null for the whole table. */
export type Picks = ReadonlyMap<string, readonly string[] | null>;

export type OfferTables = {
  readonly dialect: Dialect;
  readonly picks: Picks;
  /** What was wrapped before. */
  readonly kept: readonly Pick<KeptOperation, 'key' | 'name' | 'inputs' | 'text'>[];
};

/** Tables that are picked get their names before the others do. */
export function offeredTables(catalogue: Catalogue, { dialect, picks, kept }: OfferTables): Offered<QueriedSource> {
  const operations: TableOperation[] = [];
  const refused: RefusedOperation[] = [];
  const before = new Map(kept.map((each) => [each.key, each]));
  const taken = new Set(kept.map(({ name }) => name));
  const sorted = catalogue.toSorted(
    (one, other) => Number(picks.has(fullName(other))) - Number(picks.has(fullName(one))),
  );
  for (const table of sorted) {
    const why = whyRefused(table, picks.get(fullName(table)) ?? null);
    if (why !== null) {
      const key = isReadableName(fullName(table)) ? fullName(table) : cleanText(fullName(table), 300);
      for (const each of [key, ...keysOf(table)]) refused.push({ key: each, id: null, tags: [key], why });
      continue;
    }
    const texts = keysOf(table).flatMap((key) => before.get(key)?.text.source ?? []);
    const aliases = new Map(texts.flatMap((text) => [...aliasesIn(queryIn(text))]));
    for (const asked of askedOf(table, picks.get(fullName(table)) ?? null, aliases)) {
      const was = before.get(asked.key);
      const name = was?.name ?? freeName(asked.name, taken);
      taken.add(name);
      operations.push(tableOperation(table, { ...asked, name }, Object.keys(was?.inputs ?? {}), dialect));
    }
  }
  return { operations, refused, writes: 0 };
}

/** Of an operation as it was written. */
function queryIn(text: string): string {
  return text.slice(text.indexOf('\n  query: |-\n'));
}

/** Null for a table that can be wrapped. */
export function whyRefused(table: CatalogueTable, picked: readonly string[] | null): string | null {
  if (!isReadableName(fullName(table))) return 'its name has characters that can’t be seen';
  if (table.columns.every(({ isReadable }) => !isReadable)) return 'this user may not read it';
  const columns = wrappedColumns(table);
  const { fields } = proposedFields(columns, picked === null ? null : new Set(picked));
  return fields.length === 0 ? 'no column of it can be proposed as a field' : null;
}
