/** A rule's conditions as written, fact → cell, to typed cells. Problems' paths begin with the fact's name. */
import { nearestName } from '../base/nearest.ts';
import type { ValueProblem } from '../base/problem.ts';
import { valueError } from '../base/problem.ts';
import type { FactFrame } from '../facts/frame.ts';
import type { FactName } from '../facts/types.ts';
import type { CellSource } from './cell-source.ts';
import { parseCell } from './parse-cell.ts';
import type { Cell } from './table.ts';

export type ParsedConditions = { readonly cells: readonly Cell[]; readonly problems: readonly ValueProblem[] };

/** Cells that could be read, in order, and what is wrong with the rest. */
export function parseWhen(entries: readonly (readonly [FactName, CellSource])[], frame: FactFrame): ParsedConditions {
  const cells: Cell[] = [];
  const problems: ValueProblem[] = [];
  for (const [fact, source] of entries) {
    const declaration = frame.facts[frame.slotOf.get(fact) ?? -1];
    const parsed = declaration === undefined ? undefined : parseCell(source, declaration);
    if (parsed === undefined) problems.push(unknownFact(fact, frame, [fact]));
    else problems.push(...parsed.problems.map((problem) => ({ ...problem, path: [fact, ...problem.path] })));
    if (parsed !== undefined && parsed.test !== null) cells.push({ fact, test: parsed.test });
  }
  return { cells, problems };
}

export function unknownFact(fact: FactName, frame: FactFrame, path: ValueProblem['path']): ValueProblem {
  const near = nearestName(fact, frame.slotOf.keys());
  const mend = near === undefined ? 'Declare it under `facts:`.' : `Did you mean \`${near}\`?`;
  return valueError(path, `There is no fact \`${fact}\`.`, mend);
}
