/** `/hooks/<source>` on the wire: what counts, what is refused and in which words, and that the server’s own guards stand before it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DeclaredHook } from '../../src/edge/http/hook-route.ts';
import { hookRoutes } from '../../src/edge/http/hook-route.ts';
import { createHttpServer } from '../../src/edge/http/server.ts';
import { intercom } from '../../src/sources/connectors/intercom.ts';
import { signatureOf } from '../../src/sources/kit/http/webhook.ts';
import { Agent } from 'node:http';
import type { Received, Send, Sent } from './serve.ts';
import { OPTIONS, sender } from './serve.ts';

const SIGNING =
  intercom.webhook ??
  (() => {
    throw new Error('Intercom signs');
  })();
const BODY = '{"topic":"contact.created","canary":"somebody@customer.example"}';
const PATH = '/hooks/desk';

let told: string[];
let secret: () => string;
let send: Send;
let close: () => Promise<void>;

beforeEach(async () => {
  told = [];
  secret = () => 's3cret';
  const hook: DeclaredHook = { signing: SIGNING, secret: () => secret() };
  const hooks = hookRoutes({
    of: (source) => (source === 'desk' ? hook : null),
    publicUrl: 'https://concierge.acme.example',
    now: () => 0,
    onTaken: (source) => told.push(`taken ${source}`),
    onRefused: (source, why) => told.push(`${why} ${source}`),
  });
  const server = createHttpServer(() => ({ endpoints: [], pages: new Map(), hooks }), OPTIONS);
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const agent = new Agent({ keepAlive: true });
  send = sender(port, agent);
  close = async () => {
    agent.destroy();
    await server.close();
  };
});
afterEach(() => close());

function signed(also: Sent = {}): Sent {
  const signature = signatureOf({ method: 'POST', url: '', body: Buffer.from(BODY) }, SIGNING, '', 's3cret');
  return { path: PATH, body: BODY, headers: { 'x-hub-signature': `sha1=${signature}` }, ...also };
}

it.each<readonly [string, () => Sent, number, readonly string[]]>([
  ['that is signed is taken', signed, 204, ['taken desk']],
  ['without a signature is refused', () => signed({ headers: {} }), 401, ['unsigned desk']],
  ['with another body is refused', () => signed({ body: `${BODY} ` }), 401, ['forged desk']],
  ['that is too large is refused unread', () => signed({ body: 'x'.repeat(300_000) }), 413, ['too_large desk']],
  ['for a source that takes none finds nothing', () => signed({ path: '/hooks/crm' }), 404, []],
  ['for no name of a source finds nothing', () => signed({ path: '/hooks/../desk' }), 404, []],
  ['by GET is refused', () => ({ method: 'GET', path: PATH }), 405, []],
  ['looks by HEAD whether somebody is there', () => ({ method: 'HEAD', path: PATH }), 200, []],
  ['learns by HEAD of no source whether it takes any', () => ({ method: 'HEAD', path: '/hooks/crm' }), 200, []],
  ['for another host is refused before', () => signed({ headers: { host: 'attacker.example' } }), 403, []],
  ['of a web page is refused before', () => signed({ headers: { origin: 'https://attacker.example' } }), 403, []],
])('a webhook %s', async (_what, sent, status, words) => {
  const reply = await send(sent());
  expect([reply.status, told]).toEqual([status, words]);
  expect(reply.body).not.toMatch(/canary|signature|s3cret/i);
});

it('without its secret nothing counts, and nobody is told that they are wrong', async () => {
  secret = () => {
    throw new Error('no such secret');
  };
  expect((await send(signed())).status).toBe(503);
  expect(told).toEqual(['no_secret desk']);
});

it('a flood is cut, and shuts out nobody who signs', async () => {
  const replies: Received[] = [];
  for (let nth = 0; nth < 110; nth += 1) replies.push(await send(signed({ headers: {} })));
  const statuses = replies.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
  expect(statuses.indexOf(429)).toBe(100);
  expect((await send(signed())).status).toBe(204);
});
