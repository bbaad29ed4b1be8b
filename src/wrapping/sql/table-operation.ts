/** One question to a table as an operation of a source, and as the proposal of a tool. */
import { cleanText } from '../../base/clean-text.ts';
import type { CatalogueTable } from '../../sources/sql/catalogue/catalogue.ts';
import { fullName } from '../../sources/sql/catalogue/catalogue.ts';
import type { Dialect } from '../../sources/sql/dialect.ts';
import { argumentName, plainWords, singular, titleOf } from '../names.ts';
import type { QueriedSource, WrappedOperation } from '../wrapped-operation.ts';
import type { Asked } from './asked-of-table.ts';
import { filtersOf, keyInputs } from './table-inputs.ts';
import { queryText } from './table-query.ts';
import { wordsOf } from './wrapped-columns.ts';

export type TableOperation = WrappedOperation<QueriedSource>;

/** One more than a tool shows at most, by which it is known that there are more. */
const MOST_LISTED = 101;

/** `before`: what it could be asked for the last time. */
export function tableOperation(
  table: CatalogueTable,
  asked: Asked,
  before: readonly string[],
  dialect: Dialect,
): TableOperation {
  const { key, name, by, columns, selected, filters, proposed, notes } = asked;
  const sortedBy = table.keys.find((each) => each.isPrimary)?.columns ?? [];
  const inputs = by === null ? filtersOf(table, filters, before, dialect) : keyInputs(table, by);
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
  const { title, about, description } = wordsFor(table, asked);
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

/** Each says when to take it, so that no two tools of a table read alike. */
function wordsFor(
  table: CatalogueTable,
  { name, by, isPrimary }: Pick<Asked, 'name' | 'by' | 'isPrimary'>,
): { title: string; about: string; description: string } {
  const comment = wordsOf(table.comment, 200);
  const title = titleOf(name);
  const what = cleanText(table.name, 80);
  const words = plainWords(table.name);
  if (by === null)
    return { title, about: `Lists rows of \`${what}\`.`, description: [`List ${words}.`, comment].join(' ').trim() };
  const columns = by.map(({ column }) => `\`${cleanText(column.name, 80)}\``).join(' and ');
  const key = by.map(({ alias }) => plainWords(alias)).join(' and ');
  const said = isPrimary
    ? [`Read one ${singular(words)} by its ${key}.`, comment]
    : [`Find one ${singular(words)} by ${key}.`];
  return { title, about: `Reads one row of \`${what}\` by ${columns}.`, description: said.join(' ').trim() };
}
