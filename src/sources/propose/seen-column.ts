/** One column over a sample: how many rows fill it, and with what. Values stay in memory for as long as a proposal is made. */
import type { FlatRow } from '../examine/flat-row.ts';
import { scalarText } from '../kit/cell.ts';
import { isUnlooked } from './unlooked.ts';
import { wordsOf } from './column-words.ts';

export type SeenColumn = {
  readonly column: string;
  /** Of its name and of its label, in small letters. */
  readonly words: readonly string[];
  readonly rows: number;
  /** Each that isn't blank, as text; of a list each item. */
  readonly cells: readonly string[];
  /** Distinct cells, the most frequent first. */
  readonly counts: ReadonlyMap<string, number>;
};

export type Labels = ReadonlyMap<string, string>;

/** In the order of the rows' own columns; those that nobody should look at aren't there. */
export function seenColumns(
  rows: readonly FlatRow[],
  { labels = new Map(), isOfAccounts }: { readonly labels?: Labels; readonly isOfAccounts: boolean },
): readonly SeenColumn[] {
  const names = new Set(rows.flatMap((row) => [...row.keys()]));
  return [...names].flatMap((column): readonly SeenColumn[] => {
    const label = labels.get(column) ?? '';
    if (isUnlooked(column, isOfAccounts) || isUnlooked(label, isOfAccounts)) return [];
    const cells = rows.flatMap((row) => textsOf(row.get(column)));
    const last = column.split('.').at(-1) ?? column;
    return [{ column, words: [...wordsOf(last), ...wordsOf(label)], rows: rows.length, cells, counts: counted(cells) }];
  });
}

function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => textsOf(item));
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
  const text = scalarText(value).trim();
  return text === '' ? [] : [text];
}

function counted(cells: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return new Map([...counts].toSorted(([, one], [, other]) => other - one));
}

/** From 0 to 1, of the filled cells. */
export function share({ cells }: SeenColumn, holds: (cell: string) => boolean): number {
  return cells.length === 0 ? 0 : cells.filter(holds).length / cells.length;
}

const SENTENCE_WORDS = 5;
const LONG = 60;

/** Whether people seem to write here as they like: no column for a rule. */
export function isProse(seen: SeenColumn): boolean {
  return share(seen, (cell) => cell.length > LONG || cell.split(/\s+/).length >= SENTENCE_WORDS) > 0.1;
}
