/** A server that keeps a system synced: what changes there shows in answers, a revoked token ends nothing, webhooks count when signed. */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXIT_CODES } from '../../src/base/failure.ts';
import type { Asked, FakeSystem, Said } from '../systems/fake-system.ts';
import { fakeSystem } from '../systems/fake-system.ts';
import { hubspotFake } from '../systems/hubspot.ts';
import { replyOver } from '../support/asking.ts';
import { runCommand } from '../support/cli.ts';
import type { Serving } from '../support/concierge-process.ts';
import { serveConcierge } from '../support/concierge-process.ts';
import { keptFolder } from '../support/workspace-folder.ts';

const WEBHOOK_SECRET = 'wh-s3cret';
const CRM = (url: string): string => `source: crm
connector: hubspot
base_url: ${url}
auth: { way: private_app, secret: hubspot_token }
reads: { companies: { read: companies } }
webhook: { secret: hubspot_app }
records:
  - account:
      from: companies
      id: { column: id, in: crm }
      name: properties.name
      assignments: [{ role: CSM, person: { column: properties.csm, in: email } }]
`;
const DEPLOYMENT = `metrics: { port: 0 }
outbound: { allow_private: [127.0.0.1] }
secrets:
  hubspot_token: { env: HUBSPOT_TOKEN, hosts: [127.0.0.1] }
  hubspot_app: { env: HUBSPOT_APP }
`;

const crm = hubspotFake();
let isRevoked = false;
let system: FakeSystem;
let folder: string;
let serving: Serving;

beforeAll(async () => {
  crm.put('companies', '101', { name: 'Quillhaven', csm: 'jonah.reyes@yourcompany.example' });
  const reply = (asked: Asked, nth: number): Said => (isRevoked ? crm.refusals.expired : crm.reply(asked, nth));
  system = await fakeSystem(reply);
  folder = keptFolder({
    'sources/accounts.yaml': null,
    'scenarios/first.yaml': null,
    'sources/crm.yaml': CRM(system.url),
    'deployment.yaml': DEPLOYMENT,
  });
  serving = await serveConcierge(folder, { env: { ...SECRETS, LOG_LEVEL: 'info' } });
}, 60_000);

afterAll(async () => {
  await serving.stop();
  await system.close();
});

const SECRETS = { HUBSPOT_TOKEN: crm.secrets['secret'] ?? '', HUBSPOT_APP: WEBHOOK_SECRET };

/** As if the last sync had been so long ago. */
function lastSynced(minutesAgo: number): void {
  const database = new DatabaseSync(join(folder, '.concierge/sources.sqlite'));
  database.exec('PRAGMA busy_timeout = 5000');
  const at = new Date(Date.now() - minutesAgo * 60_000).toISOString();
  database.prepare('UPDATE copy SET as_of = ?').run(at);
  database.close();
}

async function told(event: string): Promise<string> {
  for (;;) {
    const line = serving
      .printed()
      .stderr.split('\n')
      .findLast((each) => each.includes(`"event":"${event}"`));
    if (line !== undefined) return line;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

type Answer = { readonly contact: { readonly name: string }; readonly as_of: string };

async function contactOf(account: string): Promise<Answer> {
  const reply = await replyOver(serving.url, 'get_escalation_contact', { account_id: account });
  const { result } = JSON.parse(reply.slice(reply.indexOf('{'))) as { result: { structuredContent: Answer } };
  return result.structuredContent;
}

it('answers by what has changed once its time has come', async () => {
  expect((await contactOf('101')).contact.name).toBe('Jonah Reyes');
  crm.put('companies', '101', { name: 'Quillhaven', csm: 'ida.brandt@yourcompany.example' });
  lastSynced(20);
  await told('sync_finished');
  await expect.poll(async () => (await contactOf('101')).contact.name, { timeout: 30_000 }).toBe('Ida Brandt');
  expect(await told('sync_started')).toContain('"sources":["crm"]');
}, 60_000);

it('takes webhooks that the system signed, and no others', async () => {
  const body = JSON.stringify([{ objectId: 101 }]);
  const post = async (at: number, sent = body, secret = WEBHOOK_SECRET): Promise<number> => {
    const url = `${serving.origin}/hooks/crm`;
    const signature = createHmac('sha256', secret).update(`POST${url}${body}${at}`).digest('base64');
    const headers = { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': String(at) };
    const response = await fetch(url, { method: 'POST', headers, body: sent });
    expect(await response.text()).not.toContain('101');
    return response.status;
  };
  const now = Date.now();
  expect([
    await post(now),
    await post(now - 10 * 60_000),
    await post(now, body, 'another'),
    await post(now, `${body} `),
    await post(now, 'x'.repeat(300_000)),
    (await fetch(`${serving.origin}/hooks/people`, { method: 'POST' })).status,
  ]).toEqual([204, 401, 401, 401, 413, 404]);
  expect(await told('hook_taken')).toContain('"source":"crm"');
  expect(await told('hook_refused')).toContain('"reason":"too_large"');
}, 30_000);

it('goes on by what it has when the token is revoked, and says what to mend', async () => {
  isRevoked = true;
  lastSynced(120);
  expect(await told('sync_failed')).toContain('"failure":"auth"');
  const { contact, as_of: asOf } = await contactOf('101');
  expect(contact.name).toBe('Ida Brandt');
  expect(Date.parse(asOf)).toBeLessThanOrEqual(Date.now());
  const { code, out } = await runCommand(['status', folder]);
  expect(code).toBe(EXIT_CODES.sync_failed);
  expect(out).toMatch(/crm +stale +2 h ago/);
  expect(out).toContain('Renew the credentials.');
  const metrics = await (await fetch(/(http\S+\/metrics)/.exec(serving.printed().stdout)?.[1] ?? '')).text();
  expect(metrics).toContain('concierge_sync_failures_total{source="crm",kind="auth"} 1');
  expect(metrics).toMatch(/concierge_source_lag_seconds\{source="crm"\} 7[12]\d\d/);
}, 60_000);
