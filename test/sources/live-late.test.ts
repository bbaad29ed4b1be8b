/** A system that is slow, silent or down while an account is looked up in it: the answer doesn't wait for it. */
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { LiveCompany } from '../support/live-company.ts';
import { liveCompany, zendeskSource } from '../support/live-company.ts';
import type { Said } from '../systems/fake-system.ts';
import type { ZendeskFake } from '../systems/zendesk.ts';
import { zendeskFake } from '../systems/zendesk.ts';

const MINUTE = 60_000;
const JONAH = 'jonah.reyes@yourcompany.example';
const IDA = 'ida.brandt@yourcompany.example';
const IDS = Array.from({ length: 20 }, (_none, at) => 101 + at);

let zendesk: ZendeskFake;
let company: LiveCompany;
let next = 0;
let id = 0;

beforeAll(async () => {
  zendesk = zendeskFake(() => Date.now(), 100);
  for (const each of IDS) organization(each, JONAH);
  const source = (url: string) => zendeskSource(url, '{ wait: 20ms }');
  company = await liveCompany({ source, secret: 'zd-s3cret', reply: zendesk.reply });
  company.pass(6 * MINUTE);
});
afterAll(async () => await company.close());
beforeEach(() => {
  id = IDS[next++] ?? 0;
  company.mark();
});

function organization(each: number, email: string): void {
  zendesk.put('organizations', { id: each, name: 'Customer', organization_fields: { csm_email: email, tier: 'vip' } });
}

async function named(account: number): Promise<string> {
  return JSON.stringify(await company.call('get_escalation_contact', { account_id: String(account) }));
}

/** The later ones of a flight that goes on may come in between. */
const NOT_ASKED_FOR_LONG = /^(?:late|transient|failed)$/;

it('has what came too late for one answer in the next, without asking again', async () => {
  organization(id, IDA);
  company.replying((asked, nth) => ({ ...zendesk.reply(asked, nth), afterMs: 500 }));
  expect(await named(id)).toContain(JONAH);
  await vi.waitFor(async () => expect(await named(id)).toContain(IDA));
  // The one that met it may have waited for it.
  await named(id);
  expect([company.heard[0], company.heard.at(-1), company.asked()]).toEqual(['late', 'fresh', 1]);
});

it.each<readonly [string, Said]>([
  ['is silent', { afterMs: 30_000 }],
  ['breaks off', { cutAt: 5, body: { organizations: [] } }],
  ['is down', { status: 503 }],
])('goes by the directory where the system %s', async (_name, said) => {
  organization(id, IDA);
  company.replying(() => said);
  expect(await named(id)).toContain(JONAH);
  expect(company.heard).not.toEqual([]);
  expect(company.heard.filter((each) => !NOT_ASKED_FOR_LONG.test(each))).toEqual([]);
});

it('asks for so many accounts at once, and no more', async () => {
  company.replying(() => ({ afterMs: 30_000 }));
  company.pass(MINUTE);
  await Promise.all(IDS.map(named));
  expect(company.heard).toContain('busy');
  expect(company.asked()).toBeLessThanOrEqual(4);
});
