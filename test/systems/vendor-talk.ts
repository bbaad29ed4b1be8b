/**
 * For tests: all that a connector says to its system, and what that replies. Every operation, page after page, a record that isn't
 * there, each way in with its request for a token, and each way in which the fake says no.
 */
import type { Input } from '../../src/sources/kit/http/operation.ts';
import { placeOf } from '../../src/sources/kit/http/open-source.ts';
import { SourceFailure } from '../../src/sources/kit/http/source-failure.ts';
import { hubspotAccount } from './hubspot.ts';
import { intercomWorkspace } from './intercom.ts';
import type { Asked, Said } from './fake-system.ts';
import type { VendorFake } from './vendor.ts';
import { stand } from './vendor.ts';
import { zendeskAccount } from './zendesk.ts';

export type Turn = { readonly asked: Asked; readonly said: Said };

export type Talk = {
  readonly turns: readonly Turn[];
  /** Where the vendor's own system is. */
  readonly origin: string;
};

type Telling = {
  readonly fake: VendorFake;
  /** The way in by which all is asked; by the others it is the probe alone. */
  readonly way: string;
  /** What every operation is asked for that takes it. */
  readonly input: Input;
  /** What single operations are asked for beside it. */
  readonly of?: Readonly<Record<string, Input>>;
};

const BOUNDS = { deadlineMs: 5_000 };
const NOBODY = '999';
const HOUR = 3_600_000;
const START = Date.parse('2026-11-23T08:00:00Z');

/** Those whose vendors publish a contract. */
export const TALKS: Readonly<Record<'hubspot' | 'intercom' | 'zendesk', () => Promise<Talk>>> = {
  hubspot: async () => {
    const fake = hubspotAccount(() => START);
    fake.archive('companies', '105');
    fake.archive('contacts', '204');
    const input = { properties: ['properties.name'], since: START - HOUR, id: '101' };
    const of = {
      owner: { id: '11' },
      companies_named: { name: 'customer' },
      contacts_of_company: { company: '101' },
      booking_pages: { user: '901' },
    };
    return await talkOf({ fake, way: 'private_app', input, of });
  },
  intercom: async () => {
    const fake = intercomWorkspace();
    const input = { since: Math.floor((Date.now() - 26 * HOUR) / 1000), id: 'c101' };
    const of = { admin: { id: '41' }, companies_named: { name: 'Customer 1' } };
    return await talkOf({ fake, way: 'access_token', input, of });
  },
  zendesk: async () => {
    let nowMs = START;
    const fake = zendeskAccount(() => nowMs);
    fake.put('tickets', { id: 7, requester_id: 200, organization_id: 101, subject: 'The arm stops', status: 'open' });
    nowMs += HOUR;
    const input = { since: START / 1000, id: '101' };
    const of = {
      user: { id: '301' },
      organizations_named: { name: 'Cust' },
      open_tickets: { organization: '101' },
      ticket: { id: '7' },
      agents_of_group: { group: 'Enterprise' },
    };
    return await talkOf({ fake, way: 'api_token', input, of });
  },
};

async function talkOf({ fake, way, input, of = {} }: Telling): Promise<Talk> {
  const { operations, probe } = fake.connector;
  const turns: Turn[] = [];
  for (const each of Object.keys(fake.waysIn)) {
    const names = each === way ? Object.keys(operations) : [probe.operation];
    turns.push(...(await turnsBy(fake, each, names, { input, of })));
  }
  const [probed] = await turnsBy(fake, way, [probe.operation], { input: {}, of });
  const { expired, forbidden, limited, broken } = fake.refusals;
  const refused = probed === undefined ? [] : [expired, forbidden, limited(1), broken];
  return { turns: [...turns, ...refused.map((said) => ({ ...probed, said }) as Turn)], origin: originOf(fake, way) };
}

async function turnsBy(
  fake: VendorFake,
  way: string,
  names: readonly string[],
  { input, of = {} }: Pick<Telling, 'input' | 'of'>,
): Promise<readonly Turn[]> {
  const turns: Turn[] = [];
  const standing = await stand(fake, {
    way,
    reply: (asked, nth) => {
      const said = fake.reply(asked, nth);
      turns.push({ asked, said });
      return said;
    },
  });
  for (const name of names) {
    const operation = fake.connector.operations[name];
    if (operation === undefined) throw new RangeError(`The connector has no ${name}.`);
    const asked = Object.entries({ ...input, ...of[name] }).filter(([field]) => Object.hasOwn(operation.input, field));
    const pages = standing.client.pages(operation, Object.fromEntries(asked), BOUNDS);
    let isLast: boolean | undefined = false;
    while (isLast !== true) ({ done: isLast } = await pages.next());
    if (Object.hasOwn(operation.input, 'id'))
      await standing.client.ask(operation, { ...Object.fromEntries(asked), id: NOBODY }, BOUNDS).catch(passNotFound);
  }
  await standing.close();
  return turns;
}

function passNotFound(error: unknown): void {
  if (!(error instanceof SourceFailure) || error.kind !== 'not_found') throw error;
}

function originOf({ connector, settings, waysIn }: VendorFake, way: string): string {
  const { words = {}, secrets = [] } = waysIn[way] ?? {};
  const named = Object.fromEntries(secrets.map((name) => [name, name]));
  return placeOf(connector, { settings, wayIn: way, words, secrets: named, baseUrl: null }).own.origin;
}
