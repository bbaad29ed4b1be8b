/** A few records of a sample as a small table. What could name somebody is masked unless the person at the terminal wants to see it. */
import type { Row } from '../../sources/kit/http/page.ts';
import { valueAt } from '../../sources/kit/http/dotted-path.ts';
import type { FlatRow } from '../../sources/examine/flat-row.ts';
import { columns, cut } from '../terminal/columns.ts';

const MOST_ROWS = 3;
const MOST_COLUMNS = 6;
const WIDEST = 24;

/** `open`: columns whose values are words of a list, numbers or days, and name nobody. */
export function sampleTable(
  rows: readonly (Row | FlatRow)[],
  wanted: readonly string[],
  { open, isMasked }: { readonly open: ReadonlySet<string>; readonly isMasked: boolean },
): readonly string[] {
  const names = wanted.slice(0, MOST_COLUMNS);
  const cells = rows.slice(0, MOST_ROWS).map((row) =>
    names.map((name) => {
      const value: unknown = isFlat(row) ? row.get(name) : valueAt(row, name);
      const text = textOf(value).replaceAll(/[\p{C}\s]+/gu, ' ');
      return cut(isMasked && !open.has(name) ? masked(text) : text, WIDEST);
    }),
  );
  return columns([names.map((name) => cut(name, WIDEST)), ...cells]);
}

function isFlat(row: Row | FlatRow): row is FlatRow {
  return row instanceof Map;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Its shape: `Xxxxx Xxxxxxx`, `xxxxx@xxxx.xxxxxxx`, `999Xx99999`. */
export function masked(text: string): string {
  return text
    .replaceAll(/\p{Lu}/gu, 'X')
    .replaceAll(/\p{L}/gu, (letter) => (letter === 'X' ? 'X' : 'x'))
    .replaceAll(/\p{N}/gu, '9');
}
