/** The troubleshooting table of `docs/running.md`: each message is one that the program says, word for word. */
import { once } from 'node:events';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NOT_BUILT } from '../../src/admin/page-files.ts';
import { runCommand } from '../support/cli.ts';
import type { Serving } from '../support/concierge-process.ts';
import { serveConcierge } from '../support/concierge-process.ts';
import { tableRows } from './blocks.ts';
import { closeStages, CLOCK, openStage, servedOrigin } from './stage.ts';

afterAll(async () => {
  await (await withKeys)?.stop();
  await closeStages();
});

/** What goes wrong, on purpose: each tells what the program says then. */
const TROUBLES: readonly (readonly [what: string, cause: () => Promise<string>])[] = [
  ['no workspace', async () => await said(['start', '.'])],
  ['init where a workspace is', async () => await said(['init', 'examples/acme'])],
  [
    'a mistake in a file',
    async () =>
      await said(['start', 'examples/acme'], (acme) => appendFileSync(join(acme, 'concierge.yaml'), '\nrules: x\n')),
  ],
  ['a port that is no number', async () => await said(['start', 'examples/acme'], undefined, { PORT: 'abc' })],
  ['a busy port', busyPort],
  ['an address that others reach', async () => await deployed('listen: { host: 0.0.0.0 }')],
  [
    'a store that isn’t served yet',
    async () => await deployed('store: { postgres: database }\nsecrets: { database: { env: DATABASE_URL } }'),
  ],
  ['an open caller that nobody declared', async () => await deployed('auth: { open: nobody }')],
  [
    'an export that isn’t there',
    async () => await said(['import', 'examples/acme'], (acme) => rmSync(join(acme, 'data/absences.csv'))),
  ],
  [
    'a column that isn’t there',
    async () =>
      await said(['import', 'examples/acme'], (acme) => writeFileSync(join(acme, 'data/absences.csv'), 'Nothing\n')),
  ],
  [
    'a row that is too short',
    async () =>
      await said(['import', 'examples/acme'], (acme) => appendFileSync(join(acme, 'data/absences.csv'), 'E1003\n')),
  ],
  ['a store that is a file', async () => await deployed('store: { sqlite: README.md }')],
  [
    'a customer whom nobody knows',
    async () => await said(['explain', 'examples/acme', '--email', 'someone@unheard-of.example']),
  ],
  ['a call without identity', async () => await called(`${await servedOrigin()}/mcp`)],
  ['an open caller that must be bound', boundByNobody],
  ['a start without an export, after one with it', startedAgain],
  [
    'a log level that is none',
    async () => await said(['start', 'examples/acme', '--port', '0'], undefined, { LOG_LEVEL: 'loud' }),
  ],
  ['a proxy', async () => await called(`${await servedOrigin()}/mcp`, { 'x-forwarded-for': '192.0.2.1' })],
  ['another host name', async () => await called(`${await servedOrigin()}/mcp`, { host: 'concierge.acme.example' })],
  [
    'a foreign web page',
    async () => await called(`${await servedOrigin()}/mcp`, { origin: 'https://elsewhere.example' }),
  ],
  ['a client without a token', async () => await called(await urlWithKeys())],
  ['a made-up key', async () => await called(await urlWithKeys(), { authorization: `Bearer cxk_${'a'.repeat(12)}` })],
  ['a client over stdio without a key', async () => await said(['stdio', 'examples/acme'], askForKeys)],
  ['a budget that is used up', askedTooOften],
  ['a page that isn’t built', async () => await Promise.resolve(NOT_BUILT)],
  ['a page without its link', async () => await called(new URL('/api/ask', await pageWithKeys()).href)],
  ['a page that is served nowhere', async () => await said(['page', 'examples/acme'], askForKeys)],
  ['another path', async () => await called(`${await servedOrigin()}/sse`)],
];

const ROWS = tableRows('docs/running.md', 'it says', 'do').map(([cell = '']) => cell.replaceAll(/^`+|`+$/g, ''));

const messages = new Map<string, string>();

beforeAll(async () => {
  await Promise.all(TROUBLES.map(async ([what, cause]) => messages.set(what, await cause())));
}, 60_000);

it.each(ROWS)('the program says “%s”', (row) => {
  expect([...messages.values()].filter((message) => patternOf(row).test(message))).not.toEqual([]);
});

it.each(TROUBLES)('%s is in the table', (what) => {
  const message = messages.get(what) ?? '';
  expect(ROWS.some((row) => patternOf(row).test(message)) ? 'in the table' : message).toBe('in the table');
});

function patternOf(row: string): RegExp {
  const pieces = row.split('…').map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(pieces.join('.*'));
}

async function said(
  args: readonly string[],
  spoil: (acme: string) => void = () => undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { folder } = await openStage();
  spoil(join(folder, 'examples/acme'));
  const { out, err } = await runCommand(args, { cwd: folder, clock: CLOCK, env });
  return `${out}\n${err}`;
}

async function deployed(yaml: string): Promise<string> {
  return await said(['start', 'examples/acme'], (acme) => writeFileSync(join(acme, 'deployment.yaml'), `${yaml}\n`));
}

async function boundByNobody(): Promise<string> {
  return await said(['start', 'examples/acme'], (acme) => {
    appendFileSync(join(acme, 'concierge.yaml'), '  nobodys-chat: { audience: customers }\n');
    writeFileSync(join(acme, 'deployment.yaml'), 'auth: { open: nobodys-chat }\n');
  });
}

function askForKeys(acme: string): void {
  writeFileSync(join(acme, 'deployment.yaml'), 'auth: { api_keys: true }\n');
}

/** The link that `start` printed. */
async function pageWithKeys(): Promise<string> {
  withKeys ??= servedWithKeys();
  return /See (\S+)/.exec((await withKeys).printed().stdout)?.[1] ?? '';
}

async function servedWithKeys(): Promise<Serving> {
  return await servedWith((acme) =>
    writeFileSync(join(acme, 'deployment.yaml'), 'auth: { api_keys: true }\npage: { port: 0 }\n'),
  );
}

let withKeys: Promise<Serving> | undefined;

async function urlWithKeys(): Promise<string> {
  withKeys ??= servedWithKeys();
  return (await withKeys).url;
}

async function askedTooOften(): Promise<string> {
  const { url, stop } = await servedWith((acme) => {
    appendFileSync(
      join(acme, 'concierge.yaml'),
      '  rare: { audience: teams, binding: "off", budget: { calls_per_second: 0.2 } }\n',
    );
    writeFileSync(join(acme, 'deployment.yaml'), 'auth: { open: rare }\n');
  });
  await called(url);
  const message = await called(url);
  await stop();
  return message;
}

async function servedWith(change: (acme: string) => void): Promise<Serving> {
  const acme = join((await openStage()).folder, 'examples/acme');
  change(acme);
  return await serveConcierge(acme);
}

async function busyPort(): Promise<string> {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const message = await said(['start', 'examples/acme', '--port', String(port)]);
  other.close();
  return message;
}

async function startedAgain(): Promise<string> {
  const { folder } = await openStage();
  const acme = join(folder, 'examples/acme');
  rmSync(join(acme, 'data/hr_employees.csv'));
  const serving = await serveConcierge(acme);
  const { stderr } = await serving.stop();
  return stderr;
}

const CALL = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'get_account_team', arguments: {} } };

/** Headers as given: `fetch` sets some by itself. */
async function called(url: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const own = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers };
  const sent = request(url, { method: 'POST', headers: own });
  sent.end(JSON.stringify(CALL));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return await text(response);
}
