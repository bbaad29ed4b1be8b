/** The file connector through its front door: files as people export them, and what comes out. */
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FileRead } from '../declaration.ts';
import { failure, folder, read, removeFolder } from './fixtures.ts';
import { readFileRows } from './read-file.ts';

afterAll(removeFolder);

describe('CSV', () => {
  const oneRow = [['a.csv:2', { id: '1', name: 'Ann' }]];
  it.each([
    ['plain', 'id,name\n1,Ann\n', oneRow],
    ['without a last newline', 'id,name\n1,Ann', oneRow],
    ['CRLF', 'id,name\r\n1,Ann\r\n', oneRow],
    ['old Mac newlines', 'id,name\r1,Ann\r', oneRow],
    ['byte order mark', '\uFEFFid,name\n1,Ann\n', oneRow],
    ['semicolons', 'id;name\n1;Ann\n', oneRow],
    ['tabs', 'id\tname\n1\tAnn\n', oneRow],
    ['semicolons, with commas inside quoted names', '"id";"name";"x, y, z"\n1;Ann;2\n', oneRow],
    ['blanks around the names of columns', ' id , name \n1,Ann\n', oneRow],
    ['a delimiter too many at the end', 'id,name\n1,Ann,,\n', oneRow],
    ['a row of nothing but delimiters', 'id,name\n1,Ann\n,\n', oneRow],
    ['UTF-16 with its mark', Buffer.from('\uFEFFid,name\n1,Ann\n', 'utf16le'), oneRow],
  ])('reads %s', async (_what, text, expected) => {
    expect(await read('a.csv', text, ['id', 'name'])).toEqual(expected);
  });

  it('tells the line on which a row begins, past newlines in quotes and empty lines', async () => {
    const rows = await read('a.csv', 'id,name\r\n1,"A\r\nnn"\r\n\r\n\r\n2,Bob\r\n', ['id', 'name']);
    expect(rows).toEqual([
      ['a.csv:2', { id: '1', name: 'A\nnn' }],
      ['a.csv:6', { id: '2', name: 'Bob' }],
    ]);
  });

  it('keeps stray quotes as text, as spreadsheets do', async () => {
    const rows = await read('a.csv', 'id,name\n1,5" pipe\n2,"Bob"by\n3,Cy\n', ['id', 'name']);
    expect(rows.map(([, values]) => values)).toEqual([
      { id: '1', name: '5" pipe' },
      { id: '2', name: '"Bob"by' },
      { id: '3', name: 'Cy' },
    ]);
  });

  it('quarantines ragged rows with their place and goes on', async () => {
    expect(await read('a.csv', 'id,name\n1\n2,Bob,secret\n3,Cy\n', ['id', 'name'])).toEqual([
      ['a.csv:2', 'This row has 1 cells where the header has 2.'],
      ['a.csv:3', 'This row has 3 cells where the header has 2.'],
      ['a.csv:4', { id: '3', name: 'Cy' }],
    ]);
  });

  it('takes the column names from the row that is said to have them', async () => {
    const text = 'Export of 23 Nov; do not share\n\nid;name\n1;Ann\n';
    expect(await read('a.csv', text, ['name'], { headerRow: 3 })).toEqual([['a.csv:4', { name: 'Ann' }]]);
    expect(await failure('a.csv', text, ['name'], { headerRow: 2 })).toBe(
      'unreadable_source: a.csv has no column names in row 2. Say which row has them: `header_row`.',
    );
  });

  it('reads a large file in pieces, with a newline across two of them', async () => {
    const text = `id,name\r\n${Array.from({ length: 20_000 }, (_, at) => `${at},"N\r\n${at}"`).join('\r\n')}\r\n`;
    const rows = await read('a.csv', text, ['id', 'name']);
    expect(rows).toHaveLength(20_000);
    expect(rows.at(-1)).toEqual(['a.csv:40000', { id: '19999', name: 'N\n19999' }]);
  });

  it.each([
    ['a missing column', 'id,nmae\n', {}, 'a.csv has no column `name`. Did you mean `nmae`?'],
    ['a column that resembles none', 'id,x\n', {}, 'a.csv has no column `name`. Its columns are `id`, `x`.'],
    [
      'a header that is none, and not shown',
      '7,Ann Berg\n',
      {},
      'a.csv has no column `id`. Nor any other that the mapping names: say which row has the column names with `header_row`.',
    ],
    [
      'a column twice',
      'id,name,name\n',
      {},
      'a.csv has more than one column `name`. Rename one of them in the export.',
    ],
    ['an empty file', '', {}, 'a.csv has no column names in row 1. Say which row has them: `header_row`.'],
    [
      'a quote never closed',
      'id,name\n1,"Ann\n2,Bob\n',
      {},
      'a.csv:2: a quote that opens in this row is never closed. Mend the export and import it again.',
    ],
    [
      'a record without end',
      `id,name\n1,"${'x'.repeat(2000)}"\n`,
      { recordCharacters: 1000 },
      'a.csv:2: this row has more than 1000 characters; a quote may not be closed. Mend the export and import it again.',
    ],
    [
      'another encoding',
      Buffer.from('id,name\n1,Zo\xeb\n', 'latin1'),
      {},
      'a.csv is not UTF-8 text. Export it again as "CSV UTF-8" or save it as UTF-8.',
    ],
    ['too many rows', 'id,name\n1,a\n2,b\n3,c\n', { rows: 2 }, 'a.csv has more than 2 rows.'],
    ['too many bytes', 'id,name\n1,a\n2,b\n3,c\n', { bytes: 10 }, '`a.csv` has 20 bytes, more than the limit of 10.'],
  ])('refuses %s in one sentence', async (_what, text, limits, expected) => {
    expect(await failure('a.csv', text, ['id', 'name'], { limits })).toBe(`unreadable_source: ${expected}`);
  });

  it('quarantines a row with a cell beyond the limit', async () => {
    expect(
      await read('a.csv', `id,name\n1,${'x'.repeat(11)}\n2,Bob\n`, ['id', 'name'], { limits: { cellCharacters: 10 } }),
    ).toEqual([
      ['a.csv:2', 'Column `name` has more than 10 characters.'],
      ['a.csv:3', { id: '2', name: 'Bob' }],
    ]);
  });
});

describe('JSON', () => {
  const options = { list: ['data', 'organizations'] };
  const document = (organizations: unknown) => JSON.stringify({ data: { organizations, tickets: [] } });

  it('reads dotted paths, names with dots, lists and nulls; places are positions in the list', async () => {
    const text = document([
      { id: 5001, 'a.b': 'flat', fields: { csm: 'x@acme.example', deep: { n: 1 } }, tags: ['a', 2] },
      { id: 5002, fields: null },
    ]);
    expect(await read('c.json', text, ['id', 'a.b', 'fields.csm', 'fields.deep.n', 'tags'], options)).toEqual([
      [
        'c.json:data.organizations[0]',
        { id: 5001, 'a.b': 'flat', 'fields.csm': 'x@acme.example', 'fields.deep.n': 1, tags: ['a', 2] },
      ],
      [
        'c.json:data.organizations[1]',
        { id: 5002, 'a.b': null, 'fields.csm': null, 'fields.deep.n': null, tags: null },
      ],
    ]);
  });

  const sent = [
    ['c.json:[0]', { id: 'Zoë 😀' }],
    ['c.json:[1]', { id: 2 }],
  ];
  it.each([
    ['byte order mark', '\uFEFF[{"id":"Zoë 😀"},{"id":2}]'],
    ['UTF-16 with its mark', Buffer.from('\uFEFF[{"id":"Zoë 😀"},{"id":2}]', 'utf16le')],
    ['escapes and newlines', '[\r\n{"id":"Zo\\u00eb \\ud83d\\ude00"}\r,\n{"id":2}]\r\n'],
  ])('reads %s', async (_what, text) => {
    expect(await read('c.json', text, ['id'])).toEqual(sent);
  });

  it('reads a large document in pieces, each of its lists', async () => {
    const users = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `Zoë "${id}" 😀`, tags: ['}', ']'] }));
    const text = JSON.stringify({ users, groups: [{ id: 'g' }], more: users }, null, 2);
    const rows = await read('c.json', text, ['id', 'name'], { list: ['users'] });
    expect(rows).toEqual(users.map(({ id, name }) => [`c.json:users[${id}]`, { id, name }]));
    expect(await read('c.json', text, ['id'], { list: ['groups'] })).toEqual([['c.json:groups[0]', { id: 'g' }]]);
  });

  it('quarantines what is no record, and a path that no record has', async () => {
    expect(await read('c.json', document([7, { id: 1, name: 'Ann' }]), ['id', 'nmae'], options)).toEqual([
      ['c.json:data.organizations[0]', 'This record is not an object.'],
      ['c.json:data.organizations[1]', { id: 1, nmae: null }],
      ['c.json:data.organizations', 'No record has `nmae`. Did you mean `name`?'],
    ]);
  });

  it('finds no inherited names in a record', async () => {
    expect(await read('c.json', '[{"id":1}]', ['id', 'constructor.name'])).toContainEqual([
      'c.json:',
      'No record has `constructor.name`.',
    ]);
  });

  it.each([
    [
      'no JSON',
      '{"data":\n  {organizations: []}}',
      options,
      'c.json:2:4: this is not JSON. Export it again. For one object a line, say `format: ndjson`.',
    ],
    [
      'one object a line',
      '{"id":1}\n{"id":2}\n',
      {},
      'c.json:2:1: this is not JSON. Export it again. For one object a line, say `format: ndjson`.',
    ],
    [
      'a document that breaks off after its list',
      '{"data":{"organizations":[{"id":1}]},"tickets":[{"id":"a',
      options,
      'c.json:1:57: the document ends here, before it is whole. Export it again. For one object a line, say `format: ndjson`.',
    ],
    [
      'an empty file',
      '',
      options,
      'c.json:1:1: the document ends here, before it is whole. Export it again. For one object a line, say `format: ndjson`.',
    ],
    [
      'a record without end',
      `{"data":{"organizations":[\n{"id":1},\n{"id":"${'x'.repeat(2000)}"}]}}`,
      { ...options, limits: { recordCharacters: 1000 } },
      'c.json:3:1: this has more than 1000 bytes. Export it again. For one object a line, say `format: ndjson`.',
    ],
    [
      'another encoding',
      Buffer.from('[{"id":"Zo\xeb"}]', 'latin1'),
      {},
      'c.json is not UTF-8 text. Export it again as "CSV UTF-8" or save it as UTF-8.',
    ],
    [
      'a character that breaks off',
      Buffer.from('[{"id":"Zoë').subarray(0, -1),
      {},
      'c.json is not UTF-8 text. Export it again as "CSV UTF-8" or save it as UTF-8.',
    ],
    ['too many records', '[{},{},{}]', { limits: { rows: 2 } }, 'c.json has more than 2 records.'],
    [
      'a key of the path that comes twice',
      '{"data":{"organizations":[{"id":1}],"x":[],"organizations":[{"id":2}]}}',
      options,
      'c.json has `organizations` twice in one object. Leave one of them in the export.',
    ],
    ['a list within no object', '{"data":[]}', options, 'c.json has no `organizations`. There is no object.'],
    [
      'an object of people, which are not shown',
      '{"ann@one.example":{}}',
      options,
      'c.json has no `data`. Say where the records are: `list`.',
    ],
    ['a misspelt list', '{"dta":{}}', options, 'c.json has no `data`. Did you mean `dta`?'],
    [
      'something that is no list',
      '{"data":{"organizations":{}}}',
      options,
      'c.json has no list at `data.organizations`. Say where the records are: `list`.',
    ],
    [
      'an object where a value should be',
      '[{"id":{"a":1}}]',
      {},
      'c.json: `id` holds an object. Name a field inside it, like `id.id`.',
    ],
  ])('refuses %s', async (_what, text, declared, expected) => {
    expect(await failure('c.json', text, ['id'], declared)).toBe(`unreadable_source: ${expected}`);
  });
});

describe('NDJSON', () => {
  it('reads a line at a time and quarantines the one that is no JSON', async () => {
    expect(await read('d.ndjson', '{"id":1}\r\n\n{"id":\n{"id":2,"x":3}', ['id'])).toEqual([
      ['d.ndjson:1', { id: 1 }],
      ['d.ndjson:3', 'This line is not JSON.'],
      ['d.ndjson:4', { id: 2 }],
    ]);
  });

  it('refuses a line without end', async () => {
    expect(
      await failure('d.ndjson', `{"id":"${'x'.repeat(2000)}"}`, ['id'], { limits: { recordCharacters: 1000 } }),
    ).toBe('unreadable_source: d.ndjson has a line of more than 1000 characters.');
  });
});

describe('every file', () => {
  it('says when it was written', async () => {
    writeFileSync(join(folder, 'e.csv'), 'id\n1\n');
    utimesSync(join(folder, 'e.csv'), new Date(), new Date('2026-11-20T06:30:00Z'));
    const declared: FileRead = { name: 'e', path: 'e.csv', format: 'csv', sheet: null, headerRow: 1, list: [] };
    expect((await readFileRows(folder, declared, ['id'])).asOf).toBe('2026-11-20T06:30:00Z');
  });

  it.each(['csv', 'xlsx', 'json', 'ndjson'] as const)(
    'fails when it goes away before it is read (%s)',
    async (format) => {
      const path = `gone.${format}`;
      writeFileSync(join(folder, path), 'id\n1\n');
      const declared: FileRead = { name: 'e', path, format, sheet: null, headerRow: 1, list: [] };
      const { items } = await readFileRows(folder, declared, ['id']);
      rmSync(join(folder, path));
      await expect(items[Symbol.asyncIterator]().next()).rejects.toMatchObject({
        code: 'unreadable_source',
        message: `${path} can't be read.`,
      });
    },
  );

  it.each([
    [
      'nowhere.csv',
      "missing_file: The source file `nowhere.csv` can't be opened. Check its name and that it may be read.",
    ],
    [
      '../secret.csv',
      'unreadable_source: `../secret.csv` lies outside the workspace. Put the file below the workspace folder.',
    ],
    [
      '/etc/passwd',
      'unreadable_source: `/etc/passwd` lies outside the workspace. Put the file below the workspace folder.',
    ],
    [
      'x/../../secret.csv',
      'unreadable_source: `x/../../secret.csv` lies outside the workspace. Put the file below the workspace folder.',
    ],
    ['.', 'unreadable_source: `.` is not a file.'],
  ])('%s: %s', async (path, expected) => {
    expect(await failure('unused.csv', '', ['id'], { path })).toBe(expected);
  });

  it.each([
    ['f.csv', 'id,salary\n1,SECRET\n2,SECRET,SECRET\n'],
    ['f.json', '[{"id":1,"salary":"SECRET","nested":{"salary":"SECRET"}}]'],
    ['f.ndjson', '{"id":1,"salary":"SECRET"}\n{"id":2,"salary":"SECRET"\n'],
  ])('lets no other column out of %s, not even into a message', async (name, text) => {
    const items = await read(name, text, ['id']);
    expect(items.length).toBeGreaterThan(0);
    expect(JSON.stringify(items)).not.toMatch(/SECRET/);
  });
});
