/**
 * Who would answer for one account: a plain question (by account id, without topic and language, not urgent) put through the
 * release as `get_escalation_contact` does, step for step, up to the card. Pure.
 */
import type { Way } from '../answer/decide.ts';
import { decideWay } from '../answer/decide.ts';
import type { PreparedRelease } from '../answer/prepared-release.ts';
import type { Question } from '../answer/question.ts';
import { factRow, factRowsFor } from '../answer/question.ts';
import type { RoutableFacts } from '../answer/route.ts';
import { route, rowOf } from '../answer/route.ts';
import type { EpochMs } from '../base/clock.ts';
import type { AccountKey, Dossier, PersonKey, Roster, Sayings } from '../directory/records.ts';
import type { Audience } from '../facts/frame.ts';
import type { FactRow } from '../facts/types.ts';
import type { Memory } from '../guardrails/asked.ts';
import type { Contact, Reached } from '../guardrails/reached.ts';
import type { ChosenFacts } from './chosen-facts.ts';
import type { Cause, Outcome } from './outcome.ts';
import type { Judgement } from './outcome.ts';
import { judgement } from './outcome.ts';

export type AccountCoverage = {
  readonly account: AccountKey;
  readonly name: string;
  /** Of the fact that is broken down by; null where it is missing. */
  readonly group: string | null;
  readonly value: number | null;
  /** The row that fired; null where none fits. */
  readonly row: string | null;
  readonly outcome: Outcome;
  readonly contact: Named & { readonly kind: Contact['kind'] };
  /** The team that the row sent them to: the contact itself, or whose member it is. */
  readonly team: string | null;
  /** Whom the row asks for first, answering or not. */
  readonly owner: (Named & { readonly key: PersonKey }) | null;
  /** The owner holds the role of an account above, which this one inherits. */
  readonly isInherited: boolean;
  readonly cause: Cause | null;
};

type Named = { readonly key: string; readonly name: string };

/** Everything that the answer for an account depends on, but the account. */
export type Setting = {
  readonly release: PreparedRelease;
  readonly roster: Roster;
  readonly question: Question;
  readonly facts: ChosenFacts;
};

export function plainQuestion(audience: Audience, atMs: EpochMs): Question {
  return {
    topic: null,
    language: null,
    urgency: 'normal',
    audience,
    matchBy: 'account_id',
    matchVerified: false,
    atMs,
  };
}

/** What one account is decided by, and the row that fires. */
export type DecidedAccount = {
  readonly facts: RoutableFacts & { readonly dossier: Pick<Sayings, 'name'> };
  readonly decision: Way;
};

/** The same with the walk along the row's chain. */
export type RoutedAccount = DecidedAccount & { readonly reached: Reached };

export function accountCoverage(dossier: Dossier, setting: Setting): AccountCoverage {
  const { release, roster, question } = setting;
  const decided = decidedBy({ dossier, roster, row: factRow(dossier, question, release) }, setting);
  const routed = routedAccount(decided, setting);
  const judged = judgementOf(routed);
  return { ...answering(routed, judged, setting.facts), isInherited: isInherited(dossier, judged) };
}

export function decidedAccount(dossier: Sayings, setting: Omit<Setting, 'facts'>): DecidedAccount {
  return decidedBy({ dossier, roster: setting.roster, row: readyFor(setting).rowOf(dossier) }, setting);
}

export function decidedBy(facts: DecidedAccount['facts'], { release }: Pick<Setting, 'release'>): DecidedAccount {
  return { facts, decision: decideWay(facts.row, release) };
}

export function routedAccount({ facts, decision }: DecidedAccount, setting: Omit<Setting, 'facts'>): RoutedAccount {
  const { release, question } = setting;
  const { memory } = readyFor(setting);
  const { reached } = route({ ...question, teamsOnly: false, release, facts, decision, memory });
  return { facts, decision, reached };
}

/** A setting stays as it is while it is used: who was asked for one account needn't be asked again for the next. */
type Ready = { readonly memory: Memory; readonly rowOf: (said: Sayings) => FactRow };

const readySettings = new WeakMap<object, Ready>();

function readyFor(setting: Omit<Setting, 'facts'>): Ready {
  const before = readySettings.get(setting);
  if (before !== undefined) return before;
  const made: Ready = { memory: new Map(), rowOf: factRowsFor(setting.question, setting.release) };
  readySettings.set(setting, made);
  return made;
}

/** Who would answer, whoever says who the owner is. */
export function coverageOf(routed: RoutedAccount, { facts }: Pick<Setting, 'facts'>): Answering {
  return answering(routed, judgementOf(routed), facts);
}

export type Answering = Omit<AccountCoverage, 'isInherited'>;

function judgementOf({ decision, reached }: RoutedAccount): Judgement {
  return judgement(rowOf({ decision }), reached);
}

function answering(
  { facts: { dossier, roster, row }, decision, reached }: RoutedAccount,
  { outcome, cause, owner }: Judgement,
  facts: ChosenFacts,
): Answering {
  return {
    account: dossier.account,
    name: dossier.name,
    ...chosenValues(row, facts),
    row: decision.escalation.rule?.id ?? null,
    outcome,
    contact: contactNamed(reached.contact),
    team: reached.by === 'team' ? (reached.verdicts.at(-1)?.team ?? null) : null,
    owner: owner === null ? null : { key: owner, name: roster.people.get(owner)?.name ?? owner },
    cause,
  };
}

function isInherited({ assignments }: Dossier, { owner, role }: Judgement): boolean {
  return assignments.some(
    (held) => held.role === role && held.person === owner && held.source.inheritedFrom !== undefined,
  );
}

function chosenValues(row: FactRow, { by, value }: ChosenFacts): Pick<AccountCoverage, 'group' | 'value'> {
  const group = by === null ? null : (row[by.slot] ?? null);
  const worth = value === null ? null : row[value.slot];
  return { group: group === null ? null : String(group), value: typeof worth === 'number' ? worth : null };
}

function contactNamed(contact: Contact): AccountCoverage['contact'] {
  return contact.kind === 'person'
    ? { kind: 'person', key: contact.person.key, name: contact.person.name }
    : { kind: 'team', key: contact.team.id, name: contact.team.name };
}
