/** The HTTP stack's own answers: a table of requests, and what only a raw connection can show. */
import dns from 'node:dns';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MockInstance } from 'vitest';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import type { Endpoint } from '../../src/edge/endpoint.ts';
import { createHttpServer } from '../../src/edge/http/server.ts';
import { identifyAs } from '../../src/edge/http/identify.ts';
import { endpointOf } from '../../src/edge/mcp/endpoint-of.ts';
import { LEGACY_HEADERS, legacyCall, messageOf, modernCall } from './calls.ts';
import { CALLER, fakeOffer } from './fake-offer.ts';
import type { Sent, Served } from './serve.ts';
import { OPTIONS, serve } from './serve.ts';

/** As `listen` calls it. */
type Lookup = (host: string, options: object, done: (error: null, found: readonly object[]) => void) => void;

const TEAM = 'get_account_team';
const call = modernCall(TEAM, { account_id: 'A-1' });
const body = call.body ?? '';

const nothing = () => ({ endpoints: [], pages: new Map() });

function endpoint(overrides: Partial<Endpoint> = {}): Endpoint {
  const paths = ['/mcp', '/mcp/cx_concierge'];
  return { ...endpointOf(fakeOffer, { paths, identify: identifyAs(CALLER), report: OPTIONS.report }), ...overrides };
}

function withHeaders(headers: Sent['headers']): Sent {
  return { ...call, headers: { ...call.headers, ...headers } };
}

describe('in open mode', () => {
  let served: Served;
  beforeAll(async () => void (served = await serve([endpoint()], { allowedHosts: ['concierge.example'] })));
  afterAll(() => served.close());

  const cells: { why: string; sent: Sent; status: number; says?: string; headers?: Record<string, string> }[] = [
    { why: 'a call', sent: call, status: 200, says: '"structuredContent"' },
    { why: 'the endpoint’s other path', sent: { ...call, path: '/mcp/cx_concierge' }, status: 200 },
    { why: 'a query is ignored', sent: { ...call, path: '/mcp?x=1' }, status: 200 },
    { why: 'GET has no method here', sent: { method: 'GET' }, status: 405, headers: { allow: 'POST' } },
    { why: 'no session to delete', sent: { method: 'DELETE' }, status: 405, headers: { allow: 'POST' } },
    { why: 'a path that is not served', sent: { ...call, path: '/mcp/' }, status: 404, says: '/mcp' },
    { why: 'a service that is not there', sent: { ...call, path: '/mcp/other' }, status: 404 },
    { why: 'paths are exact', sent: { ...call, path: '/MCP' }, status: 404 },
    { why: 'an absolute target', sent: { ...call, path: 'http://localhost/mcp' }, status: 404 },

    { why: 'Host localhost', sent: withHeaders({ host: 'localhost:3000' }), status: 200 },
    { why: 'Host ::1', sent: withHeaders({ host: '[::1]:3000' }), status: 200 },
    {
      why: 'Host of an attacker (DNS rebinding)',
      sent: withHeaders({ host: 'evil.example' }),
      status: 403,
      says: '127.0.0.1',
    },
    { why: 'a Host that only begins well', sent: withHeaders({ host: 'localhost.evil.example' }), status: 403 },
    { why: 'a Host that is none', sent: withHeaders({ host: 'a b' }), status: 403 },
    { why: 'an allowed host is no loopback name', sent: withHeaders({ host: 'concierge.example' }), status: 403 },
    { why: 'Origin on this machine', sent: withHeaders({ origin: 'http://localhost:5173' }), status: 200 },
    { why: 'a web page’s Origin', sent: withHeaders({ origin: 'https://evil.example' }), status: 403, says: 'Origin' },
    { why: 'an opaque Origin', sent: withHeaders({ origin: 'null' }), status: 403 },
    { why: 'a tunnel', sent: withHeaders({ 'x-forwarded-for': '203.0.113.7' }), status: 403, says: 'tunnel' },
    { why: 'any forwarding header', sent: withHeaders({ 'X-Forwarded-Anything': '' }), status: 403, says: 'proxy' },
    { why: 'a proxy that names itself', sent: withHeaders({ via: '1.1 nginx' }), status: 403, says: 'proxy' },
    { why: 'one that says for whom', sent: withHeaders({ 'x-real-ip': '203.0.113.7' }), status: 403, says: 'proxy' },
    { why: 'a content network', sent: withHeaders({ 'cf-connecting-ip': '203.0.113.7' }), status: 403, says: 'proxy' },
    { why: 'the standard one', sent: withHeaders({ forwarded: 'for=203.0.113.7' }), status: 403, says: 'proxy' },
    {
      why: 'not even health is forwarded',
      sent: { method: 'GET', path: '/healthz', headers: { forwarded: 'x' } },
      status: 403,
    },

    { why: 'another type', sent: withHeaders({ 'content-type': 'text/plain' }), status: 415, says: '-32000' },
    { why: 'no type', sent: { body }, status: 415 },
    { why: 'no body', sent: { headers: LEGACY_HEADERS }, status: 400, says: '-32700' },
    { why: 'not JSON', sent: { ...call, body: '{"jsonrpc":' }, status: 400, says: '-32700' },
    { why: 'not a message', sent: { ...call, body: '{"jsonrpc":"1.0"}' }, status: 400, says: '-32600' },
    { why: 'null', sent: { ...call, body: 'null' }, status: 400, says: '-32600' },
    { why: 'too deep', sent: { ...call, body: nested(65) }, status: 400, says: 'deeper than 64 levels' },
    { why: 'very deep', sent: { ...call, body: nested(200_000) }, status: 400, says: 'deeper than 64 levels' },
    { why: 'deep enough for the SDK to judge', sent: { ...call, body: nested(64) }, status: 400, says: '-32600' },
    { why: 'a body of the allowed size', sent: legacyCall(TEAM, { account_id: 'x'.repeat(1_000_000) }), status: 200 },
    {
      why: 'a larger one',
      sent: legacyCall(TEAM, { account_id: 'x'.repeat(1_100_000) }),
      status: 413,
      says: '1048576 bytes',
    },
    { why: 'a notification', sent: notification(), status: 202 },
    { why: 'a batch of the older revisions', sent: batch(), status: 200, says: '"id":2' },
    { why: 'an unknown tool', sent: modernCall('rm', {}), status: 200, says: 'Unknown tool: rm' },
    { why: 'an unknown method', sent: rpcOf('completion/complete'), status: 200, says: '-32601' },
    { why: 'a page that is not there', sent: rpcOf('tools/list', { cursor: 'x' }), status: 200, says: 'one page' },

    { why: 'alive', sent: { method: 'GET', path: '/healthz' }, status: 200, says: '{"status":"ok"}' },
    { why: 'alive, without a body', sent: { method: 'HEAD', path: '/healthz' }, status: 200 },
    { why: 'nothing to post', sent: { path: '/healthz' }, status: 405, headers: { allow: 'GET, HEAD' } },
    { why: 'ready', sent: { method: 'GET', path: '/readyz' }, status: 200, says: '{"status":"ready"}' },
    {
      why: 'nothing to delete',
      sent: { method: 'DELETE', path: '/readyz' },
      status: 405,
      headers: { allow: 'GET, HEAD' },
    },
  ];

  test.each(cells)('$why → $status', async ({ sent, status, says = '', headers = {} }) => {
    const received = await served.send(sent);
    expect(received).toMatchObject({ status, headers });
    expect(received.body).toContain(says);
  });

  const refused = cells.filter(({ status }) => status >= 400);

  test.each(refused.filter(({ sent }) => sent.path === undefined))('$why: a JSON-RPC error', async ({ sent }) => {
    const received = await served.send(sent);
    const error = { code: expect.any(Number) as number, message: expect.any(String) as string };
    expect(received.headers['content-type']).toBe('application/json');
    expect(JSON.parse(received.body)).toEqual({ jsonrpc: '2.0', error, id: null });
  });

  test.each(refused.filter(({ sent }) => sent.path !== undefined))('$why: plain JSON', async ({ sent }) => {
    const received = await served.send(sent);
    expect(received.headers['content-type']).toBe('application/json');
    expect(JSON.parse(received.body)).toEqual({ error: expect.any(String) as string });
  });

  test('a chunked body is bounded as it comes', async () => {
    const socket = connect(served.port, '127.0.0.1');
    const lines = [
      'POST /mcp HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    socket.write(`140000\r\n${'x'.repeat(0x14_00_00)}\r\n`);
    expect(await answerOn(socket)).toMatch(/^HTTP\/1\.1 413 [^]*connection: close[^]*must not exceed 1048576 bytes/i);
  });

  test.each([
    { why: 'no Host', lines: ['GET /healthz HTTP/1.1'], status: 400 },
    { why: 'headers without end', lines: ['GET /healthz HTTP/1.1', `X: ${'x'.repeat(20_000)}`], status: 431 },
    { why: 'no HTTP at all', lines: ['hello'], status: 400 },
    { why: 'no Host in HTTP/1.0', lines: ['POST /mcp HTTP/1.0', 'Content-Type: application/json'], status: 403 },
  ])('$why → $status and nothing about the inside', async ({ lines, status }) => {
    const socket = connect(served.port, '127.0.0.1');
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    const answer = await answerOn(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).not.toMatch(/node_modules|\.ts|Error/);
  });
});

describe('with authentication', () => {
  let served: Served;
  const identify: Endpoint['identify'] = async ({ authorization }) => {
    await sleep(1);
    if (authorization === 'Bearer good') return identifyAs(CALLER)({});
    const headers = { 'www-authenticate': 'Bearer' };
    return { kind: 'refused', reason: 'no_token', status: 401, headers, message: 'A token is needed.' };
  };
  const options = { openMode: false, allowedHosts: ['concierge.example'], allowedOrigins: ['https://chat.example'] };

  beforeAll(async () => void (served = await serve([endpoint({ identify })], options)));
  afterAll(() => served.close());

  const cells: { why: string; headers: Record<string, string>; status: number }[] = [
    { why: 'a token', headers: {}, status: 200 },
    { why: 'no token', headers: { authorization: '' }, status: 401 },
    { why: 'an allowed host', headers: { host: 'concierge.example' }, status: 200 },
    { why: 'whatever its port', headers: { host: 'concierge.example:8443' }, status: 200 },
    { why: 'another host', headers: { host: 'other.example' }, status: 403 },
    { why: 'an allowed origin', headers: { origin: 'https://chat.example' }, status: 200 },
    { why: 'that origin without TLS', headers: { origin: 'http://chat.example' }, status: 403 },
    { why: 'a proxy in front', headers: { 'x-forwarded-for': '203.0.113.7' }, status: 200 },
  ];

  test.each(cells)('$why → $status', async ({ headers, status }) => {
    const received = await served.send(withHeaders({ authorization: 'Bearer good', ...headers }));
    expect(received).toMatchObject({ status });
  });

  test('a refusal is a JSON-RPC error with its headers', async () => {
    const received = await served.send(call);
    expect(received.headers['www-authenticate']).toBe('Bearer');
    expect(JSON.parse(received.body)).toEqual({
      jsonrpc: '2.0',
      error: { code: -32_000, message: 'A token is needed.' },
      id: null,
    });
  });

  test('load balancers ask for health by address', async () => {
    const received = await served.send({ method: 'GET', path: '/healthz', headers: { host: '10.0.0.7:3000' } });
    expect(received.status).toBe(200);
  });
});

describe('readiness', () => {
  test('says in words what is not ready', async () => {
    const served = await serve([], { notReady: () => ['store'] });
    const received = await served.send({ method: 'GET', path: '/readyz' });
    expect(received.status).toBe(503);
    expect(JSON.parse(received.body)).toEqual({ status: 'not_ready', not_ready: ['store'] });
    await served.close();
  });
});

describe('limits of a connection', () => {
  test.each([
    { what: 'headers', sent: 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Slow: ' },
    {
      what: 'a body',
      sent: 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    },
  ])('$what that never end are cut', async ({ sent }) => {
    const served = await serve([endpoint()], {
      limits: { ...OPTIONS.limits, headersTimeoutMs: 50, requestTimeoutMs: 50 },
    });
    const socket = connect(served.port, '127.0.0.1');
    socket.write(sent);
    expect(await answerOn(socket)).toMatch(/^HTTP\/1\.1 408 /);
    await served.close();
  });

  test('one connection more than allowed is dropped', async () => {
    const served = await serve([endpoint()], { limits: { ...OPTIONS.limits, connections: 1 } });
    const first = connect(served.port, '127.0.0.1');
    await once(first, 'connect');
    expect(await answerOn(connect(served.port, '127.0.0.1'))).toBe('');
    first.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(await answerOn(first)).toMatch(/^HTTP\/1\.1 200 /);
    await served.close();
  });
});

describe('a defect', () => {
  test('in front of the answer is a 500 with a number; the log has the cause', async () => {
    const reported: [string, unknown][] = [];
    const report = (...defect: [string, unknown]): void => void reported.push(defect);
    const identify = (): never => {
      throw new Error('select * from secrets');
    };
    const served = await serve([endpoint({ identify })], { report });
    const received = await served.send(call);
    const [[correlationId, cause]] = reported as [[string, Error]];
    expect(received.status).toBe(500);
    expect(JSON.parse(received.body)).toEqual({
      jsonrpc: '2.0',
      error: { code: -32_603, message: 'Internal error', data: { correlation_id: correlationId } },
      id: null,
    });
    expect(cause.message).toBe('select * from secrets');
    await served.close();
  });
});

describe('listening', () => {
  const limited = (openMode: boolean) => createHttpServer(nothing, { ...OPTIONS, openMode });

  test.each([
    { host: '0.0.0.0', code: 'refused_address', why: 'every interface' },
    { host: '192.0.2.1', code: 'refused_address', why: 'an address of the network' },
    { host: 'concierge.example', code: 'refused_address', why: 'a name that may be anywhere' },
  ])('$host in open mode: $code ($why)', async ({ host, code }) => {
    const failure: unknown = await limited(true)
      .listen({ host, port: 0 })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ code });
  });

  const loopback = ['127.0.0.1', '127.8.9.10', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', 'localhost', 'LocalHost'];

  test.for(loopback)('%s in open mode: called as it is told, and by no other name', async (host, { skip }) => {
    const server = createHttpServer(() => ({ endpoints: [endpoint()], pages: new Map() }), OPTIONS);
    const listening = await server.listen({ host, port: 0 }).catch((failure: Failure) => failure);
    if (listening instanceof Failure) return skip(`not an address of this machine: ${listening.message}`);
    const { origin, port } = listening;
    const headers = call.headers as Record<string, string>;
    expect((await fetch(`${origin}/mcp`, { method: 'POST', headers, body })).status).toBe(200);
    const socket = connect(port, host);
    socket.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.77\r\nConnection: close\r\n\r\n');
    expect(await answerOn(socket)).toMatch(/^HTTP\/1\.1 403 /);
    await server.close();
  });

  test('a localhost that is no loopback address is refused, and nothing stays open', async () => {
    const port = await freePort();
    const lookup = vi.spyOn(dns, 'lookup') as unknown as MockInstance<Lookup>;
    onTestFinished(() => lookup.mockRestore());
    lookup.mockImplementation((_host, _options, done) => done(null, [{ address: '0.0.0.0', family: 4 }]));
    const listening = limited(true).listen({ host: 'localhost', port });
    await expect(listening).rejects.toMatchObject({
      code: 'refused_address',
      message: expect.stringContaining('0.0.0.0') as string,
    });
    lookup.mockRestore();
    await expect(knock(port)).resolves.toBe('ECONNREFUSED');
  });

  test('a busy port is one sentence', async () => {
    const first = await serve([]);
    const second = limited(true).listen({ host: '127.0.0.1', port: first.port });
    await expect(second).rejects.toMatchObject({
      code: 'port_in_use',
      message: expect.stringContaining(String(first.port)) as string,
    });
    await first.close();
  });

  test('an address of another machine', async () => {
    await expect(limited(false).listen({ host: '192.0.2.1', port: 0 })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('stopping', () => {
  test('answers what is under way, on a connection that is then closed', async () => {
    const release = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const slow: Endpoint['identify'] = async () => {
      arrived.resolve();
      await release.promise;
      return identifyAs(CALLER)({});
    };
    const served = await serve([endpoint({ identify: slow })]);
    const answer = served.send(call);
    await arrived.promise;
    const stopped = served.server.close();
    await expect(knock(served.port)).resolves.toBe('ECONNREFUSED');
    release.resolve();
    const received = await answer;
    expect(received.headers.connection).toBe('close');
    expect(messageOf(received.body)).toMatchObject({ id: 1, result: { structuredContent: {} } });
    await stopped;
    await served.close();
  });

  const ways = [
    { way: 'the fast lane', sent: call },
    { way: 'the fast lane’s stream', sent: legacyCall(TEAM, {}) },
    { way: 'the SDK', sent: modernCall('rm', {}) },
    { way: 'the SDK’s stream', sent: legacyCall('rm', {}) },
    { way: 'a refusal', sent: { ...call, body: '' } },
    { way: 'health', sent: { method: 'GET', path: '/healthz' } },
  ];

  test.each(ways)('clients that keep their connections lose no answer: $way', async ({ sent }) => {
    const served = await serve([endpoint()]);
    const busy = Promise.withResolvers<void>();
    let answers = 0;
    const askUntilRefused = async (): Promise<unknown> => {
      for (;;) {
        const received = await served.send(sent).catch((error: NodeJS.ErrnoException) => error.code);
        if (typeof received !== 'object') return received;
        answers += 1;
        if (answers === 200) busy.resolve();
      }
    };
    const clients = Array.from({ length: 16 }, askUntilRefused);
    await busy.promise;
    await served.server.close();
    expect(new Set(await Promise.all(clients))).toEqual(new Set(['ECONNREFUSED']));
    await served.close();
  });

  test('a kept connection doesn’t hold it up', async () => {
    const served = await serve([endpoint()], { graceMs: 60_000 });
    await served.send(call);
    await expect(served.server.close()).resolves.toBeUndefined();
    await served.close();
  });

  test('cuts what does not end within the grace', async () => {
    const arrived = Promise.withResolvers<void>();
    const never: Endpoint['identify'] = () => {
      arrived.resolve();
      return new Promise(() => {});
    };
    const served = await serve([endpoint({ identify: never })], { graceMs: 50 });
    const answer = served.send(call).catch((error: NodeJS.ErrnoException) => error.code);
    await arrived.promise;
    await served.server.close();
    await expect(answer).resolves.toBe('ECONNRESET');
    await served.close();
  });

  test('twice is no error, nor before it ever listened', async () => {
    const never = createHttpServer(nothing, OPTIONS);
    await never.close();
    await expect(never.close()).resolves.toBeUndefined();
  });
});

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

function notification(): Sent {
  return { headers: LEGACY_HEADERS, body: '{"jsonrpc":"2.0","method":"notifications/initialized"}' };
}

function batch(): Sent {
  const one = (id: number) => legacyCall(TEAM, { account_id: 'A-1' }, id).body;
  return { headers: LEGACY_HEADERS, body: `[${one(1)},${one(2)}]` };
}

function rpcOf(method: string, params: object = {}): Sent {
  return { headers: LEGACY_HEADERS, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) };
}

async function answerOn(socket: ReturnType<typeof connect>): Promise<string> {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => (text += chunk));
  socket.on('error', () => {});
  await once(socket, 'close');
  return text;
}

async function freePort(): Promise<number> {
  const { port, close } = await serve([]);
  await close();
  return port;
}

async function knock(port: number): Promise<unknown> {
  const socket = connect(port, '127.0.0.1');
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  return error.code;
}
