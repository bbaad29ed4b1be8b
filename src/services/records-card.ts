/** What leaves of a tool that asks a system. Wire names; the order is the order on the wire. */
import type { Instant } from '../base/clock.ts';
import type { ShapedRow } from './shape-rows.ts';

export type RecordsCard =
  | { readonly records: readonly ShapedRow[]; readonly more: boolean; readonly as_of: Instant }
  | { readonly found: boolean; readonly record?: ShapedRow; readonly as_of: Instant };

export function recordsCard(
  returns: 'list' | 'one',
  rows: readonly ShapedRow[],
  more: boolean,
  asOf: Instant,
): RecordsCard {
  if (returns === 'list') return { records: rows, more, as_of: asOf };
  const [record] = rows;
  return record === undefined ? { found: false, as_of: asOf } : { found: true, record, as_of: asOf };
}

/** The records in it. */
export function rowsOf(card: RecordsCard): readonly ShapedRow[] {
  if ('records' in card) return card.records;
  return card.record === undefined ? [] : [card.record];
}
