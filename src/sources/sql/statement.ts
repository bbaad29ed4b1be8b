/** From a query to the statement that is run: only the columns that are wanted, and each row's size before the row itself. */
import type { Statement } from '../../outbound/database/database.ts';
import type { Dialect } from './dialect.ts';
import type { ParsedQuery } from './parse-query.ts';

/** Bytes of one row in the columns that are wanted. One that is larger comes without its values. */
export const MOST_ROW_BYTES = 131_072;

type Values = Readonly<Record<string, string | null>>;

/** The query as it stands. */
export function plainStatement({ pieces, parameters }: ParsedQuery, values: Values, { place }: Dialect): Statement {
  const text = pieces.map((piece, index) => (index === 0 ? piece : `${place(index)}${piece}`)).join('');
  return { text, values: parameters.map((name) => values[name] ?? null) };
}

/** The last column is the row's size. The query begins at `start` of the text. */
export function statementOf(
  query: ParsedQuery,
  columns: readonly string[],
  values: Values,
  dialect: Dialect,
): Statement & { readonly start: number } {
  const inner = plainStatement(query, values, dialect);
  const names = columns.map(dialect.quoted);
  const size = names.map((name) => `coalesce(${dialect.bytesOf(`q.${name}`)}, 0)`).join(' + ');
  const fitting = names.map((name) => `case when s.row_bytes <= ${MOST_ROW_BYTES} then s.${name} end as ${name}`);
  const own = names.map((name) => `q.${name}`).join(', ');
  const before = `select ${fitting.join(', ')}, s.row_bytes as row_bytes from (select ${own}, ${size} as row_bytes from (`;
  return { text: `${before}${inner.text}\n) as q) as s`, values: inner.values, start: before.length };
}
