/**
 * The story behind an answer as data: facts with source and age, why each row was passed over, the row that fired,
 * every candidate with its verdict, and the card. For the leader and the admin, never for the agent.
 */
import type { AccountReference } from '../account/reference.ts';
import type { Instant } from '../base/clock.ts';
import { instantOf } from '../base/clock.ts';
import type { Card } from '../card/contract.ts';
import type { RecordsCard } from '../services/records-card.ts';
import type { AccountKey, PersonKey, Role } from '../directory/records.ts';
import type { FactName, FactValue, Provenance } from '../facts/types.ts';
import { isTooOld } from '../facts/fact-row.ts';
import { linkText } from '../guardrails/chain.ts';
import { printFeel } from '../guardrails/print-feel.ts';
import type { CandidateVerdict, Choice, Reached, Verdict } from '../guardrails/reached.ts';
import type { Skill } from '../guardrails/skills.ts';
import type { Cell, ChainLink, Fired } from '../guardrails/table.ts';
import type { Considered } from './considered.ts';
import { rowOf } from './route.ts';

export type ExplainedFact = {
  readonly name: FactName;
  readonly value: FactValue;
  /** `unfilled`: no source says it. */
  readonly from: 'asked' | 'derived' | 'unfilled' | (Provenance & { readonly ageSeconds: number });
  readonly conflicts: readonly (Provenance & { readonly value: FactValue })[];
  /** What the source said, so long ago that it counts as missing; absent elsewhere. */
  readonly tooOld?: FactValue;
};

/** A row that was tried: it fired, or this cell of it failed. */
export type ExplainedRow = {
  readonly rule: string;
  readonly fired: boolean;
  readonly failed: { readonly fact: FactName; readonly value: FactValue; readonly wanted: string } | null;
};

export type ExplainedCandidate = {
  /** The link as written: `role:CSM`, `backup`; `fallback` at the end. */
  readonly link: string;
  readonly who: string | null;
  readonly verdict: Verdict;
  /** Holds the role of this account above, which the customer's own inherits. */
  readonly inheritedFrom?: AccountKey;
  /** Of the chosen one, where there is more to tell. */
  readonly how?: Choice;
  /** Skills that the row prefers and the chosen one lacks. */
  readonly lacks?: readonly Skill[];
};

export type Explanation = {
  readonly at: Instant;
  readonly release: string;
  readonly tool: string;
  readonly account: AccountReference & { readonly name?: string };
  readonly facts: readonly ExplainedFact[];
  readonly rows: readonly ExplainedRow[];
  readonly healthRows: readonly ExplainedRow[];
  readonly candidates: readonly ExplainedCandidate[];
  readonly reachedBy: Reached['by'] | null;
  /** Null where a sentence alone left: told of a record, never of a question. */
  readonly answer: Card | RecordsCard | null;
};

export function explanation(considered: Considered): Explanation {
  const { atMs, release, tool, customer, facts, decision, reachedBy, card } = considered;
  const name = facts?.dossier.name;
  return {
    at: instantOf(atMs),
    release: release.id,
    tool: tool.definition.name,
    account: { ...customer.reference, ...(name === undefined ? {} : { name }) },
    facts: explainedFacts(considered),
    rows: explainedRows(decision?.escalation, release.workspace.escalation.rules, considered),
    healthRows: explainedRows(decision?.health, release.workspace.health.rules, considered),
    candidates: considered.verdicts.map((verdict) => explainedCandidate(verdict, considered)),
    reachedBy,
    answer: card,
  };
}

function explainedFacts({ facts, release, atMs }: Considered): ExplainedFact[] {
  if (facts === null) return [];
  return release.frame.facts.map(({ name, origin }, slot) => {
    const value = facts.row[slot] ?? null;
    const sourced = facts.dossier.facts[name];
    if (origin !== 'directory') return { name, value, from: origin, conflicts: [] };
    if (sourced === undefined) return { name, value, from: 'unfilled', conflicts: [] };
    const { conflicts = [], value: said, ...provenance } = sourced;
    const ageSeconds = Math.max(0, Math.round((atMs - Date.parse(sourced.asOf)) / 1000));
    const old = isTooOld(sourced, release.missingAfter, atMs) ? { tooOld: said } : {};
    return { name, value, from: { ...provenance, ageSeconds }, conflicts, ...old };
  });
}

type Row = { readonly id: string; readonly when: readonly Cell[] };

function explainedRows(
  fired: Fired<Row> | undefined,
  rules: readonly Row[],
  { facts, release }: Considered,
): ExplainedRow[] {
  return (fired?.rows ?? []).flatMap((failedCell, index) => {
    const rule = rules[index];
    if (rule === undefined) return [];
    return [{ rule: rule.id, fired: failedCell === -1, failed: failure(rule.when[failedCell], { facts, release }) }];
  });
}

/** Why a cell fails; null where there is no such cell. */
export function failure(
  cell: Cell | undefined,
  { facts, release }: Pick<Considered, 'facts' | 'release'>,
): ExplainedRow['failed'] {
  const slot = cell === undefined ? undefined : release.frame.slotOf.get(cell.fact);
  const declaration = slot === undefined ? undefined : release.frame.facts[slot];
  if (cell === undefined || slot === undefined || declaration === undefined) return null;
  return { fact: cell.fact, value: facts?.row[slot] ?? null, wanted: printFeel(cell.test, declaration.type) };
}

function explainedCandidate(told: CandidateVerdict, one: Considered): ExplainedCandidate {
  const { link, person, team, verdict, how, lacks } = told;
  const who = person === null ? teamName(team, one) : (one.facts?.roster.people.get(person)?.name ?? person);
  const written = linkAt(link, one);
  const from = written?.kind === 'role' && person !== null ? lenderOf(written.role, person, one) : undefined;
  return {
    link: written === undefined ? 'fallback' : linkText(written),
    who,
    verdict,
    ...(how === undefined ? {} : { how }),
    ...(lacks === undefined ? {} : { lacks }),
    ...(from === undefined ? {} : { inheritedFrom: from }),
  };
}

function lenderOf(role: Role, holder: PersonKey, { facts }: Considered): AccountKey | undefined {
  return facts?.dossier.assignments.find((each) => each.role === role && each.person === holder)?.source.inheritedFrom;
}

/** Of an account's team each link is one of the key roles; else it is one of the row's route. Undefined: the fallback. */
function linkAt(link: number, one: Considered): ChainLink | undefined {
  const { route, team } = rowOf(one);
  const isKeyRole = one.tool.definition.name === 'get_account_team' && team === 'key_roles';
  const role = isKeyRole ? one.release.workspace.service.teamRoles[link] : undefined;
  return role === undefined ? route[link] : { kind: 'role', role };
}

function teamName(id: string | null, { release }: Considered): string | null {
  return id === null ? null : (release.workspace.teams.get(id)?.name ?? id);
}
