/**
 * One account as it is: what the exports say about it, rightly or wrongly, is drawn in `plan.ts`. Made from the seed and
 * the account's number alone.
 */
import { addDays } from '../../../src/base/day.ts';
import { FREE_MAIL, COMMON_FREE_MAIL, slug } from './names.ts';
import type { Names } from './names.ts';
import { DIRT } from './dirt.ts';
import { COUNTRIES } from './places.ts';
import type { Country } from './places.ts';
import { draws } from './random.ts';
import type { Random } from './random.ts';
import type { Relations } from './relations.ts';
import { ACCOUNT_PREFIX, salesforceId } from './salesforce-id.ts';

/** The day on which the sample's dates are true. */
export const BASE_DAY = '2026-11-23';

export const TIERS = ['VVIP', 'VIP', 'Enterprise', 'Growth', 'SMB'] as const;
export type Tier = (typeof TIERS)[number];
export type AccountType = 'Customer' | 'Former Customer' | 'Prospect' | 'Partner';

const TYPE_SHARES = { 'Former Customer': 0.04, Prospect: 0.07, Partner: 0.03 };
/** Of customers and former ones. */
export const TIER_SHARES = { VVIP: 0.003, VIP: 0.01, Enterprise: 0.047, Growth: 0.24 };
const ARR_USD: Readonly<Record<Tier, readonly [least: number, most: number]>> = {
  VVIP: [900_000, 2_400_000],
  VIP: [350_000, 899_000],
  Enterprise: [110_000, 349_000],
  Growth: [30_000, 109_000],
  SMB: [3000, 29_000],
};

export type Account = {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly country: Country;
  readonly type: AccountType;
  /** Prospects and partners have none. */
  readonly tier: Tier | null;
  readonly arrUsd: number;
  readonly renewal: string | null;
  readonly since: string | null;
  readonly onboardingUntil: string | null;
  readonly legalHold: boolean;
  /** Its own, or that of the account that it shares it with. */
  readonly domain: string;
  /** The public mail provider that its people write from instead. */
  readonly freeMail: string | null;
};

export type AccountMaker = (index: number, relations: Relations) => Account;

export function accountMaker(seed: number, names: Names): AccountMaker {
  const draw = draws(seed, 'account');
  const named = (index: number) => {
    const random = draw(index);
    const country = random.pick(COUNTRIES);
    return { random, country, name: random.pick(names.companies[country.language]) };
  };
  const domainOf = (index: number): string => {
    const { name, country } = named(index);
    const word = slug(name).slice(0, 24).replace(/-$/, '') || country.code.toLowerCase();
    return `${word}-${index.toString(36)}.example`;
  };
  return (index, relations) => {
    const { random, country, name } = named(index);
    const type = random.name(TYPE_SHARES, 'Customer');
    return {
      index,
      name,
      country,
      type,
      id: accountId(relations.twinOf ?? index, relations.twinOf !== null),
      ...contractOf(type, random),
      domain: domainOf(relations.domainOf ?? index),
      freeMail: relations.sharesDomain ? null : freeMailOf(random),
    };
  };
}

export function accountId(index: number, twin = false): string {
  return salesforceId(ACCOUNT_PREFIX, index, twin);
}

type Contract = Pick<Account, 'tier' | 'arrUsd' | 'legalHold' | 'renewal' | 'since' | 'onboardingUntil'>;

function contractOf(type: AccountType, random: Random): Contract {
  const since = addDays(BASE_DAY, -random.between(60, 2500));
  const legalHold = random.chance(0.005);
  if (type === 'Prospect' || type === 'Partner') {
    const dates = { renewal: null, since: type === 'Partner' ? since : null, onboardingUntil: null };
    return { tier: null, arrUsd: 0, legalHold, ...dates };
  }
  const tier = random.name(TIER_SHARES, 'SMB');
  if (type === 'Former Customer') {
    const renewal = addDays(BASE_DAY, -random.between(1, 400));
    return { tier, arrUsd: 0, legalHold, renewal, since, onboardingUntil: null };
  }
  const isNew = random.chance(0.04);
  return {
    tier,
    arrUsd: random.between(...ARR_USD[tier]),
    legalHold,
    renewal: addDays(BASE_DAY, random.between(-20, 360)),
    since: isNew ? addDays(BASE_DAY, -random.between(5, 60)) : since,
    onboardingUntil: isNew ? addDays(BASE_DAY, random.between(-5, 80)) : null,
  };
}

function freeMailOf(random: Random): string | null {
  if (!random.chance(DIRT.freeMail)) return null;
  return random.pick(random.chance(0.75) ? COMMON_FREE_MAIL : FREE_MAIL);
}
