/** A reply's record by columns as a mapping names them: dotted paths to scalars and lists of scalars. */
import { isPlainObject } from '../../base/json.ts';

export type FlatRow = ReadonlyMap<string, unknown>;

const DEEPEST = 4;
const MOST_COLUMNS = 400;

export function flatRow(record: Readonly<Record<string, unknown>>): FlatRow {
  const columns = new Map<string, unknown>();
  add(record, '', 0, columns);
  return columns;
}

function add(
  record: Readonly<Record<string, unknown>>,
  path: string,
  depth: number,
  columns: Map<string, unknown>,
): void {
  for (const [key, value] of Object.entries(record)) {
    if (columns.size >= MOST_COLUMNS) return;
    const column = `${path}${key}`;
    if (isPlainObject(value)) {
      if (depth < DEEPEST) add(value, `${column}.`, depth + 1, columns);
    } else if (!Array.isArray(value) || value.every((item) => typeof item !== 'object')) columns.set(column, value);
  }
}
