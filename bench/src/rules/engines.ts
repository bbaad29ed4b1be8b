/**
 * The same 20 rows of 6 conditions in each engine's own words, prepared once as its documentation recommends. Asked for a
 * row's facts, each gives the number of the first row that fires, or null.
 */
import { ZenEngine } from '@gorules/zen-engine';
import { Environment } from '@marcbachmann/cel-js';
import { unaryTest } from 'feelin';
import { Engine } from 'json-rules-engine';
import type { NestedCondition } from 'json-rules-engine';
import type { Conditions } from '../micro/synthetic-table.ts';

export type Facts = Readonly<Record<string, unknown>>;
export type Decide = (facts: Facts) => number | null | Promise<number | null>;

const INPUTS = ['tier', 'region', 'arr_usd', 'days_to_renewal', 'legal_hold', 'health_score'] as const;

/** In FEEL's unary tests, in the order of {@link INPUTS}. */
function feelCells(each: Conditions): readonly string[] {
  return [
    each.tiers.map((tier) => `"${tier}"`).join(','),
    `not("${each.notRegion}")`,
    `>= ${each.leastArr}`,
    `[${each.renewalFrom}..${each.renewalTo}]`,
    String(each.legalHold),
    `< ${each.scoreBelow}`,
  ];
}

/** `feelin` has no tables: cell by cell, as a table on top of it would ask. */
export function feelin(rules: readonly Conditions[]): Decide {
  const rows = rules.map(feelCells);
  return (facts) => firstOf(rows, (cells) => cells.every((cell, at) => feelPasses(cell, facts[INPUTS[at] ?? ''])));
}

function feelPasses(cell: string, value: unknown): boolean {
  const { value: passes } = unaryTest(cell, { '?': value });
  return passes === true;
}

/** One expression a row. Its numbers are CEL doubles, as JavaScript's are. */
export function cel(rules: readonly Conditions[]): Decide {
  const environment = new Environment({ unlistedVariablesAreDyn: true });
  const rows = rules.map((each) => environment.parse(celText(each)));
  return (facts) => firstOf(rows, (matches) => matches(facts) === true);
}

function celText(each: Conditions): string {
  const tiers = each.tiers.map((tier) => `"${tier}"`).join(', ');
  const renewal = `days_to_renewal >= ${each.renewalFrom}.0 && days_to_renewal <= ${each.renewalTo}.0`;
  return [
    `tier in [${tiers}]`,
    `region != "${each.notRegion}"`,
    `arr_usd >= ${each.leastArr}.0`,
    renewal,
    `legal_hold == ${each.legalHold}`,
    `health_score < ${each.scoreBelow}.0`,
  ].join(' && ');
}

/** Rules in the order of their priority; the engine stops at the first that fires. */
export function jsonRulesEngine(rules: readonly Conditions[]): Decide {
  const engine = new Engine();
  for (const [row, each] of rules.entries()) {
    const event = { type: String(row) };
    const priority = rules.length - row;
    engine.addRule({ conditions: { all: conditionsOf(each) }, event, priority, onSuccess: () => void engine.stop() });
  }
  return async (facts) => {
    const { events } = await engine.run({ ...facts });
    const [first] = events;
    return first === undefined ? null : Number(first.type);
  };
}

function conditionsOf(each: Conditions): NestedCondition[] {
  return [
    { fact: 'tier', operator: 'in', value: each.tiers },
    { fact: 'region', operator: 'notEqual', value: each.notRegion },
    { fact: 'arr_usd', operator: 'greaterThanInclusive', value: each.leastArr },
    { fact: 'days_to_renewal', operator: 'greaterThanInclusive', value: each.renewalFrom },
    { fact: 'days_to_renewal', operator: 'lessThanInclusive', value: each.renewalTo },
    { fact: 'legal_hold', operator: 'equal', value: each.legalHold },
    { fact: 'health_score', operator: 'lessThan', value: each.scoreBelow },
  ];
}

/** A decision table of its own kind, hit policy "first". */
export function zen(rules: readonly Conditions[], trace: boolean): Decide {
  const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(zenTable(rules))));
  return async (facts) => {
    const response = await decision.evaluate(facts, { trace });
    return (response.result as { readonly row?: number }).row ?? null;
  };
}

function zenTable(rules: readonly Conditions[]): object {
  const inputs = INPUTS.map((field) => ({ id: field, name: field, field, type: 'expression' }));
  const content = {
    hitPolicy: 'first',
    inputs,
    outputs: [{ id: 'row', name: 'row', field: 'row', type: 'expression' }],
    rules: rules.map((each, row): Record<string, string> => {
      const cells = zenCells(each).map((cell, at) => [INPUTS[at] ?? '', cell] as const);
      return { _id: `rule-${row}`, ...Object.fromEntries(cells), row: String(row) };
    }),
  };
  return {
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode' },
      { id: 'table', name: 'table', type: 'decisionTableNode', content },
      { id: 'out', name: 'out', type: 'outputNode' },
    ],
    edges: [
      { id: 'a', type: 'edge', sourceId: 'in', targetId: 'table' },
      { id: 'b', type: 'edge', sourceId: 'table', targetId: 'out' },
    ],
  };
}

function zenCells(each: Conditions): readonly string[] {
  const [, , ...rest] = feelCells(each);
  return [each.tiers.map((tier) => `"${tier}"`).join(', '), `$ != "${each.notRegion}"`, ...rest];
}

function firstOf<Row>(rows: readonly Row[], fires: (row: Row) => boolean): number | null {
  const first = rows.findIndex(fires);
  return first === -1 ? null : first;
}
