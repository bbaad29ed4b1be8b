/** `concierge stdio` without a client library: what goes over the pipes, byte by byte. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { copyOfAcme, MAIN, NODE } from '../support/concierge-process.ts';
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
