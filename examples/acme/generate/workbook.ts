/**
 * What the workbook of customer success says of an account. It is kept by hand: it has the large accounts, some of the
 * others, and never more than a person could scroll through. How it is printed: `workbook-export.ts`.
 */
import { TIERS, TIER_SHARES } from './account.ts';
import type { Account, Tier } from './account.ts';
import { typed } from './contacts.ts';
import type { Contact, ContactMaker } from './contacts.ts';
import { DIRT } from './dirt.ts';
import type { Random } from './random.ts';
import { draws } from './random.ts';
import type { Roster } from './staff.ts';

export type WorkbookContact = Contact & { readonly isMain: boolean };

export type WorkbookEntry = {
  readonly tier: Tier | null;
  readonly onboarding: string | null;
  readonly renewals: string | null;
  readonly color: 'Green' | 'Yellow' | 'Red' | null;
  readonly score: number | null;
  readonly openSev1: boolean;
  /** The addresses as written. */
  readonly contacts: readonly WorkbookContact[];
};

/** `severity` is that of the help desk's worst open ticket; `null` without one. */
export type WorkbookMaker = (account: Account, severity: string | null) => WorkbookEntry;

/** Below 60,000 rows of accounts at any size, whatever chance adds. */
const ROWS_AT_MOST = 57_000;
/** Of each tier, as long as the rows last: the upper tiers take theirs first. */
const WANTED: Readonly<Record<Tier, number>> = { VVIP: 1, VIP: 1, Enterprise: 1, Growth: 0.5, SMB: 0.03 };
/** Of the share of its tier: few who left are still in it. */
const FORMER = 0.2;
/** Customers, and those former ones, among all accounts. */
const ELIGIBLE = 0.87;

/** Whether the workbook has the account. */
export function inWorkbook(accounts: number, seed: number): (account: Account) => boolean {
  const draw = draws(seed, 'in workbook');
  const shares = sharesFor(accounts);
  return ({ index, tier, type }) =>
    tier !== null && draw(index).chance(type === 'Customer' ? shares[tier] : shares[tier] * FORMER);
}

function sharesFor(accounts: number): Readonly<Record<Tier, number>> {
  let rows = ROWS_AT_MOST;
  const shares = { ...WANTED };
  for (const tier of TIERS) {
    const expected = accounts * ELIGIBLE * shareOf(tier);
    shares[tier] = Math.min(WANTED[tier], rows / expected);
    rows -= shares[tier] * expected;
  }
  return shares;
}

function shareOf(tier: Tier): number {
  const upper = Object.values(TIER_SHARES).reduce((sum, share) => sum + share, 0);
  return tier === 'SMB' ? 1 - upper : TIER_SHARES[tier];
}

export function workbookMaker(seed: number, roster: Roster, contact: ContactMaker): WorkbookMaker {
  const draw = draws(seed, 'workbook');
  return (account, severity) => {
    const random = draw(account.index);
    const { country, type, onboardingUntil, tier } = account;
    const isCustomer = type === 'Customer';
    const hasRenewals = isCustomer && tier !== 'SMB' && random.chance(0.75);
    const someone = (role: 'Onboarding' | 'Renewals') =>
      random.pick(roster.find('eligible', role, country.region)).email;
    return {
      tier: random.chance(DIRT.blankTier) ? null : tier,
      onboarding: onboardingUntil === null ? null : someone('Onboarding'),
      renewals: hasRenewals ? someone('Renewals') : null,
      ...healthOf(account, random),
      openSev1: random.chance(severity === 'sev1' ? 0.6 : DIRT.staleSev1),
      contacts: contactsOf(account, contact, random),
    };
  };
}

/** The color goes by the score; who is in onboarding has neither yet. */
function healthOf({ onboardingUntil, type }: Account, random: Random): Pick<WorkbookEntry, 'color' | 'score'> {
  if (onboardingUntil !== null || random.chance(0.04)) return { color: null, score: null };
  const score = type === 'Customer' ? Math.max(random.between(5, 98), random.between(5, 98)) : random.between(2, 20);
  return { color: score < 35 ? 'Red' : score < 65 ? 'Yellow' : 'Green', score };
}

/** The main contact as somebody else typed it, sometimes a colleague, sometimes the same with a plus. */
function contactsOf(account: Account, contact: ContactMaker, random: Random): readonly WorkbookContact[] {
  const main = contact(account, 0);
  const contacts = [{ ...main, email: typed(main.email, random), isMain: true }];
  if (random.chance(0.4)) {
    const colleague = contact(account, 1);
    contacts.push({ ...colleague, email: typed(colleague.email, random), isMain: false });
  }
  if (random.chance(0.1)) contacts.push({ ...main, email: main.email.replace('@', '+news@'), isMain: false });
  return contacts;
}
