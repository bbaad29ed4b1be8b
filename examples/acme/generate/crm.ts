/** What the CRM says of an account, and what it says wrongly. How it is printed: `crm-export.ts`. */
import { TIERS } from './account.ts';
import type { Account, Tier } from './account.ts';
import { typed } from './contacts.ts';
import type { Contact } from './contacts.ts';
import { DIRT } from './dirt.ts';
import type { Random } from './random.ts';
import { draws } from './random.ts';
import type { Relations } from './relations.ts';

export type CrmEntry = {
  readonly tier: Tier | null;
  readonly tierDiffers: boolean;
  readonly arrUsd: number | null;
  readonly hasWrongDate: boolean;
  readonly parent: string | null;
  readonly parentIsUnknown: boolean;
  /** As written; `null` where there is none, or none that can be read. */
  readonly email: string | null;
  readonly emailIsUnreadable: boolean;
  readonly language: string;
  readonly domain: string;
  readonly copy: 'duplicate' | 'contradicting' | null;
};

export type CrmMaker = (account: Account, relations: Relations, contact: Contact, inWorkbook: boolean) => CrmEntry;

/** Numbers from here on are no account's. */
const UNKNOWN_ACCOUNTS = 2_000_000;

/** `idOf` gives the id of an account by its number. */
export function crmMaker(seed: number, idOf: (index: number) => string): CrmMaker {
  const draw = draws(seed, 'crm');
  return (account, { parentInCycle }, contact, inWorkbook) => {
    const random = draw(account.index);
    const isCustomer = account.type === 'Customer';
    const tierDiffers = inWorkbook && account.tier !== null && random.chance(DIRT.tierConflict);
    const parent = parentInCycle ?? parentOf(account.index, random);
    const emailIsUnreadable = random.chance(DIRT.unreadableEmail);
    const hasContact = !emailIsUnreadable && !random.chance(DIRT.blankContact);
    const entry = {
      ...tierOf(account.tier, tierDiffers, random),
      arrUsd: isCustomer && random.chance(DIRT.blankArr) ? null : account.arrUsd,
      hasWrongDate: isCustomer && random.chance(DIRT.wrongDate),
      parent: parent === null ? null : idOf(parent),
      parentIsUnknown: parent !== null && parent >= UNKNOWN_ACCOUNTS,
      email: hasContact ? typed(contact.email, random) : null,
      emailIsUnreadable,
      language: random.chance(DIRT.blankLanguage) ? '' : account.country.language,
      domain: domainOf(account, hasContact, random),
    };
    return { ...entry, copy: copyOf(entry, random) };
  };
}

function tierOf(tier: Tier | null, differs: boolean, random: Random) {
  if (tier === null || random.chance(DIRT.blankTier)) return { tier: null, tierDiffers: false };
  if (!differs) return { tier, tierDiffers: false };
  const at = TIERS.indexOf(tier);
  return { tier: TIERS[at + (at === 0 || (at < 4 && random.chance(0.5)) ? 1 : -1)] ?? tier, tierDiffers: true };
}

/** An earlier account, so that no circle comes about by chance; or one that the CRM doesn't have. */
function parentOf(index: number, random: Random): number | null {
  if (random.chance(DIRT.unknownParent)) return UNKNOWN_ACCOUNTS + index;
  return index > 0 && random.chance(0.06) ? random.between(0, index - 1) : null;
}

function domainOf({ freeMail, domain }: Account, hasContact: boolean, random: Random): string {
  if (freeMail !== null) return random.chance(DIRT.freeMailAsDomain) ? freeMail : '';
  return hasContact && random.chance(DIRT.blankDomain) ? '' : domain;
}

/** Only of rows that can be read whole and have an amount, so that each trouble has one cause. */
function copyOf(entry: Omit<CrmEntry, 'copy'>, random: Random): CrmEntry['copy'] {
  const { hasWrongDate, parentIsUnknown, emailIsUnreadable, arrUsd } = entry;
  const kind = random.name({ duplicate: DIRT.duplicateRow, contradicting: DIRT.contradictingRow }, null);
  return hasWrongDate || parentIsUnknown || emailIsUnreadable || arrUsd === null ? null : kind;
}
