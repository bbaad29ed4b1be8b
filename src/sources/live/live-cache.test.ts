/** What was looked up is kept while it is of use, in bounded room, and asked for no more often than it must be. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { instantOf } from '../../base/clock.ts';
import type { Asked, Look } from './live-cache.ts';
import { LiveCache } from './live-cache.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-23T09:00:00Z');
const LIMITS = { entries: 100, bytes: 1_000_000 };

function cacheAt(limits = LIMITS) {
  let nowMs = START;
  let asked = 0;
  let reply: (nth: number) => Asked | Promise<Asked> = found;
  const cache = new LiveCache(() => nowMs, limits);
  function found(nth: number): Asked {
    const records = [{ read: 'accounts', id: '1', values: { nth } }];
    return { kind: 'found', found: { asOf: instantOf(nowMs), records } };
  }
  return {
    look: async (key: string, also: Partial<Look> = {}) => {
      const ask = async (): Promise<Asked> => await reply((asked += 1));
      const looked = await cache.look(key, { freshMs: 5 * MINUTE, waitMs: 10_000, knownAt: '', ask, ...also });
      return [looked.outcome, looked.found?.records[0]?.values['nth'] ?? null];
    },
    pass: (ms: number) => void (nowMs += ms),
    replying: (next: Asked | Promise<Asked> | null) => void (reply = next === null ? found : () => next),
    asked: () => asked,
    found,
  };
}

const FAILED: Asked = { kind: 'failed' };

it('uses what is fresh, then what is stale while it asks, and in the end waits again', async () => {
  const { look, pass } = cacheAt();
  expect(await look('a')).toEqual(['fetched', 1]);
  pass(4 * MINUTE);
  expect(await look('a')).toEqual(['fresh', 1]);
  pass(2 * MINUTE);
  expect(await look('a')).toEqual(['stale', 1]);
  await turn();
  expect(await look('a')).toEqual(['fresh', 2]);
  pass(61 * MINUTE);
  expect(await look('a')).toEqual(['fetched', 3]);
});

it('asks nothing where the directory is fresh, and takes nothing that is older than it', async () => {
  const { look, pass, asked } = cacheAt();
  expect(await look('a', { knownAt: instantOf(START - MINUTE) })).toEqual(['fresh', null]);
  expect(asked()).toBe(0);
  await look('a');
  pass(20 * MINUTE);
  expect(await look('a', { knownAt: instantOf(START + 10 * MINUTE) })).toEqual(['fetched', 2]);
});

it('asks no more for half a minute after a failure, and keeps what it had meanwhile', async () => {
  const { look, pass, replying, asked } = cacheAt();
  replying(FAILED);
  expect([await look('a'), await look('a'), asked()]).toEqual([['failed', null], ['failed', null], 1]);
  pass(31_000);
  replying(null);
  expect(await look('a')).toEqual(['fetched', 2]);
  pass(6 * MINUTE);
  replying(FAILED);
  expect([await look('a'), await look('a'), await look('a')]).toEqual([
    ['stale', 2],
    ['stale', 2],
    ['stale', 2],
  ]);
  expect(asked()).toBe(3);
  pass(60 * MINUTE);
  expect(await look('a')).toEqual(['failed', null]);
});

it('forgets what it had of a record that is gone', async () => {
  const { look, pass, replying, asked } = cacheAt();
  await look('a');
  pass(61 * MINUTE);
  replying({ kind: 'gone' });
  expect([await look('a'), await look('a'), asked()]).toEqual([['gone', null], ['gone', null], 2]);
});

it('goes on without what is late, and asks one question for all who wait', async () => {
  const { look, replying, asked, found } = cacheAt();
  const reply = Promise.withResolvers<Asked>();
  replying(reply.promise);
  expect(await look('a', { waitMs: 1 })).toEqual(['late', null]);
  const waiting = [look('a'), look('a')];
  reply.resolve(found(7));
  expect([await Promise.all(waiting), asked()]).toEqual([
    [
      ['fetched', 7],
      ['fetched', 7],
    ],
    1,
  ]);
});

it('keeps so many accounts and bytes, and no more', async () => {
  const { look, asked } = cacheAt({ entries: 10, bytes: 1_000_000 });
  for (let nth = 0; nth < 30; nth++) await look(`account ${nth}`);
  for (let nth = 20; nth < 30; nth++) expect((await look(`account ${nth}`))[0]).toBe('fresh');
  expect((await look('account 0'))[0]).toBe('fetched');
  expect(asked()).toBe(31);
  const small = cacheAt({ entries: 100, bytes: 1_000 });
  for (let nth = 0; nth < 30; nth++) await small.look(`account ${nth}`);
  expect((await small.look('account 29'))[0]).toBe('fresh');
  expect((await small.look('account 0'))[0]).toBe('fetched');
});

it('has an answer for whoever waits, though its room was taken meanwhile', async () => {
  const { look, replying, found } = cacheAt({ entries: 1, bytes: 1_000_000 });
  const reply = Promise.withResolvers<Asked>();
  replying(reply.promise);
  const waiting = look('a');
  replying(null);
  await look('b');
  reply.resolve(found(7));
  expect(await waiting).toEqual(['fetched', 7]);
});
