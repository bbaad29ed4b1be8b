/** A table as lines, the title first and in bold where a person reads it; none where it would be empty. */
import { columns } from './columns.ts';
import type { Emphasize } from './emphasis.ts';
import { count } from './progress-line.ts';

export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom: number,
  emphasize: Emphasize,
): readonly string[] {
  const [title = '', ...lines] = columns([head, ...rows], numbersFrom);
  return rows.length === 0 ? [] : [emphasize(title), ...lines];
}

/** Under a table that shows only so many; `option` is the one that shows all. */
export function moreLine(more: number, option: string): readonly string[] {
  return more > 0 ? [`… and ${count(more)} more: ${option} has all.`] : [];
}
