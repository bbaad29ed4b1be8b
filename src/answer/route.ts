/**
 * Whom a customer with account facts is routed to: the escalation row that fired, and the walk along its chain. The only
 * place that says what a walk depends on; answers and the coverage report both come here. Pure.
 */
import type { EpochMs } from '../base/clock.ts';
import type { Sayings } from '../directory/records.ts';
import type { Audience, Urgency } from '../facts/frame.ts';
import type { FactName, FactValue } from '../facts/types.ts';
import type { Memory } from '../guardrails/asked.ts';
import { rememberedIn } from '../guardrails/asked.ts';
import type { Walked } from '../guardrails/reach.ts';
import { reach } from '../guardrails/reach.ts';
import { wantedOf } from '../guardrails/skills.ts';
import type { EscalationRule } from '../guardrails/table.ts';
import type { Situation } from '../guardrails/situation.ts';
import type { Way } from './decide.ts';
import type { GatheredFacts } from './gather.ts';
import type { PreparedRelease } from './prepared-release.ts';

/** Who says what doesn't matter for the way. */
export type RoutableFacts = Pick<GatheredFacts, 'roster' | 'row'> & {
  readonly dossier: Pick<Sayings, 'account' | 'assignments'>;
};

export type Routable = {
  readonly release: PreparedRelease;
  readonly facts: RoutableFacts;
  readonly decision: Way;
  readonly audience: Audience;
  readonly urgency: Urgency;
  /** Name no person. */
  readonly teamsOnly: boolean;
  readonly atMs: EpochMs;
  /** Of walks for others by this release and roster, at this moment; then who of a team is passed over has no verdict. */
  readonly memory?: Memory;
};

export function route(one: Routable): Walked {
  return reach(rowOf(one).route, situation(one));
}

export function situation(one: Routable): Situation {
  const { release, facts, audience, urgency, teamsOnly, atMs } = one;
  const { hide, ifClosed, match } = rowOf(one);
  const { fields } = release.workspace.service.audiences[audience];
  const alone: Omit<Situation, 'remembered'> = {
    atMs,
    account: facts.dossier.account,
    assignments: facts.dossier.assignments,
    roster: facts.roster,
    house: release.house,
    // A link that this audience is never shown can't be the way to reach somebody.
    hide: fields.includes('booking_link') ? hide : [...hide, 'booking_link'],
    skipClosed: ifClosed !== 'return' || urgency === 'urgent',
    // What can't wait isn't left to who opens first.
    nextOpening: ifClosed === 'next_opening' && urgency !== 'urgent',
    wanted: match === undefined ? null : wantedOf(match, (fact) => valueOf(fact, one)),
    teamsOnly,
  };
  return { ...alone, remembered: one.memory === undefined ? null : rememberedIn(one.memory, alone) };
}

function valueOf(fact: FactName, { release, facts }: Routable): FactValue {
  return facts.row[release.frame.slotOf.get(fact) ?? -1] ?? null;
}

/** No row fired: nothing is routed, and the fallback answers. */
const NO_ROW: EscalationRule = {
  id: '',
  when: [],
  route: [],
  reason: '',
  hide: [],
  team: 'key_roles',
  ifClosed: 'return',
};

/** The row that everything about this customer obeys. */
export function rowOf({ decision }: { readonly decision: Way | null }): EscalationRule {
  return decision?.escalation.rule ?? NO_ROW;
}
