/** A system that only its source describes: read through its fake, and told apart from what would be unsafe or leads nowhere. */
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Asked, Said } from '../../../test/systems/fake-system.ts';
import { pageFrom } from '../../../test/systems/opened.ts';
import type { OpenedVendor } from '../../../test/systems/opened.ts';
import { openedVendor, readWhole } from '../../../test/systems/opened.ts';
import type { Reply } from '../../../test/systems/vendor.ts';
import type { RestSystem } from './rest-schema.ts';
import { restSystemSchema } from './rest-schema.ts';
import { restConnector, restProblems } from './rest.ts';

const ROSTER = `
title: Roster
pace: { concurrency: 2, requests: 600, per_seconds: 60 }
errors: { at: [error.code], kinds: { quota_exceeded: limit } }
limits: { remaining: X-Quota-Left, reset: { header: X-Quota-Reset, is: seconds } }
operations:
  list_people:
    about: Lists people, or those that have changed.
    input:
      changed_after: { type: string, about: A moment. }
    request: { path: /people, query: { changed_after: "{changed_after}", size: 3, private: false } }
    paging: { kind: cursor, at: meta.next, to: { query: cursor } }
    rows: people
    keeps: [id, name, gone]
  get_shifts:
    about: Reads the shifts of one person.
    input:
      person: { type: string, required: true }
      from: { type: string, required: true }
      to: { type: string, required: true }
    request: { path: "/people/{person}/shifts", query: { from: "{from}", to: "{to}" } }
reads:
  people:
    operation: list_people
    id: id
    changes: { operation: list_people, since: changed_after, as: iso, gone: { at: gone, is: [true] } }
  shifts:
    operation: get_shifts
    id: key
    for_each: { of: people, at: id, to: person, passes: [not_found] }
    window: { from: from, to: to, as: day, back_days: 0, ahead_days: 7 }
    adds: { person: asked, key: { joined: [person, day] } }
`;

function declared(text = ROSTER): RestSystem {
  return restSystemSchema.parse(parse(text));
}

type Roster = { readonly reply: (asked: Asked) => Said; readonly people: Map<string, string> };

function fakeRoster(): Roster {
  const people = new Map([1, 2, 3, 4, 5, 6, 7].map((nth) => [`p${nth}`, '2026-11-01T00:00:00Z']));
  const reply = ({ path, query, headers }: Asked): Said => {
    if (headers['x-roster-key'] !== 'k3y') return { status: 401, body: { error: { code: 'no_key' } } };
    const shifts = /^\/api\/v2\/people\/(\w+)\/shifts$/.exec(path)?.[1];
    if (shifts !== undefined) return { body: shifts === 'p2' ? [{ day: query.get('from') }] : [] };
    const since = query.get('changed_after') ?? '';
    const all = [...people].filter(([, changed]) => changed > since).map(([id]) => ({ id, name: id, salary: 1 }));
    const [page, next] = pageFrom(all, query.get('cursor'), Number(query.get('size')));
    return { body: { people: page, meta: { next } } };
  };
  return { reply, people };
}

type Replying = { readonly reply: Reply };

let vendor: OpenedVendor | undefined;
afterEach(async () => await vendor?.system.close());

async function opened(fake: Replying, secret = 'k3y', text = ROSTER): Promise<OpenedVendor> {
  return (vendor = await openedVendor(restConnector(declared(text)), fake, {
    settings: { base_url: 'https://roster.acme.example/api/v2' },
    wayIn: 'api_key',
    words: { header: 'X-Roster-Key' },
    secret: { secret },
  }));
}

describe('a system that its source declares', () => {
  it('is read page after page, and hands on what is kept', async () => {
    const { rows } = await readWhole(await opened(fakeRoster()), 'people');
    expect(rows).toEqual([1, 2, 3, 4, 5, 6, 7].map((nth) => ({ id: `p${nth}`, name: `p${nth}` })));
    expect(vendor?.system.asked).toHaveLength(3);
    expect(vendor?.hosts).toEqual(new Set(['roster.acme.example']));
    expect(vendor?.system.asked.every(({ query }) => !query.toString().includes('k3y'))).toBe(true);
  });

  it('is asked for what has changed', async () => {
    const fake = fakeRoster();
    const { client, connector } = await opened(fake);
    fake.people.set('p3', '2026-11-20T00:00:00Z');
    const { changes } = connector.reads['people'] ?? {};
    const input = { [changes?.since ?? '']: '2026-11-10T00:00:00Z' };
    const page = await client.ask(connector.operations[changes?.operation ?? ''] as never, input, {
      deadlineMs: 5_000,
    });
    expect(page.rows).toEqual([{ id: 'p3', name: 'p3' }]);
    expect(changes).toMatchObject({ overlapMs: 300_000, reachMs: null, gone: { at: 'gone', is: [true] } });
  });

  it('is asked for each of another read, over its days', async () => {
    const now = Date.parse('2026-11-23T08:00:00Z');
    const { rows } = await readWhole(await opened(fakeRoster()), 'shifts', { now });
    expect(rows).toEqual([{ day: '2026-11-23', person: 'p2', key: 'p2:2026-11-23' }]);
  });

  it('is asked for what its pages go on by, whatever columns are wanted', async () => {
    const text = ROSTER.replace('input:', 'input:\n      fields: { type: names }')
      .replace('query: { changed', 'query: { fields: "{fields}", changed')
      .replace(
        '{ kind: cursor, at: meta.next, to: { query: cursor } }',
        '{ kind: last_row, at: id, to: { query: after }, size: 3 }',
      )
      .replace('operation: list_people\n', 'operation: list_people\n    columns: fields\n');
    const ids = ['b', 'c', 'a', 'd'];
    const reply = ({ query }: Asked): Said => {
      const rest = ids.slice(ids.indexOf(query.get('after') ?? '') + 1);
      return { body: { people: rest.slice(0, 3).map((id) => ({ id, name: id })) } };
    };
    const { rows } = await readWhole(await opened({ reply }, 'k3y', text), 'people', { columns: ['name'] });
    expect(rows.map((row) => row['id'])).toEqual(ids);
    expect(vendor?.system.asked.map(({ query }) => query.get('fields'))).toEqual(['id,name', 'id,name']);
  });

  it.each<[string, Replying, string, string]>([
    ['a key that is none', fakeRoster(), 'other', 'auth'],
    [
      'a code of its own',
      { reply: () => ({ status: 400, body: { error: { code: 'quota_exceeded' } } }) },
      'k3y',
      'limit',
    ],
    ['a list that is elsewhere', { reply: () => ({ body: { persons: [] } }) }, 'k3y', 'contract'],
  ])('says what is wrong: %s', async (_name, fake, secret, kind) => {
    const asking = readWhole(await opened(fake, secret), 'people', { bounds: { deadlineMs: 300 } });
    await expect(asking).rejects.toMatchObject({ kind });
  });
});

describe('a declaration is refused', () => {
  it.each<[string, string, string, string]>([
    [
      'for another method',
      'request: { path: /people',
      'request: { method: DELETE, path: /people',
      'operations.list_people.request.method',
    ],
    ['for a word that it doesn’t know', 'title: Roster', 'title: Roster\nheader: x', ''],
    ['for a place that is none', 'at: meta.next', 'at: meta..next', 'operations.list_people.paging.at'],
    [
      'for a last row without a field',
      'kind: cursor, at: meta.next',
      "kind: last_row, at: ''",
      'operations.list_people.paging.at',
    ],
    ['for half a pace', ', per_seconds: 60', '', 'pace'],
    ['for failures that nobody may pass over', '[not_found]', '[auth]', 'reads.shifts.for_each.passes.0'],
  ])('%s', (_name, from, to, path) => {
    const result = restSystemSchema.safeParse(parse(ROSTER.replace(from, to)));
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });

  it.each<[string, string, string, string]>([
    [
      'a key in the URL',
      'private: false',
      'api_key: abc',
      "operations.list_people.request.query.api_key: A credential doesn't belong into a URL, which logs and proxies keep.",
    ],
    [
      'an input that nobody declares',
      '{person}/shifts',
      '{who}/shifts',
      'operations.get_shifts.request.path: `{who}` is no input of this operation.',
    ],
    [
      'a list that nobody declares',
      'private: false',
      'private: { each: who }',
      'operations.list_people.request.query.private: `{who}` is no input of this operation.',
    ],
    [
      'a path out of the address',
      'path: /people',
      'path: /../admin',
      'operations.list_people.request.path: This is no path below the address.',
    ],
    [
      'the same, escaped',
      'path: /people',
      'path: /%2E%2e/admin',
      'operations.list_people.request.path: This is no path below the address.',
    ],
    [
      'a key in the body',
      'path: /people',
      'body: { client: { api_key: abc } }, path: /people',
      "operations.list_people.request.body.client.api_key: A credential doesn't belong into a body that the workspace describes.",
    ],
    [
      'parameters in the path',
      'path: /people',
      'path: "/people?all=1"',
      'operations.list_people.request.path: This is no path below the address.',
    ],
    [
      'a read of nothing',
      'operation: get_shifts',
      'operation: get_shift',
      'reads.shifts.operation: There is no such name.',
    ],
    ['a read for each of nothing', 'of: people', 'of: persons', 'reads.shifts.for_each.of: There is no such name.'],
    [
      'a moment that nothing takes',
      'since: changed_after',
      'since: since',
      'reads.people.changes.since: There is no such name.',
    ],
    [
      'changes of a read over days',
      'window: { from: from',
      'changes: { operation: get_shifts, since: from, as: day }\n    window: { from: from',
      "reads.shifts.changes: A read over days (`window`), or one that is asked for each of another (`for_each`), can't tell what has changed.",
    ],
  ])('for %s', (_name, from, to, message) => {
    const problems = restProblems(declared(ROSTER.replace(from, to)));
    expect(problems.map((problem) => `${problem.path.join('.')}: ${problem.message}`)).toContain(message);
    expect(problems.every(({ mend }) => mend !== '')).toBe(true);
  });

  it('and a sound one is not', () => {
    expect(restProblems(declared())).toEqual([]);
  });
});

it.each(['http://roster.acme.example', 'https://user:pw@roster.acme.example', 'https://roster.acme.example/?key=1'])(
  'an address that holds more than an address is refused: %s',
  async (base) => {
    const opening = openedVendor(restConnector(declared()), fakeRoster(), {
      settings: { base_url: base },
      wayIn: 'none',
      secret: {},
    });
    await expect(opening).rejects.toThrow("`base_url` isn't written as it must be.");
  },
);
