/** What the columns of a sheet's row come to as the keys of a row in YAML. */
import { flowMap } from '../config/yaml/flow-text.ts';
import type { SheetRow } from './read-rows.ts';
import { caseColumn, DEFAULT_CASE, HEADING, NOTE, rowKeysOf, TABLES } from './row-keys.ts';
import type { RowKey } from './row-keys.ts';

/** The whole value of a key, in one line; `null` where the row doesn't have it. */
export function valueOf({ key, kind, cases }: RowKey, { yaml }: SheetRow): string | null {
  if (kind === 'cells') {
    const cells = [...yaml].filter(([column]) => isFact(column));
    return cells.length === 0 ? null : flowMap(cells);
  }
  const own = yaml.get(key) ?? null;
  const said = cases.flatMap((name) => {
    const value = yaml.get(caseColumn(key, name));
    return value === undefined ? [] : [[name, value] as const];
  });
  return said.length === 0 ? own : flowMap([...(own === null ? [] : [[DEFAULT_CASE, own] as const]), ...said]);
}

const OTHERS: ReadonlySet<string> = new Set([
  NOTE,
  HEADING,
  ...TABLES.flatMap((table) =>
    rowKeysOf(table).flatMap(({ key, cases }) => [key, ...cases.map((name) => caseColumn(key, name))]),
  ),
]);

/** A column that is neither a key nor a comment. */
export function isFact(column: string): boolean {
  return !OTHERS.has(column);
}

/** The columns that a key is in; of cells those that changed. */
export function columnsOf({ key, kind, cases }: RowKey, changed: ReadonlySet<string>): readonly string[] {
  return kind === 'cells' ? [...changed].filter(isFact) : [key, ...cases.map((name) => caseColumn(key, name))];
}
