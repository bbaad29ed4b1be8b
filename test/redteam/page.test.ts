/**
 * The page shows what no agent may see. Against two servers over one folder: in open mode, where it is at `/`, and with API
 * keys, where it has a port of its own and asks for a link.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Refused } from '../../src/admin/contract.ts';
import type { Received, Sent } from '../edge/serve.ts';
import { sender } from '../edge/serve.ts';
import type { Serving } from '../support/concierge-process.ts';
import { concierge, copyOfAcme, serveConcierge, startServing } from '../support/concierge-process.ts';

const { folder, dispose } = copyOfAcme();
const agent = new Agent({ keepAlive: true });

let open: Serving;
let keyed: Serving;
/** Of the page of the second, as `start` printed it. */
let link: URL;
let agentKey: string;

beforeAll(async () => {
  open = await serveConcierge(folder);
  const deployment = join(folder, 'with-keys.yaml');
  writeFileSync(
    deployment,
    'store: { sqlite: .concierge }\ntenants: { default: { workspace: . } }\nauth: { api_keys: true }\npage: { port: 0 }\n',
  );
  const made = await concierge(['key', 'create', 'support-copilot', folder, '--deployment', deployment]);
  agentKey = made.stdout.trim();
  keyed = await startServing(['start', folder, '--deployment', deployment, '--port', '0', '--from-last-import']);
  link = new URL(/See (\S+)/.exec(keyed.printed().stdout)?.[1] ?? '');
}, 120_000);

afterAll(async () => {
  agent.destroy();
  await Promise.all([open.stop(), keyed.stop()]);
  dispose();
});

const QUESTION = JSON.stringify({
  customer: 'aoife.brannigan@quillhaven.example',
  verified: true,
  topic: null,
  language: null,
  urgency: 'normal',
  audience: 'customers',
  at: null,
  rules: 'live',
});
const JSON_TYPE = { 'content-type': 'application/json' };

/** To the API, as the page itself would, but for what is said. */
async function askAt(origin: string, { headers = {}, ...sent }: Sent = {}): Promise<Received> {
  const { host, port } = new URL(origin);
  const asked = { path: '/api/ask', body: QUESTION, ...sent, headers: { host, ...JSON_TYPE, ...headers } };
  return await sender(Number(port), agent)(asked);
}

const get = async (origin: string, path = '/', headers: Sent['headers'] = {}): Promise<Received> =>
  await askAt(origin, { method: 'GET', path, body: '', headers });

describe('in open mode', () => {
  it('the page asks and is answered', async () => {
    const { host } = new URL(open.origin);
    const own = { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
    const { status, body } = await askAt(open.origin, { headers: own });
    expect([status, body.includes('Sarah Jenkins')]).toEqual([200, true]);
  });

  it.each<[what: string, headers: Record<string, string>, status: number]>([
    ['a name that somebody else’s DNS leads here', { host: 'evil.example' }, 403],
    ['another web page', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['another program’s page on this machine', { origin: 'http://127.0.0.1:5173', 'sec-fetch-site': 'same-site' }, 403],
    ['the same of a browser that says little', { origin: 'http://localhost:5173' }, 403],
    ['a page without an origin of its own', { origin: 'null' }, 403],
    ['a form, which needs no leave of anybody', { 'content-type': 'text/plain' }, 400],
    ['a proxy or tunnel', { 'x-forwarded-for': '203.0.113.9' }, 403],
  ])('%s gets nothing', async (_what, headers, status) => {
    const reply = await askAt(open.origin, { headers });
    expect([reply.status, reply.body.includes('Sarah')]).toEqual([status, false]);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'GET', 'OPTIONS'])('%s is no way to ask', async (method) => {
    expect((await askAt(open.origin, { method, body: '' })).status).toBe(405);
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a field more', QUESTION.replace('{', '{"debug":true,')],
    ['another type', QUESTION.replace('true', '"yes"')],
    ['a moment without a zone', QUESTION.replace('"at":null', '"at":"2026-11-23T09:00:00"')],
    ['a moment that is far off', QUESTION.replace('"at":null', '"at":"9026-11-23T09:00:00Z"')],
    ['too much', QUESTION.replace('aoife', 'a'.repeat(20_000))],
  ])('%s is refused in a sentence', async (_what, body) => {
    const reply = await askAt(open.origin, { body });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    expect((JSON.parse(reply.body) as Refused).error).toMatch(/\.$/);
  });

  it('no other page may frame it, and nothing of others runs in it', async () => {
    const { headers } = await get(open.origin);
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    });
  });

  it('no reply may be kept, or read by another page', async () => {
    const { headers } = await askAt(open.origin);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  it.each([
    '/assets/../../package.json',
    '/assets/%2e%2e/index.html',
    '/assets/',
    '/index.html',
    '/api/',
    '/dist/main.js',
  ])('there is no file at %s', async (path) => {
    expect((await get(open.origin, path)).status).toBe(404);
  });

  it('nothing that was asked is recorded, and no name is logged', async () => {
    const { stdout } = await concierge(['audit', 'list', folder]);
    expect(stdout).not.toContain('page');
    expect(open.printed().stderr).not.toMatch(/aoife|quillhaven|sarah/i);
  });
});

describe('where agents have keys', () => {
  it('the page isn’t where agents call', async () => {
    expect((await get(keyed.origin)).status).toBe(404);
    expect((await askAt(keyed.origin, { headers: { authorization: `Bearer ${agentKey}` } })).status).toBe(404);
  });

  it('an agent’s key is good where agents call', async () => {
    const headers = { authorization: `Bearer ${agentKey}`, accept: 'application/json, text/event-stream' };
    const ping = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
    expect((await askAt(keyed.origin, { path: '/mcp', body: ping, headers })).status).not.toBe(401);
    expect((await askAt(keyed.origin, { path: '/mcp', body: ping })).status).toBe(401);
  });

  it('the page is on this machine alone', () => {
    expect(link.hostname).toBe('127.0.0.1');
  });

  it.each([
    ['nobody', () => ({})],
    ['an agent’s key', () => ({ authorization: `Bearer ${agentKey}` })],
    ['an agent’s key as a cookie', () => cookie(agentKey)],
    ['the link itself as a cookie', () => cookie(link.searchParams.get('token') ?? '')],
    ['a made-up cookie', () => cookie(`9999999999999.${'a'.repeat(22)}.${'b'.repeat(43)}`)],
  ])('%s gets nothing', async (_who, headers) => {
    const reply = await askAt(link.origin, { headers: headers() });
    expect([reply.status, reply.body.includes('Sarah')]).toEqual([401, false]);
    expect((JSON.parse(reply.body) as Refused).error).toContain('concierge page');
  });

  it('whatever only looks where a link leads doesn’t spend it', async () => {
    const { status, headers } = await askAt(link.origin, {
      method: 'HEAD',
      path: `${link.pathname}${link.search}`,
      body: '',
    });
    expect([status, headers['set-cookie']]).toEqual([303, undefined]);
  });

  it('a link opens it once, for one browser, which no script can read', async () => {
    const first = await get(link.origin, `${link.pathname}${link.search}`);
    expect([first.status, first.headers.location]).toEqual([303, '/']);
    const [set = ''] = first.headers['set-cookie'] ?? [];
    expect(set).toMatch(/^concierge_\d+=[\w.-]+; Path=\/; HttpOnly; SameSite=Strict$/);
    const session = { cookie: set.split(';')[0] ?? '' };
    expect((await askAt(link.origin, { headers: session })).status).toBe(200);
    const foreign = { ...session, origin: 'http://127.0.0.1:5173', 'sec-fetch-site': 'same-site' };
    expect((await askAt(link.origin, { headers: foreign })).status).toBe(403);
    const twice = { cookie: `${session.cookie}; ${session.cookie}` };
    expect((await askAt(link.origin, { headers: twice })).status).toBe(401);
    const second = await get(link.origin, `${link.pathname}${link.search}`);
    expect([second.status, second.headers['set-cookie']]).toEqual([303, undefined]);
  });

  it('the key of its links is its user’s alone', () => {
    const file = join(folder, '.concierge/page.key');
    expect(existsSync(file)).toBe(true);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('neither a link nor its key is in the log', () => {
    const { stderr } = keyed.printed();
    expect(stderr).not.toContain(link.searchParams.get('token')?.slice(-20) ?? '?');
    expect(stderr).not.toContain(readFileSync(join(folder, '.concierge/page.key'), 'utf8').trim());
  });
});

/** Under the name that the page's port has. */
function cookie(value: string): Record<string, string> {
  return { cookie: `concierge_${link.port}=${value}` };
}
