/**
 * Why a row decided for no account: it waits for something that only a call tells (a topic, urgency), it stands below the row
 * that catches all, or no account is like that.
 */
import type { Question } from '../answer/question.ts';
import { factRow } from '../answer/question.ts';
import type { PreparedRelease } from '../answer/prepared-release.ts';
import type { Dossier } from '../directory/records.ts';
import type { FactName, FactRow } from '../facts/types.ts';
import type { EscalationRule } from '../guardrails/table.ts';

export type Silence =
  /** For facts of the call whose cells the plain question fails. */
  | { readonly kind: 'waits'; readonly for: readonly FactName[] }
  | { readonly kind: 'below'; readonly row: string }
  | { readonly kind: 'no_account' };

/** The first row that always fits: whatever stands below it is never reached. */
export function catchAllOf(rules: readonly EscalationRule[]): EscalationRule | null {
  return rules.find(({ when }) => when.length === 0) ?? null;
}

/** Told of a row that fired for no account. */
export function silences(question: Question, release: PreparedRelease): (index: number) => Silence {
  const { rules } = release.escalation;
  const catchAll = catchAllOf(rules);
  const asked = factRow(NO_ACCOUNT, question, release);
  return (index) => {
    if (catchAll !== null && index > rules.indexOf(catchAll)) return { kind: 'below', row: catchAll.id };
    const waits = failedByTheCall(index, asked, release);
    return waits.length === 0 ? { kind: 'no_account' } : { kind: 'waits', for: waits };
  };
}

/** A call alone, as if about nobody. */
export const NO_ACCOUNT: Dossier = { account: '', name: '', parent: null, facts: {}, assignments: [], asOf: '' };

function failedByTheCall(index: number, asked: FactRow, { escalation, frame }: PreparedRelease): readonly FactName[] {
  return (escalation.cells[index] ?? []).flatMap(({ slot, passes }) => {
    const fact = frame.facts[slot];
    return fact?.origin === 'asked' && !passes(asked[slot] ?? null) ? [fact.name] : [];
  });
}
