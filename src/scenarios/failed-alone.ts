/** Why a row wouldn't fire although no row above it did: its first cell that fails; null where it would. Pure. */
import type { Considered } from '../answer/considered.ts';
import type { ExplainedRow } from '../answer/explain.ts';
import { failure } from '../answer/explain.ts';
import type { GatheredFacts } from '../answer/gather.ts';
import type { CompiledTable } from '../guardrails/compile.ts';
import { evaluate } from '../guardrails/compile.ts';
import type { Cell } from '../guardrails/table.ts';

/** Of the table that decides this tool's answer. */
export function failedAlone(row: string, considered: Considered): ExplainedRow['failed'] {
  const { facts, release, tool } = considered;
  if (facts === null) return null;
  const isHealth = tool.definition.name === 'get_account_health';
  const cell = isHealth ? failingCell(release.health, row, facts) : failingCell(release.escalation, row, facts);
  return failure(cell, considered);
}

function failingCell<Rule extends { readonly id: string; readonly when: readonly Cell[] }>(
  { rules, cells }: CompiledTable<Rule>,
  row: string,
  facts: GatheredFacts,
): Cell | undefined {
  const at = rules.findIndex(({ id }) => id === row);
  const alone = evaluate({ rules: rules.slice(at, at + 1), cells: cells.slice(at, at + 1) }, facts.row);
  return rules[at]?.when[alone.rows[0] ?? -1];
}
