/** Files that are fetched, through the front door: a server on this machine, the command, and what is left when it is gone. */
import type { IncomingMessage, RequestListener } from 'node:http';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { closeAll, serve, wayOut } from '../../src/outbound/fixtures.ts';
import { fileClient } from '../../src/sources/file-url/file-client.ts';
import { fileConnector } from '../../src/sources/file-url/file-connector.ts';
import type { Row } from '../../src/sources/kit/http/page.ts';
import { sqliteCopies } from '../../src/store/sqlite/copies.ts';
import { copiedRows } from '../../src/directory/copied-rows.ts';
import { runCommand } from '../support/cli.ts';
import { importWithSystems } from '../support/import-with-systems.ts';
import { problemsOf, workspaceFolder } from '../support/workspace-folder.ts';

afterEach(closeAll);

const CSV = 'ID,Name,Tier,Salary\n9001,Northwind,VIP,canary\n9002,Contoso,Standard,canary\n9003,Broken\n';

function source(url: string, also = ''): string {
  return `source: crm
connector: file
reads: { accounts: { url: "${url}" } }
${also}records:
  - account: { from: accounts, id: { column: ID, in: crm }, name: Name, facts: { account.tier: Tier } }
`;
}

const DEPLOYMENT = `secrets: { files_key: { env: FILES_KEY, hosts: [127.0.0.1] } }
outbound: { allow_private: [127.0.0.1] }
`;

/** A file that may be changed, with a tag of its own; `seen` are the tags that were asked with. */
async function fileServer(asked: {
  body: string;
  tag: string;
  isDown: boolean;
  modified: string;
  seen: (string | undefined)[];
}) {
  return await serve((request, response) => {
    asked.seen.push(request.headers['if-none-match']);
    if (asked.isDown) return response.writeHead(503).end();
    if (request.headers.authorization !== 'Bearer of-the-files') return response.writeHead(401).end();
    if (request.headers['if-none-match'] === asked.tag) return response.writeHead(304).end();
    const headers = { 'content-type': 'text/csv', etag: asked.tag, 'last-modified': asked.modified };
    return response.writeHead(200, headers).end(asked.body);
  });
}

it('is fetched, asked for again only if it has changed, and stays when its server is down', async () => {
  process.env['FILES_KEY'] = 'of-the-files';
  const file = {
    body: CSV,
    tag: '"1"',
    isDown: false,
    modified: 'Mon, 23 Nov 2026 08:00:00 GMT',
    seen: [] as string[],
  };
  const { port } = await fileServer(file);
  const text = source(`http://127.0.0.1:${port}/accounts.csv`, 'auth: { way: bearer, secret: files_key }\n');
  const folder = workspaceFolder([], { 'sources/crm.yaml': text, 'deployment.yaml': DEPLOYMENT });
  const sync = async () => await runCommand(['sync', folder], { runImport: importWithSystems, env: process.env });

  const first = await sync();
  expect(first.out).toContain('crm.accounts: read all 3 records; 3 new.');
  expect(first.out).toContain('Left out: crm:accounts/4: This row has 2 cells where the header has 4.');
  expect((await sync()).out).toContain('crm.accounts: read 0 changed records; nothing changed.');
  Object.assign(file, { body: CSV.replace('9002,Contoso,Standard,canary\n', ''), tag: '"2"' });
  expect((await sync()).out).toContain('crm.accounts: read all 2 records;');
  expect(file.seen).toEqual([undefined, '"1"', '"1"']);

  file.isDown = true;
  const down = await sync();
  expect([down.code, down.out]).toEqual([16, expect.stringContaining("127.0.0.1 can't answer now (503).")]);
  expect(down.out).toContain('Nothing changed.');

  const copies = sqliteCopies({ folder: `${folder}/.concierge`, busyTimeoutMs: 1_000 });
  const key = { tenant: 'default', source: 'crm', read: 'accounts' };
  const { shape } = await copies.state(key);
  const { asOf, items } = await copiedRows(copies, 'default', () => shape ?? '')('crm', 'accounts', []);
  expect(asOf).toBe('2026-11-23T08:00:00Z');
  for await (const item of items) expect(JSON.stringify(item)).not.toContain('canary');
  await copies.close();
});

// A folder of its own: other tests download files, too.
process.env['TMPDIR'] = mkdtempSync(join(tmpdir(), 'fetching-'));
afterAll(() => rmSync(tmpdir(), { recursive: true, force: true }));
/** Whoever is killed while a file is read leaves nothing of it. */
const NOTHING_LIES_THERE = (): void => expect(readdirSync(tmpdir())).toEqual([]);

async function rowsOf(
  url: string,
  settings: Record<string, string> = {},
  access: object = {},
  deadlineMs = 5_000,
): Promise<readonly Row[]> {
  const reads = [{ name: 'accounts', url, format: 'csv' as const, sheet: null, headerRow: 1, list: [] }];
  const operation = fileConnector(reads).operations['accounts'];
  if (operation === undefined) throw new Error('no operation');
  const client = fileClient(
    reads,
    { settings, wayIn: 'none', words: {}, secrets: {}, baseUrl: null, ...access },
    {
      outbound: wayOut(),
      secretFor: (name) => name,
      kept: { latest: async () => null, keep: async () => {} },
      now: Date.now,
      random: Math.random,
    },
  );
  const rows: Row[] = [];
  const input = { columns: ['ID', 'Name'] };
  for await (const page of client.pages(operation, input, { deadlineMs })) {
    rows.push(...page.rows);
    NOTHING_LIES_THERE();
  }
  return rows;
}

const sends =
  (type: string, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': type, ...headers }).end(body);

describe('one file', () => {
  it('is read in its order, without what no mapping names', async () => {
    const { port } = await serve(sends('application/octet-stream', CSV));
    expect(await rowsOf(`http://127.0.0.1:${port}/a.csv`)).toMatchObject([
      { ':row': '000000002', ID: '9001', Name: 'Northwind' },
      { ':row': '000000003', ID: '9002', Name: 'Contoso' },
      { ':row': '000000004', '': 'This row has 2 cells where the header has 4.' },
    ]);
  });

  it.each<[name: string, answer: RequestListener, kind: string, says: string]>([
    [
      'a page to log in',
      sends('text/html', '<!DOCTYPE html><form>'),
      'contract',
      '127.0.0.1 sent a web page in place of the file: perhaps it wants somebody to log in.',
    ],
    [
      'a page that says that it is a file',
      sends('text/csv', '\n<html><body>Sign in'),
      'contract',
      '127.0.0.1 sent a web page in place of the file: perhaps it wants somebody to log in.',
    ],
    ['another type', sends('application/json', '[]'), 'contract', "127.0.0.1 sent something that it doesn't call CSV."],
    [
      'no column',
      sends('text/csv', 'ID,Title\n1,x\n'),
      'contract',
      'accounts.csv has no column `Name`. Its columns are',
    ],
    ['nothing there', (_request, response) => void response.writeHead(404).end(), 'contract', 'has no such file as'],
    ['not for us', (_request, response) => void response.writeHead(403).end(), 'forbidden', "doesn't allow this"],
    [
      'too large',
      sends('text/csv', '', { 'content-length': String(2 ** 30) }),
      'contract',
      'The reply of 127.0.0.1 is larger than',
    ],
    ['a key that has expired', (_request, response) => void response.writeHead(401).end(), 'auth', '127.0.0.1'],
    ['too many requests', (_request, response) => void response.writeHead(429).end(), 'limit', '127.0.0.1'],
    [
      'a server that is down',
      (_request, response) => void response.writeHead(503).end(),
      'transient',
      "can't answer now",
    ],
    ['a connection that is lost', (request) => void request.socket.destroy(), 'transient', '127.0.0.1'],
    [
      'a file that is broken off',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '1000' }).write('ID,Name\n1,x\n2');
        setImmediate(() => response.destroy());
      },
      'transient',
      '127.0.0.1',
    ],
    ['silence', () => {}, 'transient', '127.0.0.1'],
  ])('is refused in words: %s', async (name, answer, kind, says) => {
    const { port } = await serve(answer);
    const deadlineMs = name === 'silence' ? 300 : 5_000;
    await expect(rowsOf(`http://127.0.0.1:${port}/a.csv?canary=1`, {}, {}, deadlineMs)).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(
        new RegExp(`^(?!.*canary).*${says.replaceAll(/[.?]/g, String.raw`\$&`)}`),
      ) as unknown,
    });
    NOTHING_LIES_THERE();
  });

  describe('that leads on', () => {
    async function twoServers(): Promise<{ url: string; seen: readonly IncomingMessage[] }> {
      const { port: last, seen } = await serve(sends('text/csv', CSV));
      const { port } = await serve((_request, response) => {
        response.writeHead(302, { location: `http://localhost:${last}/b.csv?signature=canary` }).end();
      });
      return { url: `http://127.0.0.1:${port}/a.csv`, seen };
    }

    it('goes only where it is listed, without the credentials', async () => {
      const { url, seen } = await twoServers();
      const bearer = { wayIn: 'bearer', secrets: { secret: 'key' } };
      await expect(rowsOf(url, {}, bearer)).rejects.toMatchObject({
        kind: 'blocked',
        message: '127.0.0.1 leads on to localhost, which `redirect_hosts` does not list.',
      });
      expect((await rowsOf(url, { redirect_hosts: 'cdn.example,localhost' }, bearer)).length).toBe(3);
      expect(seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    });
  });

  it('has its signature from a secret', async () => {
    const { port, seen } = await serve(sends('text/csv', CSV));
    await rowsOf(`http://127.0.0.1:${port}/a.csv`, {}, { wayIn: 'signed', secrets: { secret: 'sig=abc&exp=1' } });
    expect(seen.map(({ url }) => url)).toEqual(['/a.csv?sig=abc&exp=1']);
  });
});

describe('its declaration', () => {
  it.each<[name: string, from: string, to: string, says: string]>([
    [
      'a signature in the workspace',
      'accounts.csv',
      'accounts.csv?X-Amz-Signature=abc',
      "sources/crm.yaml:3:27: error: A credential doesn't belong into the workspace. Say `auth: { way: signed, secret: … }`, and put all that stands after the question mark into that secret.",
    ],
    [
      'no format',
      'accounts.csv',
      'accounts',
      'sources/crm.yaml:3:27: error: The ending of this file tells no format. Add `format:` csv, xlsx, json or ndjson.',
    ],
    [
      'a way in that isn’t there',
      'records:',
      'auth: { way: token }\nrecords:',
      'sources/crm.yaml:4:14: error: A file by HTTPS has no way in `token`. Declared: none, bearer, api_key, basic, signed.',
    ],
    [
      'a file of the workspace with credentials',
      '{ url: "https://files.acme.example/accounts.csv" } }\n',
      '{ path: ../data/accounts.csv } }\nauth: { way: none }\n',
      'sources/crm.yaml:4:1: error: A file of the workspace has no `auth`. Delete it, or say `url` in place of `path`.',
    ],
    [
      'neither',
      '{ url: "https://files.acme.example/accounts.csv" }',
      '{ format: csv }',
      'sources/crm.yaml:3:20: error: Nothing says where the file is. Add `path`, or `url` for a file that is fetched.',
    ],
    [
      'both kinds',
      'reads: { accounts',
      'reads: { other: { path: a.csv }, accounts',
      'sources/crm.yaml:3:17: error: The other reads of this source are fetched. Give this file a source of its own.',
    ],
  ])('says what is wrong: %s', (_name, from, to, says) => {
    const text = source('https://files.acme.example/accounts.csv').replace(from, to);
    const problems = problemsOf(workspaceFolder([], { 'sources/crm.yaml': text }));
    expect(problems.filter((problem) => problem.includes('error'))).toEqual([says]);
  });
});
