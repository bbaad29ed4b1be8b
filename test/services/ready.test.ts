/** The ready service of every connector, as it is written, through the front door against the vendor's fake. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answer } from '../../src/answer/answer.ts';
import type { Outcome } from '../../src/answer/ask.ts';
import type { AssertionOutcome } from '../../src/caller/assertion.ts';
import { READY_SERVICES } from '../../src/services/ready/ready-services.ts';
import { CONNECTORS } from '../../src/sources/connectors.ts';
import { runCommand } from '../support/cli.ts';
import { bambooHrCompany } from '../systems/bamboohr.ts';
import { calendlyOrganization, ORGANIZATION, userUri } from '../systems/calendly.ts';
import { googleWorkspace } from '../systems/google.ts';
import { hubspotAccount } from '../systems/hubspot.ts';
import { intercomWorkspace } from '../systems/intercom.ts';
import { graphId, graphOrganization } from '../systems/microsoft-graph.ts';
import { pagerDutyAccount } from '../systems/pagerduty.ts';
import { salesforceId, salesforceOrg } from '../systems/salesforce.ts';
import type { VendorFake } from '../systems/vendor.ts';
import { zendeskAccount } from '../systems/zendesk.ts';
import type { ReadyDesk } from './ready-desk.ts';
import { openReadyDesk, withCanaries } from './ready-desk.ts';

const UPDATED = '2026-11-23T08:00:00.000Z';
const QUILLHAVEN = '5001';
const QUILLHAVEN_CRM = '001Hs00003QQCZHIA5';
const AOIFE: AssertionOutcome = {
  kind: 'verified',
  subject: { type: 'email', value: 'aoife.brannigan@quillhaven.example' },
  expiresAtMs: Number.POSITIVE_INFINITY,
};

let ready: ReadyDesk;
beforeAll(async () => {
  ready = await openReadyDesk({
    fakes: fakes(),
    words: { zendesk: { scope: 'read' } },
    audiences: { zendesk: ['customers', 'teams'] },
    // Acme's ids `in: crm` are Salesforce's.
    edited: (connector, text) => (connector === 'hubspot' ? text.replaceAll('id: crm', 'id: helpdesk') : text),
    reply: ({ path }, said) => {
      const { body } = said;
      const isSearch = path === '/api/v2/search' && JSON.stringify(body).includes('Tickets arm');
      const others = { id: 99, subject: 'Somebody else’s', status: 'open', organization_id: 102 };
      const sloppy = isSearch ? { ...(body as object), results: [others, ...(body as Results).results] } : body;
      return typeof body === 'object' ? { ...said, body: withCanaries(sloppy) } : said;
    },
  });
}, 60_000);
afterAll(async () => {
  await ready.close();
});
beforeEach(() => {
  ready.asked.length = 0;
});

type Results = { readonly results: readonly unknown[] };

/** Each with records of the customer. */
function fakes(): ReadonlyMap<string, VendorFake> {
  const [sales, hub, desk, chat, pager, google, graph, hr] = [
    salesforceOrg(),
    hubspotAccount(),
    zendeskAccount(() => Date.parse(UPDATED)),
    intercomWorkspace(),
    pagerDutyAccount(),
    googleWorkspace(),
    graphOrganization(),
    bambooHrCompany(),
  ];
  const tom = { Name: 'Tom Reyes', Title: 'Account Executive', Email: 'tom@acme.example', IsActive: true };
  sales.put('Account', { Id: QUILLHAVEN_CRM, Name: 'Quillhaven 100%', Owner: tom });
  const sarah = { Name: 'Sarah Jenkins', Title: 'CSM', Email: 'sarah@acme.example' };
  const member = { AccountId: QUILLHAVEN_CRM, TeamMemberRole: 'CSM', User: sarah };
  sales.put('AccountTeamMember', { Id: salesforceId('01M', 90), ...member });
  const aoife = { AccountId: QUILLHAVEN_CRM, Name: 'Aoife Brannigan', Title: 'COO', Email: 'aoife@quillhaven.example' };
  sales.put('Contact', { Id: salesforceId('003', 90), ...aoife });
  const company = { name: 'Quillhaven Robotics', domain: 'quillhaven.example', lifecyclestage: 'customer' };
  hub.put('companies', QUILLHAVEN, { ...company, hubspot_owner_id: '11' });
  const contact = { email: 'aoife@quillhaven.example', firstname: 'Aoife', lastname: 'Brannigan', jobtitle: 'COO' };
  hub.put('contacts', '290', { ...contact, associatedcompanyid: QUILLHAVEN });
  desk.put('organizations', { id: 5001, name: 'Quillhaven Robotics', domain_names: ['quillhaven.example'] });
  const ticket = { requester_id: 201, subject: 'Tickets arm', priority: 'high', organization_id: 5001 };
  desk.put('tickets', { id: 7, status: 'open', ...ticket });
  desk.put('tickets', { id: 8, status: 'solved', ...ticket });
  chat.put('companies', { id: QUILLHAVEN, name: 'Quillhaven Robotics', plan: { name: 'Pro' }, user_count: 12 });
  const companies = { data: [{ id: QUILLHAVEN, type: 'company' }] };
  chat.put('contacts', {
    id: 'p9',
    name: 'Aoife Brannigan',
    email: 'aoife@quillhaven.example',
    role: 'user',
    companies,
  });
  pager.policies.set('VIP customers', 'P1');
  pager.services.set('Checkout', 'PS1');
  pager.incidents.push(
    { number: 31, service: 'PS1', status: 'triggered' },
    { number: 30, service: 'PS1', status: 'resolved' },
  );
  const [start, end] = [{ dateTime: '2026-11-23T08:00:00Z' }, { dateTime: '2026-11-25T17:00:00Z' }];
  google.calendars.set('mia@acme.example', [
    { id: 'e1', eventType: 'outOfOffice', status: 'confirmed', summary: 'CANARY surgery', start, end },
    { id: 'e2', eventType: 'default', status: 'confirmed', summary: 'CANARY board', start, end },
  ]);
  graph.mailboxes.set(graphId(2), { status: 'scheduled', from: '2026-11-23', to: '2026-11-27' });
  graph.outOfOffice.add(graphId(3));
  hr.employees.set('3', {
    employeeId: '3',
    displayName: 'Ava Lind',
    jobTitleName: 'Engineer',
    workEmail: 'ava@acme.example',
    reportsToId: '1',
  });
  hr.timeOff.set(7, { id: 7, employeeId: 3, start: '2026-11-23', end: '2026-11-27' });
  hr.holidays.set(8, { id: 8, name: 'Founders’ day', start: '2026-11-26', end: '2026-11-26' });
  return new Map(
    [hr, calendlyOrganization(), google, hub, chat, graph, pager, sales, desk].map((fake) => [
      fake.connector.name,
      fake,
    ]),
  );
}

async function call(service: string, tool: string, args: object, by = 'support-copilot', assertion?: AssertionOutcome) {
  const caller = ready.caller(by);
  const asked = { caller, service, tool, arguments: args, assertion: assertion ?? ({ kind: 'absent' } as const) };
  return shown(await answer(asked, ready.desk));
}

/** Without its moment. */
function shown(outcome: Outcome): unknown {
  if (outcome.kind !== 'answered') return outcome;
  const { as_of: _, ...card } = outcome.card as { as_of: string };
  return card;
}

const OURS = { account_id: `helpdesk:${QUILLHAVEN}` };
const DAYS = { first_day: '2026-11-23', last_day: '2026-11-27' };
const list = (...records: readonly object[]) => ({ records, more: false });
const one = (record: object) => ({ found: true, record });

/** Every tool, as an agent for teams asks it, and all that it gets. */
const ASKED: readonly (readonly [service: string, tool: string, args: object, card: object])[] = [
  [
    'salesforce',
    'find_account',
    { name: '100%' },
    list({ id: QUILLHAVEN_CRM, name: 'Quillhaven 100%', owner: 'Tom Reyes' }),
  ],
  [
    'salesforce',
    'account_owner',
    { account_id: QUILLHAVEN_CRM },
    one({
      account: 'Quillhaven 100%',
      owner: 'Tom Reyes',
      title: 'Account Executive',
      email: 'tom@acme.example',
      active: true,
    }),
  ],
  [
    'salesforce',
    'account_team',
    { account_id: QUILLHAVEN_CRM },
    list({ role: 'CSM', name: 'Sarah Jenkins', title: 'CSM', email: 'sarah@acme.example' }),
  ],
  [
    'salesforce',
    'contacts',
    { account_id: QUILLHAVEN_CRM },
    list({ name: 'Aoife Brannigan', title: 'COO', email: 'aoife@quillhaven.example' }),
  ],
  [
    'hubspot',
    'find_company',
    { name: 'quillhaven' },
    list({ id: QUILLHAVEN, name: 'Quillhaven Robotics', domain: 'quillhaven.example', owner_id: '11' }),
  ],
  [
    'hubspot',
    'company',
    OURS,
    one({ name: 'Quillhaven Robotics', domain: 'quillhaven.example', stage: 'customer', owner_id: '11' }),
  ],
  [
    'hubspot',
    'owner',
    { owner_id: '11' },
    one({ first_name: 'Sarah', last_name: 'Jenkins', email: 'sarah@acme.example', kind: 'PERSON', user_id: '901' }),
  ],
  [
    'hubspot',
    'contacts',
    OURS,
    list({ first_name: 'Aoife', last_name: 'Brannigan', title: 'COO', email: 'aoife@quillhaven.example' }),
  ],
  // The workspace doesn't approve the link.
  ['hubspot', 'booking_pages', { user_id: '901' }, list({ usual: true })],
  [
    'zendesk',
    'open_tickets',
    OURS,
    list({ number: '7', subject: 'Tickets arm', status: 'open', priority: 'high', updated: UPDATED }),
  ],
  [
    'zendesk',
    'ticket',
    { number: '8' },
    one({
      number: '8',
      subject: 'Tickets arm',
      status: 'solved',
      priority: 'high',
      organization: QUILLHAVEN,
      updated: UPDATED,
    }),
  ],
  [
    'zendesk',
    'find_organization',
    { name: 'quill' },
    list({ id: QUILLHAVEN, name: 'Quillhaven Robotics', domains: ['quillhaven.example'] }),
  ],
  ['zendesk', 'groups', {}, list({ name: 'Enterprise' })],
  [
    'zendesk',
    'agents_of_group',
    { group: 'Enterprise' },
    list(
      { name: 'Sarah Jenkins', email: 'sarah@acme.example' },
      { name: 'Tom Reyes', email: 'tom@acme.example' },
      { name: 'Lee Park', email: 'lee@acme.example' },
    ),
  ],
  [
    'intercom',
    'find_company',
    { name: 'Quillhaven Robotics' },
    list({ id: QUILLHAVEN, name: 'Quillhaven Robotics', plan: 'Pro', people: 12 }),
  ],
  ['intercom', 'company', OURS, one({ name: 'Quillhaven Robotics', plan: 'Pro', people: 12 })],
  ['intercom', 'contacts', OURS, list({ name: 'Aoife Brannigan', email: 'aoife@quillhaven.example' })],
  [
    'intercom',
    'teammates',
    {},
    list(
      { name: 'Sarah Jenkins', title: 'CSM', email: 'sarah@acme.example', away: false },
      { name: 'Tom Reyes', title: 'CSM', email: 'tom@acme.example', away: true },
    ),
  ],
  ['intercom', 'teams', {}, list({ name: 'Enterprise' })],
  ['bamboohr', 'who_is_away', DAYS, list({ name: 'Somebody', from: '2026-11-23', to: '2026-11-27', employee_id: '3' })],
  ['bamboohr', 'company_holidays', DAYS, list({ name: 'Founders’ day', from: '2026-11-26', to: '2026-11-26' })],
  [
    'bamboohr',
    'colleague',
    { employee_id: '3' },
    one({ name: 'Ava Lind', title: 'Engineer', email: 'ava@acme.example', manager_id: '1' }),
  ],
  ['bamboohr', 'colleagues', {}, { records: [{ employee_id: '1' }, { employee_id: '2' }], more: true }],
  ['google_calendar', 'find_colleague', { name: 'mi' }, list({ name: 'mia', email: 'mia@acme.example' })],
  ['google_calendar', 'colleague', { email: 'mia@acme.example' }, one({ name: 'mia', email: 'mia@acme.example' })],
  [
    'google_calendar',
    'is_away',
    { email: 'mia@acme.example', from: '2026-11-23T00:00:00Z', to: '2026-11-24T00:00:00Z' },
    list({ from: '2026-11-23T08:00:00.000Z', to: '2026-11-25T17:00:00.000Z' }),
  ],
  [
    'microsoft_graph',
    'find_colleague',
    { name: 'Ava No. 2' },
    list({ user_id: graphId(2), name: 'Ava No. 2', title: 'CSM', email: 'ava.2@acme.example' }),
  ],
  [
    'microsoft_graph',
    'colleague',
    { user_id: graphId(2) },
    one({
      user_id: graphId(2),
      name: 'Ava No. 2',
      title: 'CSM',
      email: 'ava.2@acme.example',
      active: true,
      manager_id: graphId(1),
    }),
  ],
  [
    'microsoft_graph',
    'is_away',
    { user_id: graphId(2) },
    one({ replies: 'scheduled', from: '2026-11-23T00:00:00.0000000', to: '2026-11-27T00:00:00.0000000' }),
  ],
  [
    'microsoft_graph',
    'out_of_office_now',
    { user_ids: [graphId(2), graphId(3)] },
    list({ user_id: graphId(2), away: false }, { user_id: graphId(3), away: true }),
  ],
  ['calendly', 'organization', {}, one({ organization: ORGANIZATION })],
  [
    'calendly',
    'colleague',
    { organization: ORGANIZATION, email: 'sarah@acme.example' },
    one({ uri: userUri('sarah'), name: 'sarah', link: 'https://calendly.com/acme-sarah', timezone: 'Europe/Berlin' }),
  ],
  [
    'calendly',
    'booking_pages',
    { uri: userUri('sarah') },
    list({ page: '30min', minutes: 30, link: 'https://calendly.com/acme-sarah/30min' }),
  ],
  ['pagerduty', 'find_policy', { name: 'vip' }, list({ policy_id: 'P1', name: 'VIP customers' })],
  [
    'pagerduty',
    'who_is_on_call',
    { policy_id: 'P1' },
    list(
      { level: 1, name: 'Ava No. 4', email: 'ava.4@acme.example', until: '2026-11-30T00:00:00.000Z' },
      { level: 2, name: 'Ava No. 9', email: 'ava.9@acme.example' },
    ),
  ],
  ['pagerduty', 'find_service', { name: 'check' }, list({ service_id: 'PS1', name: 'Checkout', status: 'active' })],
  [
    'pagerduty',
    'open_incidents',
    { service_id: 'PS1' },
    list({ number: 31, status: 'triggered', urgency: 'high', since: '2026-11-23T07:00:00.000Z' }),
  ],
];

it.each(ASKED)(
  '%s, %s: an agent for teams gets the approved fields and nothing else',
  async (service, tool, args, card) => {
    const got = await call(service, tool, args);
    expect(got).toEqual(card);
    expect(JSON.stringify(got)).not.toMatch(/CANARY|payroll/);
    expect(ready.asked.every(({ method, path }) => method === 'GET' || /search$|getPresences/.test(path))).toBe(true);
  },
);

it('every connector has three to six tools, and each was asked here', () => {
  expect([...READY_SERVICES.keys()].toSorted()).toEqual([...CONNECTORS.keys()].toSorted());
  const told = [...READY_SERVICES].flatMap(([name, { tools }]) => Object.keys(tools).map((tool) => `${name} ${tool}`));
  expect(ASKED.map(([service, tool]) => `${service} ${tool}`).toSorted()).toEqual(told.toSorted());
  for (const { tools } of READY_SERVICES.values()) expect([3, 4, 5, 6]).toContain(Object.keys(tools).length);
});

it('the workspace has no problem with any of them', async () => {
  expect(await runCommand(['check', ready.folder])).toEqual({ code: 0, out: '', err: 'No problems.' });
});

describe('an agent for customers', () => {
  const bound = async (args: object) => await call('zendesk', 'open_tickets', args, 'website-chat', AOIFE);

  it('gets the bound customer’s own, whatever the system sends along', async () => {
    const own = { number: '7', subject: 'Tickets arm', status: 'open', priority: 'high', updated: UPDATED };
    expect(await bound({})).toEqual(list(own));
    expect(ready.asked.map(({ query }) => query.get('query'))).toEqual([
      `type:ticket organization:${QUILLHAVEN} status<solved`,
    ]);
  });

  it.each([{ account_id: 'helpdesk:5002' }, { account_id: 'nobody' }, { customer_email: 'x@elsewhere.example' }])(
    'gets nothing of somebody else’s, and nobody is asked: %o',
    async (args) => {
      expect(await bound(args)).toEqual(list());
      expect(ready.asked).toEqual([]);
    },
  );

  it('has that tool, and none of all the others', () => {
    const tools = [...READY_SERVICES.keys()].flatMap((service) =>
      ready.desk
        .release()
        .menuOf(service, ready.caller('website-chat'))!
        .definitions.map(({ name }) => name),
    );
    expect(tools).toEqual(['open_tickets']);
  });
});
