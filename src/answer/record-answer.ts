/**
 * The decision record of a case, durable before its answer leaves. When it can't be written, somebody is called and
 * only the constant fallback goes out.
 */
import { snapshotOf } from '../audit/recorder.ts';
import type { AnswerKind, DecisionRecord, FactSnapshot, RecordedDecision, Snapshot } from '../audit/record.ts';
import { RECORD_VERSION } from '../audit/record.ts';
import { instantOf } from '../base/clock.ts';
import type { Fired } from '../guardrails/table.ts';
import type { Answered, Mend } from './ask.ts';
import { correlationOf } from './call.ts';
import type { Considered } from './considered.ts';
import type { Desk } from './desk.ts';

/** Whether the record is durable. */
export async function record(considered: Considered, outcome: Answered | Mend, desk: Desk): Promise<boolean> {
  try {
    await desk.records.append(decisionRecord(considered, outcome), snapshots(considered));
    return true;
  } catch (cause) {
    desk.alarm('record_not_written', cause, correlationOf(considered));
    return false;
  }
}

function decisionRecord(considered: Considered, outcome: Answered | Mend): DecisionRecord {
  const { id, ask, atMs, customer, decision, release, tool } = considered;
  return {
    version: RECORD_VERSION,
    id,
    tenant: ask.caller.tenant,
    at: instantOf(atMs),
    atMs,
    release: release.id,
    service: ask.service,
    tool: tool.definition.name,
    caller: { id: ask.caller.id, audience: ask.caller.audience },
    binding: {
      mode: ask.caller.binding,
      assertion: ask.assertion.kind,
      trouble: customer.trouble,
      violation: customer.violation,
    },
    asked: { identity: customer.given, ...customer.request },
    account: customer.reference,
    kind: answerKind(considered, outcome),
    facts: factSnapshot(considered),
    escalation: recorded(decision?.escalation),
    health: recorded(decision?.health),
    candidates: considered.verdicts,
    reachedBy: considered.reachedBy,
    answer: outcome.kind === 'answered' ? outcome.card : (outcome.meanwhile?.card ?? null),
  };
}

export function answerKind({ customer, facts }: Considered, outcome: Answered | Mend): AnswerKind {
  if (customer.malformed !== null) return 'malformed';
  if (outcome.kind === 'mend') return 'refused';
  return facts === null ? 'unresolved' : 'decided';
}

function recorded<Rule extends { readonly id: string }>(fired: Fired<Rule> | undefined): RecordedDecision | null {
  return fired === undefined ? null : { rule: fired.rule?.id ?? null, rows: fired.rows };
}

function factSnapshot({ facts, release, ...considered }: Considered): FactSnapshot | null {
  if (facts === null) return null;
  return {
    dossier: snapshotOf(facts.dossier).hash,
    people: people({ facts, ...considered }).map(({ hash }) => hash),
    asked: release.rows.askedOf(facts.row),
  };
}

function snapshots(considered: Considered): readonly Snapshot[] {
  if (considered.facts === null) return [];
  return [snapshotOf(considered.facts.dossier), ...people(considered)];
}

function people({ facts, consulted }: Pick<Considered, 'facts' | 'consulted'>): readonly Snapshot[] {
  return consulted.flatMap((key) => {
    const person = facts?.roster.people.get(key);
    return person === undefined ? [] : [snapshotOf(person)];
  });
}
