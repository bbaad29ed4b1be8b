/**
 * What a draft would change for one account: the same question answered under both releases, as `get_escalation_contact`
 * answers it, up to the card. Both walks look at what one dossier says, read once. Pure.
 */
import type { EscalationCard } from '../card/contract.ts';
import { shown } from '../answer/shape.ts';
import type {
  AccountCoverage,
  Answering,
  DecidedAccount,
  RoutedAccount,
  Setting,
} from '../coverage/account-coverage.ts';
import { coverageOf, decidedAccount, decidedBy, routedAccount } from '../coverage/account-coverage.ts';
import type { Outcome } from '../coverage/outcome.ts';
import type { Sayings } from '../directory/records.ts';
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
  /** Its code. Null where rows that lead to the same answer fired: then it is the same, and nobody asks. */
  readonly reason: string | null;
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
  /** Whether both make the same row of facts of an account. */
  readonly isSameFrame: boolean;
};

export function accountChange(dossier: Sayings, { live, draft, isAlike, isSameFrame }: Comparison): AccountChange {
  const before = decidedAccount(dossier, live);
  const after = isSameFrame ? decidedBy(before.facts, draft) : decidedAccount(dossier, draft);
  return isAlike(before.decision.escalation.rule, after.decision.escalation.rule)
    ? unchanged(before, live)
    : changed(before, after, { live, draft });
}

/** Most accounts: no card is needed to know that it is the same. */
function unchanged(decided: DecidedAccount, setting: Setting): AccountChange {
  const { account, name, group, value, row, outcome, contact, cause } = coverageOf(
    routedAccount(decided, setting),
    setting,
  );
  const side: Side = { row, outcome, contact, cause, reason: null };
  return { account, name, group, value, changes: NONE, live: side, draft: side };
}

const NONE: readonly Change[] = [];

function changed(
  before: DecidedAccount,
  after: DecidedAccount,
  { live, draft }: Pick<Comparison, 'live' | 'draft'>,
): AccountChange {
  const [one, other] = [answered(before, live), answered(after, draft)];
  const { account, name, group, value } = one.coverage;
  return {
    account,
    name,
    group,
    value,
    changes: changesBetween(one, other),
    live: sideOf(one),
    draft: sideOf(other),
  };
}

/** A card without its age. */
type Card = Omit<EscalationCard, 'as_of'>;
type Answered = { readonly coverage: Answering; readonly card: Card };

function answered(decided: DecidedAccount, setting: Setting): Answered {
  const routed = routedAccount(decided, setting);
  return { coverage: coverageOf(routed, setting), card: cardOf(routed, setting) };
}

function cardOf({ decision, reached }: RoutedAccount, { release, question }: Setting): Card {
  const { audience, language } = question;
  const ask = { caller: { audience } };
  return shown({ release, decision, ask, customer: { request: { language } } }, reached);
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

function isSameCard(one: Card, other: Card): boolean {
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
