/**
 * What a draft would change for one account: the same question answered under both releases, as `get_escalation_contact`
 * answers it, up to the card. Both walks look at one dossier, read once. Pure.
 */
import type { EscalationCard } from '../card/contract.ts';
import { escalationCard } from '../answer/shape.ts';
import type { AccountCoverage, DecidedAccount, RoutedAccount, Setting } from '../coverage/account-coverage.ts';
import { coverageOf, decidedAccount, routedAccount } from '../coverage/account-coverage.ts';
import type { Outcome } from '../coverage/outcome.ts';
import type { Dossier } from '../directory/records.ts';
import type { EscalationRule } from '../guardrails/table.ts';

/**
 * - `contact`: somebody else answers
 * - `reason`: with another reason code
 * - `outcome`: an owner where a team answered, a stand-in where the owner did, …; of a team it doesn't count why it answers
 * - `card`: the same contact for the same reason, but shown otherwise: fields, wording, hours
 */
export const CHANGES = ['contact', 'reason', 'outcome', 'card'] as const;
export type Change = (typeof CHANGES)[number];

/** An account under one of the two releases. */
export type Side = Pick<AccountCoverage, 'row' | 'outcome' | 'contact' | 'cause'> & {
  readonly reason: string;
};

export type AccountChange = Pick<AccountCoverage, 'account' | 'name' | 'group' | 'value'> & {
  /** Nothing where the customer would notice nothing; another row alone is no change. */
  readonly changes: readonly Change[];
  readonly live: Side;
  readonly draft: Side;
};

/** The facts that are broken down by are those of the live release. */
export type Comparison = {
  readonly live: Setting;
  readonly draft: Setting;
  /** Whether these rows, fired under the one and the other, lead anybody to the same answer: then one walk tells both. */
  readonly isAlike: (live: EscalationRule | null, draft: EscalationRule | null) => boolean;
};

export function accountChange(dossier: Dossier, { live, draft, isAlike }: Comparison): AccountChange {
  const [liveDecided, draftDecided] = [decidedAccount(dossier, live), decidedAccount(dossier, draft)];
  const before = answered(liveDecided, live);
  const after = isAlike(liveDecided.decision.escalation.rule, draftDecided.decision.escalation.rule)
    ? before
    : answered(draftDecided, draft);
  const { account, name, group, value } = before.coverage;
  const changes = after === before ? NONE : changesBetween(before, after);
  return { account, name, group, value, changes, live: sideOf(before), draft: sideOf(after) };
}

const NONE: readonly Change[] = [];

type Answered = { readonly coverage: AccountCoverage; readonly card: EscalationCard };

function answered(decided: DecidedAccount, setting: Setting): Answered {
  const routed = routedAccount(decided, setting);
  return { coverage: coverageOf(routed, setting), card: cardOf(routed, setting) };
}

function cardOf({ facts, decision, reached }: RoutedAccount, { release, question }: Setting): EscalationCard {
  const { audience, language } = question;
  const ask = { caller: { audience } };
  return escalationCard({ release, facts, decision, ask, customer: { request: { language } } }, reached);
}

function changesBetween(before: Answered, after: Answered): readonly Change[] {
  const isOtherContact = !isSameContact(before.coverage.contact, after.coverage.contact);
  const isOtherReason = before.card.reason.code !== after.card.reason.code;
  return CHANGES.filter((change) => {
    switch (change) {
      case 'contact':
        return isOtherContact;
      case 'reason':
        return isOtherReason;
      case 'outcome':
        return standing(before) !== standing(after);
      case 'card':
        return !isOtherContact && !isOtherReason && !isSameCard(before.card, after.card);
    }
  });
}

/** A team is a team, whether the row asked for it or not. */
function standing({ coverage: { outcome } }: Answered): Outcome {
  return outcome === 'team_instead' ? 'team' : outcome;
}

function isSameContact(one: AccountCoverage['contact'], other: AccountCoverage['contact']): boolean {
  return one.key === other.key && one.kind === other.kind;
}

function isSameCard(one: EscalationCard, other: EscalationCard): boolean {
  return (
    isSameFlat(one.contact, other.contact) &&
    isSameFlat(one.availability, other.availability) &&
    isSameFlat(one.reason, other.reason)
  );
}

/** Of objects that hold no others; the order of keys doesn't count. */
function isSameFlat(one: object, other: object): boolean {
  const entries = Object.entries(one);
  const others = new Map(Object.entries(other));
  return entries.length === others.size && entries.every(([key, value]) => others.get(key) === value);
}

function sideOf({ coverage: { row, outcome, contact, cause }, card }: Answered): Side {
  return { row, outcome, contact, cause, reason: card.reason.code };
}
