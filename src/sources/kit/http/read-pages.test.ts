/** Reads over real HTTP: asked for each value of another, over a window, cut down, added to, and what is held back. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Asked, FakeSystem, Said } from '../../../../test/systems/fake-system.ts';
import { clientOf, fakeSystem } from '../../../../test/systems/fake-system.ts';
import { readWhole } from '../../../../test/systems/opened.ts';
import { connectorProblems } from './connector-problems.ts';
import type { Connector, SyncRead } from './connector.ts';
import type { Operation } from './operation.ts';
import { patienceOf } from './patience.ts';

let system: FakeSystem | undefined;
afterEach(async () => await system?.close());

const NOW = Date.parse('2026-11-23T08:00:00Z');

const PEOPLE: Operation = {
  about: 'Lists people.',
  input: {},
  request: { path: '/people' },
  paging: { kind: 'cursor', at: 'next', to: { query: 'after' } },
  rows: 'items',
};
const CALENDAR: Operation = {
  about: 'Reads a calendar.',
  input: {
    person: { type: 'string', about: 'Whose.', required: true },
    from: { type: 'string', about: 'From.' },
    to: { type: 'string', about: 'To.' },
  },
  request: { path: '/calendars/{person}', query: { from: '{from}', to: '{to}' } },
  paging: null,
  rows: 'items',
  emptyIf: { at: '@kind.of', is: 'calendar' },
  keeps: ['id', 'link', 'what', 'at.day'],
};
const MANY: Operation = {
  about: 'Reads several.',
  input: { people: { type: 'strings', about: 'Whose.', required: true } },
  request: { method: 'POST', path: '/presences', body: { ids: { input: 'people' } } },
  paging: null,
  rows: '',
};

const { keeps: _keeps, ...PLAIN } = CALENDAR;

const READ: SyncRead = { about: '', operation: 'people', input: {}, columns: null, id: 'id', changes: null, one: null };
const CHANGES = {
  operation: 'calendar',
  since: 'from',
  as: 'day',
  overlapMs: 0,
  reachMs: null,
  gone: null,
  deletions: null,
} as const;
const EACH = { of: 'people', at: 'id', to: 'person', batch: 1, most: 10, passes: ['forbidden'] } as const;

function connectorWith(read: Partial<SyncRead>): Connector {
  return {
    name: 'desk',
    title: 'Desk',
    settings: {},
    base: 'https://desk.example',
    waysIn: {},
    errors: { at: [], kinds: {} },
    limits: null,
    paces: { default: { concurrency: 4, rate: null } },
    operations: { people: PEOPLE, calendar: CALENDAR, many: MANY, plain: PLAIN },
    reads: { people: READ, asked: { ...READ, operation: 'calendar', forEach: EACH, ...read } },
    probe: { operation: 'people', input: {}, scopesHeader: null },
  };
}

/** Seven people, three a page; the sixth is there twice, the seventh has left. */
function people({ query }: Asked): Said {
  const all = [1, 2, 3, 4, 5, 6, 6, 7].map((id) => ({ id, active: id !== 7 }));
  const from = Number(query.get('after') ?? 0);
  return { body: { items: all.slice(from, from + 3), next: from + 3 < all.length ? String(from + 3) : null } };
}

async function reading(read: Partial<SyncRead>, calendar: (who: string, asked: Asked) => Said, order = {}) {
  system = await fakeSystem((asked) =>
    asked.path === '/people' ? people(asked) : calendar(asked.path.split('/').at(-1) ?? '', asked),
  );
  return await readWhole({ client: clientOf(system.url), connector: connectorWith(read) }, 'asked', {
    now: NOW,
    ...order,
  });
}

const items = (...rows: object[]): Said => ({ body: { items: rows } });

describe('a read that is asked for each of another', () => {
  it('asks once for each, and tells of whom', async () => {
    const adds = { who: 'asked', day: 'today', key: { joined: ['who', 'id'] } } as const;
    const { rows } = await reading({ adds }, (who) => items({ id: `e${who}` }));
    expect(rows.map(({ key }) => key)).toEqual(['1:e1', '2:e2', '3:e3', '4:e4', '5:e5', '6:e6', '7:e7']);
    expect(rows[0]).toEqual({ id: 'e1', who: '1', day: '2026-11-23', key: '1:e1' });
  });

  it('asks for those alone that are meant', async () => {
    const forEach = { ...EACH, where: { at: 'active', is: [true] } };
    await reading({ forEach }, () => items());
    expect(system?.asked.filter(({ path }) => path !== '/people')).toHaveLength(6);
  });

  it('asks for several at once where the system takes a list', async () => {
    const forEach = { ...EACH, to: 'people', batch: 3 };
    const { rows } = await reading({ operation: 'many', forEach }, (_who, { body }) => ({
      body: (JSON.parse(body) as { ids: string[] }).ids.map((id) => ({ id })),
    }));
    expect(rows).toHaveLength(7);
    expect(system?.asked.filter(({ path }) => path === '/presences')).toHaveLength(3);
  });

  it('passes over what it may not see, and says so', async () => {
    const { rows, passedOver } = await reading({}, (who) => (who === '2' ? { status: 403 } : items({ id: who })));
    expect(rows).toHaveLength(6);
    expect(passedOver).toMatchObject([{ values: ['2'], failure: { kind: 'forbidden' } }]);
  });

  it('fails where it may see none: nobody is present for want of a permission', async () => {
    await expect(reading({}, () => ({ status: 403 }))).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('fails where one fails otherwise', async () => {
    await expect(reading({}, (who) => (who === '5' ? { status: 400 } : items()))).rejects.toMatchObject({
      kind: 'rejected',
    });
  });

  const busyAt = (who: string, seconds: string) => {
    let hasBeen = false;
    return (asked: string): Said => {
      if (asked !== who || hasBeen) return items({ id: asked });
      hasBeen = true;
      return { status: 429, headers: { 'retry-after': seconds } };
    };
  };

  it('waits out a limit that lasts longer than a request may', async () => {
    const order = { bounds: { deadlineMs: 100, patience: patienceOf(5_000) } };
    const { rows } = await reading({}, busyAt('3', '0.2'), order);
    expect(rows.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });

  it('stops to wait when it is told to', async () => {
    const stop = new AbortController();
    const bounds = { deadlineMs: 100, patience: patienceOf(60_000, stop.signal) };
    const busy = busyAt('3', '30');
    const asking = reading(
      {},
      (who) => {
        if (who === '3') setTimeout(() => stop.abort(new Error('Stopped.')), 50);
        return busy(who);
      },
      { bounds },
    );
    await expect(asking).rejects.toThrow('Stopped.');
  });

  it('waits no longer than it may', async () => {
    const order = { bounds: { deadlineMs: 100, patience: patienceOf(5_000) } };
    const asking = reading({}, busyAt('3', '6'), order);
    await expect(asking).rejects.toMatchObject({ kind: 'limit', retryAfterMs: expect.any(Number) as number });
  });

  it('fails before it asks for more than it may', async () => {
    await expect(reading({ forEach: { ...EACH, most: 5 } }, () => items())).rejects.toThrow(
      'There are more than 5 of `people` to ask for.',
    );
  });
});

describe('rows', () => {
  it('are asked for from so many days ago until so many ahead', async () => {
    const window = { from: 'from', to: 'to', as: 'day', backDays: 1, aheadDays: 10 } as const;
    await reading({ window }, () => items());
    expect(system?.asked.at(-1)?.query.toString()).toBe('from=2026-11-22&to=2026-12-03');
  });

  it('hold what is kept of them, and nothing else', async () => {
    const { rows } = await reading({}, (who) =>
      items({ id: who, note: 's3cret', at: { day: 'Monday', place: 'home' } }),
    );
    expect(rows[0]).toEqual({ id: '1', at: { day: 'Monday' } });
  });

  it('are those that are meant', async () => {
    const only = { at: 'what', is: ['away'] };
    const { rows } = await reading({ only }, (who) => items({ id: who, what: who === '1' ? 'away' : 'lunch' }));
    expect(rows).toEqual([{ id: '1', what: 'away' }]);
  });

  it('lose links that lead elsewhere, and these are counted', async () => {
    const all = [
      'https://book.example/1',
      'https://book.example.evil.example/2',
      'http://book.example/3',
      'https://user@book.example/4',
      'https://book.example:8443/5',
      'javascript:alert(1)',
      null,
    ];
    const links = { link: ['book.example'] };
    const { rows, strayLinks } = await reading({ links }, (who) => items({ id: who, link: all[Number(who) - 1] }));
    expect(rows.map(({ link }) => link)).toEqual(['https://book.example/1', null, null, null, null, null, null]);
    expect(strayLinks).toBe(5);
  });

  it('lose such links also where a name has a dot of its own', async () => {
    const links = { '@desk.link': ['book.example'], 'at.day': ['book.example'] };
    const { rows, strayLinks } = await reading({ links, operation: 'plain' }, (who) =>
      items({ id: who, '@desk.link': 'http://evil.example', at: { day: 'http://evil.example' } }),
    );
    expect(rows[0]).toEqual({ id: '1', '@desk.link': null, at: { day: null } });
    expect(strayLinks).toBe(14);
  });

  it('may be none without a list where the reply says what it is', async () => {
    const { rows } = await reading({}, () => ({ body: { '@kind.of': 'calendar' } }));
    expect(rows).toEqual([]);
    await system?.close();
    await expect(reading({}, () => ({ body: { '@kind.of': 'login' } }))).rejects.toMatchObject({ kind: 'contract' });
  });
});

describe('a connector that leads nowhere is told of', () => {
  const wrong = (also: Partial<Connector>) =>
    connectorProblems({ ...connectorWith({}), ...also }).map(({ path, message }) => `${path.join('.')}: ${message}`);
  const asking = (request: Operation['request']) => ({
    operations: { people: { ...PEOPLE, request }, calendar: CALENDAR },
  });

  it.each<[string, Partial<Connector>, string]>([
    [
      'an input that isn’t declared',
      asking({ path: '/people/{id}' }),
      'operations.people.request.path: `{id}` is no input of this operation.',
    ],
    [
      'a path that leads out',
      asking({ path: '//evil.example' }),
      'operations.people.request.path: This is no path below the address.',
    ],
    [
      'a key in the URL',
      asking({ path: '/p', query: { api_key: 'abc' } }),
      "operations.people.request.query.api_key: A credential doesn't belong into a URL, which logs and proxies keep.",
    ],
    [
      'a key in a header',
      asking({ path: '/p', headers: { Authorization: 'Bearer x' } }),
      "operations.people.request.headers.Authorization: A credential doesn't belong into the workspace.",
    ],
    [
      'a read of nothing',
      { reads: { people: { ...READ, operation: 'persons' } } },
      'reads.people.operation: There is no such name.',
    ],
    [
      'reads that ask for each other',
      { reads: { a: { ...READ, forEach: { ...EACH, of: 'b' } }, b: { ...READ, forEach: { ...EACH, of: 'a' } } } },
      'reads.a.for_each.of: These reads ask for each other.',
    ],
    [
      'changes of a read that is asked for each of another',
      { reads: { people: READ, asked: { ...READ, operation: 'calendar', forEach: EACH, changes: CHANGES } } },
      "reads.asked.changes: A read over days (`window`), or one that is asked for each of another (`for_each`), can't tell what has changed.",
    ],
  ])('%s', (_name, also, expected) => {
    expect(wrong(also)).toContain(expected);
  });

  it('and one that is sound is not', () => {
    expect(wrong({})).toEqual([]);
  });
});
