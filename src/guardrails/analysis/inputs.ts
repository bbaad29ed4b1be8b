/**
 * The inputs of a table: what its cells ask for, each with one value for every region that some cell tells from another.
 * Facts that count days to or from one date are one input, since each tells the others. Everything else is taken as
 * independent: `asked.date` too, though together with a date it says the days between them.
 */
import { ALWAYS_KNOWN } from '../../facts/frame.ts';
import type { FactFrame } from '../../facts/frame.ts';
import type { FactDeclaration, FactName, FactType, FactValue } from '../../facts/types.ts';
import { compileTest } from '../compile.ts';
import { literalsOf } from '../literals-of.ts';
import type { Cell, CellTest } from '../table.ts';
import { regionValues } from './region-values.ts';

export type Input = {
  /** The facts in it that the table asks for. */
  readonly facts: readonly FactName[];
  /** The date that its days are counted from; null: they aren't. */
  readonly date: FactName | null;
  /** A value of the input for each region; `null` is a missing one. */
  readonly values: readonly FactValue[];
  /** What a fact of this input is for a value of it. */
  readonly valueOf: (fact: FactName, value: FactValue) => FactValue;
  /** The regions whose values pass a cell. */
  readonly passing: (cell: Cell) => (region: number) => boolean;
};

/** Whether the cell's set is known. FEEL of any kind is, over the few values that an enum or a boolean has. */
export function isAnalysed({ test }: Cell, { type }: FactDeclaration): boolean {
  return test.kind !== 'feel' || type.type === 'enum' || type.type === 'boolean';
}

/** Of the cells that are analysed; in the order in which the table first asks. */
export function inputsOf(cells: readonly Cell[], frame: FactFrame): readonly Input[] {
  const asked = new Map<string, Asked>();
  for (const cell of cells) {
    const fact = declarationOf(cell.fact, frame);
    if (!isAnalysed(cell, fact)) continue;
    const { date, sign } = countedFrom(fact);
    const key = date === null ? cell.fact : `days ${date}`;
    const input = asked.get(key) ?? { date, type: typeOf(fact), signs: new Map<FactName, number>(), cells: [] };
    input.signs.set(cell.fact, sign);
    input.cells.push(cell);
    asked.set(key, input);
  }
  return [...asked.values()].map(inputOf);
}

/** @throws RangeError for a fact that the frame hasn't: `checkTable` finds those before */
export function declarationOf(name: FactName, frame: FactFrame): FactDeclaration {
  const fact = frame.facts[frame.slotOf.get(name) ?? -1];
  if (fact === undefined) throw new RangeError(`No fact is called ${name}.`);
  return fact;
}

type Asked = {
  readonly date: FactName | null;
  readonly type: FactType;
  /** -1 for facts that count the other way. */
  readonly signs: Map<FactName, number>;
  readonly cells: Cell[];
};

function countedFrom({ derivation }: FactDeclaration): { readonly date: FactName | null; readonly sign: 1 | -1 } {
  if (derivation === undefined) return { date: null, sign: 1 };
  return 'days_until' in derivation
    ? { date: derivation.days_until, sign: 1 }
    : { date: derivation.days_since, sign: -1 };
}

/** Days are whole, whatever type they are declared with. */
function typeOf({ type, origin }: FactDeclaration): FactType {
  return origin === 'derived' ? { type: 'integer' } : type;
}

function inputOf({ date, type, signs, cells }: Asked): Input {
  const valueOf = (fact: FactName, value: FactValue): FactValue =>
    typeof value === 'number' && signs.get(fact) === -1 ? 0 - value : value;
  const literals = cells.flatMap(({ fact, test }) => literalsOf(test).map((each) => valueOf(fact, each) ?? each));
  const facts = [...signs.keys()];
  const missing = facts.some((fact) => ALWAYS_KNOWN.has(fact)) ? [] : [null];
  const passes = new Map(cells.map((cell) => [cell, passing(cell.test, type, (value) => valueOf(cell.fact, value))]));
  const values = distinct(
    [...regionValues(type, literals), ...missing],
    [...passes.values(), (value) => value === null],
  );
  return {
    facts,
    date,
    values,
    valueOf,
    passing: (cell) => (region) => passes.get(cell)?.(values[region] ?? null) === true,
  };
}

function passing(
  test: CellTest,
  type: FactType,
  valueOf: (value: FactValue) => FactValue,
): (value: FactValue) => boolean {
  const compiled = compileTest(test, type);
  return (value) => compiled(valueOf(value));
}

/** The first of all values that no test tells from each other. */
function distinct(
  values: readonly FactValue[],
  tests: readonly ((value: FactValue) => boolean)[],
): readonly FactValue[] {
  const first = new Map<string, FactValue>();
  for (const value of values) {
    const results = tests.map((test) => (test(value) ? '1' : '0')).join('');
    if (!first.has(results)) first.set(results, value);
  }
  return [...first.values()];
}
