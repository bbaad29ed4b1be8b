/** The columns that a mapping takes of a system's reads: none that the system is never asked for, each with its place. */
import type { ValuePath } from '../../base/problem.ts';
import { isPlainObject } from '../../base/json.ts';
import type { SystemRead } from '../../sources/declaration.ts';
import { unfitName } from '../../sources/kit/http/check-input.ts';
import type { Connector, SyncRead } from '../../sources/kit/http/connector.ts';
import type { ConfigDocument } from '../yaml/document.ts';

export function checkColumns(document: ConfigDocument, connector: Connector, reads: readonly SystemRead[]): void {
  for (const entry of document.indexes(['records']))
    for (const kind of document.keys(entry)) {
      const record = document.valueAt([...entry, kind]);
      if (!isPlainObject(record)) continue;
      const named = reads.find(({ name }) => name === record['from']);
      const read = named === undefined ? undefined : connector.reads[named.read];
      if (read === undefined) continue;
      const { from: _from, ...rest } = record;
      for (const { column, path, part } of columnsIn(rest, [...entry, kind])) {
        const trouble = troubleOf(column, read, connector);
        if (trouble !== null) document.error(path, `\`${column}\` of ${connector.title} is never read.`, trouble, part);
      }
    }
}

type PlacedColumn = { readonly column: string; readonly path: ValuePath; readonly part: 'key' | 'value' };

/** Members of a mapping that hold no column. */
const OTHERS: ReadonlySet<string> = new Set(['constant', 'values', 'transform', 'format', 'in', 'role']);

function columnsIn(written: unknown, at: ValuePath): readonly PlacedColumn[] {
  if (typeof written === 'string') return [{ column: written, path: at, part: 'value' }];
  if (Array.isArray(written)) return written.flatMap((each: unknown, index) => columnsIn(each, [...at, index]));
  if (!isPlainObject(written)) return [];
  return Object.entries(written).flatMap(([key, value]): readonly PlacedColumn[] => {
    const path = [...at, key];
    if (key === 'where' && isPlainObject(value))
      return Object.keys(value).map((column) => ({ column, path: [...path, column], part: 'key' as const }));
    // Facts may be called anything.
    if (key === 'facts' && isPlainObject(value))
      return Object.entries(value).flatMap(([fact, mapped]) => columnsIn(mapped, [...path, fact]));
    return OTHERS.has(key) ? [] : columnsIn(value, path);
  });
}

/** How to mend it; null where nothing is wrong. */
function troubleOf(
  column: string,
  { never = [], columns, operation, adds = {} }: SyncRead,
  connector: Connector,
): string | null {
  if (never.some((path) => column === path || column.startsWith(`${path}.`)))
    return 'Take it out of the mapping: it holds what people write freely.';
  const field = columns === null ? undefined : connector.operations[operation]?.input[columns];
  if (field === undefined || Object.hasOwn(adds, column)) return null;
  const path = field.below === undefined ? '' : `${field.below}.`;
  if (!column.startsWith(path)) return null;
  const unfit = unfitName(column.slice(path.length), field);
  return unfit === null ? null : `Take it out of the mapping: ${unfit}.`;
}
