/**
 * Tables → closures over fact slots, compiled once a release. Evaluating allocates its result and nothing else;
 * it does no I/O and reads no clock: the time is a fact.
 */
import type { FactFrame } from '../facts/frame.ts';
import type { FactRow, FactType, FactValue } from '../facts/types.ts';
import { runFeel } from './rich-feel.ts';
import type { Cell, CellTest, DecisionTable, Fired, PlainTest } from './table.ts';

/** Whether a value passes; `null` is a missing value. */
export type CompiledTest = (value: FactValue) => boolean;

type CompiledCell = { readonly slot: number; readonly passes: CompiledTest };
type Conditional = { readonly id: string; readonly when: readonly Cell[] };

export type CompiledTable<Rule> = {
  readonly rules: readonly Rule[];
  /** The cells of each rule, in order. */
  readonly cells: readonly (readonly CompiledCell[])[];
};

/** @throws RangeError for a cell whose fact is not in the frame: `checkTable` finds those before */
export function compileTable<Rule extends Conditional>(
  table: DecisionTable<Rule>,
  frame: FactFrame,
): CompiledTable<Rule> {
  return { rules: table.rules, cells: table.rules.map(({ when }) => when.map((cell) => compileCell(cell, frame))) };
}

/** The first row whose cells all pass. */
export function evaluate<Rule>({ rules, cells }: CompiledTable<Rule>, row: FactRow): Fired<Rule> {
  const rows: number[] = [];
  for (let index = 0; index < cells.length; index++) {
    const failed = firstFailing(cells[index] ?? [], row);
    rows.push(failed);
    if (failed === -1) return { rule: rules[index] ?? null, rows };
  }
  return { rule: null, rows };
}

function firstFailing(cells: readonly CompiledCell[], row: FactRow): number {
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index];
    if (cell !== undefined && !cell.passes(row[cell.slot] ?? null)) return index;
  }
  return -1;
}

function compileCell({ fact, test }: Cell, frame: FactFrame): CompiledCell {
  const slot = frame.slotOf.get(fact);
  const declaration = slot === undefined ? undefined : frame.facts[slot];
  if (slot === undefined || declaration === undefined) throw new RangeError(`No fact is called ${fact}.`);
  return { slot, passes: compileTest(test, declaration.type) };
}

export function compileTest(test: CellTest, type: FactType): CompiledTest {
  return test.kind === 'feel' ? remembered((value) => runFeel(test.text, value, type)) : compilePlain(test);
}

function compilePlain(test: PlainTest): CompiledTest {
  switch (test.kind) {
    case 'equals': {
      const { value: wanted } = test;
      return (value) => value === wanted;
    }
    case 'one_of': {
      const wanted = new Set<FactValue>(test.values);
      return (value) => wanted.has(value);
    }
    case 'compare':
      return compileCompare(test);
    case 'interval':
      return compileInterval(test);
    case 'missing':
      return (value) => value === null;
    case 'present':
      return (value) => value !== null;
    case 'not': {
      const passes = compilePlain(test.test);
      return (value) => !passes(value);
    }
    case 'any_of': {
      const tests = test.tests.map(compilePlain);
      return (value) => tests.some((passes) => passes(value));
    }
    case 'all_of': {
      const tests = test.tests.map(compilePlain);
      return (value) => tests.every((passes) => passes(value));
    }
  }
}

/** Values of another type than the bound's never pass, so neither does a missing one. */
function compileCompare({ operator, value: bound }: PlainTest & { readonly kind: 'compare' }): CompiledTest {
  const type = typeof bound;
  switch (operator) {
    case '<':
      return (value) => typeof value === type && (value as typeof bound) < bound;
    case '<=':
      return (value) => typeof value === type && (value as typeof bound) <= bound;
    case '>':
      return (value) => typeof value === type && (value as typeof bound) > bound;
    case '>=':
      return (value) => typeof value === type && (value as typeof bound) >= bound;
  }
}

function compileInterval(test: PlainTest & { readonly kind: 'interval' }): CompiledTest {
  const above = compileCompare({ kind: 'compare', operator: test.lowIncluded ? '>=' : '>', value: test.low });
  const below = compileCompare({ kind: 'compare', operator: test.highIncluded ? '<=' : '<', value: test.high });
  return (value) => above(value) && below(value);
}

const REMEMBERED_VALUES = 256;

/** A pure test of few different values that is dear to run. */
function remembered(test: CompiledTest): CompiledTest {
  const known = new Map<FactValue, boolean>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED_VALUES) known.clear();
    const passes = test(value);
    known.set(value, passes);
    return passes;
  };
}
