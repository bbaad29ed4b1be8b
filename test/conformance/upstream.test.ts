/**
 * The official conformance suite with its fixtures behind the proxy: they are an upstream, and a service offers their tools. What a proxy
 * of tools can carry passes; each check that can't pass stands in a baseline with its reason, and one that passes after all is an error.
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { serviceEndpoint } from '../../src/edge/mcp/service.ts';
import { definitionIn, isUsable } from '../../src/upstreams/definition.ts';
import type { Definition } from '../../src/upstreams/definition.ts';
import { knownTool } from '../../src/upstreams/input-fields.ts';
import { proposedTool } from '../../src/upstreams/propose.ts';
import { snapshotText } from '../../src/upstreams/snapshot.ts';
import type { Served } from '../edge/serve.ts';
import { serve } from '../edge/serve.ts';
import type { UpstreamDesk } from '../services/upstream-desk.ts';
import { openUpstreamDesk } from '../services/upstream-desk.ts';
import { wayOf } from '../support/way.ts';
import { fixtureEndpoint } from './fixtures/endpoint.ts';
import { runSuite } from './run-suite.ts';

let fixtures: Served;
let up: UpstreamDesk;
let served: Served;
beforeAll(async () => {
  fixtures = await serve([fixtureEndpoint()]);
  const url = `${fixtures.origin}/mcp`;
  const tools = (await listed(url)).filter((tool) => knownTool(tool).needs.length === 0);
  const offered = Object.fromEntries(tools.map((tool) => [tool.name, proposedTool(tool)]));
  up = await openUpstreamDesk({
    files: {
      'sources/fixtures.yaml': stringify({ source: 'fixtures', connector: 'mcp', url }),
      'sources/fixtures.tools.json': snapshotText(tools),
      'services/fixtures.yaml': stringify({
        service: 'fixtures',
        source: 'fixtures',
        title: 'Fixtures',
        tools: offered,
      }),
    },
    wraps: [],
    edits: {},
    services: ['fixtures'],
    deployment: '',
  });
  served = await serve([serviceEndpoint('fixtures', up.desk, wayOf(up.caller('support-copilot')))]);
}, 60_000);
afterAll(async () => {
  await served.close();
  await up.close();
  await fixtures.close();
});

async function listed(url: string): Promise<readonly Definition[]> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  const { tools } = await client.listTools();
  await client.close();
  return tools.flatMap((tool) => definitionIn(tool) ?? []).filter(isUsable);
}

test.concurrent.each(['2026-07-28', '2025-11-25'])(
  '%s: the fixtures through the proxy fail what the baseline lists, and nothing else',
  { timeout: 120_000 },
  async (revision) => {
    const baseline = join(import.meta.dirname, `baseline-upstream-${revision}.yml`);
    const lines = readFileSync(baseline, 'utf8').split('\n');
    expect(lines.filter((line) => line.startsWith('  - ') && !/ # \w+/.test(line))).toEqual([]);
    const said = runSuite(`${served.origin}/mcp/fixtures`, revision, '--expected-failures', baseline);
    await expect(said).resolves.toContain('Baseline check passed');
  },
);
