/**
 * Generated companies: people good and bad, absences, deputies in circles, rows with any chain, teams and calendars.
 * Everything that has no place in an answer holds a canary.
 */
import fc from 'fast-check';
import type { Desk } from '../../src/answer/desk.ts';
import { DEFAULT_TENANT } from '../../src/caller/caller.ts';
import { TOOLS, UNVERIFIED_EMAIL } from '../../src/config/workspace.ts';
import type { AudienceContract, Workspace } from '../../src/config/workspace.ts';
import type { Dossier, Person } from '../../src/directory/records.ts';
import { NOTHING_INHERITED } from '../../src/facts/inheritance.ts';
import { rosterOf } from '../../src/directory/records.ts';
import { absence, assignment, calendar, person, team } from '../../src/guardrails/fixtures.ts';
import type { ChainLink, EscalationRule, HealthRule } from '../../src/guardrails/table.ts';
import type { Match } from '../../src/guardrails/skills.ts';
import { HEALTH_STATUSES } from '../../src/guardrails/table.ts';
import type { Rotation, Team } from '../../src/guardrails/teams.ts';

export const CANARY = 'CANARY';

export type Company = {
  readonly workspace: Workspace;
  readonly people: readonly Person[];
  readonly dossiers: readonly Dossier[];
};

const KEYS = ['ada', 'bo', 'cy', 'di', 'ed', 'flo', 'gus'];
const TEAMS = ['desk', 'pool', 'far'];
const ROLES = ['CSM', 'AE'];
const FROM_CANARY = { source: 'crm', record: `${CANARY}.csv:1`, asOf: '2026-11-20T00:00:00Z' };

const someone = fc.constantFrom(...KEYS);
const maybeSomeone = fc.option(fc.constantFrom(...KEYS, 'ghost'));
const link = (key: string) =>
  fc.constantFrom(null, `https://calendly.com/acme-${key}`, `https://evil.example/${CANARY}`);

const away = fc
  .record({
    kind: fc.constantFrom('on_leave' as const, 'out_of_office' as const),
    from: fc.constantFrom('2025-06-01', '2026-06-01', '2027-06-01'),
    to: fc.constantFrom(null, '2026-12-01', '2028-01-01'),
    deputy: maybeSomeone,
  })
  .map(({ from, to, ...also }) => absence(from, to, { ...also, source: FROM_CANARY }));

/** The first in three of four cases. */
function mostly<Value>(usual: Value, ...others: readonly Value[]): fc.Arbitrary<Value> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
}

const anyPerson = (key: string): fc.Arbitrary<Person> =>
  fc
    .record({
      active: mostly(true, false),
      kind: mostly<Person['kind']>('human', 'queue', 'bot', 'integration'),
      email: mostly<string | null>(`${key}@acme.example`, `${key}@${CANARY.toLowerCase()}.example`, null),
      roles: fc.subarray(ROLES),
      manager: maybeSomeone,
      deputy: maybeSomeone,
      calendar: fc.constantFrom(null, 'berlin', 'never', CANARY),
      timezone: fc.constantFrom(null, 'America/Chicago', 'Asia/Tokyo', CANARY),
      bookingLink: link(key),
      headshotUrl: link(key),
      weight: fc.constantFrom(0, 1, 3),
      openLoad: fc.constantFrom(null, 0, 5),
      languages: fc.constantFrom([CANARY], [CANARY, 'de']),
      absences: fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(away, { maxLength: 2 }) },
      ),
    })
    .map((made) => person(key, { ...made, region: CANARY, products: [CANARY] }));

const chainLink: fc.Arbitrary<ChainLink> = fc.oneof(
  fc.constantFrom(...ROLES).map((role) => ({ kind: 'role' as const, role })),
  fc.constantFrom(...ROLES).map((role) => ({ kind: 'role' as const, role })),
  someone.map((key) => ({ kind: 'person' as const, email: `${key}@acme.example` })),
  fc.constantFrom(...TEAMS).map((name) => ({ kind: 'team' as const, team: name })),
  fc.constantFrom({ kind: 'backup' as const }, { kind: 'manager' as const }),
  fc.constantFrom(...ROLES).map((role) => ({ kind: 'manager' as const, of: { kind: 'role' as const, role } })),
);

const match: fc.Arbitrary<Match> = fc.constantFrom(
  { require: [], prefer: ['language'] },
  { require: ['region'], prefer: ['language', 'product'] },
  { require: ['language'], prefer: [] },
);

const escalationRule: fc.Arbitrary<EscalationRule> = fc
  .record({
    id: fc.constant(`row-${CANARY}`),
    when: fc.constantFrom(
      [],
      [],
      [],
      [{ fact: 'topic', test: { kind: 'equals' as const, value: 'billing' } }],
      [{ fact: 'account.tier', test: { kind: 'one_of' as const, values: ['VIP'] } }],
      [{ fact: 'account.tier', test: { kind: 'not' as const, test: { kind: 'equals' as const, value: 'VIP' } } }],
      [{ fact: 'urgency', test: { kind: 'equals' as const, value: 'urgent' } }],
    ),
    route: fc.array(chainLink, { minLength: 2, maxLength: 6 }),
    reason: fc.constantFrom('one', { default: 'one', backup: 'two' }, { default: 'one', other_language: 'two' }),
    hide: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.subarray(['title', 'email', 'booking_link', 'headshot_url', 'role', 'health'] as const),
      },
    ),
    team: fc.constantFrom('key_roles' as const, 'routed_contact_only' as const),
    ifClosed: mostly<EscalationRule['ifClosed']>('return', 'skip', 'skip', 'next_opening'),
    match: fc.option(match),
  })
  .map(({ match: matched, ...rule }) => (matched === null ? rule : { ...rule, match: matched }));

const healthRule: fc.Arbitrary<HealthRule> = fc.record({
  id: fc.constant(`health-${CANARY}`),
  when: fc.constantFrom([], [{ fact: 'account.tier', test: { kind: 'missing' as const } }]),
  status: fc.constantFrom(...HEALTH_STATUSES),
});

const ROTATION: Rotation = {
  people: ['cy', 'di', 'ghost', 'ed'].map((key) => `${key}@acme.example`),
  from: '2026-06-01',
  days: 3,
  handover: '09:00',
  timezone: 'America/Chicago',
  overrides: [{ from: '2026-07-01', to: '2026-12-31', person: 'flo@acme.example' }],
};

const anyTeam = (id: string): fc.Arbitrary<Team> =>
  fc
    .record({
      hours: fc.constantFrom('always', 'berlin', 'never'),
      strategy: fc.constantFrom('sticky' as const, 'least_loaded' as const, 'card' as const),
      members: fc.constantFrom({}, { role: 'CSM' }, { people: ['ada@acme.example', 'bo@acme.example'] }),
      email:
        id === 'home' ? fc.constant('home@acme.example') : fc.constantFrom(`${id}@acme.example`, `${id}@evil.example`),
      bookingLink: link(id),
    })
    .map((made) => team(id, id === 'far' ? { ...made, members: {}, strategy: 'on_call', rotation: ROTATION } : made));

const anyDossier = (id: string): fc.Arbitrary<Dossier> =>
  fc
    .record({
      tier: fc.constantFrom('VIP', 'SMB', null),
      region: fc.constantFrom(CANARY, 'EMEA', null),
      assignments: fc.array(fc.tuple(fc.constantFrom(...ROLES), fc.constantFrom(...KEYS, 'ghost'), fc.boolean()), {
        minLength: 2,
        maxLength: 5,
      }),
    })
    .map(({ tier, region, assignments }) => ({
      account: `crm:${id}`,
      name: `${CANARY} Inc`,
      parent: null,
      facts: {
        ...(tier === null ? {} : { 'account.tier': { ...FROM_CANARY, value: tier } }),
        ...(region === null ? {} : { 'account.region': { ...FROM_CANARY, value: region } }),
        'account.note': { ...FROM_CANARY, value: CANARY },
      },
      assignments: assignments.map(([role, holder, primary]) =>
        assignment(role, holder, { primary, source: FROM_CANARY }),
      ),
      asOf: FROM_CANARY.asOf,
    }));

export const company: fc.Arbitrary<Company> = fc
  .record({
    people: fc.tuple(...KEYS.map(anyPerson)),
    dossiers: fc.tuple(anyDossier('1'), anyDossier('2')),
    teams: fc.tuple(...['home', ...TEAMS].map(anyTeam)),
    rules: fc.array(escalationRule, { minLength: 1, maxLength: 4 }),
    health: fc.array(healthRule, { maxLength: 2 }),
    contract: fc.record({
      tools: fc.constant(TOOLS),
      fields: fc.subarray(['title', 'role', 'booking_link', 'headshot_url'] as const),
      reasons: fc.constantFrom(null, ['home'], ['home', 'two']),
      unverifiedEmail: fc.constantFrom(...UNVERIFIED_EMAIL),
    }),
  })
  .map(({ people, dossiers, teams, rules, health, contract }) => ({
    people,
    dossiers,
    workspace: workspaceOf(teams, rules, health, contract),
  }));

function workspaceOf(
  teams: readonly Team[],
  rules: EscalationRule[],
  health: HealthRule[],
  contract: AudienceContract,
): Workspace {
  return {
    tenant: DEFAULT_TENANT,
    folder: '',
    company: 'Acme',
    timezone: 'Europe/Berlin',
    fallback: { team: 'home', reason: 'home' },
    facts: [
      { name: 'account.tier', type: { type: 'enum', values: ['VIP', 'SMB'] }, origin: 'directory' },
      { name: 'account.region', type: { type: 'string' }, origin: 'directory' },
      { name: 'account.product', type: { type: 'string' }, origin: 'directory' },
      { name: 'account.note', type: { type: 'string' }, origin: 'directory' },
    ],
    topics: ['billing', 'technical'],
    precedence: {},
    inheritance: NOTHING_INHERITED,
    teams: new Map(teams.map((one) => [one.id, one])),
    calendars: new Map([
      ['berlin', calendar({ holidays: { country: 'DE', state: 'BE' } })],
      ['never', calendar({ week: {} })],
    ]),
    defaultCalendar: 'berlin',
    handBack: 'first_working_day',
    approved: { emailDomains: ['acme.example'], links: ['https://calendly.com/acme-'] },
    callers: [],
    escalation: { rules },
    health: { rules: health },
    reasons: { one: { en: 'One' }, two: { en: 'Two', de: 'Zwei' }, home: { en: 'Home' } },
    defaultLanguage: 'en',
    service: {
      name: 'cx_concierge',
      audiences: { customers: contract, teams: contract, partners: contract },
      teamRoles: ['AE', 'CSM'],
      instructions: null,
    },
    services: [],
    sources: [],
    sampleDay: null,
    holdAbove: { dropped: null, changed: null },
    publishAbove: { contact: null, fallback: null },
  };
}

const BY_EMAIL: Readonly<Record<string, string[]>> = {
  'a@one.example': ['crm:1'],
  'b@two.example': ['crm:2'],
  'both@x.example': ['crm:1', 'crm:2'],
};

/** A directory of two accounts; `down`: every read fails. */
export function deskDirectory({ people, dossiers }: Company, down: boolean): Desk['directory'] {
  const roster = rosterOf(people);
  const read = async <Value>(value: Value): Promise<Value> => {
    if (down) throw new Error(`the disk says ${CANARY}`);
    return value;
  };
  const byId = (id: string) => (id === 'shared' ? ['crm:1', 'crm:2'] : ['1', '2'].includes(id) ? [`crm:${id}`] : []);
  return {
    accountsById: (_tenant, id) => read(byId(id)),
    accountsByEmail: (_tenant, email) => read(BY_EMAIL[email] ?? []),
    accountsByDomain: (_tenant, domain) => read(domain === 'one.example' ? ['crm:1'] : []),
    namespaces: () => read(new Set(['crm'])),
    dossier: (_tenant, account) => read(dossiers.find((one) => one.account === account)),
    roster: () => read(roster),
    identities: () => read({ ids: [], emails: [] }),
  };
}
