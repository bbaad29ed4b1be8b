/** What anybody may know of a service: `server.json` as `concierge service describe` prints it, and the card that is served. */
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { Desk } from '../../src/answer/desk.ts';
import { prepareRelease } from '../../src/answer/prepared-release.ts';
import { UNLIMITED } from '../../src/caller/budgets.ts';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { systemClock } from '../../src/base/clock.ts';
import { VERSION } from '../../src/base/version.ts';
import { admissionsOf } from '../../src/cli/serving/admission.ts';
import type { Concierge } from '../../src/cli/concierge.ts';
import { readConfiguration } from '../../src/cli/configured.ts';
import { servedServices } from '../../src/cli/serving/served-services.ts';
import { createHttpServer } from '../../src/edge/http/server.ts';
import { createOutbound } from '../../src/outbound/guarded.ts';
import { OPTIONS } from '../edge/serve.ts';
import { contractPath } from '../sources/openapi.ts';
import { runCommand } from '../support/cli.ts';
import { problemsOf, workspaceFolder } from '../support/workspace-folder.ts';

const SOURCE = `source: xqsecret_desk
connector: zendesk
settings: { subdomain: acme }
auth: { way: access_token, secret: zendesk_secret }
`;
const SERVICE = `service: tickets
source: xqsecret_desk
title: Our tickets
tools:
  xqsecret_ticket:
    operation: ticket
    title: Xqsecret title
    description: Xqsecret description.
    arguments: { number: { input: id } }
    fields: { number: id }
`;
const AUTHS = {
  keys: 'auth: { api_keys: true }',
  oauth: 'auth: { oauth: { issuer: "https://login.acme.example" } }',
  both: 'auth: { api_keys: true, oauth: { issuer: "https://login.acme.example" } }',
};
const PUBLIC = 'public_url: https://concierge.acme.example/ask';

/** What the registry and the card's schema ask of what both have, of a server that is only reached by a URL. */
const BOTH = {
  type: 'object',
  required: ['$schema', 'name', 'title', 'description', 'version', 'remotes'],
  additionalProperties: false,
  properties: {
    $schema: {
      pattern:
        '^https://static\\.modelcontextprotocol\\.io/schemas/(2025-12-11/server|v1/server-card)\\.schema\\.json$',
    },
    name: { type: 'string', pattern: '^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$', minLength: 3, maxLength: 200 },
    title: { type: 'string', minLength: 1, maxLength: 100 },
    description: { type: 'string', minLength: 1, maxLength: 100 },
    version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
    remotes: {
      type: 'array',
      items: {
        type: 'object',
        required: ['type', 'url'],
        additionalProperties: false,
        properties: {
          type: { const: 'streamable-http' },
          url: { type: 'string', pattern: '^https?://\\S+$' },
          supportedProtocolVersions: { type: 'array', items: { type: 'string' } },
          headers: { type: 'array', items: { type: 'object', required: ['name'] } },
        },
      },
    },
  },
};

/** The published schema too, where somebody has put it beside the vendors' contracts. */
function refusals(document: unknown, published: 'server' | 'server-card'): unknown {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  const file = contractPath(`mcp/${published}.schema.json`);
  const known = existsSync(file) ? [JSON.parse(readFileSync(file, 'utf8')) as object] : [];
  const whole = known.map((schema) => ('$ref' in schema ? schema : { ...schema, $ref: '#/$defs/ServerCard' }));
  return [BOTH, ...whole].flatMap((schema) => (ajv.validate(schema, document) ? [] : ajv.errors));
}

function company(deployment: string): string {
  return workspaceFolder([], {
    'sources/xqsecret_desk.yaml': SOURCE,
    'services/tickets.yaml': SERVICE,
    'deployment.yaml': `${deployment}\n`,
  });
}

describe('server.json', () => {
  const printed = async (deployment: string, ...args: readonly string[]) =>
    await runCommand(['service', 'describe', 'tickets', company(deployment), ...args]);
  const SECRET = { name: 'Authorization', isSecret: true };

  it.each([
    ['keys', [{ ...SECRET, isRequired: true, value: 'Bearer {api_key}', variables: { api_key: { isSecret: true } } }]],
    ['oauth', null],
    ['both', [SECRET]],
  ] as const)('by %s a client is asked for %j', async (auth, headers) => {
    const { code, out, err } = await printed(`${PUBLIC}\n${AUTHS[auth]}`);
    expect([code, err]).toEqual([0, '']);
    const told = JSON.parse(out) as { readonly remotes: readonly [{ readonly headers?: unknown }] };
    expect(refusals(told, 'server')).toEqual([]);
    expect(told).toMatchObject({
      name: 'example.acme.concierge/tickets',
      title: 'Our tickets',
      version: VERSION,
      remotes: [{ type: 'streamable-http', url: 'https://concierge.acme.example/ask/mcp/tickets' }],
    });
    expect({ headers: null, ...told.remotes[0] }).toMatchObject({ headers });
    expect(out).not.toMatch(/xqsecret/i);
  });

  it('has the name that somebody registered', async () => {
    const { out } = await printed(`${PUBLIC}\n${AUTHS.keys}`, '--name', 'com.acme/tickets');
    expect(JSON.parse(out)).toMatchObject({ name: 'com.acme/tickets' });
  });

  it.each([
    [
      `${PUBLIC}\n${AUTHS.keys}`,
      ['--name', 'acme'],
      '`acme` is no name of the registry’s. Write your domain backwards',
    ],
    [AUTHS.keys, [], 'the deployment doesn’t say where this one is. Say its https URL in deployment.yaml'],
    ['public_url: http://127.0.0.1:3000', [], 'this one is at http://127.0.0.1:3000. Say its https URL'],
  ])('%j with %j is refused', async (deployment, args, says) => {
    const { code, err } = await printed(deployment, ...args);
    expect([code, err]).toEqual([EXIT_CODES.usage, expect.stringContaining(says)]);
  });
});

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** The services of a folder as `start` serves them, without a store; `withdraw` publishes a release without tickets. */
async function served(deployment: string) {
  const folder = company(deployment);
  const configured = readConfiguration({ dir: folder }, { cwd: folder });
  const released = (services: typeof configured.workspace.services) =>
    prepareRelease({ ...configured.workspace, services }, 'a'.repeat(64), '2026-11-23T08:00:00.000Z');
  let release = released(configured.workspace.services);
  const concierge = { ...configured, release: () => release, store: { keys: new Map() } } as unknown as Concierge;
  const desk = { tenant: 'default', release: () => release, budgets: UNLIMITED } as Partial<Desk> as Desk;
  const outbound = createOutbound(configured.deployment.outbound);
  const server = createHttpServer(
    (origin) => {
      const publicUrl = configured.deployment.publicUrl ?? origin;
      const place = { concierge, clock: systemClock, outbound, publicUrl };
      const watch = { onInvalidAssertion: () => {}, onKeysTrouble: () => {} };
      return servedServices(desk, admissionsOf(place, watch), OPTIONS.report).taken();
    },
    { ...OPTIONS, openMode: configured.deployment.auth.kind === 'open' },
  );
  const { origin } = await server.listen({ host: '127.0.0.1', port: 0 });
  closing.push(
    () => server.close(),
    () => outbound.close(),
  );
  const get = async (path: string, init: RequestInit = {}) => await fetch(`${origin}${path}`, init);
  const unreview = () => (release = released(concierge.workspace.services.map((each) => ({ ...each, tools: [] }))));
  return { origin, get, withdraw: () => (release = released([])), unreview };
}

describe('the card of an endpoint', () => {
  const ON = `${PUBLIC}\n${AUTHS.keys}\nserver_cards: on`;

  it('isn’t there unless the deployment wants it', async () => {
    const { get } = await served(`${PUBLIC}\n${AUTHS.keys}`);
    expect((await get('/mcp/server-card')).status).toBe(404);
    // Nor does a path that isn't there tell a stranger those that are.
    expect(await (await get('/mcp/nowhere')).json()).toEqual({ error: 'Nothing is served at this path.' });
  });

  it.each([
    ['/mcp/server-card', '/mcp', 'cx_concierge'],
    ['/ask/mcp/server-card', '/mcp', 'cx_concierge'],
    ['/mcp/cx_concierge/server-card', '/mcp', 'cx_concierge'],
    ['/ask/mcp/tickets/server-card', '/mcp/tickets', 'tickets'],
  ])('%s says to anybody where %s is, and no more', async (path, endpoint, name) => {
    const { get } = await served(ON);
    const response = await get(path, { headers: { origin: 'https://anybody.example' } });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/mcp-server-card+json',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'ETag',
      'cache-control': 'public, max-age=3600',
    });
    const card: unknown = JSON.parse(text);
    expect(refusals(card, 'server-card')).toEqual([]);
    expect(card).toMatchObject({
      name: `example.acme.concierge/${name}`,
      version: VERSION,
      remotes: [
        {
          url: `https://concierge.acme.example/ask${endpoint}`,
          headers: [{ name: 'Authorization', isRequired: true, isSecret: true }],
          supportedProtocolVersions: ['2026-07-28', '2025-11-25'],
        },
      ],
    });
    expect(text).not.toMatch(/xqsecret|get_|tools/i);
  });

  it('is asked for as browsers and caches do', async () => {
    const { get } = await served(ON);
    const asked = await get('/mcp/server-card', { method: 'OPTIONS' });
    expect([asked.status, asked.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'Content-Type, If-None-Match',
    ]);
    const etag = (await get('/mcp/server-card')).headers.get('etag') ?? '';
    const again = async (known: string) =>
      (await get('/mcp/server-card', { headers: { 'if-none-match': known } })).status;
    expect([await again(etag), await again(`"other", W/${etag}`), await again('"other"')]).toEqual([304, 304, 200]);
    expect((await get('/mcp/server-card', { method: 'HEAD' })).status).toBe(200);
    expect((await get('/mcp/server-card', { method: 'POST' })).status).toBe(405);
  });

  it('opens nothing: the endpoint still wants a key', async () => {
    const { get } = await served(ON);
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const body = '{"jsonrpc":"2.0","id":1,"method":"resources/list"}';
    expect((await get('/mcp', { method: 'POST', headers, body })).status).toBe(401);
  });

  it('is gone with its service', async () => {
    const { get, withdraw } = await served(ON);
    withdraw();
    const statuses = ['/mcp/tickets/server-card', '/mcp/server-card'].map(async (path) => (await get(path)).status);
    expect(await Promise.all(statuses)).toEqual([404, 200]);
  });

  it('tells of no service before somebody has reviewed one of its tools', async () => {
    const { get, unreview } = await served(ON);
    unreview();
    expect((await get('/mcp/tickets/server-card')).status).toBe(404);
  });

  it('says in open mode where this machine is, without a key, and to this machine alone', async () => {
    const { get, origin } = await served('server_cards: on');
    const card = (await (await get('/mcp/server-card')).json()) as { readonly remotes: readonly object[] };
    expect(card.remotes).toEqual([
      { type: 'streamable-http', url: `${origin}/mcp`, supportedProtocolVersions: ['2026-07-28', '2025-11-25'] },
    ]);
    expect((await get('/mcp/server-card', { headers: { 'x-forwarded-for': '203.0.113.1' } })).status).toBe(403);
  });

  it('leaves no service of its name', () => {
    const files = { 'services/server-card.yaml': SERVICE.replace('service: tickets', 'service: server-card') };
    const folder = workspaceFolder([], { 'sources/xqsecret_desk.yaml': SOURCE, ...files });
    expect(problemsOf(folder)).toContain(
      'services/server-card.yaml:1:10: error: `server-card` is the end of other paths: no service is called so. Take another name.',
    );
  });
});
