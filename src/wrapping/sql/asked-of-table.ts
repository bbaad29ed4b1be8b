/** By what a table is asked: a list of its rows, and one row by each key. */
import { cleanText } from '../../base/clean-text.ts';
import type { CatalogueTable } from '../../sources/sql/catalogue/catalogue.ts';
import { fullName } from '../../sources/sql/catalogue/catalogue.ts';
import { nameOf, singular, snakeCase } from '../names.ts';
import { LOOKS_SECRET } from '../sensitive.ts';
import { isSuspicious } from '../words.ts';
import { isTime } from './table-inputs.ts';
import type { ProposedFields, WrappedColumn } from './wrapped-columns.ts';
import { proposedFields, selectedColumns, whyUnusable, wrappedColumns } from './wrapped-columns.ts';

export type Asked = {
  readonly key: string;
  readonly name: string;
  /** By what one record is found; null for a list. */
  readonly by: readonly WrappedColumn[] | null;
  /** Whether that is the primary key. */
  readonly isPrimary: boolean;
  readonly columns: readonly WrappedColumn[];
  readonly selected: readonly WrappedColumn[];
  /** By what a list may be narrowed: nothing by which one is found alone. */
  readonly filters: readonly WrappedColumn[];
  readonly proposed: ProposedFields;
  readonly notes: readonly string[];
};

const MOST_LOOKUPS = 3;
/** So that a query stays one that can be read. */
const MOST_SELECTED = 120;

/** `aliases`: as `wrappedColumns` has what was before. */
export function askedOf(
  table: CatalogueTable,
  picks: readonly string[] | null,
  aliases?: ReadonlyMap<string, string>,
): readonly Asked[] {
  const columns = wrappedColumns(table, aliases);
  const picked = picks === null ? null : new Set(picks);
  const proposed = proposedFields(columns, picked);
  const selected = selectedColumns(columns, picked).slice(0, MOST_SELECTED);
  const sets = lookUps(table, columns);
  const own = sets.flatMap((set) => (set.length === 1 ? set : []));
  const common = { columns, selected, proposed, filters: selected.filter((column) => !own.includes(column)) };
  const snake = nameOf(table.name, 40, 'table');
  const notes = notesOf(table, columns, picked, proposed);
  const list = { ...common, key: listKey(table), name: nameOf(`list_${snake}`), by: null, isPrimary: false, notes };
  const ones = sets.map((by) => {
    const primary = isPrimary(table, by);
    const suffix = primary ? '' : `_by_${by.map(({ alias }) => snakeCase(alias)).join('_and_')}`;
    const key = oneKey(
      table,
      by.map(({ column }) => column.name),
    );
    return { ...common, key, name: nameOf(`get_${singular(snake)}${suffix}`), by, isPrimary: primary, notes: [] };
  });
  return [list, ...ones];
}

/** The primary key first, then what else is unique by one column and doesn't look private. */
function lookUps(table: CatalogueTable, columns: readonly WrappedColumn[]): readonly (readonly WrappedColumn[])[] {
  const found = (names: readonly string[]): readonly WrappedColumn[] =>
    names.flatMap((name) => columns.find(({ column }) => column.name === name) ?? []);
  const isWhole = ({ columns: names }: { columns: readonly string[] }): boolean =>
    names.length > 0 && found(names).length === names.length && found(names).every(isComparable);
  const primary = table.keys.filter((key) => key.isPrimary && isWhole(key));
  const unique = table.keys.filter(
    (key) =>
      key.isUnique &&
      !key.isPrimary &&
      key.columns.length === 1 &&
      isWhole(key) &&
      found(key.columns).every(({ why }) => why === null),
  );
  const sets = [...primary, ...unique].map((key) => found(key.columns));
  const names = sets.map((set) => set.map(({ alias }) => alias).join(','));
  return sets.filter((_, nth) => names.indexOf(names[nth] ?? '') === nth).slice(0, MOST_LOOKUPS);
}

function isPrimary(table: CatalogueTable, by: readonly WrappedColumn[]): boolean {
  const names = by.map(({ column }) => column.name).join('\0');
  return table.keys.some((key) => key.isPrimary && key.columns.join('\0') === names);
}

/** A moment is written in many ways, of which one would be met. */
function isComparable(column: WrappedColumn): boolean {
  return !isTime(column) && !['list', 'document', 'passage'].includes(column.column.kind);
}

/** By which an operation is known again: names as they are. */
export function keysOf(table: CatalogueTable): readonly string[] {
  return [listKey(table), ...table.keys.map(({ columns }) => oneKey(table, columns))];
}

function listKey(table: CatalogueTable): string {
  return `list of ${fullName(table)}`;
}

function oneKey(table: CatalogueTable, columns: readonly string[]): string {
  return `one of ${fullName(table)} by ${columns.join(', ')}`;
}

function notesOf(
  table: CatalogueTable,
  columns: readonly WrappedColumn[],
  picked: ReadonlySet<string> | null,
  { held }: ProposedFields,
): readonly string[] {
  const unusable = table.columns.flatMap((column) => {
    const why = whyUnusable(column);
    return why === null ? [] : [`\`${cleanText(column.name, 60)}\` is left out: ${why}.`];
  });
  const secret = columns.filter(({ why }) => picked === null && why === LOOKS_SECRET);
  const odd = [table.comment, ...columns.map(({ column }) => column.comment)].some(isSuspicious);
  const bold = columns.filter(
    ({ column, why, field }) =>
      picked?.has(column.name) === true && why !== null && !held.some(({ at }) => at === field.at),
  );
  return [
    ...secret.map(({ column }) => `\`${cleanText(column.name, 60)}\` is left out: ${LOOKS_SECRET}.`),
    ...unusable.slice(0, MOST_NOTED),
    ...(unusable.length > MOST_NOTED ? [`${unusable.length - MOST_NOTED} more columns are left out.`] : []),
    ...(columns.length > MOST_SELECTED && picked === null
      ? [`Its query reads the first ${MOST_SELECTED} of ${columns.length} columns: choose by --column.`]
      : []),
    ...(odd ? ['A comment looks like an instruction to a model, so it wasn’t taken over.'] : []),
    ...bold.map(({ column, why }) => `\`${cleanText(column.name, 60)}\` was picked, though ${why}.`),
  ];
}

const MOST_NOTED = 10;
