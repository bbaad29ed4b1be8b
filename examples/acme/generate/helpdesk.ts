/** What the help desk has of an account: an organization, a person who wrote, tickets. How it is printed: `helpdesk-export.ts`. */
import type { Account } from './account.ts';
import { typed } from './contacts.ts';
import type { Contact, ContactMaker } from './contacts.ts';
import { draws } from './random.ts';

export type Severity = 'sev1' | 'sev2' | 'sev3' | 'sev4';

export type Organization = {
  /** Of the unsolved ticket; `null` without one. */
  readonly severity: Severity | null;
  /** Of a solved ticket, which no longer counts. */
  readonly solved: Severity | null;
  /** Who wrote; the address as written. */
  readonly user: Contact;
  /** Somebody else wrote too, whom nobody has put into an organization. */
  readonly hasStray: boolean;
};

/** `null` for an account that never wrote. */
export type OrganizationMaker = (account: Account) => Organization | null;

const SEVERITIES = { sev1: 0.02, sev2: 0.05, sev3: 0.1, sev4: 0.1 };
const SOLVED = { sev1: 0.02, sev2: 0.04, sev3: 0.06, sev4: 0.08 };

export function organizationMaker(seed: number, contact: ContactMaker): OrganizationMaker {
  const draw = draws(seed, 'helpdesk');
  return (account) => {
    const random = draw(account.index);
    if (!random.chance(shareOf(account))) return null;
    const user = contact(account, random.chance(0.4) ? 0 : 2);
    return {
      severity: random.name(SEVERITIES, null),
      solved: random.name(SOLVED, null),
      user: { ...user, email: typed(user.email, random) },
      hasStray: random.chance(0.02),
    };
  };
}

function shareOf({ type, tier }: Account): number {
  if (type === 'Prospect' || type === 'Partner') return 0.05;
  return tier === 'SMB' || tier === 'Growth' ? 0.45 : 0.9;
}
