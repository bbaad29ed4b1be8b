/** How a stdio connection ends: whatever was asked before is answered, and nothing waits for ever. */
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { StdioOptions } from '../../src/edge/mcp/stdio.ts';
import { serveOverStdio } from '../../src/edge/mcp/stdio.ts';
import { LEGACY, legacyCall, MODERN_META, modernCall } from './calls.ts';
import { CALLER, fakeOffer } from './fake-offer.ts';
import { OPTIONS } from './serve.ts';

const TOOL = 'get_escalation_contact';
const INITIALIZE = request('init', 'initialize', {
  protocolVersion: LEGACY,
  capabilities: {},
  clientInfo: { name: 'test', version: '1.0.0' },
});
const CALL = legacyCall(TOOL, {}, 'call').body ?? '';

function request(id: string, method: string, params: object): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

type Connection = ReturnType<typeof connect>;

/** A connection whose calls are answered when `release` is called. */
function connect(options: Partial<StdioOptions> = {}) {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const [released, asked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow: typeof fakeOffer = {
    ...fakeOffer,
    answer: async (...call) => {
      asked.resolve();
      await released.promise;
      return await fakeOffer.answer(...call);
    },
  };
  const ready = Promise.resolve();
  const session = serveOverStdio(slow, CALLER, {
    report: OPTIONS.report,
    statement: undefined,
    ready,
    stdin,
    stdout,
    ...options,
  });
  const replies = linesOf(stdout);
  const reply = async () => JSON.parse((await replies.next()).value ?? '') as { id: string };
  return {
    ...session,
    stdin,
    say: (...lines: string[]) => void stdin.write(lines.map((line) => `${line}\n`).join('')),
    reply,
    release: released.resolve,
    asked: asked.promise,
  };
}

/** Not `readline`: it also breaks at U+2028, which JSON may contain. */
async function* linesOf(stream: PassThrough): AsyncGenerator<string, undefined> {
  let rest = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

/** In one breath, as `printf … | concierge stdio` does. */
async function askedAtOnce(...lines: string[]): Promise<Connection> {
  const connection = connect();
  connection.stdin.end(lines.map((line) => `${line}\n`).join(''));
  await connection.asked;
  return connection;
}

test('the end of stdin waits for the answers under way', async () => {
  const connection = await askedAtOnce(INITIALIZE, CALL);
  expect(await connection.reply()).toMatchObject({ id: 'init', result: {} });
  connection.release();
  expect(await connection.reply()).toMatchObject({ id: 'call', result: { structuredContent: {} } });
  await connection.ended;
});

test('many answers wait for a slow reader without a warning of a leak', async () => {
  const calls = Array.from({ length: 40 }, (_, index) => legacyCall(TOOL, {}, `call ${index}`).body ?? '');
  const stdout = new PassThrough({ highWaterMark: 16 });
  const connection = connect({ stdout });
  const warnings: string[] = [];
  const hear = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', hear);
  try {
    connection.release();
    connection.stdin.end([INITIALIZE, ...calls].map((line) => `${line}\n`).join(''));
    await sleep(50);
    const replies = linesOf(stdout);
    for (const _ of [INITIALIZE, ...calls]) expect((await replies.next()).value).toContain('result');
    expect(warnings).toEqual([]);
  } finally {
    process.off('warning', hear);
  }
});

test('so in the newer revision', async () => {
  const connection = await askedAtOnce(modernCall(TOOL, {}, 'call').body ?? '');
  connection.release();
  expect(await connection.reply()).toMatchObject({ id: 'call', result: { structuredContent: {} } });
  await connection.ended;
});

test('closing waits for them too, and hears nothing more', async () => {
  const connection = connect();
  connection.say(INITIALIZE, CALL);
  await connection.asked;
  const closed = connection.close();
  connection.say(request('late', 'ping', {}));
  connection.release();
  await closed;
  await connection.ended;
  expect([await connection.reply(), await connection.reply()]).toMatchObject([{ id: 'init' }, { id: 'call' }]);
  expect(await Promise.race([connection.reply(), sleep(50, 'nothing')])).toBe('nothing');
});

test('calls wait until everything is ready, however long that takes', async () => {
  const ready = Promise.withResolvers<void>();
  const connection = connect({ ready: ready.promise, graceMs: 20 });
  connection.release();
  connection.stdin.end(`${INITIALIZE}\n${CALL}\n`);
  expect(await connection.reply()).toMatchObject({ id: 'init' });
  await sleep(60);
  ready.resolve();
  expect(await connection.reply()).toMatchObject({ id: 'call', result: {} });
  await connection.ended;
});

test('a call that never ends is given up after the grace', async () => {
  const connection = connect({ graceMs: 20 });
  connection.stdin.end(`${CALL}\n`);
  await connection.asked;
  await expect(connection.ended).resolves.toBeUndefined();
});

test.each([
  { what: 'nothing was asked', lines: [] },
  { what: 'it is no message', lines: ['hello'] },
  { what: 'a call was called off', lines: [CALL, cancelled('call')] },
  {
    what: 'a subscription is open',
    lines: [request('s', 'subscriptions/listen', { notifications: {}, _meta: MODERN_META })],
  },
])('nothing to wait for: $what', async ({ lines }) => {
  const connection = connect({ graceMs: 60_000 });
  connection.say(...lines);
  connection.stdin.end();
  await expect(connection.ended).resolves.toBeUndefined();
});

function cancelled(requestId: string): string {
  return JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } });
}
