/** What a query over a table may be asked for: the parts of a key, or filters of which each may be left out. */
import { cleanText } from '../../base/clean-text.ts';
import type { CatalogueTable } from '../../sources/sql/catalogue/catalogue.ts';
import type { Dialect } from '../../sources/sql/dialect.ts';
import { freeName, nameOf, plainWords, singular, snakeCase } from '../names.ts';
import type { QueriedSource } from '../wrapped-operation.ts';
import type { Condition } from './table-query.ts';
import type { WrappedColumn } from './wrapped-columns.ts';

export type TableInput = Condition & {
  readonly name: string;
  /** For a model; may be empty. */
  readonly about: string;
  readonly field: NonNullable<QueriedSource['input']>[string];
};

/** More are a schema that no model reads. */
const MOST_FILTERS = 6;

/** Each is needed. */
export function keyInputs(table: CatalogueTable, by: readonly WrappedColumn[]): readonly TableInput[] {
  return named(by, (column) => nameOf(column.alias)).map(([column, name]) => inputOf(table, column, name, 'is'));
}

/**
 * What was there `before`, by its name, so that a schema that grows takes no argument away; then what leads to another table, words of
 * few values, and what an index or a name speaks for.
 */
export function filtersOf(
  table: CatalogueTable,
  columns: readonly WrappedColumn[],
  before: readonly string[],
  dialect: Dialect,
): readonly TableInput[] {
  const ranked = columns.flatMap((each) => {
    const rank = rankOf(each, table, dialect);
    const place = before.indexOf(filterName(each));
    return rank === null ? [] : [{ each, rank: place === -1 ? before.length + rank : place }];
  });
  const best = ranked
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, MOST_FILTERS)
    .map(({ each }) => each);
  return named(best, filterName).map(([column, name]) =>
    inputOf(table, column, name, isTime(column) ? 'since' : 'may'),
  );
}

function filterName(column: WrappedColumn): string {
  return isTime(column) ? `${nameOf(column.alias, 34)}_since` : nameOf(column.alias);
}

/** `columns` is a word of the connector's. */
function named(
  columns: readonly WrappedColumn[],
  nameFor: (column: WrappedColumn) => string,
): readonly (readonly [WrappedColumn, string])[] {
  const taken = new Set(['columns']);
  return columns.map((column) => {
    const name = freeName(nameFor(column), taken);
    taken.add(name);
    return [column, name] as const;
  });
}

const TELLING = /(?:^|_)(?:id|name|email|code|number|key|slug|status|state|type|kind|tier|country|region)$/;

/** Null for what nobody would compare with one value. */
function rankOf(
  { column, why, field }: WrappedColumn,
  { keys, references }: CatalogueTable,
  dialect: Dialect,
): number | null {
  const { name, kind, values, type } = column;
  if (why !== null || ['list', 'document', 'passage', 'other'].includes(kind)) return null;
  if (kind === 'number' && field.type === 'number') return null;
  // Without a type, SQLite compares a text with nothing but texts; its times are texts of any form.
  if (dialect.name === 'sqlite' && (type === '' || kind === 'local_time')) return null;
  if (references.some((each) => each.column === name)) return 0;
  if (values !== null || kind === 'boolean' || kind === 'flag') return 1;
  if (keys.some((key) => key.columns[0] === name)) return 2;
  if (TELLING.test(snakeCase(name))) return 3;
  return isTime({ column }) ? 4 : 5;
}

export function isTime({ column: { kind } }: Pick<WrappedColumn, 'column'>): boolean {
  return kind === 'day' || kind === 'moment' || kind === 'local_time';
}

function inputOf(
  table: CatalogueTable,
  { column, about, field }: WrappedColumn,
  name: string,
  how: Condition['how'],
): TableInput {
  const said = aboutOf(table, column, about, how);
  return {
    column: column.name,
    input: name,
    how,
    name,
    about: said,
    field: {
      ...typeOf(column, field.type),
      about: said,
      ...(how === 'is' && { required: true }),
    },
  };
}

function typeOf(
  { kind, values }: WrappedColumn['column'],
  shown: string,
): { type: TableInput['field']['type']; one_of?: string[] } {
  if (kind === 'day' || kind === 'moment' || kind === 'local_time') return { type: 'moment' };
  if (kind === 'boolean') return { type: 'boolean' };
  if (kind === 'integer' || kind === 'flag' || (kind === 'big_integer' && shown === 'number'))
    return { type: 'integer' };
  if (kind === 'number' && shown === 'number') return { type: 'number' };
  const listed = values !== null && values.length > 0 && values.length <= MOST_VALUES && values.every(isPlainValue);
  return listed ? { type: 'string', one_of: [...values] } : { type: 'string' };
}

const MOST_VALUES = 50;

function isPlainValue(value: string): boolean {
  return value.trim() !== '' && value.length <= 200 && cleanText(value, 200) === value;
}

/** Its comment, or what can be said without one. */
function aboutOf(
  { name: table, references }: CatalogueTable,
  { name, kind }: WrappedColumn['column'],
  comment: string,
  how: Condition['how'],
): string {
  const to = references.find((each) => each.column === name)?.to;
  const [words, whose] = [plainWords(name), singular(plainWords(table))];
  const otherwise =
    how === 'is'
      ? `The ${words} of the ${whose}.`
      : how === 'since'
        ? `Only where ${words} is no earlier, in UTC.`
        : to === undefined
          ? `Only with this ${words}.`
          : `Only of this ${singular(plainWords(to))}.`;
  return [
    comment === '' ? otherwise : how === 'since' ? `${comment} ${otherwise}` : comment,
    ...(kind === 'flag' ? ['1 for yes, 0 for no.'] : []),
  ].join(' ');
}
