/**
 * What a table's rows mean together: rows that never fire, inputs that no row takes, rows that could be left out. Exact for
 * everything that is compiled, and bounded: past the limit a question is answered by `not_proved`. A row with FEEL that
 * isn't analysed counts as taking nothing where it would hide a finding, and as taking all it can where it would make one up.
 */
import type { FactFrame } from '../../facts/frame.ts';
import type { Box } from './box.ts';
import { emptyInput, pointIn } from './box.ts';
import type { Work } from './cover.ts';
import type { Finding } from './findings.ts';
import { gapFindings } from './gaps.ts';
import { fewestRows, rowsCover, takerOf } from './rows-cover.ts';
import { rowsThatChangeNothing } from './same-anyway.ts';
import type { Row, RowBox, Space } from './space.ts';
import { exampleIn, spaceOf } from './space.ts';

/** Boxes that all questions about a table may look at. */
export const BOXES_PER_TABLE = 5_000_000;

/** `outcomeOf`: rows with equal texts decide the same. */
export function analyseTable<Rule extends Row>(
  rules: readonly Rule[],
  frame: FactFrame,
  outcomeOf: (rule: Rule) => string,
): readonly Finding[] {
  const space = spaceOf(rules, frame);
  const work: Work = { left: BOXES_PER_TABLE };
  const { findings, alive, unproved } = deadRows(space, work);
  return [
    ...findings,
    ...gapFindings(alive, space, work),
    ...rowsThatChangeNothing(alive, rules.map(outcomeOf), space, work),
    ...space.rows.flatMap(({ unread }, row) =>
      unread === null ? [] : [{ kind: 'not_analysed', row, fact: unread } as const],
    ),
    ...(unproved.length === 0 ? [] : [{ kind: 'rows_not_proved', rows: unproved } as const]),
  ];
}

/** Rows that can fire, or may, are alive. */
type Lives = { readonly findings: Finding[]; readonly alive: number[]; readonly unproved: number[] };

function deadRows(space: Space, work: Work): Lives {
  const lives: Lives = { findings: [], alive: [], unproved: [] };
  for (const [row, box] of space.rows.entries()) {
    const found = deadRow(row, box, lives.alive, space, work);
    if (typeof found === 'object') lives.findings.push(found);
    else lives.alive.push(row);
    if (found === 'not_proved') lives.unproved.push(row);
  }
  return lives;
}

/** What is above and never fires takes nothing that those above it don't take. */
function deadRow(
  row: number,
  { most, facts }: RowBox,
  alive: readonly number[],
  space: Space,
  work: Work,
): Finding | 'alive' | 'not_proved' {
  const empty = space.inputs[emptyInput(most, space.layout)];
  if (empty !== undefined)
    return { kind: 'empty_cell', row, facts: facts.filter((fact) => empty.facts.includes(fact)) };
  const above = alive.filter((other) => space.rows[other]?.unread === null);
  const cover = rowsCover(most, above, space, work);
  if (cover.kind !== 'covered') return cover.kind === 'open' ? 'alive' : 'not_proved';
  return coveredRow(row, most, fewestRows(most, cover.by, space, work), space, work);
}

function coveredRow(row: number, most: Box, by: readonly number[], space: Space, work: Work): Finding {
  const possible = rowsCover(most, [], space, work);
  const point = pointIn(possible.kind === 'open' ? possible.rest : most, space.layout);
  const taker = takerOf(point, by, space) ?? by[0];
  const facts = [row, taker ?? row].flatMap((each) => space.rows[each]?.facts ?? []);
  const example = exampleIn(point, new Set(facts), space);
  return taker === undefined
    ? { kind: 'contradiction', row, example }
    : { kind: 'never_fires', row, by, example, taker };
}
