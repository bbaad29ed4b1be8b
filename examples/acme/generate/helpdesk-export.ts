/**
 * `helpdesk.json`: groups, agents and customers, organizations, tickets; one record a line, so that a large one can still
 * be looked at. Records without a place in memory: each list is made by going through the accounts once more.
 */
import { readHelpDesk } from '../data/read-exports.ts';
import type { HelpDesk } from '../data/read-exports.ts';
import { canary } from './canary.ts';
import { plans } from './company.ts';
import type { Company, Plan } from './company.ts';
import { DIRT } from './dirt.ts';
import type { Severity } from './helpdesk.ts';
import type { Random } from './random.ts';
import { draws } from './random.ts';
import { shortForm } from './salesforce-id.ts';
import type { Roster, Staff } from './staff.ts';

const EXPORTED = '2026-11-23T05:00:00Z';
/** Where the ids of each kind begin. */
const FIRST = {
  group: 801,
  agent: 9001,
  organization: 10_000_000,
  user: 20_000_000,
  stray: 30_000_000,
  ticket: 50_000_000,
};
/** Of the small sample's groups. */
const POOL_GROUP = 701;
const STRATEGIC_GROUP = 702;
const PROBLEMS = ['Login fails', 'Export stops half-way', 'Page stays blank', 'Wrong totals', 'Invoice is missing'];

export type HelpDeskLists = 'groups' | 'group_memberships' | 'users' | 'organizations' | 'tickets';

/** The groups of the small sample, and the queues of the regions that it doesn't have. */
export async function groupsOf({ staff }: Roster): Promise<HelpDesk['groups']> {
  const { groups } = await readHelpDesk();
  const queues = staff.filter(
    ({ kind, email }) => kind === 'queue' && groups.every((group) => group['email'] !== email),
  );
  return [...groups, ...queues.map(({ name, email }, at) => ({ id: FIRST.group + at, name: name.full, email }))];
}

/** `onRow` is called for each record, with its list. */
export function* helpDeskText(
  company: Company,
  groups: HelpDesk['groups'],
  onRow: (list: HelpDeskLists) => void,
): Generator<string> {
  const lists: Readonly<Record<HelpDeskLists, Iterable<object>>> = {
    groups,
    group_memberships: memberships(company),
    users: users(company),
    organizations: organizations(company),
    tickets: tickets(company),
  };
  yield `{\n  "exported_at": "${EXPORTED}"`;
  for (const [list, rows] of Object.entries(lists) as [HelpDeskLists, Iterable<object>][]) {
    yield `,\n  "${list}": [`;
    let separator = '\n    ';
    for (const row of rows) {
      yield separator + JSON.stringify(row);
      separator = ',\n    ';
      onRow(list);
    }
    yield '\n  ]';
  }
  yield '\n}\n';
}

function agents({ roster }: Company): readonly Staff[] {
  return roster.staff.filter(({ inHelpDesk, kind }) => inHelpDesk && kind !== 'queue');
}

function* memberships(company: Company) {
  for (const { number, role } of agents(company))
    if (role !== null) yield { user_id: FIRST.agent + number, group_id: groupOf(role === 'Scaled CSM') };
}

function groupOf(isPool: boolean): number {
  return isPool ? POOL_GROUP : STRATEGIC_GROUP;
}

function* users(company: Company) {
  const phrase = draws(company.seed, 'user note');
  for (const agent of agents(company)) yield agentRow(agent, phrase(agent.number).pick(company.names.phrases));
  for (const plan of plans(company)) {
    const { account, organization } = plan;
    if (organization === null) continue;
    yield endUser(plan, FIRST.user + account.index, organization.user, FIRST.organization + account.index);
    const stray = { name: account.name, email: `hello@stray-${account.index.toString(36)}.example` };
    if (organization.hasStray) yield endUser(plan, FIRST.stray + account.index, stray, null);
  }
}

function agentRow({ number, name, email, kind, state, role, site }: Staff, phrase: string) {
  return {
    id: FIRST.agent + number,
    name: name.full,
    email,
    type: kind,
    role: 'agent',
    active: state !== 'left',
    locale: site.languages[0],
    iana_time_zone: kind === 'human' ? site.timezone : 'UTC',
    default_group_id: role === null ? null : groupOf(role === 'Scaled CSM'),
    organization_id: null,
    notes: `${canary('users.notes', number)}: ${phrase}`,
    details: canary('users.details', number),
  };
}

function endUser(
  { account }: Plan,
  id: number,
  { name, email }: { name: string; email: string },
  organization: number | null,
) {
  return {
    id,
    name,
    email,
    type: 'human',
    role: 'end-user',
    active: true,
    locale: account.country.language,
    iana_time_zone: null,
    default_group_id: null,
    organization_id: organization,
    notes: canary('users.notes', id - FIRST.user + FIRST.agent),
    details: null,
  };
}

function* organizations(company: Company) {
  const draw = draws(company.seed, 'organization');
  for (const { account, organization, holders, crm } of plans(company)) {
    if (organization === null) continue;
    const random = draw(account.index);
    const { id, index, name, freeMail, domain, tier } = account;
    yield {
      id: FIRST.organization + index,
      external_id: random.chance(DIRT.shortId) ? shortForm(id) : id,
      name,
      domain_names: freeMail === null && crm.domain !== '' ? [domain] : [],
      group_id: groupOf(tier === 'SMB' || tier === null),
      organization_fields: { csm_email: holders.csm?.email ?? null, highest_open_severity: organization.severity },
      notes: `${random.pick(company.names.phrases)} (${canary('organizations.notes', index)})`,
      details: canary('organizations.details', index),
    };
  }
}

function* tickets(company: Company) {
  const draw = draws(company.seed, 'ticket');
  const those = agents(company).filter(({ role, state }) => role === 'Scaled CSM' && state === 'eligible');
  for (const { account, organization } of plans(company)) {
    if (organization === null) continue;
    const random = draw(account.index);
    const { severity, solved } = organization;
    if (severity !== null) yield ticketRow(account.index * 2, severity, false, those, random);
    if (solved !== null) yield ticketRow(account.index * 2 + 1, solved, true, those, random);
  }
}

function ticketRow(number: number, severity: Severity, isSolved: boolean, agentsOf: readonly Staff[], random: Random) {
  const account = Math.floor(number / 2);
  const day = String(random.between(1, 22)).padStart(2, '0');
  return {
    id: FIRST.ticket + number,
    organization_id: FIRST.organization + account,
    requester_id: FIRST.user + account,
    subject: `${canary('tickets.subject', number)}: ${random.pick(PROBLEMS)}`,
    description: canary('tickets.description', number),
    severity,
    status: isSolved ? 'solved' : random.pick(['open', 'pending']),
    assignee_id: FIRST.agent + random.pick(agentsOf).number,
    group_id: POOL_GROUP,
    created_at: `2026-11-${day}T${random.between(10, 20)}:30:00Z`,
  };
}
