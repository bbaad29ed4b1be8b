/** The MCP Inspector's command line, which nobody here wrote, over HTTP and stdio, against the command as users start it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Serving } from '../support/concierge-process.ts';
import { copyOfAcme, MAIN, NODE, serveConcierge } from '../support/concierge-process.ts';
import { ASKED, SARAH, TOOL_NAMES } from './expected.ts';

const require = createRequire(import.meta.url);
const INSPECTOR = require.resolve('@modelcontextprotocol/inspector/clients/launcher/build/index.js');

const sample = copyOfAcme();
/** It keeps settings there. */
const home = mkdtempSync(join(tmpdir(), 'inspector-home-'));
let concierge: Serving;
beforeAll(async () => void (concierge = await serveConcierge(sample.folder)), 60_000);
afterAll(async () => {
  await concierge.stop();
  sample.dispose();
  rmSync(home, { recursive: true, force: true });
});

type Ended = { readonly code: number; readonly out: string; readonly err: string };

function inspect(wire: 'HTTP' | 'stdio', era: string, ...options: string[]): Promise<Ended> {
  const target = wire === 'HTTP' ? [concierge.url, '--transport', 'http'] : ['--transport', 'stdio'];
  const server = wire === 'HTTP' ? [] : ['--', NODE, MAIN, 'stdio', sample.folder];
  const args = [INSPECTOR, '--cli', ...target, '--protocol-era', era, ...options, ...server];
  const env = { PATH: process.env['PATH'] ?? '', HOME: home };
  return new Promise((resolve) => {
    execFile(NODE, args, { env, timeout: 50_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err });
    });
  });
}

const CALL = [
  '--method',
  'tools/call',
  '--tool-name',
  'get_escalation_contact',
  '--tool-args-json',
  JSON.stringify(ASKED),
];

describe.each(['HTTP', 'stdio'] as const)('over %s', (wire) => {
  test.each(['legacy', 'modern'])('%s: lists and calls', { timeout: 110_000 }, async (era) => {
    const listed = await inspect(wire, era, '--method', 'tools/list');
    expect(listed).toMatchObject({ code: 0 });
    const { tools } = JSON.parse(listed.out) as { tools: { name: string }[] };
    expect(tools.map(({ name }) => name)).toEqual(TOOL_NAMES);

    const called = await inspect(wire, era, ...CALL);
    expect(called).toMatchObject({ code: 0 });
    expect(JSON.parse(called.out)).toMatchObject({ structuredContent: { contact: SARAH } });
  });
});

test(
  'its strict check finds nothing in the schemas that a model vendor would refuse',
  { timeout: 60_000 },
  async () => {
    const { code, err } = await inspect('HTTP', 'modern', '--strict', '--method', 'tools/list');
    expect({ code, err }).toEqual({ code: 0, err: '' });
  },
);
