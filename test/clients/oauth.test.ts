/**
 * Authorization as an MCP client does it by itself: the SDK's client is told by our 401 where to go, gets a token from a
 * real OpenID provider for this very server, and comes back with it. Nobody tells it anything but the server's URL.
 */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client, ClientCredentialsProvider, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONCIERGE_SCOPES } from '../../src/caller/caller.ts';
import { signingKey } from '../support/authority.ts';
import type { Serving } from '../support/concierge-process.ts';
import { copyOfAcme, startServing } from '../support/concierge-process.ts';
import type { OidcServer } from '../support/oidc.ts';
import { SECRET, startOidc } from '../support/oidc.ts';
import { ASKED, SARAH } from './expected.ts';

const TIMEOUT = { timeout: 60_000 };
const sample = copyOfAcme();
let provider: OidcServer;
let concierge: Serving;

beforeAll(async () => {
  const clients = ['support-copilot', '0oa-desk', 'stranger'];
  provider = await startOidc({ clients, scopes: CONCIERGE_SCOPES, keys: [signingKey('one', 'ES256')] });
  const port = await freePort();
  const deployment = [
    `public_url: http://127.0.0.1:${port}`,
    `auth: { oauth: { issuer: "${provider.issuer}", clients: { 0oa-desk: support-copilot, support-copilot: support-copilot } } }`,
    'outbound: { allow_private: [127.0.0.1] }',
  ];
  writeFileSync(join(sample.folder, 'deployment.yaml'), `${deployment.join('\n')}\n`);
  concierge = await startServing(['start', sample.folder, '--port', String(port)]);
}, 60_000);
afterAll(async () => {
  await concierge.stop();
  await provider.goDown();
  sample.dispose();
});

/** Its URL is in the tokens, so it must be known before the server starts. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function connected(clientId: string, scope?: string): Promise<Client> {
  const authProvider = new ClientCredentialsProvider({
    clientId,
    clientSecret: SECRET,
    expectedIssuer: provider.issuer,
    ...(scope === undefined ? {} : { scope }),
  });
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(concierge.url), { authProvider }));
  return client;
}

it.each(['support-copilot', '0oa-desk'])('%s gets a token by itself, and a person', TIMEOUT, async (clientId) => {
  const client = await connected(clientId);
  const { structuredContent } = await client.callTool({ name: 'get_escalation_contact', arguments: ASKED });
  expect(structuredContent).toMatchObject({ contact: SARAH });
});

it('a token of a client that nobody listed gets nowhere', TIMEOUT, async () => {
  await expect(connected('stranger')).rejects.toThrow('401');
});

it('a token without a scope sees the tool, and is told what to ask for', TIMEOUT, async () => {
  const token = await provider.token({ client: 'support-copilot', resource: concierge.url, scope: 'concierge:route' });
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  const post = async (method: string, params: object): Promise<Response> =>
    await fetch(concierge.url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
  expect(await (await post('tools/list', {})).text()).toContain('get_account_team');
  const refused = await post('tools/call', { name: 'get_account_team', arguments: ASKED });
  expect(refused.status).toBe(403);
  expect(refused.headers.get('www-authenticate')).toBe(
    `Bearer realm="cx_concierge", error="insufficient_scope", scope="concierge:route concierge:team", resource_metadata="${concierge.origin}/.well-known/oauth-protected-resource/mcp"`,
  );
  expect((await post('tools/call', { name: 'get_escalation_contact', arguments: ASKED })).status).toBe(200);
});
