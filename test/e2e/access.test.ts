/**
 * Who may ask, as an operator sets it up and an agent meets it: keys made and revoked by the command line while the server
 * runs, a statement of the customer beside them, stdio with a key of its own, budgets, metrics.
 */
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SARAH } from '../clients/expected.ts';
import type { Serving } from '../support/concierge-process.ts';
import { concierge, copyOfAcme, MAIN, NODE, startServing } from '../support/concierge-process.ts';

const TIMEOUT = { timeout: 60_000 };
const QUILLHAVEN = '001Hs00003QQCZHIA5';
const BAYOU = '001Hs00003Qx4e6IAB';
const FALLBACK = { kind: 'team', name: 'Customer Success' };

const sample = copyOfAcme();
const platform = generateKeyPairSync('ed25519');
let serving: Serving;
let metricsUrl: string;

beforeAll(async () => {
  const company = join(sample.folder, 'concierge.yaml');
  const spki = platform.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  writeFileSync(company, readFileSync(company, 'utf8').replaceAll(/public_key: \S+/g, `public_key: ${spki}`));
  writeFileSync(
    join(sample.folder, 'deployment.yaml'),
    'auth: { api_keys: true }\nmetrics: { port: 0 }\npublic_url: https://concierge.acme.example\n',
  );
  serving = await startServing(['start', sample.folder, '--port', '0']);
  metricsUrl = /Metrics: (\S+)/.exec(serving.printed().stdout)?.[1] ?? '';
}, 60_000);
afterAll(async () => {
  await serving.stop();
  sample.dispose();
});

async function keyFor(caller: string, ...options: readonly string[]): Promise<{ id: string; token: string }> {
  const { code, stdout, stderr } = await concierge(['key', 'create', caller, sample.folder, ...options]);
  expect(stderr).toContain('only time that the key is shown');
  expect(code).toBe(0);
  const token = stdout.trim();
  return { token, id: token.split('_')[1] ?? '' };
}

/** For five minutes, up to so many seconds from now. */
async function stated(customer: string, endsInS = 300): Promise<string> {
  const endsAtS = Math.floor(Date.now() / 1000) + endsInS;
  return await new SignJWT({ client_id: 'website-chat', sub_type: 'account_id' })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'concierge-customer+jwt', kid: 'sample' })
    .setIssuer('https://chat.acme.example')
    .setAudience('https://concierge.acme.example/mcp')
    .setSubject(customer)
    .setIssuedAt(endsAtS - 300)
    .setExpirationTime(endsAtS)
    .sign(platform.privateKey);
}

/** By the address that listens; the public URL is a proxy's. */
async function connected(headers: Readonly<Record<string, string>>): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(serving.url), { requestInit: { headers } }));
  return client;
}

async function contactOf(client: Client, args: object = {}): Promise<unknown> {
  const { structuredContent } = await client.callTool({ name: 'get_escalation_contact', arguments: { ...args } });
  return (structuredContent as { contact: unknown }).contact;
}

describe('an API key', () => {
  it('lets its caller in, with what it may do, until it is revoked elsewhere', TIMEOUT, async () => {
    const { id, token } = await keyFor('support-copilot', '--scope', 'concierge:route', '--scope', 'concierge:team');
    const client = await connected({ authorization: `Bearer ${token}` });
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual([
      'get_escalation_contact',
      'get_account_team',
    ]);
    expect(await contactOf(client, { account_id: QUILLHAVEN })).toMatchObject(SARAH);
    await expect(client.callTool({ name: 'get_account_health', arguments: {} })).rejects.toThrow('Unknown tool');
    expect((await concierge(['key', 'revoke', id, sample.folder])).code).toBe(0);
    const failure = await failureOf(async () => await contactOf(client, { account_id: QUILLHAVEN }));
    expect(failure).toMatch(/Unauthorized|not accepted/);
    await expect(connected({ authorization: `Bearer ${token}` })).rejects.toThrow('not accepted here');
  });

  it('is needed', TIMEOUT, async () => {
    const response = await fetch(serving.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="cx_concierge"');
  });
});

/** What it fails with, once it does: within a second, which no test may assert. */
async function failureOf(call: () => Promise<unknown>): Promise<string> {
  for (;;) {
    const outcome = await call().then(
      () => null,
      (error: unknown) => String(error),
    );
    if (outcome !== null) return outcome;
    await pause(50);
  }
}

describe('a caller that must be bound', () => {
  let token: string;
  beforeAll(async () => void ({ token } = await keyFor('website-chat')), 30_000);

  const asking = async (statement?: string): Promise<Client> =>
    await connected({
      authorization: `Bearer ${token}`,
      ...(statement === undefined ? {} : { 'concierge-customer': statement }),
    });

  it('meets the person of the customer that the platform states, and nobody else’s', TIMEOUT, async () => {
    const client = await asking(await stated(QUILLHAVEN));
    expect(await contactOf(client)).toMatchObject(SARAH);
    expect(await contactOf(client, { account_id: QUILLHAVEN })).toMatchObject(SARAH);
    expect(await contactOf(client, { account_id: BAYOU })).toMatchObject(FALLBACK);
    expect(await contactOf(client, { account_id: 'no-such' })).toMatchObject(FALLBACK);
  });

  it('sees no identity arguments, whatever is stated', TIMEOUT, async () => {
    const lists = [await asking(), await asking(await stated(BAYOU))].map(async (client) => await client.listTools());
    const [without, bound] = await Promise.all(lists);
    expect(JSON.stringify(bound?.tools)).toBe(JSON.stringify(without?.tools));
    expect(JSON.stringify(without?.tools)).not.toMatch(/account_id|customer_email/);
  });

  it.each([
    ['missing', undefined],
    ['expired', async (): Promise<string> => await stated(QUILLHAVEN, -60)],
    ['invalid', (): string => 'not.a.token'],
  ] as const)('gets a team and is told: %s', TIMEOUT, async (trouble, statement) => {
    const client = await asking(await statement?.());
    const { structuredContent, _meta } = await client.callTool({ name: 'get_escalation_contact', arguments: {} });
    expect(structuredContent).toMatchObject({ contact: FALLBACK });
    expect(_meta).toMatchObject({ 'cx-concierge/assertion': trouble });
    expect(await client.callTool({ name: 'get_account_team', arguments: {} })).toMatchObject({ isError: true });
  });
});

describe('over stdio', () => {
  const spoken = async (env: Readonly<Record<string, string>>): Promise<Client> => {
    const client = new Client({ name: 'test', version: '1.0.0' });
    const args = [MAIN, 'stdio', sample.folder, '--from-last-import'];
    await client.connect(new StdioClientTransport({ command: NODE, args, env: { ...env }, stderr: 'ignore' }));
    return client;
  };

  it('the environment holds the key', TIMEOUT, async () => {
    const { id, token } = await keyFor('support-copilot');
    const client = await spoken({ CONCIERGE_API_KEY: token });
    expect(await contactOf(client, { account_id: QUILLHAVEN })).toMatchObject(SARAH);
    await concierge(['key', 'revoke', id, sample.folder]);
    const ended = new Promise<void>((resolve) => Object.assign(client, { onclose: resolve }));
    const asked = async (): Promise<boolean> => {
      await contactOf(client, { account_id: QUILLHAVEN });
      return true;
    };
    const isAnswered = () => asked().catch(() => false);
    while (await Promise.race([isAnswered(), ended.then(() => false)])) await pause(50);
    await ended;
  });

  it('without one it says so, and ends', TIMEOUT, async () => {
    const { code, stderr } = await concierge(['stdio', sample.folder, '--from-last-import']);
    expect(code).toBe(3);
    expect(stderr).toContain('CONCIERGE_API_KEY is not set');
  });
});

it('what callers used and tried is counted, and told by their names alone', TIMEOUT, async () => {
  const text = await (await fetch(metricsUrl)).text();
  expect(text).toMatch(
    /concierge_answers_total\{caller="website-chat",tool="get_escalation_contact",kind="decided"\} \d/,
  );
  expect(text).toMatch(/concierge_binding_violations_total\{caller="website-chat"\} 2/);
  expect(text).toMatch(/concierge_requests_refused_total\{reason="key_revoked",status="401"\} \d/);
  expect(text).toMatch(/concierge_assertions_invalid_total\{caller="website-chat",reason="malformed"\} \d/);
  expect(text).not.toMatch(/quillhaven|001Hs|jenkins/i);
  expect((await fetch(new URL('/', metricsUrl))).status).toBe(404);
});
