/** Rows that could be left out: all that they take would come to rows below that decide the same. */
import type { Box } from './box.ts';
import { intersection, meets } from './box.ts';
import type { Work } from './cover.ts';
import type { Finding } from './findings.ts';
import { fewestRows, rowsCover } from './rows-cover.ts';
import type { Space } from './space.ts';

/** `rows`: those that can fire, or may. What isn't proved is not said: such a row does no harm. */
export function rowsThatChangeNothing(
  rows: readonly number[],
  outcomes: readonly string[],
  space: Space,
  work: Work,
): readonly Finding[] {
  return rows.flatMap((row): Finding[] => {
    const around = surroundings(row, rows, outcomes, space);
    const as = around === null ? null : takersInstead(around, space, work);
    return as === null || as.length === 0 ? [] : [{ kind: 'changes_nothing', row, as }];
  });
}

/** A row's box, and the rows above and below it. Those that aren't analysed only count where they decide otherwise. */
type Surroundings = {
  readonly box: Box;
  readonly above: readonly number[];
  readonly same: readonly number[];
  readonly otherwise: readonly number[];
};

function surroundings(
  row: number,
  rows: readonly number[],
  outcomes: readonly string[],
  { rows: boxes }: Space,
): Surroundings | null {
  const box = boxes[row]?.most;
  const read = rows.filter((other) => boxes[other]?.unread === null);
  const same = read.filter((other) => other > row && outcomes[other] === outcomes[row]);
  if (box === undefined || same.length === 0) return null;
  // Those too that can't fire now: without the row, they might.
  const otherwise = [...boxes.keys()].filter((other) => other > row && outcomes[other] !== outcomes[row]);
  return { box, above: read.filter((other) => other < row), same, otherwise };
}

/** The rows below that decide the same and would take all that the row does; null: some of it would be decided otherwise. */
function takersInstead(around: Surroundings, space: Space, work: Work): readonly number[] | null {
  const { box, above, same, otherwise } = around;
  const cover = rowsCover(box, [...above, ...same], space, work);
  if (cover.kind !== 'covered' || otherwise.some((row) => takesFirst(row, around, space, work))) return null;
  return fewestRows(box, cover.by, space, work).filter((row) => same.includes(row));
}

/** Whether, of what the row takes, something could come to this one below before it comes to one that decides the same. */
function takesFirst(row: number, { box, above, same }: Surroundings, space: Space, work: Work): boolean {
  const most = space.rows[row]?.most;
  if (most === undefined || !meets(most, box, space.layout)) return false;
  const before = [...above, ...same.filter((other) => other < row)];
  return rowsCover(intersection(most, box), before, space, work).kind !== 'covered';
}
