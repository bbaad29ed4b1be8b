/** What `concierge wrap sql` shows of a database: its tables, and the columns of those that somebody asks for. */
import { cleanText } from '../../base/clean-text.ts';
import type { Catalogue, CatalogueTable } from '../../sources/sql/catalogue/catalogue.ts';
import { fullName } from '../../sources/sql/catalogue/catalogue.ts';
import { whyRefused } from '../../wrapping/sql/offered-tables.ts';
import { whyUnusable, wrappedColumns } from '../../wrapping/sql/wrapped-columns.ts';
import type { AnyWrapped } from '../../wrapping/wrapped-operation.ts';
import { cut } from '../terminal/columns.ts';
import { counted } from '../terminal/counted.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { moreLine, table } from '../terminal/tables.ts';
import { toolJson } from './wrap-text.ts';

const MOST_SHOWN = 60;

const MOST_NAMED = 100;

/** For whoever didn't ask for a list of all. */
export function someTableLines(tables: Catalogue, emphasize: Emphasize): readonly string[] {
  return [...tableLines(tables.slice(0, MOST_NAMED), emphasize), ...moreLine(tables.length - MOST_NAMED, '--list')];
}

export function tableLines(tables: Catalogue, emphasize: Emphasize): readonly string[] {
  const rows = tables.map((each) => [
    cut(cleanText(fullName(each), 200), 60),
    each.isView ? 'view' : 'table',
    String(each.columns.length),
    cut(keyText(each), 40),
    cut(noteOf(each), MOST_SHOWN),
  ]);
  return table(['table', 'kind', 'columns', 'key', 'about'], rows, Number.POSITIVE_INFINITY, emphasize);
}

function keyText({ keys }: CatalogueTable): string {
  const primary = keys.find(({ isPrimary }) => isPrimary);
  return primary === undefined ? '–' : cleanText(primary.columns.join(', '), 100);
}

function noteOf(each: CatalogueTable): string {
  const why = whyRefused(each, null);
  return why === null ? cleanText(each.comment, 200) : `can’t be wrapped whole: ${why}`;
}

/** Of each column what it is, how it is found by, and why it isn't simply proposed. */
export function columnLines(each: CatalogueTable, emphasize: Emphasize): readonly string[] {
  const wrapped = new Map(wrappedColumns(each).map((column) => [column.column.name, column]));
  const rows = each.columns.map((column) => {
    const unusable = whyUnusable(column);
    const held = wrapped.get(column.name)?.why ?? null;
    const note = unusable === null ? (held ?? cleanText(column.comment, 200)) : `left out: ${unusable}`;
    return [
      cut(cleanText(column.name, 100), 40),
      cut(cleanText(column.type, 100), 30),
      foundBy(each, column.name),
      cut(note, MOST_SHOWN),
    ];
  });
  return [
    `\n${cleanText(fullName(each), 200)}`,
    ...table(['column', 'type', 'found by', 'about'], rows, Number.POSITIVE_INFINITY, emphasize),
  ];
}

function foundBy({ keys, references }: CatalogueTable, name: string): string {
  const to = references.find(({ column }) => column === name)?.to;
  if (to !== undefined) return `→ ${cleanText(to, 40)}`;
  if (keys.some((key) => key.isPrimary && key.columns.includes(name))) return 'key';
  if (keys.some((key) => key.isUnique && key.columns.length === 1 && key.columns[0] === name)) return 'unique';
  return keys.some((key) => key.columns[0] === name) ? 'index' : '';
}

/** `12 tables and 3 views, of which 2 can't be read by this user.` */
export function tablesLine(catalogue: Catalogue): string {
  const views = catalogue.filter(({ isView }) => isView).length;
  const closed = catalogue.filter(({ columns }) => columns.every(({ isReadable }) => !isReadable)).length;
  const what = [
    ...(catalogue.length > views ? [counted(catalogue.length - views, 'table')] : []),
    ...(views > 0 ? [counted(views, 'view')] : []),
  ].join(' and ');
  return `${what}${closed === 0 ? '' : `, of which this user may not read ${closed}`}.`;
}

export function tableJson(each: CatalogueTable): unknown {
  const wrapped = new Map(wrappedColumns(each).map((column) => [column.column.name, column]));
  return {
    table: fullName(each),
    kind: each.isView ? 'view' : 'table',
    about: each.comment,
    key: each.keys.find(({ isPrimary }) => isPrimary)?.columns ?? [],
    refused: whyRefused(each, null),
    columns: each.columns.map((column) => ({
      name: column.name,
      type: column.type,
      about: column.comment,
      refused: whyUnusable(column),
      held: wrapped.get(column.name)?.why ?? null,
    })),
  };
}

export function askedJson(operation: AnyWrapped): unknown {
  return { table: operation.tags[0] ?? '', ...toolJson(operation) };
}
