/**
 * Whether a customer could fit two rows at once. Each fact is tried with the values at which a cell may change its mind:
 * those that the cells name, their neighbours, and a missing one. Rich FEEL can't be looked into: it may fit anything.
 */
import { addDays } from '../base/day.ts';
import { instantOf } from '../base/clock.ts';
import type { FactFrame } from '../facts/frame.ts';
import type { FactType, FactValue } from '../facts/types.ts';
import { compileTest } from '../guardrails/compile.ts';
import { literalsOf } from '../guardrails/literals-of.ts';
import type { Cell, CellTest } from '../guardrails/table.ts';

/** False only where it is certain. */
export function canBothFit(one: readonly Cell[], other: readonly Cell[], frame: FactFrame): boolean {
  return one.every((cell) => {
    const beside = other.filter(({ fact }) => fact === cell.fact);
    const type = frame.facts[frame.slotOf.get(cell.fact) ?? -1]?.type;
    return type === undefined || beside.every(({ test }) => canBothPass(cell.test, test, type));
  });
}

function canBothPass(one: CellTest, other: CellTest, type: FactType): boolean {
  if (one.kind === 'feel' || other.kind === 'feel') return true;
  const [first, second] = [compileTest(one, type), compileTest(other, type)];
  return candidates([one, other], type).some((value) => first(value) && second(value));
}

function candidates(tests: readonly CellTest[], type: FactType): readonly FactValue[] {
  if (type.type === 'enum') return [...type.values, null];
  if (type.type === 'boolean') return [true, false, null];
  const named = tests.flatMap(literalsOf);
  return [...named, ...named.flatMap((value) => neighbours(value, type)), ...between(named), OTHER_TEXT, null];
}

const OTHER_TEXT = '\u0000';

/** Just below and just above it. */
function neighbours(value: NonNullable<FactValue>, { type }: FactType): readonly FactValue[] {
  if (typeof value === 'number') return [value - 1, value + 1];
  if (typeof value !== 'string') return [];
  if (type === 'date') return [addDays(value, -1), addDays(value, 1)];
  if (type !== 'datetime') return [];
  return [instantOf(Date.parse(value) - 1000), instantOf(Date.parse(value) + 1000)];
}

/** Numbers may lie between two that are less than one apart. */
function between(values: readonly FactValue[]): readonly number[] {
  const numbers = values.filter((value) => typeof value === 'number').toSorted((one, other) => one - other);
  return numbers.slice(1).map((high, index) => ((numbers[index] ?? high) + high) / 2);
}
