/**
 * Who and what may be named as an owner: the people of HR, those whom only the CRM knows, queues, bots and integrations.
 * Their number grows with the accounts, up to about 2,900, so all of them are in memory. The leaders are the small
 * sample's own, since its guardrails name them.
 */
import { readCsv } from '../data/read-exports.ts';
import type { TextRow } from '../data/read-exports.ts';
import type { OwnerState } from './dirt.ts';
import { fullName, mailboxOf, personName } from './names.ts';
import type { Names, PersonName } from './names.ts';
import { regionOf, sitesIn } from './places.ts';
import type { Language, Region, Site } from './places.ts';
import { draws } from './random.ts';
import type { Random } from './random.ts';
import { QUEUE_PREFIX, salesforceId, USER_PREFIX } from './salesforce-id.ts';

/** Roles that somebody holds for an account; the titles are those that `sources/hr.yaml` knows. */
export const TITLES = {
  CSM: ['Customer Success Manager', 'Senior Customer Success Manager'],
  'Scaled CSM': ['Scaled Customer Success Manager'],
  AE: ['Account Executive', 'Senior Account Executive'],
  Renewals: ['Renewal Manager'],
  Onboarding: ['Onboarding Lead'],
  'Partner Manager': ['Partner Manager'],
} as const;
export type StaffRole = keyof typeof TITLES;

/** One for so many accounts, at least and at most. */
const HEADCOUNT: Readonly<Record<StaffRole, readonly [accounts: number, least: number, most: number]>> = {
  CSM: [60, 6, 1600],
  'Scaled CSM': [250, 3, 250],
  AE: [200, 4, 450],
  Renewals: [400, 3, 80],
  Onboarding: [300, 3, 100],
  'Partner Manager': [1000, 1, 50],
};
/** For each one of a role who works here: so many who left, or are known in another way. */
const LEFT = 0.12;
const OUTSIDE = 0.025;
/** Of those who left, one in so many is no longer in HR: the help desk alone says that they left. */
const PURGED = 4;

const LEADERS = /^(?:Chief|Director|Incident Manager|Senior Legal Counsel)/;
export const LEADER_OF: Readonly<Record<Region, string>> = { EMEA: 'E1002', AMER: 'E1008', APAC: 'E1009' };
export const TOP = 'E1001';

export const OWN_DOMAIN = 'acme.example';
const OUTSIDE_DOMAINS = ['cs-contractors.example', 'success-partners.example'];

export type Staff = {
  readonly number: number;
  readonly kind: 'human' | 'queue' | 'bot' | 'integration';
  readonly state: OwnerState;
  readonly role: StaffRole | null;
  readonly name: PersonName & { readonly full: string };
  /** Lower-case; `null` for an owner of whom the CRM has no address. */
  readonly email: string | null;
  readonly site: Site;
  /** `null` for whom HR doesn't have. */
  readonly employeeId: string | null;
  /** `null` for who can't own anything in the CRM. */
  readonly userId: string | null;
  /** Whether the help desk has them, as an agent or a group. */
  readonly inHelpDesk: boolean;
};

export type Roster = {
  /** Everybody and everything but the leaders. */
  readonly staff: readonly Staff[];
  /** Rows of the small sample's HR, as they are. */
  readonly leaders: readonly TextRow[];
  /** Of a role in a region, or of the role anywhere where the region has none. */
  readonly find: (state: OwnerState, role: StaffRole | null, region: Region) => readonly Staff[];
};

export async function makeRoster(accounts: number, seed: number, names: Names): Promise<Roster> {
  const rows = await readCsv('hr_employees.csv');
  const leaders = rows.filter((row) => LEADERS.test(row['Job title'] ?? ''));
  const taken = new Set(leaders.map((row) => String(row['Work email']).toLowerCase()));
  const staff = new Hiring(seed, names, taken).hireAll(accounts);
  return { staff, leaders, find: finder(staff) };
}

class Hiring {
  readonly #staff: Staff[] = [];
  readonly #draw: (index: number) => Random;
  readonly #names: Names;
  readonly #taken: Set<string>;

  constructor(seed: number, names: Names, taken: Set<string>) {
    this.#draw = draws(seed, 'staff');
    this.#names = names;
    this.#taken = taken;
  }

  hireAll(accounts: number): readonly Staff[] {
    for (const role of Object.keys(TITLES) as StaffRole[]) {
      const [each, least, most] = HEADCOUNT[role];
      const head = Math.min(Math.max(Math.ceil(accounts / each), least), most);
      this.#hire(role, 'eligible', head);
      if (role === 'CSM' || role === 'Scaled CSM' || role === 'AE')
        this.#hire(role, 'left', Math.max(2, Math.ceil(head * LEFT)));
      if (role === 'CSM' || role === 'AE') this.#hire(role, 'unapproved_domain', Math.ceil(head * OUTSIDE));
      if (role === 'AE') this.#hire(role, 'no_email', Math.ceil(head * OUTSIDE));
    }
    for (const region of ['EMEA', 'AMER', 'APAC'] as const) this.#add('queue', `${region} Onboarding Queue`, region);
    this.#add('bot', 'Ace (virtual agent)', 'EMEA', 'ace-bot');
    for (const name of ['CRM Sync', 'Billing Sync', 'Data Loader']) this.#add('integration', `${name} Integration`);
    return this.#staff;
  }

  #hire(role: StaffRole, state: OwnerState, count: number): void {
    for (let index = 0; index < count; index++) {
      const number = this.#staff.length;
      const random = this.#draw(number);
      const site = random.pick(sitesIn(regionOf(index)));
      const language = random.pick(site.languages);
      const name = personName(this.#names, language, random);
      // The CRM alone has who has no address, and contractors in sales; HR drops some who left.
      const isCrmOnly = role === 'AE' && (state === 'no_email' || state === 'unapproved_domain');
      const isPurged = state === 'left' && index % PURGED === 1;
      this.#staff.push({
        number,
        kind: 'human',
        state,
        role,
        site,
        name: { ...name, full: fullName(name, language) },
        email: state === 'no_email' ? null : this.#address(name, language, state, random),
        employeeId: isCrmOnly || isPurged ? null : `E${2001 + number}`,
        userId: salesforceId(USER_PREFIX, number),
        inHelpDesk: isPurged || role === 'Scaled CSM' || role === 'CSM' || role === 'Onboarding',
      });
    }
  }

  #add(kind: 'queue' | 'bot' | 'integration', name: string, region: Region = 'EMEA', mailbox?: string): void {
    const number = this.#staff.length;
    const site = this.#draw(number).pick(sitesIn(region));
    const box =
      mailbox ??
      name
        .replace(/ (?:Queue|Integration)$/, '')
        .replaceAll(' ', '-')
        .toLowerCase();
    this.#staff.push({
      number,
      kind,
      state: kind === 'queue' ? 'queue' : 'integration',
      role: null,
      site,
      name: { first: '', last: '', full: name },
      email: `${box}@${OWN_DOMAIN}`,
      employeeId: null,
      userId: kind === 'bot' ? null : salesforceId(kind === 'queue' ? QUEUE_PREFIX : USER_PREFIX, number),
      inHelpDesk: true,
    });
  }

  /** Nobody else's. */
  #address(name: PersonName, language: Language, state: OwnerState, random: Random): string {
    const domain = state === 'unapproved_domain' ? random.pick(OUTSIDE_DOMAINS) : OWN_DOMAIN;
    const latin = language === 'ja' ? personName(this.#names, 'en', random) : name;
    const mailbox = mailboxOf(latin, random);
    for (let count = 1; ; count++) {
      const email = `${mailbox}${count === 1 ? '' : count}@${domain}`;
      if (this.#taken.has(email)) continue;
      this.#taken.add(email);
      return email;
    }
  }
}

/** Somebody else of the same role, as often as `share` says, where there is somebody. */
export function standIn(of: Staff, roster: Roster, share: number, random: Random): Staff | null {
  const peers = of.role === null ? [] : roster.find('eligible', of.role, of.site.region).filter((each) => each !== of);
  return random.chance(share) && peers.length > 0 ? random.pick(peers) : null;
}

function finder(staff: readonly Staff[]): Roster['find'] {
  const lists = new Map<string, readonly Staff[]>();
  return (state, role, region) => {
    const key = `${state} ${role} ${region}`;
    const known = lists.get(key) ?? fitting(staff, state, role, region);
    lists.set(key, known);
    return known;
  };
}

function fitting(staff: readonly Staff[], state: OwnerState, role: StaffRole | null, region: Region): readonly Staff[] {
  const all = staff.filter((each) => each.state === state && (role === null || each.role === role));
  const here = all.filter(({ site }) => site.region === region);
  return here.length > 0 ? here : all;
}
