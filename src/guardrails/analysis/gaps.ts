/** Whether every input has a row that takes it. */
import type { Box } from './box.ts';
import { emptyInput, intersection } from './box.ts';
import type { Work } from './cover.ts';
import type { Finding } from './findings.ts';
import { rowsCover, widened } from './rows-cover.ts';
import type { Example, Space } from './space.ts';
import { exampleIn } from './space.ts';

/** `rows`: those that can fire, or may. */
export function gapFindings(rows: readonly number[], space: Space, work: Work): readonly Finding[] {
  const read = rows.filter((row) => space.rows[row]?.unread === null);
  const sure = rowsCover(space.all, read, space, work);
  if (sure.kind === 'covered') return [];
  const atMost = rowsCover(space.all, rows, space, work);
  if (atMost.kind === 'open') return [{ kind: 'no_row', example: shortExample(atMost.rest, rows, space) }];
  if (sure.kind === 'not_proved' || atMost.kind === 'not_proved') return [{ kind: 'gaps_not_proved' }];
  return perhaps(sure.rest, rows, read, space);
}

/** Only rows that aren't analysed stand between this box and the fallback. */
function perhaps(rest: Box, rows: readonly number[], read: readonly number[], space: Space): readonly Finding[] {
  const wide = widened(rest, read, space);
  for (const row of rows) {
    const { most, unread } = space.rows[row] ?? {};
    if (most === undefined || unread === undefined || unread === null) continue;
    if (emptyInput(intersection(wide, most), space.layout) !== -1) continue;
    return [{ kind: 'perhaps_no_row', example: shortExample(rest, read, space), row, fact: unread }];
  }
  return [];
}

/** Tells only of the inputs that matter: whatever the others are, none of the rows takes it. */
function shortExample(rest: Box, rows: readonly number[], space: Space): Example {
  const wide = widened(rest, rows, space);
  const kept = space.inputs.filter((_, input) => {
    const { from, to } = space.layout.spans[input] ?? { from: 0, to: 0 };
    return wide.subarray(from, to).some((bits, word) => bits !== space.all[from + word]);
  });
  return exampleIn(wide, new Set(kept.flatMap(({ facts }) => facts)), space);
}
