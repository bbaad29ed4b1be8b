/** What a sheet changes of a table: which row of it is which row of the file, and what is another. */
import { compareText } from '../base/compare-text.ts';
import type { SheetRow } from './read-rows.ts';
import type { RowWords } from './row-words.ts';

/** A row of the file under its index; `null` for a row that is new. */
export type Matched = { readonly row: SheetRow; readonly before: number | null };

export type CellChange = { readonly column: string; readonly before: string; readonly after: string };

export type RowChange =
  | {
      readonly kind: 'added';
      readonly id: string;
      readonly below: string | null;
      readonly cells: readonly CellChange[];
    }
  | { readonly kind: 'removed'; readonly id: string; readonly from: number; readonly cells: readonly CellChange[] }
  /** Positions count from 1. */
  | {
      readonly kind: 'moved';
      readonly id: string;
      readonly from: number;
      readonly to: number;
      readonly below: string | null;
    }
  | { readonly kind: 'changed'; readonly id: string; readonly cells: readonly CellChange[] };

/** By id; then a row whose id alone is another is the same row. */
export function matched(before: readonly RowWords[], rows: readonly SheetRow[]): readonly Matched[] {
  const byId = new Map(before.map((words, index) => [words.get('id'), index]));
  const found = new Set(rows.flatMap(({ id }) => byId.get(id) ?? []));
  const left = new Map<string, number[]>();
  for (const [index, words] of before.entries())
    if (!found.has(index)) left.set(withoutId(words), [...(left.get(withoutId(words)) ?? []), index]);
  return rows.map((row) => ({ row, before: byId.get(row.id) ?? left.get(withoutId(row.words))?.shift() ?? null }));
}

function withoutId(words: RowWords): string {
  return JSON.stringify(
    [...words].filter(([column]) => column !== 'id').toSorted(([one], [other]) => compareText(one, other)),
  );
}

/** In the order of the sheet, removed rows last. */
export function rowChanges(before: readonly RowWords[], rows: readonly Matched[]): readonly RowChange[] {
  const kept = new Set(rows.flatMap(({ before: index }) => index ?? []));
  const still = inPlace(rows.flatMap(({ before: index }) => index ?? []));
  const removed = before.flatMap((words, index): RowChange[] =>
    kept.has(index)
      ? []
      : [{ kind: 'removed', id: words.get('id') ?? '', from: index + 1, cells: cellChanges(words, new Map()) }],
  );
  const others = rows.flatMap(({ row, before: index }, to): RowChange[] => {
    const below = rows[to - 1]?.row.id ?? null;
    const cells = cellChanges(index === null ? new Map() : (before[index] ?? new Map()), row.words);
    if (index === null) return [{ kind: 'added', id: row.id, below, cells }];
    return [
      ...(still.has(index) ? [] : [{ kind: 'moved', id: row.id, from: index + 1, to: to + 1, below } as const]),
      ...(cells.length === 0 ? [] : [{ kind: 'changed', id: row.id, cells } as const]),
    ];
  });
  return [...others, ...removed];
}

/** The row's cells that differ; of a row that is new or gone, those that say something. */
export function cellChanges(before: RowWords, after: RowWords): readonly CellChange[] {
  const columns = [...new Set([...after.keys(), ...before.keys()])];
  const all = columns.map((column) => ({
    column,
    before: before.get(column) ?? '',
    after: after.get(column) ?? '',
  }));
  return all.filter((cell) => cell.before !== cell.after);
}

/** The longest run of rows that follow one another as before: the others were moved. */
function inPlace(order: readonly number[]): ReadonlySet<number> {
  const lengths = order.map(() => 1);
  const last: (number | null)[] = order.map(() => null);
  for (const [at, index] of order.entries())
    for (let earlier = 0; earlier < at; earlier += 1)
      if ((order[earlier] ?? 0) < index && (lengths[earlier] ?? 0) + 1 > (lengths[at] ?? 0))
        [lengths[at], last[at]] = [(lengths[earlier] ?? 0) + 1, earlier];
  const run = new Set<number>();
  let at: number | null = lengths.length === 0 ? null : lengths.indexOf(Math.max(...lengths));
  for (; at !== null; at = last[at] ?? null) run.add(order[at] ?? 0);
  return run;
}
