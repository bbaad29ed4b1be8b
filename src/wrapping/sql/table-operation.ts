/** One question to a table as an operation of a source, and as the proposal of a tool. */
import { cleanText } from '../../base/clean-text.ts';
import type { CatalogueTable } from '../../sources/sql/catalogue/catalogue.ts';
import { fullName } from '../../sources/sql/catalogue/catalogue.ts';
import type { Dialect } from '../../sources/sql/dialect.ts';
import { argumentName, snakeCase, titleOf } from '../names.ts';
import type { QueriedSource, WrappedOperation } from '../wrapped-operation.ts';
import type { Asked } from './asked-of-table.ts';
import { filtersOf, keyInputs } from './table-inputs.ts';
import { queryText } from './table-query.ts';
import type { WrappedColumn } from './wrapped-columns.ts';
import { wordsOf } from './wrapped-columns.ts';

export type TableOperation = WrappedOperation<QueriedSource>;

/** One more than a tool shows at most, by which it is known that there are more. */
const MOST_LISTED = 101;

export function tableOperation(table: CatalogueTable, asked: Asked, dialect: Dialect): TableOperation {
  const { key, name, by, columns, selected, filters, proposed, notes } = asked;
  const sortedBy = table.keys.find((each) => each.isPrimary)?.columns ?? [];
  const inputs = by === null ? filtersOf(table, filters, dialect) : keyInputs(table, by);
  const readable = sortedBy.filter((each) => columns.some(({ column }) => column.name === each));
  const query = queryText(
    {
      table,
      columns: selected.map(({ column, alias }) => ({ name: column.name, alias })),
      conditions: inputs.map(({ column, name: input, how }) => ({ column, input, how })),
      orderBy: by === null ? readable : [],
      limit: by === null ? MOST_LISTED : 1,
    },
    dialect,
  );
  const { title, about, description } = wordsFor(table, name, by);
  const names = new Set(inputs.map((input) => input.name));
  return {
    key,
    name,
    id: null,
    tags: [fullName(table)],
    source: {
      about,
      ...(inputs.length > 0 && { input: Object.fromEntries(inputs.map((input) => [input.name, input.field])) }),
      query,
      ...(by !== null && { rows: null }),
    },
    title,
    description,
    arguments: inputs.map(({ name: input, about: said }) => ({
      name: argumentName(input, names),
      input,
      description: said,
    })),
    ...proposed,
    notes,
  };
}

function wordsFor(
  table: CatalogueTable,
  name: string,
  by: readonly WrappedColumn[] | null,
): { title: string; about: string; description: string } {
  const comment = wordsOf(table.comment, 200);
  const what = cleanText(table.name, 80);
  const columns = by?.map(({ column }) => `\`${cleanText(column.name, 80)}\``).join(' and ') ?? '';
  const about = by === null ? `Lists rows of \`${what}\`.` : `Reads one row of \`${what}\` by ${columns}.`;
  const words = snakeCase(table.name).replaceAll('_', ' ') || what;
  const plain = by?.map(({ alias }) => snakeCase(alias).replaceAll('_', ' ')).join(' and ');
  const said = by === null ? `List ${words}.` : `Get one record of ${words} by its ${plain}.`;
  return { title: titleOf(name), about, description: [said, comment].filter((each) => each !== '').join(' ') };
}
