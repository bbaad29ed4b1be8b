/**
 * The official conformance suite, both revisions, against the product's own HTTP stack: once with the suite's fixtures
 * behind it, where every required check must pass, and once clean, where each check that can't pass stands in a
 * baseline with its reason. A listed check that passes is an error too.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callersOf } from '../../src/cli/callers/callers.ts';
import { CONCIERGE } from '../../src/config/workspace.ts';
import { serviceEndpoint } from '../../src/edge/mcp/service.ts';
import { wayOf } from '../support/way.ts';
import type { Served } from '../edge/serve.ts';
import { serve } from '../edge/serve.ts';
import type { AcmeDesk } from '../support/acme-desk.ts';
import { openAcmeDesk } from '../support/acme-desk.ts';
import { fixtureEndpoint } from './fixtures/endpoint.ts';
import { runSuite } from './run-suite.ts';

/** `checks`: how many pass with the fixtures. The newer suite also runs extensions that nobody requires; some fail. */
const REVISIONS = [
  { revision: '2026-07-28', checks: 'Total: 164 passed' },
  { revision: '2025-11-25', checks: 'Total: 75 passed, 0 failed' },
];
describe('with the suite’s fixtures', () => {
  let served: Served;
  beforeAll(async () => void (served = await serve([fixtureEndpoint()])));
  afterAll(() => served.close());

  test.each(REVISIONS)('$revision: every required check passes', { timeout: 120_000 }, async ({ revision, checks }) => {
    await expect(runSuite(`${served.origin}/mcp`, revision)).resolves.toContain(checks);
  });
});

describe('the product as it is', () => {
  let sample: AcmeDesk;
  let served: Served;
  beforeAll(async () => {
    sample = await openAcmeDesk();
    const caller = callersOf(sample.workspace).get('support-copilot')!;
    served = await serve([serviceEndpoint(CONCIERGE, sample.desk, wayOf(caller))]);
  }, 60_000);
  afterAll(async () => {
    await served.close();
    await sample.close();
  });

  test.each(REVISIONS)(
    '$revision: fails what its baseline lists, and nothing else',
    { timeout: 120_000 },
    async ({ revision }) => {
      const baseline = join(import.meta.dirname, `baseline-${revision}.yml`);
      const listed = readFileSync(baseline, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('  - '));
      expect(listed.filter((line) => !/ # \w+/.test(line))).toEqual([]);
      await expect(runSuite(`${served.origin}/mcp`, revision, '--expected-failures', baseline)).resolves.toContain(
        'Baseline check passed',
      );
    },
  );
});
