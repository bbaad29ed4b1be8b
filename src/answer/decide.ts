/** Which rows fire. Pure: facts in, rows out; the time is a fact. Every tool obeys the escalation row. */
import type { FactRow } from '../facts/types.ts';
import { evaluate } from '../guardrails/compile.ts';
import type { EscalationRule, Fired, HealthRule } from '../guardrails/table.ts';
import type { GatheredFacts } from './gather.ts';
import type { PreparedRelease } from './prepared-release.ts';

export type Decision = { readonly escalation: Fired<EscalationRule>; readonly health: Fired<HealthRule> };

/** Which way a customer goes: all that routing needs. */
export type Way = Pick<Decision, 'escalation'>;

export function decideWay(row: FactRow, { escalation }: PreparedRelease): Way {
  return { escalation: evaluate(escalation, row) };
}

/** Without account facts nothing is decided: the answer is the constant one. */
export function decide(facts: GatheredFacts, release: PreparedRelease): Decision;
export function decide(facts: GatheredFacts | null, release: PreparedRelease): Decision | null;
export function decide(facts: GatheredFacts | null, release: PreparedRelease): Decision | null {
  if (facts === null) return null;
  return { escalation: evaluate(release.escalation, facts.row), health: evaluate(release.health, facts.row) };
}
