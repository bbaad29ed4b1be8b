/** PagerDuty through its fake: who is on call, at which level, and phones that nobody reads. */
import { afterEach, describe, expect, it } from 'vitest';
import { failed, pagerDutyAccount } from '../../../test/systems/pagerduty.ts';
import type { OpenedVendor } from '../../../test/systems/opened.ts';
import { openedVendor, readWhole } from '../../../test/systems/opened.ts';
import type { Reply } from '../../../test/systems/vendor.ts';
import { pagerduty } from './pagerduty.ts';

type Replying = { readonly reply: Reply };

let vendor: OpenedVendor | undefined;
afterEach(async () => await vendor?.system.close());

async function opened(fake: Replying, secret = 'k3y'): Promise<OpenedVendor> {
  return (vendor = await openedVendor(pagerduty, fake, { secret: { secret } }));
}

describe('on call', () => {
  it('tells who, at which level of which policy, by whose address', async () => {
    const { rows } = await readWhole(await opened(pagerDutyAccount()), 'on_call');
    expect(rows.map(({ key }) => key)).toEqual(['P1:1:S1:U4', 'P1:2::U9', 'P2:1:S1:U4']);
    expect(rows[0]).toMatchObject({
      escalation_policy: { id: 'P1' },
      escalation_level: 1,
      user: { email: 'ava.4@acme.example' },
      end: '2026-11-30T00:00:00Z',
    });
    expect(JSON.stringify(rows)).not.toMatch(/1234567|parental/);
    expect(vendor?.hosts).toEqual(new Set(['api.pagerduty.com']));
  });

  it('is somebody else after the change of shifts', async () => {
    const fake = pagerDutyAccount();
    const first = await opened(fake);
    fake.onCalls.splice(0, 3, { policy: 'P1', level: 1, schedule: 'S1', user: 'U5' });
    expect((await readWhole(first, 'on_call')).rows.map(({ key }) => key)).toEqual(['P1:1:S1:U5']);
  });
});

it('people come whole, each once', async () => {
  const { rows } = await readWhole(await opened(pagerDutyAccount()), 'people');
  expect(new Set(rows.map((row) => row['id'])).size).toBe(230);
  expect(rows).toHaveLength(230);
  expect(JSON.stringify(rows)).not.toMatch(/1234567|parental/);
  expect(vendor?.system.asked).toHaveLength(3);
});

it('a page that isn’t full is the last only where PagerDuty says so', async () => {
  const fake = pagerDutyAccount();
  vendor = await opened({
    reply: (asked) => {
      const said = fake.reply(asked);
      const { users, ...rest } = said.body as { readonly users: readonly { readonly id: string }[] };
      return { ...said, body: { ...rest, users: users.filter(({ id }) => id !== 'U7') } };
    },
  });
  expect((await readWhole(vendor, 'people')).rows).toHaveLength(229);
});

it('an account in the EU has its own host', async () => {
  vendor = await openedVendor(pagerduty, pagerDutyAccount(), {
    settings: { host: 'api.eu.pagerduty.com' },
    secret: { secret: 'k3y' },
  });
  await readWhole(vendor, 'on_call');
  expect(vendor.hosts).toEqual(new Set(['api.eu.pagerduty.com']));
});

it('a scoped app gets its token, and asks with it', async () => {
  const fake = pagerDutyAccount();
  vendor = await openedVendor(
    pagerduty,
    {
      reply: (asked) =>
        asked.path === '/oauth/token'
          ? { body: { access_token: 't1', token_type: 'bearer', expires_in: 864_000 } }
          : fake.reply({
              ...asked,
              headers: { ...asked.headers, authorization: bearerAsKey(asked.headers.authorization) },
            }),
    },
    {
      wayIn: 'client_credentials',
      words: { client_id: 'abcdef-123', account: 'us.acme' },
      secret: { secret: 's3cret' },
    },
  );
  expect((await readWhole(vendor, 'on_call')).rows).toHaveLength(3);
  const form = new URLSearchParams(vendor.system.asked[0]?.body);
  expect(form.get('scope')).toBe('as_account-us.acme oncalls.read users.read schedules.read escalation_policies.read');
});

function bearerAsKey(authorization = ''): string {
  return authorization === 'Bearer t1' ? 'Token token=k3y' : '';
}

describe('what goes wrong', () => {
  it.each<[string, Replying, string]>([
    ['a key that was revoked', pagerDutyAccount(), 'auth'],
    ['one that may not read', { reply: () => failed(403, 2010, 'Access Denied') }, 'forbidden'],
    [
      'too many requests',
      { reply: () => failed(429, 2020, 'Too Many Requests', { 'ratelimit-remaining': '0', 'ratelimit-reset': '60' }) },
      'limit',
    ],
  ])('%s', async (_name, fake, kind) => {
    const asking = readWhole(await opened(fake, 'revoked'), 'people', { bounds: { deadlineMs: 400 } });
    await expect(asking).rejects.toMatchObject({ kind });
  });
});
