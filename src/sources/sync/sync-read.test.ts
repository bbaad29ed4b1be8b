/** Syncs of one read against a system that changes, fails and forgets: the copy ends up as what the system holds. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { OutboundReply, OutboundRequest } from '../../outbound/outbound.ts';
import { sqliteCopies } from '../../store/sqlite/copies.ts';
import type { CopiedRow, CopyStore } from '../../store/copies.ts';
import type { SourceClient } from '../kit/http/client.ts';
import type { Connector, SyncRead } from '../kit/http/connector.ts';
import { openSource } from '../kit/http/open-source.ts';
import type { ReadToSync, SyncOrder } from './sync-plan.ts';
import { syncRead } from './sync-read.ts';

const SIZE = 3;
const SYSTEM: Connector = {
  name: 'system',
  title: 'System',
  settings: {},
  base: 'https://system.example',
  waysIn: { open: { about: '', secrets: {}, words: {}, auth: { kind: 'none' }, scopes: [] } },
  errors: { at: ['code'], kinds: {} },
  limits: null,
  paces: { default: { concurrency: 1, rate: null } },
  operations: {
    all: {
      about: 'Lists what there is.',
      input: { fields: { type: 'names', about: '' } },
      request: { path: '/all', query: { fields: '{fields}' } },
      paging: { kind: 'cursor', at: 'next', to: { query: 'after' } },
      rows: 'items',
    },
    changed: {
      about: 'Lists what has changed, and what is gone.',
      input: { since: { type: 'string', about: '' }, fields: { type: 'names', about: '' } },
      request: { path: '/changed', query: { since: '{since}', fields: '{fields}' } },
      paging: { kind: 'cursor', at: 'next', to: { query: 'after' } },
      rows: 'items',
    },
  },
  reads: {
    things: {
      about: '',
      operation: 'all',
      input: {},
      columns: 'fields',
      id: 'id',
      changes: {
        operation: 'changed',
        since: 'since',
        as: 'iso',
        overlapMs: 0,
        reachMs: null,
        gone: { at: 'deleted', is: [true] },
        deletions: null,
      },
      one: null,
    },
  },
  probe: { operation: 'all', input: {}, scopesHeader: null },
};

const ASKING_MORE: Connector = {
  ...SYSTEM,
  reads: { things: { ...SYSTEM.reads['things'], links: { name: ['system.example'] } } as SyncRead },
};

type Thing = { readonly id: string; readonly name: string; readonly deleted: boolean; readonly changedMs: number };

/** Holds things, tells them page by page, and fails at the requests that it is told to. */
class System {
  readonly things = new Map<string, Thing>();
  nowMs = Date.parse('2026-11-23T08:00:00Z');
  requests = 0;
  failAt: number | null = null;
  /** Whether it still knows what has changed. */
  tellsChanges = true;

  put(id: string, name: string, deleted = false): void {
    this.things.set(id, { id, name, deleted, changedMs: this.nowMs });
  }

  send = async ({ url }: OutboundRequest): Promise<OutboundReply> => {
    this.requests += 1;
    if (this.failAt !== null && this.requests >= this.failAt) return reply(400, { code: 'Broken' });
    const { pathname, searchParams } = new URL(url);
    if (pathname === '/changed' && !this.tellsChanges) return reply(400, { code: 'TooManyChanges' });
    const since = Date.parse(searchParams.get('since') ?? '1970-01-01');
    const told = [...this.things.values()].filter(({ deleted, changedMs }) =>
      pathname === '/all' ? !deleted : changedMs >= since,
    );
    const after = searchParams.get('after') ?? '';
    const rest = told.filter(({ id }) => id > after).toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const items = rest.slice(0, SIZE);
    return reply(200, { items, next: rest.length > SIZE ? items.at(-1)?.id : null });
  };

  /** As a clean full sync would leave it. */
  wanted(): readonly CopiedRow[] {
    const there = [...this.things.values()].filter(({ deleted }) => !deleted);
    return there
      .map(({ id, name }) => ({ id, values: { name } }))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  }
}

function reply(status: number, body: unknown): OutboundReply {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)), url: '' };
}

const KEY = { tenant: 'default', source: 'crm', read: 'things' };
const THINGS: ReadToSync = {
  key: KEY,
  connector: SYSTEM,
  read: 'things',
  columns: ['name'],
  place: 'https://system.example',
};

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function openCopies(folder = mkdtempSync(join(tmpdir(), 'copies-'))): {
  readonly copies: CopyStore;
  readonly folder: string;
} {
  if (!folders.includes(folder)) folders.push(folder);
  return { folder, copies: sqliteCopies({ folder, busyTimeoutMs: 1_000 }) };
}

function clientTo(system: System): SourceClient {
  const access = { settings: {}, wayIn: 'open', words: {}, secrets: {}, baseUrl: null };
  const kept = { latest: async () => null, keep: async () => {} };
  return openSource(SYSTEM, access, { outbound: system, secretFor: () => '', kept, now: Date.now, random: () => 0 });
}

function order(system: System, also: Partial<SyncOrder> = {}): SyncOrder {
  return { full: false, fullEveryMs: Number.POSITIVE_INFINITY, now: () => system.nowMs, ...also };
}

async function rowsOf(copies: CopyStore): Promise<readonly CopiedRow[]> {
  const rows: CopiedRow[] = [];
  for await (const row of copies.rows(KEY)) rows.push(row);
  return rows;
}

type Step =
  | { readonly do: 'put' | 'remove'; readonly id: number }
  | { readonly do: 'sync'; readonly full: boolean; readonly failAfter: number | null; readonly reopen: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('put' as const, 'remove' as const), id: fc.nat(12) }),
  fc.record({
    do: fc.constant('sync' as const),
    full: fc.boolean(),
    failAfter: fc.option(fc.nat(4)),
    reopen: fc.boolean(),
  }),
);

it('whatever changes, fails and stops on the way, the copy ends as the system is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const system = new System();
      let { copies, folder } = openCopies();
      for (const [nth, one] of steps.entries()) {
        system.nowMs += 1_000;
        if (one.do !== 'sync') {
          system.put(`t${String(one.id).padStart(2, '0')}`, `name ${nth}`, one.do === 'remove');
          continue;
        }
        system.failAt = one.failAfter === null ? null : system.requests + 1 + one.failAfter;
        await syncRead(THINGS, order(system, { full: one.full }), clientTo(system), copies).catch(() => {});
        if (!one.reopen) continue;
        await copies.close();
        ({ copies, folder } = openCopies(folder));
      }
      system.failAt = null;
      system.nowMs += 1_000;
      // One that stopped goes on as it began; the next one brings what has changed since.
      await syncRead(THINGS, order(system), clientTo(system), copies);
      system.nowMs += 1_000;
      await syncRead(THINGS, order(system), clientTo(system), copies);
      expect(await rowsOf(copies)).toEqual(system.wanted());
      expect((await copies.state(KEY)).rows).toBe(system.wanted().length);
      await copies.close();
    }),
    { numRuns: 60 },
  );
});

describe('a sync', () => {
  function filled(): System {
    const system = new System();
    for (let nth = 0; nth < 10; nth += 1) system.put(`t${String(nth).padStart(2, '0')}`, `name ${nth}`);
    return system;
  }

  it('goes on at the page where it stopped', async () => {
    const system = filled();
    const { copies } = openCopies();
    system.failAt = 3;
    await expect(syncRead(THINGS, order(system), clientTo(system), copies)).rejects.toMatchObject({ kind: 'rejected' });
    expect((await copies.state(KEY)).rows).toBe(6);
    expect((await copies.state(KEY)).asOf).toBeNull();
    [system.failAt, system.requests] = [null, 0];
    expect(await syncRead(THINGS, order(system), clientTo(system), copies)).toMatchObject({
      kind: 'full',
      rows: 4,
      pages: 2,
    });
    expect(system.requests).toBe(2);
    expect(await rowsOf(copies)).toEqual(system.wanted());
    await copies.close();
  });

  it('asks only for what has changed, and says what came of it', async () => {
    const system = filled();
    const { copies } = openCopies();
    system.nowMs += 1_000;
    await syncRead(THINGS, order(system), clientTo(system), copies);
    system.nowMs += 60_000;
    system.put('t03', 'another name');
    system.put('t05', '', true);
    system.put('t99', 'new');
    system.requests = 0;
    expect(await syncRead(THINGS, order(system), clientTo(system), copies)).toMatchObject({
      kind: 'changes',
      changes: { added: 1, changed: 1, dropped: 1 },
    });
    expect(system.requests).toBe(1);
    expect((await copies.state(KEY)).asOf).toBe('2026-11-23T08:01:01Z');
    await copies.close();
  });

  it.each<[string, Partial<ReadToSync>, Partial<SyncOrder>]>([
    ['the mapping names other columns', { columns: ['name', 'tier'] }, {}],
    ['the system is another', { place: 'https://other.example' }, {}],
    ['the connector reads it in another way', { connector: ASKING_MORE }, {}],
    ['the last time was long ago', {}, { fullEveryMs: 30_000 }],
    ['somebody wants it', {}, { full: true }],
  ])('reads all when %s', async (_name, what, also) => {
    const system = filled();
    const { copies } = openCopies();
    await syncRead(THINGS, order(system), clientTo(system), copies);
    system.nowMs += 60_000;
    expect(await syncRead({ ...THINGS, ...what }, order(system, also), clientTo(system), copies)).toMatchObject({
      kind: 'full',
      rows: 10,
    });
    await copies.close();
  });

  it('reads all when the system doesn’t tell what has changed', async () => {
    const system = filled();
    const { copies } = openCopies();
    await syncRead(THINGS, order(system), clientTo(system), copies);
    system.nowMs += 60_000;
    system.put('t03', 'another name');
    system.put('t05', '', true);
    system.tellsChanges = false;
    expect(await syncRead(THINGS, order(system), clientTo(system), copies)).toMatchObject({ kind: 'full', rows: 9 });
    expect(await rowsOf(copies)).toEqual(system.wanted());
    await copies.close();
  });

  it('keeps nothing but what the mapping names', async () => {
    const system = filled();
    system.send = ((send) => async (request) => {
      const { body, ...rest } = await send(request);
      return { ...rest, body: Buffer.from(body.toString().replaceAll('"name"', '"notes":"CANARY","name"')) };
    })(system.send);
    const { copies, folder } = openCopies();
    await syncRead(THINGS, order(system), clientTo(system), copies);
    await copies.close();
    expect(readFileSync(join(folder, 'sources.sqlite')).includes('CANARY')).toBe(false);
    expect(readFileSync(join(folder, 'sources.sqlite')).includes('name 7')).toBe(true);
  });

  it('tells columns that are gone, and records without an id', async () => {
    const system = filled();
    for (let nth = 10; nth < 30; nth += 1) system.put(`t${nth}`, `name ${nth}`);
    system.send = ((send) => async (request) => {
      const { body, ...rest } = await send(request);
      return { ...rest, body: Buffer.from(body.toString().replace('"t00"', 'null').replaceAll('"name"', '"title"')) };
    })(system.send);
    const { copies } = openCopies();
    expect(await syncRead(THINGS, order(system), clientTo(system), copies)).toMatchObject({
      nameless: 1,
      rows: 29,
      drift: [{ column: 'name', is: 'gone' }],
    });
    await copies.close();
  });

  it('of another shape that stops half-way leaves no copy that counts', async () => {
    const system = filled();
    const { copies } = openCopies();
    await syncRead(THINGS, order(system), clientTo(system), copies);
    system.failAt = system.requests + 2;
    const other = { ...THINGS, columns: ['id', 'name'] };
    await expect(syncRead(other, order(system), clientTo(system), copies)).rejects.toMatchObject({ kind: 'rejected' });
    expect(await copies.state(KEY)).toMatchObject({ shape: null, asOf: null, fullAt: null, mark: null });
    system.failAt = null;
    expect(await syncRead(THINGS, order(system), clientTo(system), copies)).toMatchObject({ kind: 'full', rows: 10 });
    expect(await rowsOf(copies)).toEqual(system.wanted());
    await copies.close();
  });

  it.each(['while it reads', 'while it goes on', 'before it ends'])(
    'stops when another takes over %s, which loses nothing',
    async (when) => {
      const system = filled();
      const { copies } = openCopies();
      const client = clientTo(system);
      const { send } = system;
      if (when === 'while it goes on') {
        system.failAt = 3;
        await syncRead(THINGS, order(system), client, copies).catch(() => {});
        system.failAt = null;
      }
      system.requests = 0;
      const at = when === 'before it ends' ? 4 : 2;
      system.send = async (request) => {
        const told = await send(request);
        if (system.requests !== at) return told;
        system.send = send;
        system.put('t99', 'new meanwhile');
        await syncRead(THINGS, order(system, { full: when === 'while it reads' }), clientTo(system), copies);
        return told;
      };
      await expect(syncRead(THINGS, order(system), clientTo(system), copies)).rejects.toMatchObject({
        kind: 'transient',
        message: expect.stringContaining('taken over') as string,
      });
      expect(await rowsOf(copies)).toEqual(system.wanted());
      expect(await copies.state(KEY)).toMatchObject({ rows: 11, running: null });
      await copies.close();
    },
  );

  it.each([false, true])('writes nothing more once another has begun (anew: %s) and is under way', async (full) => {
    const system = filled();
    const { copies } = openCopies();
    const { send } = system;
    system.send = async (request) => {
      const told = await send(request);
      if (system.requests !== 2) return told;
      system.send = send;
      system.failAt = 4;
      await syncRead(THINGS, order(system, { full }), clientTo(system), copies).catch(() => {});
      system.failAt = null;
      return told;
    };
    const taken = { kind: 'transient', message: expect.stringContaining('taken over') as string };
    await expect(syncRead(THINGS, order(system), clientTo(system), copies)).rejects.toMatchObject(taken);
    await syncRead(THINGS, order(system), clientTo(system), copies);
    expect(await rowsOf(copies)).toEqual(system.wanted());
    await copies.close();
  });

  it.each<[string, Partial<SyncOrder>, number]>([
    ['it stopped long ago', {}, 3_600_001],
    ['somebody wants all, for what was read may be of other credentials', { full: true }, 1_000],
  ])('begins anew where %s', async (_name, also, laterMs) => {
    const system = filled();
    const { copies } = openCopies();
    system.failAt = 3;
    await expect(syncRead(THINGS, order(system), clientTo(system), copies)).rejects.toMatchObject({ kind: 'rejected' });
    system.failAt = null;
    system.nowMs += laterMs;
    expect(await syncRead(THINGS, order(system, also), clientTo(system), copies)).toMatchObject({
      kind: 'full',
      rows: 10,
    });
    await copies.close();
  });

  it('empties no copy for records that nobody can name any more', async () => {
    const system = filled();
    const { copies } = openCopies();
    await syncRead(THINGS, order(system), clientTo(system), copies);
    const { send } = system;
    system.send = async (request) => {
      const { body, ...rest } = await send(request);
      return { ...rest, body: Buffer.from(body.toString().replaceAll('"id"', '"key"')) };
    };
    await expect(syncRead(THINGS, order(system, { full: true }), clientTo(system), copies)).rejects.toMatchObject({
      kind: 'contract',
      message: 'No record has an id at `id`, where there were some before.',
    });
    expect(await rowsOf(copies)).toEqual(system.wanted());
    system.send = send;
    for (const { id } of system.wanted()) system.put(id, '', true);
    expect(await syncRead(THINGS, order(system, { full: true }), clientTo(system), copies)).toMatchObject({
      changes: { dropped: 10 },
    });
    await copies.close();
  });
});
