/** The text of a query over one table: every name in the database's own quotes, every value a parameter. */
import type { CatalogueTable } from '../../sources/sql/catalogue/catalogue.ts';
import type { Dialect } from '../../sources/sql/dialect.ts';

export type SelectedColumn = { readonly name: string; readonly alias: string };

/** `is`: compared whether or not there is a value. `may`: left out where there is none. `since`: the same, from a value on. */
export type Condition = { readonly column: string; readonly input: string; readonly how: 'is' | 'may' | 'since' };

export type TableQuery = {
  readonly table: Pick<CatalogueTable, 'schema' | 'name'>;
  readonly columns: readonly SelectedColumn[];
  readonly conditions: readonly Condition[];
  readonly orderBy: readonly string[];
  /** Rows at most. */
  readonly limit: number;
};

export function queryText({ table, columns, conditions, orderBy, limit }: TableQuery, dialect: Dialect): string {
  const { quoted } = dialect;
  const selected = columns.map(({ name, alias }) =>
    name === alias ? quoted(name) : `${quoted(name)} as ${quoted(alias)}`,
  );
  const lines = conditions.map((condition) => conditionText(condition, dialect));
  return [
    `select ${wrapped(selected)}`,
    `from ${[table.schema, table.name]
      .filter((part) => part !== '')
      .map(quoted)
      .join('.')}`,
    ...lines.map((line, nth) => `${nth === 0 ? 'where' : '  and'} ${line}`),
    ...(orderBy.length === 0 ? [] : [`order by ${orderBy.map(quoted).join(', ')}`]),
    `limit ${limit}`,
  ].join('\n');
}

const RENAMED =
  /(?<quote>["`])(?<name>(?:(?!\k<quote>)[^]|\k<quote>\k<quote>)+)\k<quote> as \k<quote>(?<alias>\w+)\k<quote>/g;

/** By column, what it is called in the result of a query that `queryText` wrote, where that isn't its own name. */
export function aliasesIn(query: string): ReadonlyMap<string, string> {
  return new Map(
    [...query.matchAll(RENAMED)].map(({ groups: { quote = '', name = '', alias = '' } = {} }) => [
      name.replaceAll(quote + quote, quote),
      alias,
    ]),
  );
}

function conditionText({ column, input, how }: Condition, dialect: Dialect): string {
  const compared = `${dialect.quoted(column)} ${how === 'since' ? '>=' : '='} :${input}`;
  return how === 'is' ? compared : `(${dialect.isAbsent(`:${input}`)} or ${compared})`;
}

const MOST_LINE = 100;

/** In lines that a person can read. */
function wrapped(items: readonly string[]): string {
  const lines: string[] = [];
  for (const item of items) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + item.length < MOST_LINE) lines[lines.length - 1] = `${line}, ${item}`;
    else lines.push(item);
  }
  return lines.join(',\n  ');
}
