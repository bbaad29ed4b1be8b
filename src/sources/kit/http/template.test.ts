/** Templates: whatever a value is, it means only itself where it is put. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unfitValue } from './check-input.ts';
import type { Input, Operation } from './operation.ts';
import { draftOf } from './request.ts';

const BASE = new URL('https://api.example/v1/');

function operation(
  request: Operation['request'],
  type: 'string' | 'strings' | 'names' | 'moment' | 'number' = 'string',
): Operation {
  return { about: '', input: { id: { type, about: '', most: 1_000 } }, request, paging: null, rows: null };
}

function url(request: Operation['request'], input: Input): URL {
  return draftOf(operation(request), input, BASE).url;
}

/** What its value can't be a part of: nothing is asked, and other arguments may be. */
const unfit = (of: string): unknown =>
  expect.objectContaining({ kind: 'rejected', message: `The input \`id\` can't be a part of a ${of}.` });

const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }).filter((text) => text.isWellFormed());

describe('a value', () => {
  it('in a path is one segment of it', () => {
    fc.assert(
      fc.property(anyText, (id) => {
        fc.pre(id !== '.' && id !== '..');
        const { pathname, search, hash, origin } = url({ path: '/things/{id}/owner' }, { id });
        expect([origin, search, hash]).toEqual(['https://api.example', '', '']);
        expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'v1', 'things', id, 'owner']);
      }),
    );
  });

  it.each(['', '.', '..'])('that would lead to another path is refused: %j', (id) => {
    expect(() => url({ path: '/things/{id}' }, { id })).toThrow(unfit('path'));
  });

  it('in a query is one parameter', () => {
    fc.assert(
      fc.property(anyText, (id) => {
        const { searchParams } = url({ path: '/things', query: { of: 'x{id}', kind: 'a' } }, { id });
        expect([...searchParams]).toEqual([
          ['of', `x${id}`],
          ['kind', 'a'],
        ]);
      }),
    );
  });

  it('that is a list may be a parameter for each entry', () => {
    const query = { tag: { each: 'id' }, kind: 'a' };
    const asked = (input: Input) => [
      ...draftOf(operation({ path: '/x', query }, 'strings'), input, BASE).url.searchParams,
    ];
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), (id) => {
        expect(asked({ id })).toEqual([...id.map((one) => ['tag', one]), ['kind', 'a']]);
      }),
    );
    expect(asked({})).toEqual([['kind', 'a']]);
  });

  it.each([
    [2.5, '2.5'],
    [-1, '-1'],
  ])('that is a number is one: %s', (id, told) => {
    const asked = draftOf(operation({ path: '/x', query: { min: '{id}' } }, 'number'), { id }, BASE).url;
    expect(asked.searchParams.get('min')).toBe(told);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '2.5'])('that is no number is refused: %s', (id) => {
    const asked = () => draftOf(operation({ path: '/x', query: { min: '{id}' } }, 'number'), { id }, BASE);
    expect(asked).toThrow('it is no number');
  });

  it('in SOQL is one string', () => {
    const query = { q: { language: 'soql', text: 'SELECT Id FROM Account WHERE Name = {id}' } } as const;
    fc.assert(
      fc.property(anyText, (id) => {
        const text = url({ path: '/query', query }, { id }).searchParams.get('q') ?? '';
        const literal = text.slice('SELECT Id FROM Account WHERE Name = '.length);
        expect(literal).toMatch(/^'(?:[^'\\\n\r]|\\.)*'$/su);
        expect(unescaped(literal.slice(1, -1))).toBe(id);
      }),
    );
  });

  it.each([
    ["O'Neil", String.raw`'O\'Neil'`],
    [String.raw`\' OR Id != '`, String.raw`'\\\' OR Id != \''`],
    ['a\nb', String.raw`'a\nb'`],
  ])('in SOQL: %j is %s', (id, literal) => {
    const query = { q: { language: 'soql', text: '{id}' } } as const;
    expect(url({ path: '/query', query }, { id }).searchParams.get('q')).toBe(literal);
  });

  it('in SOQL may be names of fields, which nothing else can pass for', () => {
    const query = { q: { language: 'soql', text: 'SELECT {id} FROM Account' } } as const;
    const named = operation({ path: '/query', query }, 'names');
    const text = draftOf(named, { id: ['Id', 'Owner.Email', 'Tier__c'] }, BASE).url.searchParams.get('q');
    expect(text).toBe('SELECT Id, Owner.Email, Tier__c FROM Account');
    for (const id of [['Id FROM User --'], ['Id,Name'], ['1'], ['a.'], ["x'"]])
      expect(() => draftOf(named, { id }, BASE)).toThrow("The input `id` can't be used: one is no name of a field.");
  });

  it.each([
    ['Acme', `'%Acme%'`],
    ['50%_x', String.raw`'%50\%\_x%'`],
    [String.raw`a\' OR Name LIKE '`, String.raw`'%a\\\' OR Name LIKE \'%'`],
  ])('in SOQL, within a value: %j is %s', (id, literal) => {
    const request = { path: '/query', query: { q: { language: 'soql', text: 'Name LIKE {id}' } } } as const;
    const within = { ...operation(request), input: { id: { type: 'string', about: '', within: true } } } as const;
    expect(draftOf(within, { id }, BASE).url.searchParams.get('q')).toBe(`Name LIKE ${literal}`);
  });

  it('in OData is one string', () => {
    const query = { $filter: { language: 'odata', text: 'startswith(displayName,{id})' } } as const;
    const text = url({ path: '/users', query }, { id: "O'Neil') or (mail eq '" }).searchParams.get('$filter');
    expect(text).toBe("startswith(displayName,'O''Neil'') or (mail eq ''')");
  });

  it('that a search has no way to write is refused', () => {
    const query = { query: { language: 'zendesk', text: 'external_id:{id}' } } as const;
    expect(url({ path: '/search', query }, { id: 'a b' }).searchParams.get('query')).toBe('external_id:"a b"');
    expect(() => url({ path: '/search', query }, { id: 'a" type:user' })).toThrow(unfit('search'));
  });

  it('in a header has no line break', () => {
    const request = { path: '/things', headers: { 'X-Of': '{id}' } };
    expect(draftOf(operation(request), { id: 'abc' }, BASE).headers).toEqual({ 'x-of': 'abc' });
    for (const id of ['a\r\nx-admin: 1', 'é', '\u0000'])
      expect(() => draftOf(operation(request), { id }, BASE)).toThrow(unfit('header'));
  });

  it('in a body is a value, and a member without one is left out', () => {
    const request = {
      method: 'POST',
      path: '/search',
      body: { filter: { id: { input: 'id' }, kind: 'x' }, limit: 100 },
    } as const;
    expect(draftOf(operation(request), { id: '{"a":1}' }, BASE).body).toEqual({
      filter: { id: '{"a":1}', kind: 'x' },
      limit: 100,
    });
    expect(draftOf(operation(request), {}, BASE).body).toEqual({ filter: { kind: 'x' }, limit: 100 });
  });
});

it.each([
  ['https://api.example/v1/', '/things', 'https://api.example/v1/things'],
  ['https://api.example', '/', 'https://api.example/'],
  ['http://127.0.0.1:8080/a%20b', '/c d', 'http://127.0.0.1:8080/a%20b/c%20d'],
  ['https://api.example/?page=1#top', '/things', 'https://api.example/things'],
  ['https://api.example', '/what?ever#it', 'https://api.example/what%3Fever%23it'],
  ['https://api.example', '/ends ', 'https://api.example/ends%20'],
  ['https://api.example', '/a\tb\u0000', 'https://api.example/ab%00'],
])('a path is a path alone, below the address: %s and %j', (base, path, whole) => {
  expect(draftOf(operation({ path }), {}, new URL(base)).url.href).toBe(whole);
});

it.each<[Input, string]>([
  [{ id: 1 }, "The input `id` can't be used: it is no text."],
  [{ id: 'x'.repeat(1_001) }, 'it is longer than 1000 characters'],
  [{ other: 'x' }, "The input `other` can't be used: there is no such input."],
  [{ constructor: 'x' }, "The input `constructor` can't be used: there is no such input."],
])('%j is no input', (input, message) => {
  expect(() => url({ path: '/things', query: { id: '{id}' } }, input)).toThrow(message);
});

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gsu, (_match, after: string) => CONTROLS[after] ?? after);
}

it('names below a path are written without it, in a query and in a body', () => {
  const id = ['properties.name', 'id', 'properties.owner_id', 'propertiesx.y'];
  const input = { id: { type: 'names', about: '', below: 'properties' } } as const;
  const names = { path: '/things', query: { fields: '{id}' }, body: { fields: { input: 'id' } } };
  const draft = draftOf({ ...operation(names), input }, { id }, BASE);
  expect(draft.url.searchParams.get('fields')).toBe('name,owner_id');
  expect(draft.body).toEqual({ fields: ['name', 'owner_id'] });
});

it('names that are always there come once, and without any others', () => {
  const query = { q: { language: 'soql', text: 'SELECT {id} FROM Thing' } } as const;
  const input = { id: { type: 'names', about: '', always: ['Id', 'IsDeleted'] } } as const;
  const asked = (names: Input) =>
    draftOf({ ...operation({ path: '/q', query }), input }, names, BASE).url.searchParams.get('q');
  expect(asked({ id: ['Name', 'Id'] })).toBe('SELECT Id, IsDeleted, Name FROM Thing');
  expect(asked({ id: [] })).toBe('SELECT Id, IsDeleted FROM Thing');
  expect(asked({})).toBe('SELECT Id, IsDeleted FROM Thing');
});

describe('a moment', () => {
  const since = operation(
    { path: '/things', query: { q: { language: 'soql', text: 'WHERE SystemModstamp >= {id}' } } },
    'moment',
  );

  it('stands bare in a query language', () => {
    const { url: asked } = draftOf(since, { id: '2026-11-23T07:58:12Z' }, BASE);
    expect(asked.searchParams.get('q')).toBe('WHERE SystemModstamp >= 2026-11-23T07:58:12Z');
  });

  it.each(['2026-11-23', '2026-11-23T07:58:12', 'TODAY', "2026-11-23T07:58:12Z OR Id != ''", 1_795_593_600])(
    'is nothing else: %j',
    (id) => {
      expect(() => draftOf(since, { id }, BASE)).toThrow("The input `id` can't be used: it is no moment in UTC.");
    },
  );
});

it('a parameter may be there several times, each with its own value', () => {
  const { searchParams } = url({ path: '/things', query: { 'role[]': ['agent', 'x{id}'] } }, { id: '1' });
  expect([...searchParams]).toEqual([
    ['role[]', 'agent'],
    ['role[]', 'x1'],
  ]);
});

it.each(['integer', 'number'] as const)('a number (%s) is never another one than was sent', (type) => {
  const field = { type, about: '' };
  const rounded = Number('12345678901234567890');
  expect(unfitValue(rounded, field)).toBe('it has more digits than a number keeps');
  expect(unfitValue(Number.MAX_SAFE_INTEGER, field)).toBeNull();
});

it('a number may be written as text in a body', () => {
  const body = { path: '/things', body: { at: { input: 'id', as: 'text' }, n: { input: 'id' } } } as const;
  const input = { id: { type: 'integer', about: '' } } as const;
  expect(draftOf({ ...operation(body), input }, { id: 17 }, BASE).body).toEqual({ at: '17', n: 17 });
});

it.each([[[1, 2]], [[]], [{ a: [1] }]])(
  'what is nested is one text of JSON in a query, also a list of numbers: %j',
  (id) => {
    const nested: Operation = {
      ...operation({ path: '/x', query: { ids: '{id}' } }),
      input: { id: { type: 'json', about: '', schema: NESTED[Array.isArray(id) ? 'list' : 'object'] } },
    };
    expect(draftOf(nested, { id }, BASE).url.searchParams.get('ids')).toBe(JSON.stringify(id));
  },
);

const NUMBERS = { type: 'array', items: { type: 'integer' } } as const;
const NESTED = { list: NUMBERS, object: { type: 'object', properties: { a: NUMBERS } } } as const;
