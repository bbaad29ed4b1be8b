/** From a query to the statement that is run: only the columns that are wanted, and each row's size before the row itself. */
import type { Statement } from '../../outbound/database/database.ts';
import type { Dialect } from './dialect.ts';
import type { ParsedQuery } from './parse-query.ts';

/** Bytes of one row in the columns that are wanted. One that is larger comes without its values. */
export const MOST_ROW_BYTES = 131_072;

type Values = Readonly<Record<string, string | null>>;

const NONE: ReadonlySet<string> = new Set();

/** The query as it stands. */
export function plainStatement({ pieces, parameters }: ParsedQuery, values: Values, { place }: Dialect): Statement {
  const text = pieces.map((piece, index) => (index === 0 ? piece : `${place(index)}${piece}`)).join('');
  return { text, values: parameters.map((name) => values[name] ?? null) };
}

/** The last column is the row's size. The query begins at `start` of the text. `bits`: columns that are read as numbers. */
export function statementOf(
  query: ParsedQuery,
  columns: readonly string[],
  values: Values,
  dialect: Dialect,
  bits: ReadonlySet<string> = NONE,
): Statement & { readonly start: number } {
  const inner = plainStatement(query, values, dialect);
  const names = columns.map(dialect.quoted);
  const size = names.map((name) => `coalesce(${dialect.bytesOf(`q.${name}`)}, 0)`).join(' + ');
  const fitting = columns.map((column, nth) => {
    const value = `s.${names[nth] ?? ''}${bits.has(column) ? ' + 0' : ''}`;
    return `case when s.row_bytes <= ${MOST_ROW_BYTES} then ${value} end as ${names[nth] ?? ''}`;
  });
  const own = names.map((name) => `q.${name}`).join(', ');
  const before = `select ${fitting.join(', ')}, s.row_bytes as row_bytes from (select ${own}, ${size} as row_bytes from (`;
  return { text: `${before}${inner.text}\n) as q) as s`, values: inner.values, start: before.length };
}
