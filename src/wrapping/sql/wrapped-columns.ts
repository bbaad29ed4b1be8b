/** What becomes of a table's columns: a name in the query's result, a proposed field, and why one isn't simply proposed. */
import { cleanText } from '../../base/clean-text.ts';
import type { ResultType } from '../../services/declaration.ts';
import type { CatalogueColumn, CatalogueTable, ColumnKind } from '../../sources/sql/catalogue/catalogue.ts';
import { freeName, nameOf, snakeCase } from '../names.ts';
import { LOOKS_SECRET, whyHeld } from '../sensitive.ts';
import { isSuspicious, plainText, sentences } from '../words.ts';
import type { HeldField, WrappedField } from '../wrapped-operation.ts';

export type WrappedColumn = {
  readonly column: CatalogueColumn;
  /** In the query's result: a name that can stand bare. */
  readonly alias: string;
  readonly field: WrappedField;
  /** Null where nothing speaks against it. */
  readonly why: string | null;
  /** Its comment, as a model may read it. */
  readonly about: string;
};

const PLAIN = /^[A-Za-z_]\w{0,199}$/;
/** As the statement around each query calls a row's size. */
const ROW_BYTES = 'row_bytes';
/** A name that would break out of a line, or that nobody can read. */
const UNREADABLE = /[\p{C}\p{Zl}\p{Zp}]/u;

export function isReadableName(name: string): boolean {
  return !UNREADABLE.test(name);
}

/** Null for what can be used. */
export function whyUnusable({ name, type, kind, isReadable }: CatalogueColumn): string | null {
  if (!isReadable) return 'this user may not read it';
  if (!isReadableName(name)) return 'its name has characters that can’t be seen';
  return kind === 'other' ? `nothing can be made of the type \`${cleanText(type, 60)}\`` : null;
}

const NONE: ReadonlyMap<string, string> = new Map();

/**
 * Those that can be used, in the order of the table. Names stay the same whichever of them are picked, and as they were `before`, by
 * column: a field that somebody approved never becomes another column's. Upper and lower case are one: to some databases they are.
 */
export function wrappedColumns({ columns, keys, references }: CatalogueTable, before = NONE): readonly WrappedColumn[] {
  const usable = columns.filter((column) => whyUnusable(column) === null);
  const given = new Set(before.values());
  const isOwn = (name: string): boolean =>
    PLAIN.test(name) && name.toLowerCase() !== ROW_BYTES && !before.has(name) && !given.has(name.toLowerCase());
  const own = usable.map(({ name }) => name).filter(isOwn);
  const aliases = new Set([ROW_BYTES, ...given, ...own.map((name) => name.toLowerCase())]);
  const fields = new Set<string>();
  const ids = new Set([...keys.flatMap((key) => key.columns), ...references.map(({ column }) => column)]);
  return usable.map((column) => {
    const alias = isOwn(column.name)
      ? column.name
      : (before.get(column.name) ?? freeName(nameOf(column.name, 60, 'column'), aliases, 60));
    aliases.add(alias);
    const name = freeName(nameOf(alias, 60, 'field'), fields, 60);
    fields.add(name);
    return { column, alias, ...fieldOf(column, name, alias, ids), about: wordsOf(column.comment, MOST_ABOUT) };
  });
}

const MOST_ABOUT = 200;

/** A comment as a sentence for a model; nothing of one that speaks to it. */
export function wordsOf(comment: string, most: number): string {
  return comment === '' || isSuspicious(comment) ? '' : sentences(plainText(comment), most);
}

function fieldOf(
  column: CatalogueColumn,
  name: string,
  alias: string,
  ids: ReadonlySet<string>,
): Pick<WrappedColumn, 'field' | 'why'> {
  const description = wordsOf(column.comment, MOST_ABOUT);
  const said = description === '' ? {} : { description };
  if (column.kind === 'document')
    return {
      field: { name, at: `${alias}.KEY`, type: 'text', ...said },
      why: 'it is JSON: name the key that is wanted',
    };
  const snake = snakeCase(column.name);
  // An id may have more digits than a number of JSON keeps.
  const isId = ids.has(column.name) || /(?:^|_)id$/.test(snake);
  const isLong = column.kind === 'big_integer' || column.kind === 'number';
  const type = isLong && isId ? 'text' : typeOf(column.kind, snake);
  return { field: { name, at: alias, type, ...said }, why: whyHeld(column.name, snake) };
}

const TYPES: Readonly<Record<Exclude<ColumnKind, 'text' | 'document' | 'other'>, ResultType>> = {
  passage: 'text',
  integer: 'number',
  big_integer: 'number',
  number: 'number',
  flag: 'number',
  boolean: 'boolean',
  day: 'moment',
  moment: 'moment',
  // Without a zone it is no moment.
  local_time: 'text',
  list: 'texts',
};

function typeOf(kind: ColumnKind, snake: string): ResultType {
  if (kind !== 'text' && kind !== 'document' && kind !== 'other') return TYPES[kind];
  return /(?:^|_)email(?:_address)?$/.test(snake) ? 'email' : 'text';
}

export type ProposedFields = {
  readonly fields: readonly WrappedField[];
  readonly held: readonly HeldField[];
  readonly further: readonly string[];
};

const MOST_FIELDS = 25;

/** Those that a query reads: what is picked, or all but what looks like a secret. */
export function selectedColumns(
  columns: readonly WrappedColumn[],
  picked: ReadonlySet<string> | null,
): readonly WrappedColumn[] {
  return columns.filter(({ column, why }) => (picked === null ? why !== LOOKS_SECRET : picked.has(column.name)));
}

/** `picked`: the columns that somebody wants, whatever they look like; null for what looks harmless of all. */
export function proposedFields(columns: readonly WrappedColumn[], picked: ReadonlySet<string> | null): ProposedFields {
  const isMeant = ({ column, why }: WrappedColumn): boolean =>
    picked === null ? why === null : picked.has(column.name) && column.kind !== 'document';
  const meant = columns.filter(isMeant);
  const others = columns.filter((each) => !isMeant(each));
  const held = selectedColumns(others, picked);
  return {
    fields: meant.slice(0, MOST_FIELDS).map(({ field }) => field),
    held: held.map(({ field, why }) => ({ ...field, why: why ?? '' })),
    further: [...meant.slice(MOST_FIELDS), ...others.filter((each) => picked !== null && !held.includes(each))].map(
      ({ alias }) => alias,
    ),
  };
}
