/** Live look-ups take the smaller part of what a system allows. */
import { expect, it } from 'vitest';
import { CONNECTORS } from '../connectors.ts';
import type { SourceClient } from '../kit/http/client.ts';
import type { Quota } from '../kit/http/limit-headers.ts';
import { zendesk } from '../connectors/zendesk.ts';
import { sparing, sparingClient } from './sparing.ts';

it.each([...CONNECTORS.values()])('asks $name at a tenth of its pace, and no less than one request', (connector) => {
  const { paces } = sparing(connector);
  for (const [name, { concurrency, rate }] of Object.entries(connector.paces)) {
    const slow = paces[name];
    expect(slow?.concurrency).toBeLessThanOrEqual(concurrency);
    expect(slow?.concurrency).toBeGreaterThanOrEqual(1);
    expect(slow?.rate?.perMs).toBe(rate?.perMs);
    if (rate !== null) expect(slow?.rate?.requests).toBe(Math.max(1, Math.floor(rate.requests / 10)));
  }
});

it.each<readonly [why: string, quota: Quota | null, keep: number, restsMs: number]>([
  ['nothing is said', null, 0, 0],
  ['much is left', { remaining: 9_000, of: 15_000, resetMs: null }, 0, 0],
  ['a fifth is left', { remaining: 3_000, of: 15_000, resetMs: null }, 0, 60_000],
  ['as much is left as a sync leaves, twice', { remaining: 40, of: null, resetMs: 5_000 }, 20, 5_000],
  ['none is left', { remaining: 0, of: null, resetMs: 5_000 }, 0, 5_000],
])('rests where %s', async (_why, quota, keep, restsMs) => {
  let nowMs = 1_000;
  let asked = 0;
  const page = { rows: [], document: null, next: null, until: null };
  const ask: SourceClient['ask'] = async () => {
    asked += 1;
    return page;
  };
  const inner: SourceClient = { ask, pages: async function* () {}, quota: () => quota, isDown: () => false };
  const client = sparingClient(inner, { keep }, () => nowMs);
  const organization = zendesk.operations['organization'];
  if (organization === undefined) throw new Error('Zendesk has no organization.');
  const again = async () => await client.ask(organization, { id: '1' }, { deadlineMs: 1 });
  await again();
  nowMs += Math.max(0, restsMs - 1);
  if (restsMs > 0) await expect(again()).rejects.toMatchObject({ kind: 'limit', retryAfterMs: 1 });
  nowMs += 1;
  await again();
  expect(asked).toBe(2);
});
