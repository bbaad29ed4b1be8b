/** Microsoft Graph through its fake: people, who is out of office, and the texts that never get further than the reply. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  failed,
  GRAPH_TENANT,
  GRAPH_WORDS,
  graphId as id,
  graphOrganization,
} from '../../../test/systems/microsoft-graph.ts';
import type { OpenedVendor } from '../../../test/systems/opened.ts';
import { openedVendor, readWhole } from '../../../test/systems/opened.ts';
import type { Reply } from '../../../test/systems/vendor.ts';
import { microsoftGraph } from './microsoft-graph.ts';

const NOW = Date.parse('2026-11-23T08:00:00Z');
type Replying = { readonly reply: Reply };

let vendor: OpenedVendor | undefined;
afterEach(async () => await vendor?.system.close());

async function opened(fake: Replying, secret = 's3cret'): Promise<OpenedVendor> {
  const words = GRAPH_WORDS;
  return (vendor = await openedVendor(microsoftGraph, fake, {
    settings: { tenant: GRAPH_TENANT },
    words,
    secret: { secret },
  }));
}

describe('people', () => {
  it('come whole, each once, without guests and private phones', async () => {
    const { rows } = await readWhole(await opened(graphOrganization()), 'people');
    expect(rows.map((row) => row['id'])).toEqual([1, 2, 3, 4, 5, 6, 7].map(id));
    expect(rows[1]).toMatchObject({ mail: 'ava.2@acme.example', accountEnabled: true, manager: { id: id(1) } });
    expect(JSON.stringify(rows)).not.toContain('1234567');
    expect(vendor?.hosts).toEqual(new Set(['login.microsoftonline.com', 'graph.microsoft.com']));
    expect(vendor?.secretsAt).toEqual(new Set(['secret login.microsoftonline.com', 'secret graph.microsoft.com']));
  });

  it('can be asked for one by one', async () => {
    const { client } = await opened(graphOrganization());
    const page = await client.ask(microsoftGraph.operations['user'] as never, { user: id(3) }, { deadlineMs: 5_000 });
    expect(page.rows).toMatchObject([{ id: id(3), displayName: 'Ava No. 3' }]);
    const nobody = client.ask(microsoftGraph.operations['user'] as never, { user: id(99) }, { deadlineMs: 5_000 });
    await expect(nobody).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('automatic replies', () => {
  it('are those that are on, without what they say', async () => {
    const fake = graphOrganization();
    fake.mailboxes.set(id(2), { status: 'scheduled', from: '2026-11-20', to: '2026-11-30' });
    fake.mailboxes.set(id(3), { status: 'alwaysEnabled' });
    fake.mailboxes.set(id(7), { status: 'alwaysEnabled' });
    const { rows } = await readWhole(await opened(fake), 'automatic_replies', { now: NOW });
    expect(rows.map(({ user, status, today }) => [user, status, today])).toEqual([
      [id(2), 'scheduled', '2026-11-23'],
      [id(3), 'alwaysEnabled', '2026-11-23'],
    ]);
    expect(rows[0]).toMatchObject({ scheduledEndDateTime: { dateTime: '2026-11-30T00:00:00.0000000' } });
    expect(JSON.stringify(rows)).not.toMatch(/hospital|phone/);
  });

  it('pass over who has no mailbox', async () => {
    const fake = graphOrganization();
    fake.mailboxes.delete(id(4));
    const { passedOver } = await readWhole(await opened(fake), 'automatic_replies');
    expect(passedOver).toMatchObject([{ values: [id(4)], failure: { code: 'MailboxNotEnabledForRESTAPI' } }]);
  });

  it('fail without the permission: nobody is present for want of it', async () => {
    const fake = graphOrganization({ permissions: ['User.Read.All'] });
    await expect(readWhole(await opened(fake), 'automatic_replies')).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('presence', () => {
  it('is asked of all active people at once, and tells who is out of office today', async () => {
    const fake = graphOrganization();
    fake.outOfOffice.add(id(2)).add(id(7));
    const { rows } = await readWhole(await opened(fake), 'presence', { now: NOW });
    expect(rows).toEqual([{ id: id(2), outOfOfficeSettings: { isOutOfOffice: true }, today: '2026-11-23' }]);
    expect(vendor?.system.asked.filter(({ method }) => method === 'POST')).toHaveLength(2);
  });

  it('fails without the permission', async () => {
    const fake = graphOrganization({ permissions: ['User.Read.All'] });
    await expect(readWhole(await opened(fake), 'presence')).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('what goes wrong', () => {
  it('a token that ends early is renewed', async () => {
    const fake = graphOrganization();
    const first = await opened(fake);
    await readWhole(first, 'people');
    fake.tokens.clear();
    expect((await readWhole(first, 'people')).rows).toHaveLength(7);
  });

  it('a secret that is none gets no token', async () => {
    await expect(readWhole(await opened(graphOrganization(), 'old'), 'people')).rejects.toMatchObject({
      kind: 'auth',
      code: 'invalid_client',
    });
  });

  it('a limit says when again', async () => {
    const fake = graphOrganization();
    const limit = failed(429, 'TooManyRequests', 'Slow down', { 'retry-after': '60' });
    const busy = {
      reply: (asked: Parameters<typeof fake.reply>[0]) => (asked.path.includes('users') ? limit : fake.reply(asked)),
    };
    const asking = readWhole(await opened(busy), 'people', { bounds: { deadlineMs: 400 } });
    await expect(asking).rejects.toMatchObject({ kind: 'limit', retryAfterMs: 60_000 });
  });
});
