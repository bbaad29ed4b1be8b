/** `concierge stdio` without a client library: what goes over the pipes, byte by byte. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { copyOfAcme, MAIN, NODE, startConcierge } from '../support/concierge-process.ts';
import { ASKED, SARAH } from './expected.ts';

const sample = copyOfAcme();
afterAll(() => sample.dispose());

const HELLO = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1.0.0' } };
const CALL = { name: 'get_escalation_contact', arguments: ASKED };

test('nothing but messages on stdout, and the end of stdin ends it', { timeout: 60_000 }, async () => {
  const child = spawn(NODE, [MAIN, 'stdio', sample.folder]);
  const messages = text(child.stderr);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'exit');
  const reply = async (): Promise<unknown> => JSON.parse((await lines.next()).value as string);
  const say = (line: string): void => void child.stdin.write(`${line}\n`);
  const ask = (id: number | string, method: string, params: object): void =>
    say(JSON.stringify({ jsonrpc: '2.0', id, method, params }));

  ask(1, 'initialize', HELLO);
  expect(await reply()).toMatchObject({ id: 1, result: { serverInfo: { name: 'cx_concierge' } } });
  say('this is not JSON');
  say('{"jsonrpc":"2.0","method":"notifications/initialized"}');
  ask(2, 'tools/call', CALL);
  expect(await reply()).toMatchObject({ id: 2, result: { structuredContent: { contact: SARAH } } });
  ask('odd', 'tools/call', { name: 'get_account_team', arguments: [] });
  expect(await reply()).toMatchObject({ id: 'odd', result: { isError: true } });
  ask(3, 'tools/call', { name: 'rm', arguments: {} });
  expect(await reply()).toMatchObject({ id: 3, error: { code: -32_602, message: 'Unknown tool: rm' } });

  child.stdin.end();
  expect(await ended).toEqual([0, null]);
  expect(await lines.next()).toMatchObject({ done: true });
  expect(await messages).not.toMatch(/Error|node_modules|\.ts:/);
});

const ASKED_AT_ONCE = [
  { jsonrpc: '2.0', id: 1, method: 'initialize', params: HELLO },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  { jsonrpc: '2.0', id: 2, method: 'tools/call', params: CALL },
]
  .map((message) => `${JSON.stringify(message)}\n`)
  .join('');

test.each([
  { how: 'the end of stdin', end: (child: ChildProcess) => void child.stdin?.end() },
  { how: 'SIGTERM', end: (child: ChildProcess) => void child.kill('SIGTERM') },
])('what was asked before $how is answered', { timeout: 60_000 }, async ({ end }) => {
  const { child, until, ended } = startConcierge(['stdio', sample.folder]);
  child.stdin?.write(ASKED_AT_ONCE);
  await until('"id":1');
  end(child);
  const { code, stdout, stderr } = await ended;
  const replies = stdout.trim().split('\n');
  expect(replies.map((line) => JSON.parse(line) as object)).toMatchObject([
    { id: 1 },
    { id: 2, result: { structuredContent: { contact: SARAH } } },
  ]);
  expect(code).toBe(0);
  expect(stderr).not.toContain('"level":"error"');
  expect(stderr).not.toContain('import was interrupted');
});
