/**
 * What agents read, frozen: the tools, their schemas, the server's instructions, glossary and prompt, for each of the sample's callers.
 * Changing one is a decision: agents choose tools by these words, and vendors' validators read these schemas.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anyCaller, callersOf } from '../../src/cli/callers/callers.ts';
import { CONCIERGE } from '../../src/config/workspace.ts';
import { serviceEndpoint } from '../../src/edge/mcp/service.ts';
import { routesOf } from '../../src/edge/http/routes.ts';
import { LEGACY_HEADERS, messageOf, MODERN_META, modernHeaders } from '../edge/calls.ts';
import { OPTIONS, serve } from '../edge/serve.ts';
import type { Sent } from '../edge/serve.ts';
import type { AcmeDesk } from '../support/acme-desk.ts';
import { openAcmeDesk } from '../support/acme-desk.ts';
import { wayOf } from '../support/way.ts';

/** Written anew by `UPDATE_SURFACE=1 npx vitest run test/surface`. */
const PINNED = join(import.meta.dirname, 'tools.json');

let sample: AcmeDesk;
beforeAll(async () => void (sample = await openAcmeDesk()), 60_000);
afterAll(() => sample.close());

async function answersTo(caller: string, requests: readonly Sent[]): Promise<unknown[]> {
  const served = await serve([
    serviceEndpoint(CONCIERGE, sample.desk, wayOf(callersOf(sample.workspace).get(caller)!)),
  ]);
  const answers = await Promise.all(requests.map(async (sent) => messageOf((await served.send(sent)).body)));
  await served.close();
  return answers.map((message) => (message as { result: unknown }).result);
}

const legacy = (method: string, params: object = {}): Sent => ({
  headers: LEGACY_HEADERS,
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
});

const modern = (method: string): Sent => ({
  headers: modernHeaders(method),
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { _meta: MODERN_META } }),
});

const HELLO = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1.0.0' } };

describe('what agents read', () => {
  const callers = ['support-copilot', 'website-chat', 'help-center', 'partner-portal'];
  const surface = async (): Promise<Record<string, unknown>> => {
    const seen = callers.map(async (caller) => {
      const [initialize, list, ...read] = await answersTo(caller, [
        legacy('initialize', HELLO),
        legacy('tools/list'),
        legacy('resources/list'),
        legacy('resources/read', { uri: 'concierge://cx_concierge/glossary' }),
        legacy('prompts/list'),
        legacy('prompts/get', { name: 'hand_over' }),
      ]);
      return [caller, { initialize: withoutVersion(initialize), list, read }] as const;
    });
    return Object.fromEntries(await Promise.all(seen));
  };

  test('is what was decided, to the order of keys', async () => {
    const actual = await surface();
    if (process.env['UPDATE_SURFACE'] === '1') writeFileSync(PINNED, `${JSON.stringify(actual, null, 2)}\n`);
    const pinned: unknown = JSON.parse(readFileSync(PINNED, 'utf8'));
    expect(actual).toEqual(pinned);
    expect(JSON.stringify(actual)).toBe(JSON.stringify(pinned));
  });

  test('is the same in the newer revision, with how long it may be kept', async () => {
    const [list, hello] = await answersTo('website-chat', [legacy('tools/list'), legacy('initialize', HELLO)]);
    const [modernList, discovered] = await answersTo('website-chat', [modern('tools/list'), modern('server/discover')]);
    const kept = { resultType: 'complete', ttlMs: 60_000, cacheScope: 'private' };
    expect(modernList).toMatchObject({ ...(list as object), ...kept });
    expect(discovered).toMatchObject({ ...kept, instructions: (hello as { instructions: string }).instructions });
  });
});

/** It changes with every release. */
function withoutVersion(initialize: unknown): object {
  const { serverInfo, ...rest } = initialize as { serverInfo: object };
  return { ...rest, serverInfo: { ...serverInfo, version: '*' } };
}

test('the paths that are served, and their methods', () => {
  const way = wayOf(anyCaller(sample.workspace));
  const routes = routesOf({ endpoints: [serviceEndpoint(CONCIERGE, sample.desk, way)], pages: new Map() }, OPTIONS);
  expect(Object.fromEntries([...routes].map(([path, { methods }]) => [path, methods]))).toEqual({
    '/healthz': ['GET', 'HEAD'],
    '/readyz': ['GET', 'HEAD'],
    '/mcp': ['POST'],
    '/mcp/cx_concierge': ['POST'],
  });
  const other = serviceEndpoint(CONCIERGE, { ...sample.desk, tenant: 'acme' }, way);
  expect(other.paths).toEqual(['/t/acme/mcp/cx_concierge']);
});
