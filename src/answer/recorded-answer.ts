/**
 * What a decision record says came of a call: made when the call is answered, and made again when the record is replayed.
 * Not who asked, when and how: a replay takes that from the record. Pure.
 */
import type { AnswerKind, DecisionRecord, FactSnapshot, RecordedDecision, Snapshot } from '../audit/record.ts';
import { snapshotOf } from '../audit/recorder.ts';
import type { Fired } from '../guardrails/table.ts';
import type { Answered, Mend } from './ask.ts';
import type { Considered } from './considered.ts';

export type RecordedAnswer = Pick<
  DecisionRecord,
  'kind' | 'facts' | 'escalation' | 'health' | 'candidates' | 'reachedBy' | 'answer'
>;

export function recordedAnswer(considered: Considered, outcome: Answered | Mend): RecordedAnswer {
  return {
    kind: answerKind(considered, outcome),
    facts: factSnapshot(considered),
    escalation: recorded(considered.decision?.escalation),
    health: recorded(considered.decision?.health),
    candidates: considered.verdicts,
    reachedBy: considered.reachedBy,
    answer: outcome.kind === 'answered' ? outcome.card : (outcome.meanwhile?.card ?? null),
  };
}

/** The facts themselves, as its record names them: the dossier, then everybody consulted. */
export function factSnapshots({ facts, consulted }: Pick<Considered, 'facts' | 'consulted'>): readonly Snapshot[] {
  if (facts === null) return [];
  const people = consulted.flatMap((key) => facts.roster.people.get(key) ?? []);
  return [facts.dossier, ...people].map(snapshotOf);
}

export function answerKind({ customer, facts }: Considered, outcome: Answered | Mend): AnswerKind {
  if (customer.over !== null) return 'over_budget';
  if (customer.malformed !== null) return 'malformed';
  if (outcome.kind === 'mend') return 'refused';
  return facts === null ? 'unresolved' : 'decided';
}

function recorded<Rule extends { readonly id: string }>(fired: Fired<Rule> | undefined): RecordedDecision | null {
  return fired === undefined ? null : { rule: fired.rule?.id ?? null, rows: fired.rows };
}

function factSnapshot(considered: Considered): FactSnapshot | null {
  const { facts, release } = considered;
  if (facts === null) return null;
  const [dossier = null, ...people] = factSnapshots(considered).map(({ hash }) => hash);
  return { dossier, people, asked: release.rows.askedOf(facts.row) };
}
