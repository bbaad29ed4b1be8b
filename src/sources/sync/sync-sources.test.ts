/** Syncs of several sources: who holds one, what ends with whom, and what is left of those that are declared no more. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CopyStore } from '../../store/copies.ts';
import { sqliteCopies } from '../../store/sqlite/copies.ts';
import type { SystemSource } from '../declaration.ts';
import type { SourceClient } from '../kit/http/client.ts';
import type { Connector } from '../kit/http/connector.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';
import { shapeOf } from './shape.ts';
import type { ReadOutcome, SyncSurroundings } from './sync-sources.ts';
import { readToSync, syncSources } from './sync-sources.ts';

const NOW = Date.parse('2026-11-23T08:00:00Z');
const CONNECTOR: Connector = {
  name: 'system',
  title: 'System',
  settings: {},
  base: 'https://system.example',
  waysIn: { open: { about: '', secrets: {}, words: {}, auth: { kind: 'none' }, scopes: [] } },
  errors: { at: ['code'], kinds: {} },
  limits: null,
  paces: { default: { concurrency: 1, rate: null } },
  operations: { all: { about: '', input: {}, request: { path: '/all' }, paging: null, rows: 'items' } },
  reads: { things: { about: '', operation: 'all', input: {}, columns: null, id: 'id', changes: null, one: null } },
  probe: { operation: 'all', input: {}, scopesHeader: null },
};

let folder: string;
let copies: CopyStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'copies-'));
  copies = sqliteCopies({ folder, busyTimeoutMs: 1_000 });
});
afterEach(async () => {
  vi.useRealTimers();
  await copies.close();
  rmSync(folder, { recursive: true });
});

function source(name: string, reads: readonly string[] = ['things']): SystemSource {
  return {
    name,
    connector: 'system',
    system: null,
    mappings: [],
    reads: reads.map((read) => ({ name: read, read: 'things' })),
    access: { settings: {}, wayIn: 'open', words: { account: 'one' }, secrets: { token: 'TOKEN' }, baseUrl: null },
    sync: { everyMs: 900_000, fullMs: 86_400_000 },
  };
}

/** One page of one record; `before` happens before it is told. */
function client(before: () => unknown = () => {}): SourceClient {
  return {
    ask: () => Promise.reject(new Error('not asked')),
    quota: () => null,
    isDown: () => false,
    pages: async function* () {
      await before();
      yield { rows: [{ id: '1' }], document: null, next: null, until: null, goesOnAt: null };
    },
  };
}

async function synced(
  sources: readonly SystemSource[],
  clientFor: SyncSurroundings['clientFor'] = () => client(),
): Promise<readonly ReadOutcome[]> {
  return await syncSources(sources, { sources: 'all', full: false }, surroundings(clientFor));
}

function surroundings(clientFor: SyncSurroundings['clientFor'] = () => client()): SyncSurroundings {
  const connectors = new Map([['system', CONNECTOR]]);
  return { tenant: 'default', connectors, copies, clientFor, now: () => NOW, onRows: () => {} };
}

const CRM = { tenant: 'default', source: 'crm' };

it.each([
  ['another machine', `elsewhere ${process.pid} x`, 'busy'],
  ['a process that lives', `${hostname()} ${process.pid} x`, 'busy'],
  ['who says no process', 'x', 'busy'],
  ['a process that is gone', `${hostname()} ${spawnSync(process.execPath, ['-e', '0']).pid} x`, 'synced'],
])('a source that is held by %s is taken only from the dead', async (_name, holder, outcome) => {
  await copies.claim({ ...CRM, holder }, NOW, 30_000);
  expect(await synced([source('crm')])).toMatchObject([{ source: 'crm', read: 'things', outcome }]);
});

it('a claim that is lost under way ends the sync of that source, and is not given back', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const outcomes = await synced([source('crm', ['things', 'more'])], () =>
    client(async () => {
      await copies.release({ ...CRM, holder: (await copies.holder('default', 'crm')) ?? '' });
      await copies.claim({ ...CRM, holder: 'another' }, NOW, 30_000);
      await vi.advanceTimersByTimeAsync(10_000);
    }),
  );
  const taken = { outcome: 'failed', kind: 'transient', message: expect.stringContaining('taken over') as string };
  expect(outcomes).toMatchObject([taken, taken]);
  expect(await copies.holder('default', 'crm')).toBe('another');
  expect((await copies.state({ ...CRM, read: 'things' })).rows).toBe(0);
});

it('a claim lasts for as long as it is renewed', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  let nowMs = NOW;
  const waiting = client(async () => {
    for (let nth = 0; nth < 10; nth += 1) {
      nowMs += 10_000;
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect(await copies.claim({ ...CRM, holder: 'another' }, nowMs, 30_000)).toBe(false);
  });
  const ground = { ...surroundings(() => waiting), now: () => nowMs };
  expect(await syncSources([source('crm')], { sources: 'all', full: false }, ground)).toMatchObject([
    { outcome: 'synced', rows: 1 },
  ]);
  expect(await copies.holder('default', 'crm')).toBeNull();
});

it('a defect over one source is told as its failure, by its kind alone', async () => {
  const outcomes = await synced([source('crm'), source('hr')], ({ name }) =>
    client(() => {
      if (name === 'crm') throw new TypeError('CANARY');
    }),
  );
  expect(outcomes).toMatchObject([
    { source: 'crm', outcome: 'failed', kind: 'defect', message: 'This program broke over it (TypeError).' },
    { source: 'hr', outcome: 'synced', rows: 1 },
  ]);
});

describe('what is noted of each sync', () => {
  const noted = (read = 'things') => copies.noted({ ...CRM, read });
  const broken = (error: SourceFailure): SourceClient =>
    client(() => {
      throw error;
    });

  it('is what came, and since when it fails, until it goes well again', async () => {
    await synced([source('crm')]);
    expect(await noted()).toMatchObject({
      outcome: 'synced',
      kind: 'full',
      rows: 1,
      failures: 0,
      counts: { synced: 1 },
    });
    const limit = new SourceFailure('limit', 'Too much.', { retryAfterMs: 60_000 });
    await synced([source('crm')], () => broken(limit));
    await synced([source('crm')], () => broken(new SourceFailure('auth', `No.${'x'.repeat(1_000)}`)));
    const failed = await noted();
    expect(failed).toMatchObject({
      outcome: 'failed',
      failures: 2,
      failingSince: '2026-11-23T08:00:00Z',
      failure: { kind: 'auth' },
      retryAt: null,
      kind: 'full',
      counts: { synced: 1, failed: { limit: 1, auth: 1 } },
    });
    expect(failed?.failure?.message.length).toBeLessThan(400);
    await synced([source('crm')]);
    expect(await noted()).toMatchObject({ failures: 0, failingSince: null, failure: null, counts: { synced: 2 } });
  });

  it('is what the system said of its limits, and when it wants to be asked again', async () => {
    const limit = new SourceFailure('limit', 'Too much.', { retryAfterMs: 60_000 });
    const quota = () => ({ remaining: 3, of: 100, resetMs: 60_000 });
    await synced([source('crm')], () => ({ ...broken(limit), quota, isDown: () => true }));
    expect(await noted()).toMatchObject({
      quota: { remaining: 3, of: 100, resetsAt: '2026-11-23T08:01:00Z' },
      retryAt: '2026-11-23T08:01:00Z',
      isDown: true,
    });
  });

  it('goes when the read is declared no more, also where it never succeeded', async () => {
    await synced([source('crm')], () => broken(new SourceFailure('auth', 'No.')));
    await synced([source('crm', ['more'])]);
    expect(await noted()).toBeNull();
    expect(await noted('more')).not.toBeNull();
  });
});

it.each([
  ['was read since then is not read again', NOW - 1, 'not_due'],
  ['was read before then is read again', NOW + 1, 'synced'],
])('a source that %s', async (_what, since, outcome) => {
  await synced([source('crm')]);
  const request = { sources: ['crm'], full: false, unlessSince: { crm: since } };
  expect(await syncSources([source('crm')], request, surroundings())).toMatchObject([{ outcome }]);
});

it('what a source or a read has left is dropped when it is declared no more', async () => {
  await synced([source('crm', ['things', 'more']), source('hr')]);
  for (const tenant of ['default', 'other']) await copies.keepToken(tenant, 'hr', 'TOKEN');
  await copies.keepToken('default', 'crm', 'TOKEN');
  await synced([source('crm')]);
  const rows = async (name: string, read: string): Promise<number> => {
    const found = [];
    for await (const row of copies.rows({ tenant: 'default', source: name, read })) found.push(row);
    return found.length;
  };
  expect([await rows('crm', 'things'), await rows('crm', 'more'), await rows('hr', 'things')]).toEqual([1, 0, 0]);
  expect((await copies.state({ ...CRM, read: 'more' })).asOf).toBeNull();
  const tokens = [
    copies.keptToken('default', 'crm'),
    copies.keptToken('default', 'hr'),
    copies.keptToken('other', 'hr'),
  ];
  expect(await Promise.all(tokens)).toEqual(['TOKEN', null, 'TOKEN']);
});

it.each<[string, Partial<SystemSource['access']>]>([
  ['way in', { wayIn: 'other' }],
  ['words', { words: { account: 'two' } }],
  ['secrets', { secrets: { token: 'OTHER' } }],
  ['address', { baseUrl: 'https://other.example' }],
])('a source with another %s is another system', (_name, also) => {
  const [crm, ground] = [source('crm'), surroundings()];
  const other = { ...crm, access: { ...crm.access, ...also } };
  expect(shapeOf(readToSync(other, 'things', ground))).not.toBe(shapeOf(readToSync(crm, 'things', ground)));
  expect(shapeOf(readToSync({ ...crm }, 'things', ground))).toBe(shapeOf(readToSync(crm, 'things', ground)));
});
