/** Which rows are meant of those that a system tells of. */
import { valueAt } from './dotted-path.ts';
import type { RowsWhere } from './operation.ts';

/** Where nothing is said, every row. */
export function isIn(row: Readonly<Record<string, unknown>>, where: RowsWhere | undefined): boolean {
  if (where === undefined) return true;
  const value = valueAt(row, where.at);
  return where.is.some((each) => each === value);
}
