/**
 * Which scenario notices when a row is gone, or trades places with the next one, or when something is inherited no more. A row that nothing notices can be broken
 * without anybody finding out before customers do. Trades that can change no answer are left out.
 */
import { UNKNOWN_HEALTH } from '../config/read/read-guardrails.ts';
import type { Workspace } from '../config/workspace.ts';
import type { PreparedRelease } from '../answer/prepared-release.ts';
import { prepareRelease } from '../answer/prepared-release.ts';
import type { Inheritance } from '../facts/inheritance.ts';
import type { FactFrame } from '../facts/frame.ts';
import type { Cell, DecisionTable } from '../guardrails/table.ts';
import type { Ground } from './ask.ts';
import { canBothFit } from './overlap.ts';
import type { Scenario } from './scenario.ts';
import { suite } from './suite.ts';

/** Two tables, and what accounts inherit: of that only made-up parents can tell, for real ones were imported before. */
export type TableName = 'escalation_contact' | 'account_health' | 'inherit';

export type Mutation = {
  readonly table: TableName;
  /** A row's id, or the role or fact that is inherited. */
  readonly row: string;
  /** The row below, with which it trades places; null where the row is removed. */
  readonly next: string | null;
  readonly workspace: Workspace;
};

export type Noticed = {
  readonly table: TableName;
  readonly row: string;
  readonly next: string | null;
  /** The names of the scenarios that fail then. */
  readonly by: readonly string[];
};

export function mutationsOf(workspace: Workspace, frame: FactFrame): readonly Mutation[] {
  const { escalation, health } = workspace;
  return [
    ...tablesOf(escalation, frame).map(({ rules, ...what }): Mutation => {
      return { table: 'escalation_contact', ...what, workspace: { ...workspace, escalation: { rules } } };
    }),
    // Without a file there is no row of the leader's own.
    ...(health === UNKNOWN_HEALTH ? [] : tablesOf(health, frame)).map(({ rules, ...what }): Mutation => {
      return { table: 'account_health', ...what, workspace: { ...workspace, health: { rules } } };
    }),
    ...withoutEach(workspace.inheritance).map(([row, inheritance]): Mutation => {
      return { table: 'inherit', row, next: null, workspace: { ...workspace, inheritance } };
    }),
  ];
}

function withoutEach({ roles, facts }: Inheritance): readonly (readonly [what: string, Inheritance])[] {
  return [
    ...roles.map((role) => [role, { roles: roles.filter((each) => each !== role), facts }] as const),
    ...Object.keys(facts).map((fact) => {
      const { [fact]: _gone, ...others } = facts;
      return [fact, { roles, facts: others }] as const;
    }),
  ];
}

/** `chosen` all pass as the workspace is; they may refer to any of `all`. */
export async function noticedBy(
  { workspace, ...what }: Mutation,
  { chosen, all }: { readonly chosen: readonly Scenario[]; readonly all: readonly Scenario[] },
  ground: Ground,
): Promise<Noticed> {
  const attempt = suite(all, { ...ground, release: mutated(workspace, ground.release) });
  const by: string[] = [];
  for (const scenario of chosen) if ((await attempt(scenario)).mismatches.length > 0) by.push(scenario.name);
  return { ...what, by };
}

function mutated(workspace: Workspace, { id, at }: PreparedRelease): PreparedRelease {
  return prepareRelease(workspace, id, at);
}

type Row = { readonly id: string; readonly when: readonly Cell[] };
type Changed<Rule> = Pick<Mutation, 'row' | 'next'> & { readonly rules: readonly Rule[] };

function tablesOf<Rule extends Row>({ rules }: DecisionTable<Rule>, frame: FactFrame): readonly Changed<Rule>[] {
  return rules.flatMap((rule, index) => {
    const removed = { row: rule.id, next: null, rules: rules.toSpliced(index, 1) };
    const next = rules[index + 1];
    if (next === undefined || isSameAnswer(rule, next) || !canBothFit(rule.when, next.when, frame)) return [removed];
    return [removed, { row: rule.id, next: next.id, rules: rules.toSpliced(index, 2, next, rule) }];
  });
}

function isSameAnswer(one: Row, other: Row): boolean {
  const answer = ({ id: _id, when: _when, ...rest }: Row): string => JSON.stringify(rest);
  return answer(one) === answer(other);
}
