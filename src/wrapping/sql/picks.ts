/** Which tables and columns somebody wants, by the words of the command line. A word that fits nothing is a typing error. */
import { cleanText } from '../../base/clean-text.ts';
import { Failure } from '../../base/failure.ts';
import { nearestName } from '../../base/nearest.ts';
import type { Catalogue, CatalogueTable } from '../../sources/sql/catalogue/catalogue.ts';
import { fullName } from '../../sources/sql/catalogue/catalogue.ts';
import { matchesPattern } from '../choose.ts';
import type { Picks } from './offered-tables.ts';
import { whyUnusable } from './wrapped-columns.ts';

export type PickWords = {
  readonly schemas: readonly string[];
  /** Names, with or without their schema, or patterns with `*`. */
  readonly tables: readonly string[];
  /** `table.column` */
  readonly columns: readonly string[];
};

export function isNothing({ schemas, tables, columns }: PickWords): boolean {
  return [schemas, tables, columns].every((each) => each.length === 0);
}

/** Whether each table was called by its name. */
export function areNamed({ tables, columns }: PickWords): boolean {
  return tables.length + columns.length > 0 && tables.every((each) => !each.includes('*'));
}

/** Those that fit every word of a kind; all where nothing is said. @throws Failure `usage` */
export function tablesIn(catalogue: Catalogue, { schemas, tables, columns }: PickWords): readonly CatalogueTable[] {
  const inSchemas = schemas.length === 0 ? catalogue : schemas.flatMap((schema) => ofSchema(catalogue, schema));
  if (tables.length + columns.length === 0) return inSchemas;
  const named = tables.flatMap((word) => tablesNamed(inSchemas, word));
  const withColumns = columns.map((word) => tableAndColumn(inSchemas, word).table);
  return [...new Set([...named, ...withColumns])];
}

/** @throws Failure `usage` for a column that isn't there, or of which nothing can be made */
export function picksOf(catalogue: Catalogue, words: PickWords): Picks {
  const picks = new Map<string, readonly string[] | null>(
    tablesIn(catalogue, words).map((table) => [fullName(table), null]),
  );
  for (const word of words.columns) {
    const { table, column } = tableAndColumn(catalogue, word);
    const before = picks.get(fullName(table)) ?? [];
    picks.set(fullName(table), [...new Set([...before, columnNamed(table, column)])]);
  }
  return picks;
}

function ofSchema(catalogue: Catalogue, schema: string): readonly CatalogueTable[] {
  const found = catalogue.filter((table) => table.schema === schema);
  if (found.length > 0) return found;
  const schemas = [...new Set(catalogue.map((table) => table.schema).filter((each) => each !== ''))];
  const mend = schemas.length === 0 ? 'Leave out --schema: this database has none.' : meant(schema, schemas);
  throw new Failure('usage', `There is no schema ${shown(schema)} with tables.`, mend);
}

function tablesNamed(catalogue: Catalogue, word: string): readonly CatalogueTable[] {
  if (!word.includes('*')) return [tableNamed(catalogue, word)];
  const found = catalogue.filter((table) => [table.name, fullName(table)].some((name) => matchesPattern(name, word)));
  if (found.length === 0)
    throw new Failure('usage', `No table fits ${shown(word)}.`, '--list shows those that there are.');
  return found;
}

function tableNamed(catalogue: Catalogue, word: string): CatalogueTable {
  const whole = catalogue.filter((table) => fullName(table) === word);
  const found = whole.length > 0 ? whole : catalogue.filter(({ name }) => name === word);
  const [first] = found;
  if (first === undefined) {
    const names = catalogue.flatMap((table) => [table.name, fullName(table)]);
    throw new Failure('usage', `There is no table ${shown(word)}.`, meant(word, names));
  }
  if (found.length > 1)
    throw new Failure(
      'usage',
      `There are several tables ${shown(word)}.`,
      `Say which: ${found
        .slice(0, 10)
        .map((table) => shown(fullName(table)))
        .join(', ')}.`,
    );
  return first;
}

function tableAndColumn(catalogue: Catalogue, word: string): { table: CatalogueTable; column: string } {
  const dots = [...word.matchAll(/\./g)].map(({ index }) => index);
  const parts = dots.map((dot) => ({ name: word.slice(0, dot), column: word.slice(dot + 1) })).toReversed();
  const known = parts.find(({ name }) => catalogue.some((table) => table.name === name || fullName(table) === name));
  const { name, column } = known ?? parts[0] ?? { name: word, column: '' };
  if (column === '') throw new Failure('usage', `${shown(word)} names no column.`, 'Write it like customers.name.');
  return { table: tableNamed(catalogue, name), column };
}

function columnNamed(table: CatalogueTable, name: string): string {
  const column = table.columns.find((each) => each.name === name);
  const full = fullName(table);
  if (column === undefined) {
    const names = table.columns.map((each) => each.name);
    throw new Failure('usage', `${shown(full)} has no column ${shown(name)}.`, meant(name, names));
  }
  const why = whyUnusable(column);
  if (why !== null)
    throw new Failure(
      'usage',
      `${shown(`${full}.${name}`)} can’t be read: ${why}.`,
      column.isReadable ? 'Make text of it in a view, or leave it out.' : 'Grant it to the user, or leave it out.',
    );
  return name;
}

const MOST_NAMED = 15;

function meant(word: string, names: readonly string[]): string {
  const near = nearestName(word, names);
  if (near !== undefined) return `Did you mean ${shown(near)}?`;
  const all = [...new Set(names)].map((name) => cleanText(name, MOST_LETTERS));
  if (all.length > MOST_NAMED) return '--list shows those that there are.';
  return `${all.length === 1 ? 'There is' : 'There are'}: ${all.join(', ')}.`;
}

const MOST_LETTERS = 200;

/** Names of a database may hold what steers a terminal. */
function shown(name: string): string {
  return `\`${cleanText(name, MOST_LETTERS)}\``;
}
