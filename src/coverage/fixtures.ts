/** A small company in a line or two, surveyed: everything said that matters, the rest plain. For tests. */
import { WORKSPACE } from '../answer/fixtures.ts';
import { prepareRelease } from '../answer/prepared-release.ts';
import type { Dossier, Person } from '../directory/records.ts';
import { rosterOf } from '../directory/records.ts';
import type { FactDeclaration, FactValue } from '../facts/types.ts';
import { assignment, chain, team } from '../guardrails/fixtures.ts';
import type { EscalationRule } from '../guardrails/table.ts';
import type { Team } from '../guardrails/teams.ts';
import type { AccountCoverage } from './account-coverage.ts';
import { plainQuestion } from './account-coverage.ts';
import type { WantedFacts } from './chosen-facts.ts';
import { chosenFacts } from './chosen-facts.ts';
import type { CoverageReport } from './report.ts';
import { survey } from './survey.ts';

export const TIER: FactDeclaration = {
  name: 'account.tier',
  type: { type: 'enum', values: ['VIP', 'SMB'] },
  origin: 'directory',
};
export const ARR: FactDeclaration = { name: 'account.arr_usd', type: { type: 'number' }, origin: 'directory' };

const SOURCE = { source: 'crm', record: 'crm.csv:2', asOf: '2026-11-23T00:00:00Z' };

/** `holders`: who holds which role, as `CSM ann`. */
export function account(id: string, holders: readonly string[] = [], facts: Record<string, FactValue> = {}): Dossier {
  return {
    account: `crm:${id}`,
    name: `${id} Inc`,
    parent: null,
    facts: Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, { ...SOURCE, value }])),
    assignments: holders.map((holder) => assignment(...(holder.split(' ') as [role: string, person: string]))),
    asOf: SOURCE.asOf,
  };
}

/** A row that always fits unless `when` is said. */
export function row(id: string, route: string, also: Partial<EscalationRule> = {}): EscalationRule {
  return {
    id,
    when: [],
    route: chain(route),
    reason: 'owner',
    hide: [],
    team: 'key_roles',
    ifClosed: 'return',
    ...also,
  };
}

export type SmallCompany = {
  readonly rows?: readonly EscalationRule[];
  readonly accounts: readonly Dossier[];
  readonly people?: readonly Person[];
  readonly teams?: readonly Team[];
  readonly facts?: readonly FactDeclaration[];
  readonly wanted?: WantedFacts;
  /** Monday morning in Berlin unless said. */
  readonly at?: string;
};

export type Surveyed = { readonly accounts: readonly AccountCoverage[]; readonly report: CoverageReport };

/** Everybody is asked `role:CSM, backup, manager` unless rows are given; the fallback is the team `home`. */
export function surveyed({
  rows = [row('otherwise', 'role:CSM, backup, manager')],
  accounts,
  people = [],
  teams = [],
  facts = [TIER, ARR],
  wanted = {},
  at = '2026-11-23T09:00:00Z',
}: SmallCompany): Surveyed {
  const known = [team('home'), ...teams].map((one) => [one.id, one] as const);
  const workspace = { ...WORKSPACE, facts, teams: new Map(known), escalation: { rules: rows } };
  const release = prepareRelease(workspace, 'r1', SOURCE.asOf);
  const { add, report } = survey({
    release,
    roster: rosterOf(people),
    question: plainQuestion('customers', Date.parse(at)),
    facts: chosenFacts(wanted, release.frame),
  });
  return { accounts: accounts.map(add), report: report() };
}
