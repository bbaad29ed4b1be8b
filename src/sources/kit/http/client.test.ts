/** The client over real HTTP on loopback: pages, refusals, limits, outages. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SourceClient } from './client.ts';
import type { PagePoint } from './turn-pages.ts';
import type { Asked, FakeSystem, Said } from '../../../../test/systems/fake-system.ts';
import { clientOf, fakeSystem, LIST } from '../../../../test/systems/fake-system.ts';
import type { Operation, Paging } from './operation.ts';
import { paceOf } from './pace.ts';
import type { Page, Row } from './page.ts';
import type { SourceFailure, SourceFailureKind } from './source-failure.ts';

const BOUNDS = { deadlineMs: 5_000 };
let system: FakeSystem | undefined;

afterEach(async () => await system?.close());

async function serving(reply: (asked: Asked, nth: number) => Said): Promise<FakeSystem> {
  return (system = await fakeSystem(reply));
}

async function all(client: SourceClient, operation: Operation): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of client.pages(operation, {}, BOUNDS)) rows.push(...page.rows);
  return rows;
}

const ROWS = Array.from({ length: 7 }, (_, index) => ({ id: index }));
const slice = (from: number, size: number) => ROWS.slice(from, from + size);
const after = (id: string | number | null = null) => (id === null ? 0 : Number(id) + 1);

/** Each way of paging, served three at a time by a system that has seven. */
type Way = readonly [
  name: string,
  paging: Paging,
  reply: (asked: Asked) => Said,
  request: Partial<Operation['request']>,
];

const WAYS: readonly Way[] = [
  [
    'a cursor in the query',
    { kind: 'cursor', at: 'paging.next.after', to: { query: 'after' } },
    ({ query }) => {
      const from = Number(query.get('after') ?? 0);
      return {
        body: { items: slice(from, 3), ...(from + 3 < 7 && { paging: { next: { after: String(from + 3) } } }) },
      };
    },
    {},
  ],
  [
    'a cursor in the body',
    { kind: 'cursor', at: 'pages.next.starting_after', to: { body: 'pagination.starting_after' } },
    ({ body }) => {
      const from = Number(
        (JSON.parse(body) as { pagination: { starting_after?: string } }).pagination.starting_after ?? 0,
      );
      return {
        body: { items: slice(from, 3), pages: { next: from + 3 < 7 ? { starting_after: String(from + 3) } : null } },
      };
    },
    { method: 'POST', body: { pagination: { per_page: 3 } } },
  ],
  [
    'a cursor with a word for the end',
    { kind: 'cursor', at: 'meta.after', to: { query: 'page[after]' }, more: 'meta.has_more' },
    ({ query }) => {
      const from = Number(query.get('page[after]') ?? 0);
      return { body: { items: slice(from, 3), meta: { has_more: from + 3 < 7, after: String(from + 3) } } };
    },
    {},
  ],
  [
    'the next URL, from its first slash',
    { kind: 'next_url', at: 'nextRecordsUrl', done: 'done' },
    ({ path }) => {
      const from = Number(path.split('-')[1] ?? 0);
      return { body: { items: slice(from, 3), done: from + 3 >= 7, nextRecordsUrl: `/things/more-${from + 3}` } };
    },
    {},
  ],
  [
    'a key',
    { kind: 'keyset', at: 'id', to: { query: 'after' }, more: 'more' },
    ({ query }) => {
      const rows = ROWS.filter(({ id }) => id > Number(query.get('after') ?? -1));
      return { body: { items: rows.slice(0, 3), ...(rows.length > 3 && { more: {} }) } };
    },
    {},
  ],
  [
    'the last row',
    { kind: 'last_row', at: 'id', to: { query: 'starting_after' }, more: 'has_more' },
    ({ query }) => {
      const from = after(query.get('starting_after'));
      return { body: { items: slice(from, 3), has_more: from + 3 < 7 } };
    },
    {},
  ],
  [
    'the last row, in the body, until one isn’t full',
    { kind: 'last_row', at: 'id', to: { body: 'after' }, size: 3 },
    ({ body }) => ({ body: { items: slice(after((JSON.parse(body) as { after?: number }).after), 3) } }),
    { method: 'POST', body: { order: 'id' } },
  ],
  [
    'the header Link',
    { kind: 'link' },
    ({ query, headers }) => {
      const from = Number(query.get('from') ?? 0);
      const next = `<http://${headers.host}/things?from=${from + 3}>; rel="next", <http://other.example/>; rel="last"`;
      return { body: { items: slice(from, 3) }, headers: from + 3 < 7 ? { link: next } : {} };
    },
    {},
  ],
  [
    'numbered pages',
    { kind: 'page', to: { query: 'page' }, first: 1, size: 3 },
    ({ query }) => ({
      body: { items: slice((Number(query.get('page') ?? 1) - 1) * 3, 3) },
    }),
    {},
  ],
  [
    'numbered pages, and how many there are',
    { kind: 'page', to: { query: 'page' }, first: 1, size: 3, pages: 'pages' },
    ({ query }) => ({
      body: { items: slice((Number(query.get('page') ?? 1) - 1) * 3, 3), pages: 3 },
    }),
    {},
  ],
  [
    'an offset',
    { kind: 'offset', to: { query: 'offset' }, size: 3 },
    ({ query }) => ({
      body: { items: slice(Number(query.get('offset') ?? 0), 3) },
    }),
    {},
  ],
  [
    'an offset, though pages aren’t full',
    { kind: 'offset', to: { query: 'offset' }, size: 3, more: 'more' },
    ({ query }) => {
      const from = Number(query.get('offset') ?? 0);
      return { body: { items: slice(from, 3).filter(({ id }) => id !== 1), more: from + 3 < 7 } };
    },
    {},
  ],
  [
    'a time',
    { kind: 'time', at: 'end_time', to: { query: 'start_time' }, end: 'end_of_stream' },
    ({ query }) => {
      const from = Number(query.get('start_time') ?? 0);
      return { body: { items: slice(from, 3), end_time: from + 3, end_of_stream: from + 3 >= 7 } };
    },
    {},
  ],
];

function by(paging: Paging, request: Way[3]): Operation {
  return { ...LIST, paging, request: { ...LIST.request, ...request } };
}

it.each(WAYS)('pages by %s come whole, each once, in three requests', async (_name, paging, reply, request) => {
  const { url, asked } = await serving(reply);
  const isThinned = paging.kind === 'offset' && paging.more !== undefined;
  const wanted = isThinned ? ROWS.filter(({ id }) => id !== 1) : ROWS;
  expect(await all(clientOf(url), by(paging, request))).toEqual(wanted);
  expect(asked).toHaveLength(3);
});

const isCounted = ([, { kind }]: Way): boolean => kind === 'page' || kind === 'offset';

it.each(WAYS.filter(isCounted))(
  'pages by %s begin anew: rows before may be gone by then',
  async (_name, paging, reply, request) => {
    const { url } = await serving(reply);
    const pages = clientOf(url).pages(by(paging, request), {}, BOUNDS);
    for await (const { goesOnAt } of pages) expect(goesOnAt).toBeNull();
  },
);

it.each(WAYS.filter((way) => !isCounted(way)))(
  'pages by %s go on where somebody stopped',
  async (_name, paging, reply, request) => {
    const { url } = await serving(reply);
    const operation = by(paging, request);
    const first = await clientOf(url).pages(operation, {}, BOUNDS).next();
    const kept = JSON.parse(JSON.stringify(first.done === true ? null : first.value.goesOnAt)) as PagePoint;
    const rest: Row[] = [];
    for await (const page of clientOf(url).pages(operation, {}, BOUNDS, kept)) rest.push(...page.rows);
    expect(rest).toEqual(ROWS.slice(3));
  },
);

describe('a place that the system remembers', () => {
  const operation: Operation = { ...LIST, paging: { kind: 'scroll', at: 'mark', to: { query: 'mark' } } };
  /** Says the same mark each time, and nothing at the end; the replies that `broken` names are lost after they were made. */
  const scroll = (broken: readonly number[] = []) => {
    let [from, nth] = [0, 0];
    return ({ query }: Asked): Said => {
      if (!query.has('mark')) from = 0;
      const items = slice(from, 3);
      from += 3;
      const isLost = broken.includes(nth++);
      return { body: { items, mark: 'm1' }, ...(isLost && { cutAt: 5 }) };
    };
  };

  it('is read from until there is no more, and never kept', async () => {
    const { url, asked } = await serving(scroll());
    const points: unknown[] = [];
    const rows: Row[] = [];
    for await (const page of clientOf(url).pages(operation, {}, BOUNDS)) {
      points.push(page.goesOnAt);
      rows.push(...page.rows);
    }
    expect(rows).toEqual(ROWS);
    expect(points).toEqual([null, null, null, null]);
    expect(asked.map(({ query }) => query.get('mark'))).toEqual([null, 'm1', 'm1', 'm1']);
  });

  it('may be asked for again', async () => {
    const { url } = await serving(scroll([0]));
    expect(await all(clientOf(url), operation)).toEqual(ROWS);
  });

  it('is not asked on from where a page was lost: it would be passed over', async () => {
    const { url, asked } = await serving(scroll([1]));
    await expect(all(clientOf(url), operation)).rejects.toMatchObject({ kind: 'transient' });
    expect(asked).toHaveLength(2);
  });
});

async function failing(
  said: Said | ((nth: number) => Said),
  also: Parameters<typeof clientOf>[1] = {},
  deadlineMs = 300,
): Promise<unknown> {
  const { url } = await serving((_asked, nth) => (typeof said === 'function' ? said(nth) : said));
  return await clientOf(url, also)
    .ask(LIST, {}, { deadlineMs, maxBytes: 10_000 })
    .then(
      (page: Page) => page.rows,
      (error: unknown) => error,
    );
}

describe('what goes wrong is told apart', () => {
  it.each<[string, Said, SourceFailureKind, string]>([
    ['401', { status: 401 }, 'auth', "127.0.0.1 doesn't accept the credentials (401)."],
    ['403', { status: 403 }, 'forbidden', "127.0.0.1 doesn't allow this with these credentials (403)."],
    [
      '404',
      { status: 404 },
      'not_found',
      "127.0.0.1 has nothing where it was asked (404). Where that is no record which is gone, look at the source's `settings`",
    ],
    [
      '400',
      { status: 400, body: { message: 'No such field: Tier of Alice' } },
      'rejected',
      '127.0.0.1 refuses the request (400).',
    ],
    ['429', { status: 429, headers: { 'retry-after': '60' } }, 'limit', '127.0.0.1 was asked too much (429).'],
    ['503', { status: 503 }, 'transient', "127.0.0.1 can't answer now (503)."],
    [
      'a redirect',
      { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      'contract',
      '127.0.0.1 replied otherwise than it promises (302).',
    ],
    [
      'a page of HTML',
      { body: '<html>', headers: { 'content-type': 'text/html' } },
      'contract',
      "127.0.0.1 replied with something that isn't JSON.",
    ],
    [
      'JSON that is broken off',
      { body: '{"items":[{"id":' },
      'contract',
      '127.0.0.1 replied with JSON that is broken off or malformed.',
    ],
    ['no list', { body: { elements: [] } }, 'contract', '127.0.0.1 replied without the list of records.'],
    ['a record that is none', { body: { items: ['x'] } }, 'contract', '127.0.0.1 replied with a record that is none.'],
    [
      'more than it may hold',
      { body: { items: [{ x: 'y'.repeat(20_000) }] } },
      'contract',
      'The reply of 127.0.0.1 is larger than 10000 bytes.',
    ],
    ['silence', { afterMs: 3_000 }, 'transient', 'in time'],
    ['a connection that breaks', { body: { items: [] }, cutAt: 5 }, 'transient', '127.0.0.1'],
  ])('%s', async (_name, said, kind, message) => {
    const failure = await failing(said);
    expect(failure).toMatchObject({ name: 'SourceFailure', kind });
    expect(String(failure)).toContain(message);
  });

  it('by the codes of a system before the status', async () => {
    const errors = { at: ['0.errorCode'], kinds: { REQUEST_LIMIT_EXCEEDED: 'limit' } } as const;
    const said = {
      status: 403,
      body: [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
    };
    const failure = await failing(said, { errors });
    expect(failure).toMatchObject({ kind: 'limit', code: 'REQUEST_LIMIT_EXCEEDED', status: 403 });
    expect(String(failure)).not.toContain('TotalRequests');
  });
});

describe('a request is sent again', () => {
  it('after an outage that passes', async () => {
    expect(await failing((nth) => (nth < 2 ? { status: 503 } : { body: { items: [{ id: 1 }] } }), {}, 5_000)).toEqual([
      { id: 1 },
    ]);
  });

  it('when the system says, and not before', async () => {
    const moments: number[] = [];
    const rows = await failing(
      (nth) => {
        moments.push(performance.now());
        return nth === 0 ? { status: 429, headers: { 'retry-after': '1' } } : { body: { items: [] } };
      },
      {},
      5_000,
    );
    expect(rows).toEqual([]);
    expect((moments[1] ?? 0) - (moments[0] ?? 0)).toBeGreaterThan(950);
  });

  it('until the time is up, and then the cause is told', async () => {
    expect(await failing({ status: 429 }, {}, 800)).toMatchObject({ kind: 'limit', status: 429 });
    expect(system?.asked.length).toBeGreaterThan(1);
  });

  it.each([400, 401, 403, 404])('never after %d', async (status) => {
    await failing({ status }, {}, 5_000);
    expect(system?.asked).toHaveLength(1);
  });
});

it.each([
  ['in another order', 'rejected', [{ id: 2 }, { id: 1 }]],
  ['sorted as text', 'rejected', [{ id: '10' }, { id: '9' }]],
  ['one of them twice', 'rejected', [{ id: 1 }, { id: 1 }]],
  ['one without its number', 'contract', [{ id: 1 }, { name: 'A' }]],
])('pages by a key with rows %s are never taken for all: %s', async (_what, kind, items) => {
  const { url } = await serving(() => ({ body: { items } }));
  const paging: Paging = { kind: 'keyset', at: 'id', to: { query: 'after' }, more: 'more' };
  await expect(all(clientOf(url), { ...LIST, paging })).rejects.toMatchObject({ kind });
});

describe('a reply that says that there is more, and not where', () => {
  const place = { query: 'at' };
  it.each<[string, Paging, object]>([
    ['a cursor', { kind: 'cursor', at: 'next', to: place, more: 'more' }, { more: true, next: null }],
    ['a URL, not done', { kind: 'next_url', at: 'next', done: 'done' }, { done: false }],
    ['a URL, and more', { kind: 'next_url', at: 'next', more: 'more' }, { more: true, next: '' }],
    ['a time', { kind: 'time', at: 'next', to: place, end: 'end' }, { end: false }],
    ['a key after nothing', { kind: 'keyset', at: 'id', to: place, more: 'more' }, { more: {}, items: [] }],
    ['a last row of nothing', { kind: 'last_row', at: 'id', to: place, more: 'more' }, { more: true, items: [] }],
    ['a last row without it', { kind: 'last_row', at: 'key', to: place, more: 'more' }, { more: true }],
    ['an offset after nothing', { kind: 'offset', to: place, size: 3, more: 'more' }, { more: true, items: [] }],
    ['a page after nothing', { kind: 'page', to: place, first: 1, size: 3, more: 'more' }, { more: true, items: [] }],
  ])('is never the end: %s', async (_name, paging, said) => {
    const { url, asked } = await serving(() => ({ body: { items: [{ id: 1 }], ...said } }));
    const asking = all(clientOf(url), { ...LIST, paging });
    await expect(asking).rejects.toMatchObject({ kind: 'contract' });
    expect(asked).toHaveLength(1);
  });

  it.each<[string, Paging, object]>([
    ['a cursor', { kind: 'cursor', at: 'next', to: place, more: 'more' }, { more: false, next: 'x' }],
    ['a URL', { kind: 'next_url', at: 'next', done: 'done' }, { done: true, next: '/things?x=1' }],
    ['a full page by the last row', { kind: 'last_row', at: 'id', to: place, size: 1, more: 'more' }, { more: false }],
    ['a last row that needs no mark', { kind: 'last_row', at: 'key', to: place, more: 'more' }, { more: false }],
    ['a full page by offset', { kind: 'offset', to: place, size: 1, more: 'more' }, { more: false }],
    ['a full page by number', { kind: 'page', to: place, first: 1, size: 1, more: 'more' }, { more: false }],
  ])('and one that says that it is the last is: %s', async (_name, paging, said) => {
    const { url, asked } = await serving(() => ({ body: { items: [{ id: 1 }], ...said } }));
    expect(await all(clientOf(url), { ...LIST, paging })).toEqual([{ id: 1 }]);
    expect(asked).toHaveLength(1);
  });
});

describe('a limit', () => {
  it('counts for all who ask, and nobody waits for longer than they can', async () => {
    const { url, asked } = await serving(() => ({ status: 429, headers: { 'retry-after': '60' } }));
    const client = clientOf(url);
    const ask = async () => await client.ask(LIST, {}, { deadlineMs: 2_000 }).catch((error: unknown) => error);
    expect(await ask()).toMatchObject({ kind: 'limit', status: 429 });
    const second = (await ask()) as SourceFailure;
    expect(second).toMatchObject({ kind: 'limit', status: null });
    expect(second.retryAfterMs).toBeGreaterThan(50_000);
    expect(asked).toHaveLength(1);
  });

  it('of years is held for an hour', async () => {
    let nowMs = 0;
    const pace = paceOf({ concurrency: 1, rate: null }, () => nowMs);
    pace.holdFor(Number.POSITIVE_INFINITY);
    const take = async () => await pace.take(async () => 'asked', AbortSignal.timeout(5_000), 1_000);
    await expect(take()).rejects.toMatchObject({ kind: 'limit', retryAfterMs: 3_600_000 });
    nowMs = 3_600_000;
    expect(await take()).toBe('asked');
  });

  it('of the one who asks may be further off than a timer counts to', async () => {
    const { url } = await serving(() => ({ body: { items: [] } }));
    expect((await clientOf(url).ask(LIST, {}, { deadlineMs: 2 ** 40 })).rows).toEqual([]);
  });
});

describe('behind a gateway', () => {
  const operation: Operation = { ...LIST, paging: { kind: 'next_url', at: 'next' } };
  const through = async (next: string, ownPath: string) => {
    const { url, asked } = await serving((_asked, nth) => ({
      body: { items: [{ id: nth }], ...(nth === 0 && { next }) },
    }));
    const gateway = { path: `/crm${ownPath}`, ownPath };
    const rows = await all(clientOf(url, { base: new URL(`${url}/crm${ownPath}`), gateway }), operation);
    return { rows: rows.length, paths: asked.map(({ path }) => path) };
  };

  it.each([
    ['the system’s own', '/data/v1/more/2', '/data/v1', '/crm/data/v1/more/2'],
    ['the system’s own, which has no path', '/more/2', '', '/crm/more/2'],
    ['rewritten by the gateway', '/crm/data/v1/more/2', '/data/v1', '/crm/data/v1/more/2'],
  ])('the next page is found: %s', async (_name, next, ownPath, path) => {
    expect(await through(next, ownPath)).toEqual({ rows: 2, paths: [`/crm${ownPath}/things`, path] });
  });

  it.each(['/data/v1/../../../payroll', '/payroll', 'https://crm.example/data/v1/more', '//crm.example/data/v1'])(
    'nothing else of it is asked: %s',
    async (next) => {
      await expect(through(next, '/data/v1')).rejects.toThrow("names a next page that isn't its own");
    },
  );
});

it('leaves a system alone that fails again and again', async () => {
  const { url, asked } = await serving(() => ({ status: 500, headers: { 'retry-after': '0' } }));
  const client = clientOf(url);
  const failed = async () => await client.ask(LIST, {}, BOUNDS).catch(String);
  await failed();
  await failed();
  const before = asked.length;
  expect(await failed()).toContain('is left alone for a while');
  expect(asked).toHaveLength(before);
  expect(client.isDown()).toBe(true);
});

it('takes all tries of a call for one failure where a caller says so, and is left alone after as many calls', async () => {
  const { url, asked } = await serving(() => ({ status: 500, headers: { 'retry-after': '0' } }));
  const client = clientOf(url);
  const failed = async () => await client.ask(LIST, {}, { ...BOUNDS, failsOnce: true }).catch(String);
  for (let nth = 1; nth < 5; nth++) await failed();
  expect([client.isDown(), asked.length]).toEqual([false, 20]);
  await failed();
  expect(client.isDown()).toBe(true);
  expect(await failed()).toContain('is left alone for a while');
  expect(asked).toHaveLength(25);
});

it('asks no more at once than it may', async () => {
  let [under, most] = [0, 0];
  const { url } = await serving(() => {
    most = Math.max(most, ++under);
    setTimeout(() => (under -= 1), 20);
    return { body: { items: [] }, afterMs: 20 };
  });
  const client = clientOf(url, { paces: { default: paceOf({ concurrency: 2, rate: null }) } });
  await Promise.all(Array.from({ length: 8 }, () => client.ask(LIST, {}, BOUNDS)));
  expect(most).toBe(2);
});

it('stops asking while the system says that nothing is left', async () => {
  const moments: number[] = [];
  const { url } = await serving(() => {
    moments.push(performance.now());
    return { body: { items: [] }, headers: { 'x-left': '0', 'x-reset': '1' } };
  });
  const client = clientOf(url, { limits: { remaining: 'x-left', reset: { header: 'x-reset', is: 'seconds' } } });
  await client.ask(LIST, {}, BOUNDS);
  await client.ask(LIST, {}, BOUNDS);
  expect((moments[1] ?? 0) - (moments[0] ?? 0)).toBeGreaterThan(950);
  expect(client.quota()).toEqual({ remaining: 0, of: null, resetMs: 1_000 });
});

describe('pages that lead astray', () => {
  const operation: Operation = { ...LIST, paging: { kind: 'next_url', at: 'next' } };
  it.each([
    ['another host', 'http://other.example/things', "names a next page that isn't its own"],
    ['a host with our password', 'http://user:pw@127.0.0.1/things', "names a next page that isn't its own"],
    ['itself', '/things', 'leads from a page to itself'],
  ])('to %s are not followed', async (_name, next, message) => {
    const { url } = await serving(() => ({ body: { items: [], next } }));
    await expect(all(clientOf(url), operation)).rejects.toThrow(message);
  });

  it.each<[string, Paging]>([
    ['marks', { kind: 'cursor', at: 'next', to: { query: 'after' } }],
    ['numbers', { kind: 'page', to: { query: 'page' }, first: 1, size: 1 }],
  ])('end where they lead round in a circle, by %s', async (_name, paging) => {
    const circle = ['a', 'b', 'c'];
    const { url, asked } = await serving((_asked, nth) => ({
      body: { items: [{ id: circle[nth % 3] }], next: circle[(nth + 1) % 3] },
    }));
    await expect(all(clientOf(url), { ...LIST, paging })).rejects.toThrow('leads round in a circle');
    expect(asked.length).toBeLessThan(10);
  });

  it('are not followed from a kept place either', async () => {
    const { url } = await serving(() => ({ body: { items: [] } }));
    const pages = clientOf(url).pages(operation, {}, BOUNDS, {
      url: 'http://other.example/things',
      body: null,
      nth: 3,
    });
    await expect(pages.next()).rejects.toThrow('The kept page is of another address.');
  });
});
