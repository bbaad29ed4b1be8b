/** The operations that only services ask, and what the fakes reply, held against the vendors' contracts. */
import { expect, it, onTestFinished } from 'vitest';
import type { Input } from '../../src/sources/kit/http/operation.ts';
import { contractOf } from '../sources/contract.ts';
import { WHY_SKIPPED } from '../sources/openapi.ts';
import { hubspotAccount } from '../systems/hubspot.ts';
import { intercomWorkspace } from '../systems/intercom.ts';
import type { VendorFake } from '../systems/vendor.ts';
import { stand } from '../systems/vendor.ts';
import { zendeskAccount } from '../systems/zendesk.ts';

const PROPERTIES = { properties: ['properties.name'] };

type Asking = readonly [way: string, fake: VendorFake, files: readonly string[], asks: Readonly<Record<string, Input>>];

const ASKINGS: readonly Asking[] = [
  [
    'private_app',
    hubspotAccount(),
    ['companies', 'contacts', 'meetings'].map((name) => `hubspot/${name}-v3.json`),
    {
      companies_named: { ...PROPERTIES, name: 'customer' },
      contacts_of_company: { ...PROPERTIES, company: '101' },
      booking_pages: { user: '901' },
    },
  ],
  [
    'access_token',
    intercomWorkspace(),
    ['intercom/api-2.16.yaml'],
    { companies_named: { name: 'Customer 1' }, contacts_of_company: { id: 'c101' } },
  ],
  [
    'api_token',
    withTicket(),
    ['zendesk/support.yaml'],
    {
      organizations_named: { name: 'Cust' },
      open_tickets: { organization: '101' },
      ticket: { id: '7' },
      agents_of_group: { group: 'Enterprise' },
    },
  ],
];

/** Documented of every list, and in no list of the contract. */
const UNTOLD = ['The contract has no parameter per_page.'];

it.skipIf(WHY_SKIPPED !== '').each(ASKINGS)(
  `by %s, all is as the contract says${WHY_SKIPPED}`,
  async (way, fake, files, asks) => {
    const contract = contractOf(files);
    const wrong: string[] = [];
    const { client, close } = await stand(fake, {
      way,
      reply: (asked, nth) => {
        const said = fake.reply(asked, nth);
        wrong.push(...contract.request(asked), ...contract.reply(asked, said));
        return said;
      },
    });
    onTestFinished(close);
    for (const [name, input] of Object.entries(asks)) {
      const operation = fake.connector.operations[name];
      if (operation === undefined) throw new RangeError(`There is no ${name}.`);
      const { rows } = await client.ask(operation, input, { deadlineMs: 5_000 });
      expect([name, rows]).not.toEqual([name, []]);
    }
    expect(wrong.filter((line) => !UNTOLD.includes(line))).toEqual([]);
  },
);

function withTicket(): VendorFake {
  const fake = zendeskAccount();
  fake.put('tickets', { id: 7, requester_id: 200, organization_id: 101, subject: 'The arm stops', status: 'open' });
  return fake;
}
