/** `concierge wrap curl`: a pasted request as an operation, and nothing of its credential anywhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataOf } from '../../src/config/yaml/data-of.ts';
import { shellWords } from '../../src/wrapping/shell-words.ts';
import { runCommand } from '../support/cli.ts';
import { workspaceFolder, writeInto } from '../support/workspace-folder.ts';

const FILES = ['sources/desk.yaml', 'services/desk.yaml', '.wrapped/desk.json'];

function stage() {
  const folder = workspaceFolder();
  const wrap = (request: string, ...args: readonly string[]) =>
    runCommand(['wrap', 'curl', request, '--name', 'desk', ...args], { cwd: folder });
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');
  const operations = () =>
    (dataOf(text('sources/desk.yaml')) as { system: { operations: Record<string, unknown> } }).system.operations;
  return { folder, wrap, text, operations };
}

const at = (rest: string): string => `curl 'https://desk.acme.example${rest}'`;

describe('a request that reads', () => {
  it.each<[request: string, args: readonly string[], operation: unknown]>([
    [
      at('/api/v2/customers/5001/tickets?status=open&page=2'),
      [],
      {
        name: 'get_customer_tickets',
        input: {
          customer_id: { type: 'integer', required: true },
          status: { type: 'string' },
          page: { type: 'integer' },
        },
        path: '/api/v2/customers/{customer_id}/tickets',
      },
    ],
    [
      at('/api/v2/orders/0f8fad5b-d9cb-469f-a165-70867728950e'),
      [],
      { name: 'get_order', input: { order_id: { type: 'string', required: true } }, path: '/api/v2/orders/{order_id}' },
    ],
    [
      at('/people/ann@acme.example'),
      ['--operation', 'find_person'],
      { name: 'find_person', input: { people_id: { type: 'string', required: true } }, path: '/people/{people_id}' },
    ],
    [
      at('/shops/main/stock?kind=arm'),
      ['--input', 'shop=path:2', '--keep', 'kind'],
      {
        name: 'get_shop_stock',
        input: { shop: { type: 'string', required: true } },
        path: '/shops/{shop}/stock',
        query: { kind: 'arm' },
      },
    ],
    [
      'curl -sG https://desk.acme.example/search --data-urlencode "q=arm & leg" -d all=true',
      [],
      { name: 'get_search', input: { q: { type: 'string' }, all: { type: 'boolean' } }, path: '/search' },
    ],
    [
      `curl -X POST https://desk.acme.example/tickets/search -H 'content-type: application/json' --data-raw '{"q":"arm","limit":5}'`,
      [],
      {
        name: 'search_tickets',
        input: { q: { type: 'string' }, limit: { type: 'integer' } },
        path: '/tickets/search',
        method: 'POST',
      },
    ],
  ])('%s %o', async (request, args, expected) => {
    const { wrap, operations, folder } = stage();
    const { code, err } = await wrap(request, ...args);
    expect([code, err]).toEqual([0, expect.any(String)]);
    const { name, input, path, query, method } = expected as Record<string, unknown>;
    expect(operations()).toMatchObject({
      [name as string]: {
        input,
        request: { path, ...(query === undefined ? {} : { query }), ...(method === undefined ? {} : { method }) },
      },
    });
    expect((await runCommand(['check'], { cwd: folder })).code).toBe(0);
  });

  it('takes its fields from a reply, and leaves that reply’s values where they are', async () => {
    const { folder, wrap, text } = stage();
    writeInto(
      folder,
      'reply.json',
      JSON.stringify({
        tickets: [{ id: 7, subject: 'CANARY-subject', note: 'CANARY-note', opened_at: '2026-11-20T10:00:00Z' }],
      }),
    );
    await wrap(at('/tickets'), '--reply', 'reply.json');
    expect(dataOf(text('services/desk.yaml'))).toMatchObject({
      tools: {
        list_tickets: {
          fields: {
            id: { at: 'id', type: 'number' },
            subject: 'subject',
            opened_at: { at: 'opened_at', type: 'moment' },
          },
        },
      },
    });
    expect(FILES.map(text).join()).not.toContain('CANARY');
  });

  it('is of a system whose title is the name as a person writes it', async () => {
    const { wrap, text } = stage();
    await wrap(at('/tickets/7'), '--name', 'help_desk-eu');
    const [source, service] = ['sources', 'services'].map((kind) => text(`${kind}/help_desk-eu.yaml`));
    expect(dataOf(source ?? '')).toMatchObject({ system: { title: 'Help desk eu' } });
    expect(dataOf(service ?? '')).toMatchObject({ title: 'Help desk eu' });
  });

  it('is added to the source that is there', async () => {
    const { wrap, operations, text } = stage();
    expect((await wrap(at('/tickets/7'))).err).toContain('Nothing of it is served before you have looked at it.');
    expect((await wrap(at('/agents/7'))).err).toContain('Nothing of `get_agent` is served before you have looked');
    expect(Object.keys(operations())).toEqual(['get_ticket', 'get_agent']);
    expect((await wrap('curl https://other.acme.example/agents/8')).err).toMatch(/is at https:\/\/desk\.acme\.example/);
    expect(text('services/desk.yaml')).toContain('reviewed: false');
  });
});

describe('its credential', () => {
  it.each<[credential: string, auth: unknown]>([
    [`-H 'Authorization: Bearer CANARY-1'`, { way: 'bearer', secret: 'desk_token' }],
    [`-H "authorization: Token CANARY-1"`, { way: 'api_key', header: 'authorization', secret: 'desk_key' }],
    [`-u CANARY-0:CANARY-1`, { way: 'basic', user: 'USER', secret: 'desk_password' }],
    [`-H 'Authorization: Basic Q0FOQVJZ'`, { way: 'basic', user: 'USER', secret: 'desk_password' }],
    [
      `-H 'X-Desk-Key: CANARY-1' -H 'X-Strange: CANARY-2'`,
      { way: 'api_key', header: 'X-Desk-Key', secret: 'desk_key' },
    ],
    [`--oauth2-bearer CANARY-1`, { way: 'bearer', secret: 'desk_token' }],
    [`-b 'sid=CANARY-1' -H 'Cookie: a=CANARY-2' -A CANARY-3`, { way: 'none' }],
  ])('%s is named, and its value is nowhere', async (credential, auth) => {
    const { wrap, text } = stage();
    const { code, out, err } = await wrap(`${at('/tickets/7')} ${credential} -H 'Api-Version: 3'`);
    expect(code).toBe(0);
    expect(dataOf(text('sources/desk.yaml'))).toMatchObject({ auth });
    expect(text('sources/desk.yaml')).toContain('Api-Version: "3"');
    expect([...FILES.map(text), out, err].join()).not.toMatch(/CANARY|Q0FOQVJZ/);
  });
});

it.each([
  ['on the command line', (request: string) => request, /your shell may remember it/],
  ['in a file', () => '@request.txt', /it still stands in request\.txt: delete that\./],
])('where the credential is still, is told: %s', async (_where, asked, told) => {
  const { folder, wrap } = stage();
  const request = `${at('/tickets/7')} -H 'Authorization: Bearer CANARY'`;
  writeInto(folder, 'request.txt', request);
  expect((await wrap(asked(request))).err).toMatch(told);
});

describe('what isn’t such a request is refused, without its values', () => {
  it.each<[request: string, said: RegExp]>([
    [`${at('/tickets/7')} -X DELETE -H 'X-Key: CANARY'`, /DELETE changes something/],
    [`${at('/tickets')} -d '{"subject":"CANARY"}'`, /A POST may change something/],
    [`${at('/graphql')} -d '{"query":"{ me }"}'`, /GraphQL/],
    [`${at('/tickets/search')} -d 'q=CANARY'`, /no JSON object/],
    [`${at('/tickets/search')} -d '{"filter":{"CANARY A":{}}}'`, /needs `filter`, and nothing of it can be said/],
    [at('/tickets?api_key=CANARY'), /looks like a credential/],
    ['curl https://me:CANARY@desk.acme.example/tickets', /password stands in the address/],
    [`${at('/tickets')} | jq .CANARY`, /means something to a shell/],
    ['curl https://desk.acme.example/$(CANARY)', /means something to a shell/],
    [`curl 'https://desk.acme.example/CANARY`, /never closed/],
    [`${at('/tickets')} --CANARY x`, /isn’t understood/],
    ['wget https://desk.acme.example', /begins with `curl`/],
    ['curl', /names no address/],
    ['curl -F file=@CANARY https://desk.acme.example/x', /uploads/],
    ['curl ftp://desk.acme.example/x', /can’t be read/],
    ['@nowhere.txt', /can’t be read/],
  ])('%s', async (request, said) => {
    const { wrap, text } = stage();
    const { code, err } = await wrap(request);
    expect([code === 0, err]).toEqual([false, expect.stringMatching(said)]);
    expect(err.replace('`--CANARY`', '')).not.toContain('CANARY');
    expect(() => text('sources/desk.yaml')).toThrow('ENOENT');
  });
});

it('words are split as a shell splits them, whatever they hold', () => {
  const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }), (words) => {
      expect(shellWords(words.map(quoted).join(' \\\n  '))).toEqual({ words });
    }),
  );
  expect(shellWords(String.raw`a"b\"c"'d\e' $'x\ny\'z' f\ g`)).toEqual({ words: ['ab"cd\\e', "x\ny'z", 'f g'] });
});
