/**
 * Whether the columns that a mapping names are still what they were at the last full sync: that one has vanished from all records, or
 * holds another type. Of a few records nobody can tell. Pure.
 */
import type { ColumnProfile, ColumnProfiles, Drift, ValueKind } from '../../store/sync-notes.ts';
import type { SyncKind } from '../../store/copies.ts';
import type { ColumnSeen } from './project.ts';

const ENOUGH = 20;
/** Where only changes are read, a column that is seldom filled may be missing in all of them. */
const OFTEN = 0.5;

export type Seen = { readonly kind: SyncKind; readonly rows: number; readonly columns: readonly ColumnSeen[] };

/** `before`: of the last full sync of the same shape; null where there was none. */
export function driftOf(seen: Seen, before: ColumnProfiles | null): readonly Drift[] {
  return seen.columns.flatMap((column) => driftOfColumn(column, seen, before?.[column.column]) ?? []);
}

function driftOfColumn(one: ColumnSeen, { kind, rows }: Seen, before: ColumnProfile | undefined): Drift | null {
  const { column, filled, objects } = one;
  if (objects > 0) return { column, is: 'an object' };
  if (rows >= ENOUGH && filled === 0) return isGone(kind, before) ? { column, is: 'gone' } : null;
  if (before === undefined || before.filled < ENOUGH || filled < ENOUGH) return null;
  const now = kindsOf(one);
  const isOther = !now.some((each) => before.kinds.includes(each));
  return isOther ? { column, is: 'another type', was: before.kinds, now } : null;
}

/** One that no record ever filled is told of once, at the first sync. */
function isGone(kind: SyncKind, before: ColumnProfile | undefined): boolean {
  if (before === undefined) return kind === 'full';
  return before.filled > 0 && (kind === 'full' || before.filled >= before.rows * OFTEN);
}

/** What the next sync compares with. One that is gone is remembered as it was, so that it is told of until it is back. */
export function profilesOf({ rows, columns }: Seen, before: ColumnProfiles | null): ColumnProfiles {
  return Object.fromEntries(
    columns.map((one): [string, ColumnProfile] => {
      const was = before?.[one.column];
      const isMissing = one.filled === 0 && was !== undefined && was.filled > 0;
      return [one.column, isMissing ? was : { rows, filled: one.filled, kinds: kindsOf(one) }];
    }),
  );
}

function kindsOf({ kinds }: ColumnSeen): readonly ValueKind[] {
  return [...kinds].toSorted();
}
