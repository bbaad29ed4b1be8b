/**
 * Releases that go live while a server answers: no call fails, each answer is of one release and replays under it, and clients
 * hear of other tools.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DecisionRecord } from '../../src/audit/record.ts';
import { runCommand } from '../support/cli.ts';
import type { Serving } from '../support/concierge-process.ts';
import { copyOfAcme, MAIN, NODE, serveConcierge } from '../support/concierge-process.ts';

/** Copperline Foods, a VIP: somebody by name under release 1, the fallback under release 2. */
const VIP = { account_id: '001Hs00003QKF1rIAH' };
const SWITCHES = 8;

const { folder, dispose } = copyOfAcme();
let serving: Serving;

beforeAll(async () => {
  // What they expect is tried elsewhere, and takes its time.
  rmSync(join(folder, 'scenarios'), { recursive: true });
  serving = await serveConcierge(folder, { env: { LOG_LEVEL: 'info' } });
}, 60_000);
afterAll(async () => {
  await serving.stop();
  dispose();
});

test('a publish and rollbacks under load', { timeout: 120_000 }, async () => {
  edit('concierge.yaml', 'topics: [billing,', 'topics: [privacy, billing,');
  edit('guardrails/escalation.yaml', 'when: { account.tier: [VVIP, VIP] }', 'when: { account.tier: VVIP }');
  const load = underLoad();
  await command('publish', folder, '--accept-change', '--by', 'Ada');
  await taken(2);
  for (let turn = 0; turn < SWITCHES; turn += 1) {
    await command('rollback', turn % 2 === 0 ? '1' : '2', folder);
    await taken(turn + 3);
  }
  const { answers, failures } = await load.stop();
  expect(failures).toEqual([]);
  expect(answers).toBeGreaterThan(SWITCHES);

  const records = await recorded();
  expect(records.length).toBe(answers);
  const [release1 = '', release2 = ''] = await hashes();
  expect(new Set(records.map(({ release }) => release))).toEqual(new Set([release1, release2]));
  for (const { release, escalation } of records)
    expect(escalation?.rule, 'the row of its own release').toBe(release === release1 ? 'vvip' : 'otherwise');
  const { code, out } = await runCommand(['audit', 'replay', folder, '--limit', '200', '--json']);
  expect([code, JSON.parse(out)]).toMatchObject([0, { differ: 0, impossible: {} }]);
});

test('a client that listens hears of other tools and readings, and gets them', { timeout: 60_000 }, async () => {
  const wires = {
    http: new StreamableHTTPClientTransport(new URL(serving.url)),
    stdio: new StdioClientTransport({
      command: NODE,
      args: [MAIN, 'stdio', folder, '--from-last-import'],
      stderr: 'ignore',
    }),
  };
  const before = await topicsNow(wires.http, { pin: '2026-07-28' });
  const piped = await topicsNow(wires.stdio, 'legacy');
  await command('rollback', before.topics.includes('privacy') ? '1' : '2', folder);
  for (const client of [before, piped]) {
    const topics = await client.changed;
    expect(topics.includes('privacy')).toBe(!client.topics.includes('privacy'));
    expect(await client.readings).toEqual([1, 1]);
    await client.close();
  }
});

/** Calls from four clients at once, of both revisions, until it is stopped. */
function underLoad(): { readonly stop: () => Promise<{ readonly answers: number; readonly failures: string[] }> } {
  const modes = ['legacy', { pin: '2026-07-28' }, 'legacy', { pin: '2026-07-28' }] as const;
  const failures: string[] = [];
  let answers = 0;
  const stopped = new AbortController();
  const clients = modes.map(async (mode) => {
    const client = new Client({ name: 'load', version: '1.0.0' }, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(serving.url)));
    while (!stopped.signal.aborted) {
      try {
        const { isError, structuredContent } = await client.callTool({
          name: 'get_escalation_contact',
          arguments: VIP,
        });
        if (isError === true || structuredContent === undefined) failures.push('no contact');
        answers += 1;
      } catch (error) {
        failures.push(String(error));
      }
    }
    await client.close();
  });
  const stop = async () => {
    stopped.abort();
    await Promise.all(clients);
    return { answers, failures };
  };
  return { stop };
}

/** When the server has taken so many releases, the first included. */
async function taken(releases: number): Promise<void> {
  const told = () => serving.printed().stderr.split('"event":"release_live"').length - 1;
  while (told() < releases) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function topicsNow(
  transport: StreamableHTTPClientTransport | StdioClientTransport,
  mode: 'legacy' | { readonly pin: '2026-07-28' },
) {
  const heard = Promise.withResolvers<readonly string[]>();
  const [read, prompted] = [Promise.withResolvers<unknown>(), Promise.withResolvers<unknown>()];
  const client = new Client(
    { name: 'listening', version: '1.0.0' },
    {
      versionNegotiation: { mode },
      listChanged: {
        tools: { onChanged: (error, tools) => (error ? heard.reject(error) : heard.resolve(topicsIn(tools))) },
        resources: { onChanged: (_error, resources) => read.resolve(resources?.length) },
        prompts: { onChanged: (_error, prompts) => prompted.resolve(prompts?.length) },
      },
    },
  );
  await client.connect(transport);
  const { tools } = await client.listTools();
  const readings = Promise.all([read.promise, prompted.promise]);
  return { topics: topicsIn(tools), changed: heard.promise, readings, close: () => client.close() };
}

function topicsIn(tools: unknown): readonly string[] {
  return /"privacy"/.test(JSON.stringify(tools)) ? ['privacy'] : [];
}

async function recorded(): Promise<readonly DecisionRecord[]> {
  const args = ['audit', 'list', folder, '--account', VIP.account_id, '--limit', '1000000', '--json'];
  const out = await command(...args);
  // Of the sample questions that `start` answers there may be one of this customer, with a topic or urgent.
  return out
    .split('\n')
    .map((line) => JSON.parse(line) as DecisionRecord)
    .filter(({ asked }) => asked.topic === null && asked.urgency === 'normal' && asked.language === null);
}

async function hashes(): Promise<readonly string[]> {
  const { releases } = JSON.parse(await command('releases', folder, '--json')) as {
    releases: { readonly number: number; readonly release: string }[];
  };
  return [1, 2].map((number) => releases.find((one) => one.number === number)?.release ?? '');
}

async function command(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await runCommand(args);
  if (code !== 0) throw new Error(err);
  return out;
}

function edit(file: string, old: string, now: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(old).length !== 2) throw new Error(`"${old}" doesn't stand once in ${file}`);
  writeFileSync(
    path,
    text.replace(old, () => now),
  );
}
