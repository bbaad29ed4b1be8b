/** `concierge wrap curl` of a request that was wrapped before: it takes its own place, and never that of what somebody did. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataOf } from '../../src/config/yaml/data-of.ts';
import { runCommand } from '../support/cli.ts';
import { workspaceFolder, writeInto } from '../support/workspace-folder.ts';

const SERVICE = 'services/desk.yaml';
const SOURCE = 'sources/desk.yaml';
const FILES = [SOURCE, SERVICE, '.wrapped/desk.json'];
const TICKET = { id: 7, subject: 'Arm', status: 'open', opened_at: '2026-11-20T10:00:00Z' };
const REPLIES = {
  'one.json': JSON.stringify({ ticket: TICKET }),
  'list.json': JSON.stringify({ tickets: [TICKET] }),
  'other.json': JSON.stringify({ tickets: [{ id: 7, subject: 'Arm', state: 'open' }] }),
};
const at = (rest: string): string => `curl 'https://desk.acme.example${rest}'`;
const ONE = at('/tickets/7');
const LIST = at('/tickets?status=open');

function stage() {
  const folder = workspaceFolder([], REPLIES);
  const wrap = (request: string, ...args: readonly string[]) =>
    runCommand(['wrap', 'curl', request, '--name', 'desk', ...args], { cwd: folder });
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');
  const edit = (name: string, old: string | RegExp, now: string) => {
    const edited = text(name).replace(old, now);
    expect(edited).not.toBe(text(name));
    writeFileSync(join(folder, name), edited);
  };
  const tools = () => (dataOf(text(SERVICE)) as { tools: Record<string, Record<string, unknown>> }).tools;
  return { folder, wrap, text, edit, tools, files: () => FILES.map(text) };
}

describe('the advice to wrap a request again with its reply', () => {
  it.each<[what: string, request: string, args: readonly string[], reply: string]>([
    ['one record', ONE, [], 'one.json'],
    ['a list, under a name that was said', LIST, ['--operation', 'list_tickets'], 'list.json'],
  ])('leads to what it had been at once: %s', async (_what, request, args, reply) => {
    const [twice, once] = [stage(), stage()];
    const first = await twice.wrap(request, ...args);
    expect(first.err).toContain('Nobody has seen a reply of it: name its fields, or wrap it again with --reply FILE.');
    const { code, err } = await twice.wrap(request, ...args, '--reply', reply);
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/, with 4 fields\.\n1 changed\. Carried over\. What is new/),
    ]);
    await once.wrap(request, ...args, '--reply', reply);
    expect(twice.files()).toEqual(once.files());
    expect((await runCommand(['check'], { cwd: twice.folder })).code).toBe(0);
  });

  it('can be followed with other values, and the operation keeps its name', async () => {
    const { wrap, tools, text } = stage();
    await wrap(LIST);
    expect((await wrap(at('/tickets?status=done'), '--reply', 'list.json')).code).toBe(0);
    expect(Object.keys(tools())).toEqual(['get_tickets']);
    expect(tools()['get_tickets']).toMatchObject({ title: 'List tickets', fields: { subject: 'subject' } });
    expect(text(SOURCE)).toContain('      rows: tickets\n');
  });

  it('only tells with --dry-run', async () => {
    const { wrap, files } = stage();
    await wrap(ONE);
    const before = files();
    const { out, err } = await wrap(ONE, '--reply', 'one.json', '--dry-run');
    expect(out).toContain('~ get_ticket (GET /tickets/{ticket_id})\n');
    expect(err).toContain('Nothing was written.');
    expect(files()).toEqual(before);
  });
});

describe('what somebody did stays', () => {
  it('in a tool that was edited: each place is told, and how to have a new proposal', async () => {
    const { wrap, text, edit, files } = stage();
    await wrap(LIST, '--reply', 'list.json');
    edit(SERVICE, 'description: List tickets.', 'description: What they wait for. # ours');
    const mine = text(SERVICE);
    const { out, err } = await wrap(LIST, '--reply', 'other.json');
    expect(out).toMatchInlineSnapshot(`
      "~ list_tickets (GET /tickets)
          \`status\` of the reply is gone
          \`opened_at\` of the reply is gone
          \`state\` of the reply is new
          services/desk.yaml:22:7: Take this out: \`status\` of the reply is gone.
          services/desk.yaml:23:7: Take this out: \`opened_at\` of the reply is gone."
    `);
    expect(err).toContain('To have `list_tickets` proposed anew, take it out of both files and wrap it again.');
    expect(text(SERVICE)).toBe(mine);
    const after = files();
    expect((await wrap(LIST, '--reply', 'other.json')).err).toContain('Nothing that is wrapped has changed in the');
    expect(files()).toEqual(after);
  });

  it('in a tool of one record that has become a list', async () => {
    const { wrap, edit } = stage();
    await wrap(LIST);
    edit(SERVICE, 'title: Get tickets', 'title: What they wait for');
    const { out } = await wrap(LIST, '--reply', 'list.json');
    expect(out).toMatch(/services\/desk\.yaml:20:5: Look at this: it replies a list now, not one record\./);
  });

  it('in a service that is reviewed, but for drafts in it', async () => {
    const { wrap, text, edit, tools } = stage();
    await wrap(LIST);
    edit(SERVICE, 'reviewed: false', 'reviewed: true');
    const reviewed = text(SERVICE);
    await wrap(LIST, '--reply', 'list.json');
    expect(text(SERVICE)).toBe(reviewed);
    await wrap(ONE);
    expect((await wrap(ONE, '--reply', 'one.json')).out).not.toContain('left as it was');
    expect(text(SERVICE).startsWith(reviewed)).toBe(true);
    expect(tools()['get_ticket']).toMatchObject({ reviewed: false, fields: { subject: 'ticket.subject' } });
    edit(SERVICE, /^ {4}reviewed: false\n/m, '');
    const served = text(SERVICE);
    expect((await wrap(ONE, '--reply', 'other.json')).out).toContain('Take this out: `ticket.subject` of the reply is');
    expect(text(SERVICE)).toBe(served);
  });

  it('where it was taken out of both files, it is proposed anew', async () => {
    const { wrap, edit, tools } = stage();
    await wrap(LIST);
    await wrap(ONE);
    edit(SERVICE, /^ {2}get_ticket:\n[^]*$/m, '');
    edit(SOURCE, /^ {4}get_ticket:\n[^]*$/m, '');
    const { err } = await wrap(ONE, '--reply', 'one.json');
    expect(err).toContain('Nothing of `get_ticket` is served before you have looked');
    expect(tools()['get_ticket']).toMatchObject({ fields: { subject: 'ticket.subject' } });
  });
});

it.each<[what: string, request: string, args: readonly string[], said: string]>([
  [
    'another request of that name',
    at('/staff/7'),
    ['--operation', 'get_ticket'],
    '`get_ticket` is GET /tickets/{ticket_id} already, and this request is GET /staff/{staff_id}. Choose another --operation for this one.',
  ],
  [
    'the same with other inputs',
    ONE,
    ['--input', 'id=path:2'],
    'Say --input as you did then to wrap it again, or choose another --operation.',
  ],
  [
    'the same by another name',
    ONE,
    ['--operation', 'show_ticket'],
    'GET /tickets/{ticket_id} is wrapped already, as `get_ticket`. Leave --operation out to wrap it again',
  ],
  [
    'the same without its reply',
    ONE,
    [],
    '`get_ticket` (GET /tickets/{ticket_id}) was wrapped with a reply, and would',
  ],
  [
    'a name that somebody wrote',
    at('/mine/7'),
    ['--operation', 'mine'],
    '`mine` stands in the files already, and was written by somebody. Choose another --operation',
  ],
])('is refused, and nothing is written: %s', async (_what, request, args, said) => {
  const { folder, wrap, text, files } = stage();
  await wrap(ONE, '--reply', 'one.json');
  writeInto(
    folder,
    SERVICE,
    `${text(SERVICE)}  mine: { operation: get_ticket, title: Mine, description: Mine., fields: { id: id } }\n`,
  );
  const before = files();
  const { code, err } = await wrap(request, ...args);
  expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  expect(files()).toEqual(before);
});

it('is refused where a document has it, which says more than a request', async () => {
  const { folder, wrap } = stage();
  const schema = { type: 'object', properties: { id: { type: 'integer' } } };
  const replies = { 200: { description: '', content: { 'application/json': { schema } } } };
  const parameters = [{ name: 'ticket_id', in: 'path', required: true, schema: { type: 'integer' } }];
  const paths = { '/tickets/{ticket_id}': { get: { parameters, responses: replies } } };
  const info = { title: 'Desk', version: '1' };
  const servers = [{ url: 'https://desk.acme.example' }];
  writeInto(folder, 'api.json', JSON.stringify({ openapi: '3.0.3', info, servers, paths }));
  await runCommand(['wrap', 'openapi', 'api.json', '--name', 'desk'], { cwd: folder });
  expect((await wrap(ONE)).err).toContain('is wrapped already, from api.json. Edit it in the files');
});
