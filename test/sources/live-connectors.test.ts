/** Every connector that can be asked for one account: what is looked up is what a sync would have had, and no column more. */
import { afterEach, expect, it } from 'vitest';
import type { LiveCompany, LiveSystem } from '../support/live-company.ts';
import { liveCompany } from '../support/live-company.ts';
import { CONNECTORS } from '../../src/sources/connectors.ts';
import type { Asked, Said } from '../systems/fake-system.ts';
import { hubspotAccount } from '../systems/hubspot.ts';
import { intercomWorkspace } from '../systems/intercom.ts';
import { salesforceId, salesforceOrg } from '../systems/salesforce.ts';
import { zendeskAccount } from '../systems/zendesk.ts';

/** Asked for when it is needed, for the tests move the clock. */
const now = (): number => Date.now();
const IDA = 'ida.brandt@yourcompany.example';

let company: LiveCompany | undefined;
afterEach(async () => await company?.close());

type Case = {
  readonly system: LiveSystem;
  readonly account: string;
  readonly change: () => void;
};

type Source = {
  readonly connector: string;
  /** Lines of the file that say where it is and how it lets us in, for its address. */
  readonly place: (url: string) => string;
  readonly read: string;
  readonly id: string;
  readonly tier: string;
  readonly csm: string;
};

function sourceOf({ connector, place, read, id, tier, csm }: Source): LiveSystem['source'] {
  return (url) => `
source: accounts
connector: ${connector}
${place(url)}
reads: { accounts: { read: ${read} } }
live: { wait: 2s }
records:
  - account:
      from: accounts
      id: ${id}
      facts: { account.tier: { column: ${tier}, values: { vvip: VIP, smb: Standard } } }
      assignments: [{ role: CSM, person: { column: ${csm}, in: email } }]
`;
}

function salesforce(): Case {
  const org = salesforceOrg(now);
  const account = salesforceId('001', 2);
  const source = sourceOf({
    connector: 'salesforce',
    place: (url) => `settings: { domain: acme.my.salesforce.com }
base_url: ${url}${org.basePath}
auth: { way: client_credentials, client_id: 3MVG9aBcD.xYz0123456789, secret: system }`,
    read: 'accounts',
    id: '[{ column: Name, in: name }, { column: Id, in: crm, format: salesforce }]',
    tier: 'Customer_Tier__c',
    csm: 'Owner.Email',
  });
  const change = (): void =>
    org.put('Account', { Id: account, Name: 'Customer 2', Owner: { Email: IDA }, Customer_Tier__c: 'VVIP' });
  // By the short form, as customers and agents use it.
  return {
    system: { source, secret: org.secrets['secret'] ?? '', reply: org.reply },
    account: account.slice(0, 15),
    change,
  };
}

function hubspot(): Case {
  const crm = hubspotAccount(now);
  const source = sourceOf({
    connector: 'hubspot',
    place: (url) => `base_url: ${url}
auth: { way: private_app, secret: system }`,
    read: 'companies',
    id: '{ column: id, in: crm }',
    tier: 'properties.tier',
    csm: 'properties.csm_email',
  });
  const change = (): void => crm.put('companies', '102', { name: 'Customer 2', csm_email: IDA, tier: 'VVIP' });
  return { system: { source, secret: crm.secrets['secret'] ?? '', reply: crm.reply }, account: '102', change };
}

function zendesk(): Case {
  const desk = zendeskAccount(now);
  const source = sourceOf({
    connector: 'zendesk',
    place: (url) => `settings: { subdomain: acme }
base_url: ${url}
auth: { way: api_token, email: concierge@acme.example, secret: system }`,
    read: 'organizations',
    id: '{ column: id, in: desk }',
    tier: 'organization_fields.tier',
    csm: 'organization_fields.csm_email',
  });
  const change = (): void =>
    desk.put('organizations', { id: 102, name: 'Customer 2', organization_fields: { csm_email: IDA, tier: 'vvip' } });
  return { system: { source, secret: desk.secrets['secret'] ?? '', reply: desk.reply }, account: '102', change };
}

function intercom(): Case {
  const workspace = intercomWorkspace(now);
  const source = sourceOf({
    connector: 'intercom',
    place: (url) => `base_url: ${url}
auth: { way: access_token, secret: system }`,
    read: 'companies',
    id: '[{ column: id, in: intercom }, { column: company_id, in: crm }]',
    tier: 'custom_attributes.tier',
    csm: 'custom_attributes.csm',
  });
  const change = (): void =>
    workspace.put('companies', {
      id: 'c102',
      company_id: '2',
      name: 'Customer 2',
      custom_attributes: { csm: IDA, tier: 'vvip' },
    });
  return {
    system: { source, secret: workspace.secrets['secret'] ?? '', reply: workspace.reply },
    account: '2',
    change,
  };
}

function rest(): Case {
  const rows = new Map([1, 2].map((id) => [id, { id, tier: 'smb', csm: 'nobody@yourcompany.example' }]));
  const reply = ({ path }: Asked): Said => {
    const [, id] = /^\/customers\/(\d+)$/.exec(path) ?? [];
    if (id === undefined) return { body: [...rows.values()] };
    const row = rows.get(Number(id));
    return row === undefined ? { status: 404 } : { body: { customer: row } };
  };
  const source = sourceOf({
    connector: 'rest',
    place: (url) => `base_url: ${url}
settings: { base_url: https://crm.acme.example }
auth: { way: bearer, secret: system }
system:
  title: Own CRM
  operations:
    customers: { about: Lists customers., request: { path: /customers } }
    customer:
      about: Reads one customer.
      input: { id: { type: integer, required: true } }
      request: { path: "/customers/{id}" }
      rows: null
  reads: { customers: { operation: customers, id: id, one: { operation: customer, by: id } } }`,
    read: 'customers',
    id: '{ column: id, in: crm }',
    tier: 'tier',
    csm: 'csm',
  });
  const unwrapped = (asked: Asked): Said => {
    const said = reply(asked);
    const { customer } = said.body as { customer?: unknown };
    return customer === undefined ? said : { body: customer };
  };
  return {
    system: { source, secret: 'k', reply: unwrapped },
    account: '2',
    change: () => void rows.set(2, { id: 2, tier: 'vvip', csm: IDA }),
  };
}

const CASES: Readonly<Record<string, () => Case>> = { hubspot, intercom, rest, salesforce, zendesk };

it('every connector with accounts has a case', () => {
  const reads = ['accounts', 'companies', 'organizations'];
  const able = [...CONNECTORS.values()].filter((each) =>
    reads.some((read) => (each.reads[read]?.one ?? null) !== null),
  );
  expect([...able.map(({ name }) => name), 'rest'].toSorted()).toEqual(Object.keys(CASES).toSorted());
});

it.each(Object.entries(CASES))('%s', async (_name, make) => {
  const { system, account, change } = make();
  company = await liveCompany(system);
  const asking = { account_id: account };
  company.pass(6 * 60_000);
  change();
  const live = await company.call('get_escalation_contact', asking);
  expect([company.asked(), company.heard]).toEqual([1, ['fetched']]);
  expect(live).toMatchObject({ card: { contact: { email: IDA }, reason: { code: 'named_csm' } } });
  company.pass(60 * 60_000);
  await company.sync();
  expect(await company.call('get_escalation_contact', asking)).toMatchObject({
    card: { contact: { email: IDA }, reason: { code: 'named_csm' } },
  });
  expect(company.heard).toEqual(['fresh']);
});
