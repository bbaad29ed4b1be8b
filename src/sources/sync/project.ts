/** From a reply's record to what is kept of it: its id, and the columns that the mapping names. Nothing else is ever kept. */
import type { Json } from '../../base/json.ts';
import type { CopiedRow } from '../../store/copies.ts';
import type { ValueKind } from '../../store/sync-notes.ts';
import { valueAt } from '../kit/http/dotted-path.ts';
import type { DottedPath } from '../kit/http/operation.ts';
import type { Row } from '../kit/http/page.ts';

/** Of one column over the records of a sync: how many had it, and what kinds of values the first of them. */
export type ColumnSeen = { readonly column: string; filled: number; objects: number; readonly kinds: Set<ValueKind> };

export type Projection = {
  /** Null for a record without an id. */
  readonly row: (record: Row) => CopiedRow | null;
  readonly seen: readonly ColumnSeen[];
};

/** Longer texts are cut off: no field of a mapping needs them. */
const LONGEST = 10_000;
const MOST_ITEMS = 1_000;
/** So many values tell what kinds a column holds. */
const LOOKED_AT = 1_000;

export function projection(id: DottedPath, columns: readonly string[]): Projection {
  const seen = columns.map((column): ColumnSeen => ({ column, filled: 0, objects: 0, kinds: new Set() }));
  return {
    seen,
    row: (record) => {
      const key = idOf(valueAt(record, id));
      if (key === null) return null;
      const values: Record<string, Json> = {};
      for (const each of seen) values[each.column] = noted(each, found(record, each.column));
      return { id: key, values };
    },
  };
}

export function idOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : null;
}

/** A field whose own name has a dot goes before a path. */
function found(record: Row, column: string): unknown {
  return Object.hasOwn(record, column) ? record[column] : valueAt(record, column);
}

function noted(seen: ColumnSeen, value: unknown): Json {
  const kept = keptOf(value);
  if (kept === undefined) seen.objects += 1;
  else if (kept !== null) {
    seen.filled += 1;
    if (seen.filled <= LOOKED_AT) seen.kinds.add(kindOf(kept));
  }
  return kept ?? null;
}

function kindOf(value: NonNullable<Json>): ValueKind {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value !== 'string') return 'list';
  if (/^\d{4}-\d\d-\d\d/.test(value)) return 'day';
  return /^-?\d{1,15}(\.\d+)?$/.test(value) ? 'digits' : 'text';
}

/** Undefined for what no mapping can read: objects, and lists of them. */
function keptOf(value: unknown): Json | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value.slice(0, LONGEST);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (!Array.isArray(value)) return undefined;
  const items = value
    .slice(0, MOST_ITEMS)
    .map((item: unknown) => (typeof item === 'object' && item !== null ? undefined : keptOf(item)));
  return items.every((item) => item !== undefined) ? items : undefined;
}
