/** Reads again what was written, so that a file comes out as the sheet says or not at all. */
import { isDeepStrictEqual } from 'node:util';
import { dataOf } from '../config/yaml/data-of.ts';
import type { SheetRow } from './read-rows.ts';
import { cellChanges } from './row-changes.ts';
import type { Matched } from './row-changes.ts';
import { rowKeysOf } from './row-keys.ts';
import type { TableName } from './row-keys.ts';
import { columnsOf, valueOf } from './row-values.ts';
import type { WrittenTable } from './written-table.ts';

/** Whether the text says what the sheet says, and of all else what it said. */
export function saysSo(text: string, { table, yaml, words }: WrittenTable, rows: readonly Matched[]): boolean {
  const { rules: before = [], ...others } = fileOf(yaml.text);
  const { rules, ...stillThere } = fileOf(text);
  const wanted = rows.map(({ row, before: index }) => {
    const old = index === null ? undefined : before[index];
    const said = (index === null ? undefined : words[index]) ?? new Map<string, string>();
    return expected(table, row, old ?? {}, new Set(cellChanges(said, row.words).map(({ column }) => column)));
  });
  return isDeepStrictEqual(stillThere, others) && isDeepStrictEqual(rules, wanted);
}

type TableFile = { readonly rules?: readonly Readonly<Record<string, unknown>>[] };

function fileOf(text: string): TableFile {
  const file: TableFile | null = dataOf(text) as TableFile | null;
  return file ?? {};
}

function expected(
  table: TableName,
  row: SheetRow,
  old: Readonly<Record<string, unknown>>,
  changed: ReadonlySet<string>,
): unknown {
  const wanted: Record<string, unknown> = { ...old };
  for (const key of rowKeysOf(table)) {
    if (!columnsOf(key, changed).some((column) => changed.has(column))) continue;
    delete wanted[key.key];
    const value = valueOf(key, row);
    if (value === null) continue;
    const now = dataOf(value);
    wanted[key.key] = key.kind === 'cells' ? withUnchanged(old[key.key], now as Record<string, unknown>, changed) : now;
  }
  return wanted;
}

/** Cells that didn't change keep what is written for them. */
function withUnchanged(old: unknown, now: Record<string, unknown>, changed: ReadonlySet<string>): unknown {
  const before = (old ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(now).map(([fact, cell]) => [fact, changed.has(fact) || !(fact in before) ? cell : before[fact]]),
  );
}
