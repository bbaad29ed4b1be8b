/**
 * From a case to the card of its tool. Cards of cases without facts are constant: the same bytes for unknown,
 * ambiguous, foreign and domain references. Pure.
 */
import type { AvailabilityCard, Card, ContactCard, EscalationCard, ReasonCard } from '../card/contract.ts';
import type { AudienceContract, ToolName } from '../config/workspace.ts';
import type { Audience } from '../facts/frame.ts';
import type { Instant } from '../base/clock.ts';
import { keyRoles } from '../guardrails/key-roles.ts';
import type { Told } from '../guardrails/reason.ts';
import { reasonCard } from '../guardrails/reason.ts';
import { fallbackContact } from '../guardrails/reach.ts';
import type { Availability, Contact, Reached } from '../guardrails/reached.ts';
import type { Case, Shaped } from './considered.ts';
import type { Way } from './decide.ts';
import type { PreparedRelease } from './prepared-release.ts';
import type { Routable } from './route.ts';
import { route, rowOf, situation } from './route.ts';
import { isUnprovenTo } from './unproven.ts';

/** A case with account facts. */
type Decided = Case & { readonly facts: NonNullable<Case['facts']>; readonly decision: NonNullable<Case['decision']> };

type ToolShape = {
  readonly decided: (one: Decided) => Omit<Shaped, 'constant'>;
  readonly constant: (one: Case) => Card;
};

const SHAPES: Record<ToolName, ToolShape> = {
  get_escalation_contact: { decided: escalation, constant: constantEscalation },
  get_account_team: { decided: team, constant: constantTeam },
  get_account_health: { decided: health, constant: constantHealth },
};

export function shape(tool: ToolName, one: Case): Shaped {
  const { decided, constant } = SHAPES[tool];
  const made = isDecided(one) ? decided(one) : { card: constant(one), ...nobodyConsulted() };
  return { ...made, constant: () => constant(withoutFacts(one)) };
}

function withoutFacts(one: Case): Case {
  return { ...one, facts: null, decision: null };
}

function escalation(one: Decided): Omit<Shaped, 'constant'> {
  const { reached, consulted } = route(routable(one));
  const card: EscalationCard = { ...shown(one, reached), as_of: ageOf(one, [reached.contact]) };
  return { card, reachedBy: reached.by, verdicts: reached.verdicts, consulted };
}

/** What the card of somebody who was reached shows depends on this of the whole case. */
export type Carded = Pick<Decided, 'release'> & {
  readonly decision: Way | null;
  readonly ask: { readonly caller: { readonly audience: Audience } };
  readonly customer: { readonly request: { readonly language: string | null } };
};

/** All that a card shows of whom an account is routed to, but for its age. */
export function shown(one: Carded, reached: Reached): Omit<EscalationCard, 'as_of'> {
  return {
    contact: contactCard(one, reached.contact),
    availability: availabilityCard(reached.availability),
    reason: reason(one, reached),
  };
}

function team(one: Decided): Omit<Shaped, 'constant'> {
  if (isUnproven(one)) return { card: constantTeam(withoutFacts(one)), ...fallbackAlone() };
  if (rowOf(one).team === 'routed_contact_only') {
    const { reached, consulted } = route(routable(one));
    return { card: teamCard(one, [reached.contact]), reachedBy: reached.by, verdicts: reached.verdicts, consulted };
  }
  const { holders, verdicts, consulted } = keyRoles(one.release.workspace.service.teamRoles, situation(routable(one)));
  const contacts = holders.length === 0 ? [fallbackContact(one.release.house)] : holders;
  return { card: teamCard(one, contacts), reachedBy: holders.length === 0 ? 'fallback' : 'role', verdicts, consulted };
}

function teamCard(one: Decided, contacts: readonly Contact[]): Card {
  return { team: contacts.map((contact) => contactCard(one, contact)), as_of: ageOf(one, contacts) };
}

function health(one: Decided): Omit<Shaped, 'constant'> {
  if (isUnproven(one)) return { card: constantHealth(one), ...nobodyConsulted() };
  const hidden = rowOf(one).hide.includes('health');
  const status = hidden ? 'Unknown' : (one.decision.health.rule?.status ?? 'Unknown');
  return { card: { status, as_of: one.facts.dossier.asOf }, ...nobodyConsulted() };
}

function constantEscalation(one: Case): EscalationCard {
  const { house, at } = one.release;
  return {
    contact: contactCard(one, fallbackContact(house)),
    availability: availabilityCard(house.fallbackAvailability(one.atMs)),
    reason: reason(one, FALLBACK),
    as_of: at,
  };
}

function constantTeam(one: Case): Card {
  return { team: [contactCard(one, fallbackContact(one.release.house))], as_of: one.release.at };
}

function constantHealth({ release }: Case): Card {
  return { status: 'Unknown', as_of: release.at };
}

function routable(one: Decided): Routable {
  const { release, facts, decision, ask, customer, atMs } = one;
  const { audience } = ask.caller;
  return { release, facts, decision, audience, urgency: customer.request.urgency, teamsOnly: isUnproven(one), atMs };
}

function isUnproven({ ask, customer: { reference }, release }: Case): boolean {
  return isUnprovenTo(reference, ask.caller.audience, release);
}

function contractOf({ workspace }: PreparedRelease, audience: Audience): AudienceContract {
  return workspace.service.audiences[audience];
}

function contactCard(one: Carded, contact: Contact): ContactCard {
  const isFallback = contact.kind === 'team' && contact.team === one.release.house.fallback;
  const hide = rowOf(one).hide.filter((field) => !(isFallback && field === 'email'));
  return one.release.shapers[one.ask.caller.audience](contact, hide);
}

const FALLBACK: Told = { by: 'fallback', lacks: [] };

function reason(one: Carded, told: Told): ReasonCard {
  const { reasons, defaultLanguage, fallback } = one.release.workspace;
  const { language } = one.customer.request;
  const chosen = told.by === 'fallback' ? fallback.reason : rowOf(one).reason;
  const card = reasonCard(chosen, told, language, reasons, defaultLanguage);
  const allowed = contractOf(one.release, one.ask.caller.audience).reasons;
  if (allowed === null || allowed.includes(card.code)) return card;
  return reasonCard(fallback.reason, FALLBACK, language, reasons, defaultLanguage);
}

function availabilityCard(availability: Availability): AvailabilityCard {
  const { status, timezone } = availability;
  return status === 'available'
    ? { status, timezone }
    : { status, next_available: availability.nextAvailable, timezone };
}

/** The oldest of the account's facts and of the people shown. Instants of one form compare as text. */
function ageOf({ facts }: Pick<Decided, 'facts'>, contacts: readonly Contact[]): Instant {
  const ages = contacts.flatMap((contact) => (contact.kind === 'person' ? [contact.person.asOf] : []));
  return ages.reduce((oldest, age) => (age < oldest ? age : oldest), facts.dossier.asOf);
}

function isDecided(one: Case): one is Decided {
  return one.facts !== null && one.decision !== null;
}

function fallbackAlone() {
  return { reachedBy: 'fallback', verdicts: [], consulted: [] } as const;
}

function nobodyConsulted() {
  return { reachedBy: null, verdicts: [], consulted: [] } as const;
}
