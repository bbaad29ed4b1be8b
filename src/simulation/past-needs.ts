/**
 * Whether a record holds what a draft needs to answer its call again. Where it doesn't, nothing is said of that call: a guess
 * would look like a finding. Pure.
 */
import type { Considered } from '../answer/considered.ts';
import type { PreparedRelease } from '../answer/prepared-release.ts';
import type { DecisionRecord } from '../audit/record.ts';
import type { FactName } from '../facts/types.ts';
import type { CandidateVerdict } from '../guardrails/reached.ts';
import type { CompiledTable } from '../guardrails/compile.ts';
import type { RecordedRoster } from './recorded-roster.ts';

export type Unmet =
  | 'topic_gone' // the draft has no such topic
  | 'tool_gone' // the draft doesn't offer this tool to this audience
  | 'fact_missing' // the draft decided by a fact that wasn't declared then
  | 'people_missing'; // the draft asked for people whom the answer didn't consult

export function unaskable({ asked }: DecisionRecord, { workspace }: PreparedRelease): Unmet | null {
  return asked.topic === null || workspace.topics.includes(asked.topic) ? null : 'topic_gone';
}

/** One call, decided under a release, with the people whom the record has. */
export type Judged = { readonly considered: Considered; readonly roster: RecordedRoster };

export function unmetNeed(then: Judged, now: Judged): Unmet | null {
  if (usesNewFact(then.considered.release, now.considered)) return 'fact_missing';
  const isNewMiss = [...now.roster.missed].some((key) => !then.roster.missed.has(key));
  return isNewMiss || looksIntoNewPool(then.considered, now.considered) ? 'people_missing' : null;
}

/** Of the cells that were tried, not of the whole table. */
function usesNewFact(then: PreparedRelease, { decision, release }: Considered): boolean {
  if (decision === null) return false;
  const tried = [
    ...triedFacts(release.escalation, decision.escalation.rows, release),
    ...triedFacts(release.health, decision.health.rows, release),
  ];
  return tried.some((name) => !then.frame.slotOf.has(name));
}

/** `rows`: the cell that failed, by row; -1 where none did. */
function triedFacts<Rule>(
  { cells }: CompiledTable<Rule>,
  rows: readonly number[],
  { frame }: PreparedRelease,
): readonly FactName[] {
  return rows.flatMap((failed, row) => {
    const tried = failed === -1 ? cells[row] : cells[row]?.slice(0, failed + 1);
    return (tried ?? []).flatMap(({ slot }) => factsBehind(slot, frame));
  });
}

/** A derived fact needs the one that it is derived from. */
function factsBehind(slot: number, { facts }: PreparedRelease['frame']): readonly FactName[] {
  const fact = facts[slot];
  if (fact === undefined) return [];
  const { name, derivation } = fact;
  if (derivation === undefined) return [name];
  return ['days_until' in derivation ? derivation.days_until : derivation.days_since];
}

/** A pool that nobody looked into then: the record has its members by chance only. */
function looksIntoNewPool(then: Considered, now: Considered): boolean {
  const known = rolesOfPools(then);
  return [...rolesOfPools(now)].some((role) => !known.has(role));
}

/** Where no person may be named, no pool is looked into. */
function rolesOfPools({ verdicts, release }: Considered): ReadonlySet<string> {
  if (verdicts.some(({ verdict }) => verdict === 'unverified')) return new Set();
  return new Set(verdicts.flatMap((verdict) => roleOfPool(verdict, release)));
}

function roleOfPool({ team, link }: CandidateVerdict, { workspace }: PreparedRelease): readonly string[] {
  const asked = team === null || link === -1 ? undefined : workspace.teams.get(team);
  if (asked === undefined || asked.strategy === 'card' || asked.members.role === undefined) return [];
  return [asked.members.role];
}
