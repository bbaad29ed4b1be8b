/** A company of one owner and two accounts, for tests of the way of a request. */
import type { AssertedSubject, AssertionOutcome } from '../caller/assertion.ts';
import { UNLIMITED } from '../caller/budgets.ts';
import type { BindingMode } from '../caller/caller.ts';
import { CONCIERGE_SCOPES } from '../caller/caller.ts';
import { NOTHING_INHERITED } from '../facts/inheritance.ts';
import type { Workspace } from '../config/workspace.ts';
import { TOOLS } from '../config/workspace.ts';
import type { Dossier } from '../directory/records.ts';
import { rosterOf } from '../directory/records.ts';
import { assignment, calendar, person, team } from '../guardrails/fixtures.ts';
import type { RecordStore } from '../store/store.ts';
import type { Ask } from './ask.ts';
import type { Desk } from './desk.ts';
import { prepareRelease } from './prepared-release.ts';

export const OWNER_EMAIL = 'ada@acme.example';
export const FALLBACK_EMAIL = 'home@acme.example';

const AT = '2026-11-23T09:00:00Z';
const CONTRACT = {
  tools: TOOLS,
  fields: ['title', 'role', 'booking_link', 'headshot_url'],
  reasons: null,
  unverifiedEmail: 'named',
} as const;

export const WORKSPACE: Workspace = {
  tenant: 'default',
  folder: '',
  company: 'Acme',
  timezone: 'Europe/Berlin',
  fallback: { team: 'home', reason: 'home' },
  facts: [],
  topics: ['billing'],
  precedence: {},
  inheritance: NOTHING_INHERITED,
  teams: new Map([['home', team('home')]]),
  calendars: new Map([['office', calendar()]]),
  defaultCalendar: 'office',
  handBack: 'first_working_day',
  approved: { emailDomains: ['acme.example'], links: [] },
  callers: [],
  escalation: {
    rules: [
      {
        id: 'otherwise',
        when: [],
        route: [{ kind: 'role', role: 'CSM' }],
        reason: 'owner',
        hide: [],
        team: 'key_roles',
        ifClosed: 'return',
      },
    ],
  },
  health: { rules: [{ id: 'fine', when: [], status: 'Healthy' }] },
  reasons: { owner: { en: 'Your owner' }, home: { en: 'Your team', de: 'Ihr Team' } },
  defaultLanguage: 'en',
  service: {
    name: 'cx_concierge',
    audiences: { customers: CONTRACT, teams: CONTRACT, partners: CONTRACT },
    teamRoles: ['CSM'],
    instructions: null,
  },
  services: [],
  sources: [],
  sampleDay: null,
  holdAbove: { dropped: null, changed: null },
  publishAbove: { contact: null, fallback: null },
};

const ADA = person('hr:ada', { email: OWNER_EMAIL, roles: ['CSM'] });

const DOSSIERS: readonly Dossier[] = [
  { account: 'crm:1', name: 'One', parent: null, facts: {}, assignments: [assignment('CSM', 'hr:ada')], asOf: AT },
  { account: 'crm:2', name: 'Two', parent: null, facts: {}, assignments: [], asOf: AT },
];
const EMAILS: Readonly<Record<string, string>> = { 'ann@one.example': 'crm:1', 'bob@two.example': 'crm:2' };

const RELEASE = prepareRelease(WORKSPACE, 'r1', AT);

export function deskOf({ append }: Pick<RecordStore, 'append'> = { append: async () => undefined }): Desk {
  return {
    tenant: 'default',
    release: () => RELEASE,
    directory: {
      accountsById: async (_tenant, id) =>
        DOSSIERS.filter(({ account }) => account === `crm:${id}`).map(({ account }) => account),
      accountsByEmail: async (_tenant, email) =>
        Object.entries(EMAILS).flatMap(([own, account]) => (own === email ? [account] : [])),
      accountsByDomain: async () => [],
      namespaces: async () => new Set(['crm']),
      dossier: async (_tenant, account) => DOSSIERS.find((one) => one.account === account),
      roster: async () => rosterOf([ADA]),
      identities: async (_tenant, account) => ({
        ids: [{ namespace: 'crm', id: account.slice('crm:'.length) }],
        emails: Object.entries(EMAILS).flatMap(([email, of]) => (of === account ? [email] : [])),
      }),
    },
    records: { append },
    budgets: UNLIMITED,
    clock: { now: () => Date.parse(AT) },
    alarm: (what, cause) => {
      throw new Error(`an alarm that the test did not expect: ${what}`, { cause });
    },
  };
}

type Also = { readonly binding?: BindingMode; readonly assertion?: AssertionOutcome };

/** A call of an agent that speaks for the company's own teams, so that it has every tool. */
export function ask(tool: string, args: unknown, { binding = 'off', assertion = { kind: 'absent' } }: Also = {}): Ask {
  const caller = {
    id: 'test',
    tenant: 'default',
    audience: 'teams' as const,
    services: ['cx_concierge'],
    scopes: new Set(CONCIERGE_SCOPES),
    binding,
    carrier: 'header' as const,
    assertions: null,
    budget: {},
  };
  return { caller, service: 'cx_concierge', tool, arguments: args, assertion };
}

export function verifiedAs(subject: AssertedSubject): AssertionOutcome {
  return { kind: 'verified', subject, expiresAtMs: Date.parse('2026-11-23T09:10:00Z') };
}
