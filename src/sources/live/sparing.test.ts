/** Live look-ups take the smaller part of what a system allows. */
import { expect, it } from 'vitest';
import { CONNECTORS } from '../connectors.ts';
import type { SourceClient } from '../kit/http/client.ts';
import type { Quota } from '../kit/http/limit-headers.ts';
import type { Operation } from '../kit/http/operation.ts';
import { sparing, sparingClient } from './sparing.ts';

const ORGANIZATION: Operation = { about: 'Reads one.', input: {}, request: { path: '/' }, paging: null, rows: null };

it.each([...CONNECTORS.values()])('asks $name at a tenth of its pace, and no less than one request', (connector) => {
  const { paces } = sparing(connector);
  const rates = Object.values(connector.paces).map(({ rate }) => rate);
  expect(Object.values(paces).map(({ rate }) => rate)).toEqual(
    rates.map((rate) => rate && { ...rate, requests: Math.max(1, Math.floor(rate.requests / 10)) }),
  );
  expect(Object.values(paces).every(({ concurrency }) => concurrency >= 1 && concurrency <= 2)).toBe(true);
});

function clientWith(quota: Quota, keep: number) {
  let nowMs = 1_000;
  const page = { rows: [], document: null, next: null, until: null };
  const inner: SourceClient = {
    ask: async () => page,
    pages: async function* () {},
    quota: () => quota,
    isDown: () => false,
  };
  const client = sparingClient(inner, { keep }, () => nowMs);
  return {
    ask: async () => await client.ask(ORGANIZATION, {}, { deadlineMs: 1 }),
    pass: (ms: number) => (nowMs += ms),
  };
}

it.each<readonly [why: string, quota: Quota, keep: number, restsMs: number]>([
  ['a fifth is left', { remaining: 3_000, of: 15_000, resetMs: null }, 0, 60_000],
  ['as much is left as a sync leaves, twice', { remaining: 40, of: null, resetMs: 5_000 }, 20, 5_000],
  ['none is left', { remaining: 0, of: null, resetMs: 5_000 }, 0, 5_000],
])('rests where %s, until there is more', async (_why, quota, keep, restsMs) => {
  const { ask, pass } = clientWith(quota, keep);
  await ask();
  pass(restsMs - 1);
  await expect(ask()).rejects.toMatchObject({ kind: 'limit', retryAfterMs: 1 });
  pass(1);
  expect(await ask()).toMatchObject({ rows: [] });
});

it('goes on where much is left', async () => {
  const { ask } = clientWith({ remaining: 9_000, of: 15_000, resetMs: null }, 0);
  await ask();
  expect(await ask()).toMatchObject({ rows: [] });
});
