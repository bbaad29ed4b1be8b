/**
 * The official conformance suite, both revisions, against the product's own HTTP stack: once with the suite's fixtures
 * behind it, where every required check must pass, and once clean, where each check that can't pass stands in a
 * baseline with its reason. A listed check that passes is an error too.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../src/edge/endpoint.ts';
import { endpointOf, identifyAs } from '../../src/edge/mcp/endpoint-of.ts';
import { CALLER, fakeOffer } from '../edge/fake-offer.ts';
import type { Served } from '../edge/serve.ts';
import { OPTIONS, serve } from '../edge/serve.ts';
import { fixtureEndpoint } from './fixtures/endpoint.ts';

/** `checks`: how many pass with the fixtures. The newer suite also runs extensions that nobody requires; some fail. */
const REVISIONS = [
  { revision: '2026-07-28', checks: 'Total: 164 passed' },
  { revision: '2025-11-25', checks: 'Total: 75 passed, 0 failed' },
];
const SUITE = join(import.meta.dirname, '../../node_modules/@modelcontextprotocol/conformance/dist/index.js');

/** What the suite printed; rejects with it when the suite is not satisfied, so that the failed checks show. */
function runSuite(url: string, revision: string, ...options: string[]): Promise<string> {
  const args = [SUITE, 'server', '--url', url, '--requirements', revision, ...options];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { timeout: 60_000, maxBuffer: 10_000_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${stdout}\n${stderr}`, { cause: error }));
    });
  });
}

function serving(endpoint: Endpoint): { readonly url: () => string } {
  let served: Served;
  beforeAll(async () => void (served = await serve([endpoint], { report: () => {} })));
  afterAll(() => served.close());
  return { url: () => `${served.origin}/mcp` };
}

describe('with the suite’s fixtures', () => {
  const { url } = serving(fixtureEndpoint());

  test.each(REVISIONS)('$revision: every required check passes', { timeout: 90_000 }, async ({ revision, checks }) => {
    await expect(runSuite(url(), revision)).resolves.toContain(checks);
  });
});

describe('the product as it is', () => {
  const report = OPTIONS.report;
  const { url } = serving(endpointOf(fakeOffer, { paths: ['/mcp'], identify: identifyAs(CALLER), report }));

  test.each(REVISIONS)(
    '$revision: fails what its baseline lists, and nothing else',
    { timeout: 90_000 },
    async ({ revision }) => {
      const baseline = join(import.meta.dirname, `baseline-${revision}.yml`);
      const listed = readFileSync(baseline, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('  - '));
      expect(listed.filter((line) => !/ # \w+/.test(line))).toEqual([]);
      await expect(runSuite(url(), revision, '--expected-failures', baseline)).resolves.toContain(
        'Baseline check passed',
      );
    },
  );
});
