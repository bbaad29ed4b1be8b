/**
 * Whether a row of a draft answers as a row of the live release does, whoever the customer is. A draft mostly changes a few
 * rows; then the walk for everybody else is walked once. Pure.
 */
import type { PreparedRelease } from '../answer/prepared-release.ts';
import { canonicalJson } from '../base/json.ts';
import type { EscalationRule } from '../guardrails/table.ts';
import type { Comparison } from './account-change.ts';

export function alikeRows(live: PreparedRelease, draft: PreparedRelease): Comparison['isAlike'] {
  if (!isSameGround(live, draft)) return () => false;
  const texts = new Map<EscalationRule | null, string>();
  for (const rule of [...live.escalation.rules, ...draft.escalation.rules]) texts.set(rule, canonicalJson(rule));
  return (one, other) => texts.get(one) === texts.get(other);
}

/** Whether a row that stands in both leads to the same answer. */
export function isSameGround(live: PreparedRelease, draft: PreparedRelease): boolean {
  return ground(live) === ground(draft);
}

/** Whether both make the same row of facts of an account, for the same question. */
export function isSameFrame(live: PreparedRelease, draft: PreparedRelease): boolean {
  return frame(live) === frame(draft);
}

function frame({ workspace: { facts, topics, timezone }, missingAfter }: PreparedRelease): string {
  return canonicalJson({ facts, topics, timezone, missingAfter: Object.fromEntries(missingAfter) });
}

/**
 * Everything of a release but the table: what a row leads to depends on teams, calendars, wordings, approvals and more, and
 * whatever is added to a workspace later counts as well. Facts and topics only decide which row fires, and sources what an
 * import brings.
 */
function ground({ workspace }: PreparedRelease): string {
  const {
    folder: _folder,
    callers: _callers,
    holdAbove: _holdAbove,
    publishAbove: _publishAbove,
    ...content
  } = workspace;
  const { escalation: _escalation, health: _health, facts: _facts, topics: _topics, ...surroundings } = content;
  const { sources: _sources, precedence: _precedence, teams, calendars, ...rest } = surroundings;
  return canonicalJson({ ...rest, teams: Object.fromEntries(teams), calendars: Object.fromEntries(calendars) });
}
