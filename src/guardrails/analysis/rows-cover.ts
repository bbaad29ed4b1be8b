/** Whether rows of a table, together with the inputs that there can't be, cover a box: asked by row, answered by row. */
import type { Box } from './box.ts';
import { holds, meets } from './box.ts';
import type { Work } from './cover.ts';
import { coverOf } from './cover.ts';
import type { Space } from './space.ts';

export type RowsCover =
  /** `by`: rows that are enough, in order; perhaps not all are needed, and none where there can't be such inputs. */
  | { readonly kind: 'covered'; readonly by: readonly number[] }
  | { readonly kind: 'open'; readonly rest: Box }
  | { readonly kind: 'not_proved' };

/** Each row counts with all that it can take. */
export function rowsCover(
  box: Box,
  rows: readonly number[],
  { impossible, rows: all, layout }: Space,
  work: Work,
): RowsCover {
  const boxes = [...impossible, ...rows.flatMap((row) => all[row]?.most ?? [])];
  const cover = coverOf(box, boxes, layout, work);
  if (cover.kind !== 'covered') return cover;
  return { kind: 'covered', by: rows.filter((_, index) => cover.by.has(impossible.length + index)) };
}

/** Of rows that cover a box no more than it needs: the lower ones are left out first. */
export function fewestRows(box: Box, rows: readonly number[], space: Space, work: Work): readonly number[] {
  let needed = rows;
  for (const row of rows.toReversed()) {
    if (!needed.includes(row)) continue;
    const without = rowsCover(
      box,
      needed.filter((each) => each !== row),
      space,
      work,
    );
    if (without.kind === 'covered') needed = without.by;
  }
  return needed;
}

/** The box with every input let free that its rows and the impossible don't need to be kept out by. */
export function widened(
  box: Box,
  rows: readonly number[],
  { impossible, rows: all, layout, all: everything }: Space,
): Box {
  const others = [...impossible, ...rows.flatMap((row) => all[row]?.most ?? [])];
  let wide = box;
  for (const { from, to } of layout.spans) {
    const wider = wide.slice();
    wider.set(everything.subarray(from, to), from);
    if (!others.some((other) => meets(other, wider, layout))) wide = wider;
  }
  return wide;
}

/** The first of the rows that takes all of the box. */
export function takerOf(box: Box, rows: readonly number[], { rows: all }: Space): number | undefined {
  return rows.find((row) => {
    const most = all[row]?.most;
    return most !== undefined && holds(most, box);
  });
}
