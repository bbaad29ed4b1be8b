/** `concierge wrap openapi` as a person uses it: looked at, chosen, written, reviewed, and wrapped again when the document changes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireWorkspace } from '../../src/config/load-workspace.ts';
import { runCommand } from '../support/cli.ts';
import { workspaceFolder, writeInto } from '../support/workspace-folder.ts';
import { fakeSystem } from '../systems/fake-system.ts';
import type { Json } from './document.ts';
import { documentOf, LIST, replying, TICKET } from './document.ts';

const ID = { name: 'id', in: 'path', required: true, schema: { type: 'integer' }, description: 'The ticket’s number.' };
const STATE = {
  name: 'state',
  in: 'query',
  schema: { type: 'string', enum: ['open', 'done'] },
  description: 'In which state.',
};
const CUSTOMER = { name: 'customer_id', in: 'query', schema: { type: 'string' } };

const PATHS: Json = {
  '/tickets': {
    get: replying(LIST, {
      operationId: 'listTickets',
      tags: ['Tickets'],
      summary: 'List tickets',
      parameters: [STATE, CUSTOMER],
    }),
    post: replying(TICKET),
  },
  '/tickets/{id}': {
    get: replying(TICKET, {
      operationId: 'showTicket',
      tags: ['Tickets'],
      description: 'Shows one ticket.',
      parameters: [ID],
    }),
  },
  '/users': { get: replying(LIST, { operationId: 'listUsers', tags: ['Users'] }) },
  '/ping': { get: { responses: { 200: { description: 'ok', content: { 'text/plain': {} } } } } },
};

const SECURED = { components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } } };

function stage(document: Json = documentOf(PATHS, SECURED)) {
  const folder = workspaceFolder();
  writeInto(folder, 'desk.json', JSON.stringify(document));
  const wrap = (...args: readonly string[]) => runCommand(['wrap', 'openapi', 'desk.json', ...args], { cwd: folder });
  const file = (name: string) => join(folder, name);
  const text = (name: string) => readFileSync(file(name), 'utf8');
  const edit = (name: string, from: string, to: string) => {
    if (!text(name).includes(from)) throw new Error(`${name} has no "${from}"`);
    writeFileSync(file(name), text(name).replace(from, to));
  };
  const publish = (paths: Json) => writeInto(folder, 'desk.json', JSON.stringify(documentOf(paths, SECURED)));
  return { folder, wrap, text, edit, publish };
}

const SOURCE = 'sources/desk.yaml';
const SERVICE = 'services/desk.yaml';

describe('before anything is written', () => {
  it('the operations are listed, and why others can’t be wrapped', async () => {
    const { wrap } = stage();
    const { code, out, err } = await wrap('--list');
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "method  path           tag      name          in            out
      GET     /tickets       Tickets  list_tickets  2             list of 5 fields
      GET     /tickets/{id}  Tickets  get_ticket    1 (1 needed)  one of 5 fields
      GET     /users         Users    list_users    –             list of 5 fields"
    `);
    expect(err).toMatchInlineSnapshot(`
      "Desk 1.0: 4 operations that read, of which 1 can’t be wrapped; 1 that may write is left alone.
        GET /ping: it replies text/plain, not JSON"
    `);
    const json = JSON.parse((await wrap('--list', '--json', '--tag', 'users')).out) as { operations: unknown[] };
    expect(json.operations).toMatchObject([{ method: 'GET', path: '/users', name: 'list_users', returns: 'list' }]);
  });

  it.each<[args: readonly string[], said: RegExp]>([
    [[], /Say --name NAME/],
    [['--name', 'Desk'], /is no name for a source/],
    [['--name', 'cx_concierge'], /is no name for a source/],
    [['--name', 'desk', '--workspace', '/nowhere'], /has no concierge\.yaml/],
    [['--name', 'desk', '--tag', 'Ticket'], /No operation that reads has the tag `Ticket`/],
    [['--name', 'desk', '--operation', 'createTicket'], /no operation `createTicket` that reads/],
    [['--name', 'desk', '--operation', 'GET /ping'], /it replies text\/plain/],
    [['--name', 'desk', '--path', '/none'], /No operation that can be wrapped fits/],
    [['--name', 'desk', '--base-url', 'desk'], /is no address/],
  ])('what can’t be meant is refused: %o', async (args, said) => {
    const { wrap } = stage();
    const { code, err } = await wrap(...args);
    expect([code === 0, err]).toEqual([false, expect.stringMatching(said)]);
  });

  it('hundreds of tools aren’t dumped on a model: somebody chooses', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`/things${index}`, { get: replying(LIST) }]),
    );
    const { wrap, text } = stage(documentOf(many));
    const { code, out, err } = await wrap('--name', 'desk');
    expect([code, out.split('\n').length]).toEqual([2, 61]);
    expect(err).toContain(
      '60 operations could be wrapped, which is more than a model reads. Choose by --tag, --path or --operation NAME; nothing was written.',
    );
    expect((await wrap('--name', 'desk', '--path', '/things1*')).code).toBe(0);
    expect(text(SERVICE).match(/operation:/g)).toHaveLength(11);
  });

  it('a file that somebody wrote is never touched', async () => {
    const { folder, wrap, text } = stage();
    writeInto(folder, SOURCE, 'mine');
    expect(await wrap('--name', 'desk')).toMatchObject({
      code: 2,
      err: expect.stringContaining('was written by somebody') as string,
    });
    expect(text(SOURCE)).toBe('mine');
  });

  it('what a document refers to is read beside it and nowhere else', async () => {
    const { folder, wrap } = stage(documentOf({ '/tickets': { get: replying({ $ref: 'parts/list.json#/List' }) } }));
    expect((await wrap('--list')).err).toMatch(/parts\/list\.json can’t be read/);
    writeInto(folder, 'parts/list.json', JSON.stringify({ List: LIST }));
    expect((await wrap('--list')).out).toContain('list_tickets');
    const outside = stage(documentOf({ '/tickets': { get: replying({ $ref: '../../../../../../etc/hostname' }) } }));
    expect((await outside.wrap('--list')).err).toMatch(/doesn’t lie beside it|can’t be read/);
  });

  it('nobody is called on this machine or in its network, unless the deployment says so', async () => {
    const system = await fakeSystem(() => ({ body: documentOf(PATHS) }));
    const { folder } = stage();
    const url = `${system.url}/openapi.json?key=s3cret`;
    const list = () => runCommand(['wrap', 'openapi', url, '--list', '--workspace', folder], { cwd: folder });
    expect(await list()).toMatchObject({ code: 9, err: expect.stringContaining('was not called') as string });
    expect(system.asked).toHaveLength(0);
    writeInto(folder, 'deployment.yaml', 'outbound: { allow_private: [127.0.0.1] }\n');
    expect((await list()).out).toContain('list_tickets');
    const wrapped = await runCommand(['wrap', 'openapi', url, '--name', 'desk'], { cwd: folder });
    expect(wrapped.code).toBe(0);
    expect(
      [SOURCE, SERVICE, '.wrapped/desk.json'].map((name) => readFileSync(join(folder, name), 'utf8')).join(''),
    ).not.toContain('s3cret');
    await system.close();
  });
});

describe('what is written', () => {
  it('is a source and a service as a person would have written them, and passes the check', async () => {
    const { folder, wrap, text } = stage();
    const { code, out, err } = await wrap('--name', 'desk', '--tag', 'Tickets');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([SOURCE, SERVICE, '.wrapped/desk.json']);
    expect(text(SOURCE)).toMatchSnapshot('source');
    expect(text(SERVICE)).toMatchSnapshot('service');
    expect(err).toMatchSnapshot('said');
    const { code: checked, out: problems } = await runCommand(['check'], { cwd: folder });
    expect(checked).toBe(0);
    expect(problems).toContain(
      'services/desk.yaml:7:11: warning: Nobody has looked at this service yet. Its 2 tools are on no menu.',
    );
  });

  it('proposes whose rows these are, where a part of a body and a field of the reply say the same', async () => {
    const id = { type: 'object', properties: { id: { type: 'string' } } };
    const body = { type: 'object', properties: { filter: { type: 'object', properties: { customer: id } } } };
    const rows = { type: 'array', items: { type: 'object', properties: { number: { type: 'string' }, customer: id } } };
    const post = replying(rows, { requestBody: { content: { 'application/json': { schema: body } } } });
    const { wrap, text } = stage(documentOf({ '/orders/search': { post } }));
    await wrap('--name', 'desk', '--post-search');
    expect(text(SERVICE)).toContain('customer: { input: filter_customer_id, id: NAMESPACE, belongs: customer.id }');
  });

  it('is on no menu before somebody has said that it is reviewed', async () => {
    const { folder, wrap, edit } = stage();
    await wrap('--name', 'desk', '--tag', 'Tickets');
    const tools = () => requireWorkspace(folder).services.map((service) => service.tools.map(({ name }) => name));
    expect(tools()).toEqual([[]]);
    expect((await runCommand(['menu', 'desk'], { cwd: folder })).out).toContain(
      'No tool\n  `concierge check` says what',
    );
    edit(SERVICE, 'reviewed: false', 'reviewed: true');
    expect(tools()).toEqual([['list_tickets', 'get_ticket']]);
    edit(SERVICE, '    operation: get_ticket', '    reviewed: false\n    operation: get_ticket');
    expect(tools()).toEqual([['list_tickets']]);
    expect((await runCommand(['check'], { cwd: folder })).out).toContain('Nobody has looked at `get_ticket` yet.');
  });

  it('is nothing with --dry-run', async () => {
    const { wrap, text } = stage();
    expect((await wrap('--name', 'desk', '--dry-run')).err).toContain('Would wrap 3 operations');
    expect(() => text(SOURCE)).toThrow('ENOENT');
  });
});

describe('a document that is wrapped again', () => {
  const older = PATHS['/tickets'] as { get: Json };
  const also = (parameters: readonly Json[], schema: Json = LIST): Json => ({
    ...PATHS,
    '/tickets': { get: { ...older.get, ...replying(schema), parameters } },
  });

  it('changes nothing where nothing has changed', async () => {
    const { wrap, text } = stage();
    await wrap('--name', 'desk', '--tag', 'Tickets');
    const before = [text(SOURCE), text(SERVICE)];
    expect((await wrap('--name', 'desk')).err).toBe('Nothing that is wrapped has changed in the document.');
    expect([text(SOURCE), text(SERVICE)]).toEqual(before);
  });

  it('is carried over where nobody has edited, and told where somebody has', async () => {
    const { folder, wrap, text, edit, publish } = stage();
    await wrap('--name', 'desk', '--tag', 'Tickets');
    edit(SERVICE, 'title: List tickets', 'title: What they wait for # ours');
    const mine = text(SERVICE);
    publish(
      also([
        { ...STATE, required: true },
        { name: 'since', in: 'query', schema: { type: 'string' } },
      ]),
    );
    const dry = await wrap('--name', 'desk', '--dry-run');
    const { out, err } = await wrap('--name', 'desk');
    expect(dry.out).toBe(out);
    expect(out).toMatchInlineSnapshot(`
      "~ list_tickets (GET /tickets)
          input \`state\` is needed now
          input \`customer_id\` is gone
          input \`since\` is new
          services/desk.yaml:19:7: Look at this: input \`state\` is needed now.
          services/desk.yaml:20:7: Take this out: input \`customer_id\` is gone."
    `);
    expect(err).toBe(
      '1 changed. Carried over. 2 places are left to you: what was edited stays as it is. What is new is served when you say that it is reviewed.',
    );
    expect(text(SERVICE)).toBe(mine);
    expect(text(SOURCE)).toContain('since: { type: string }');
    expect((await runCommand(['check'], { cwd: folder })).out).toContain('services/desk.yaml:20:');
    expect((await wrap('--name', 'desk')).err).toMatch(/^Nothing that is wrapped has changed/);
  });

  it('leaves an operation that somebody has edited, and brings the others up to date', async () => {
    const { wrap, text, edit, publish } = stage();
    await wrap('--name', 'desk', '--tag', 'Tickets');
    edit(SOURCE, '      rows: data', '      rows: data # ours');
    const mine = text(SOURCE);
    publish(also([STATE]));
    const { out } = await wrap('--name', 'desk');
    expect(out).toContain('sources/desk.yaml:11:5: You have changed this operation: it was left as it is.');
    expect(text(SOURCE)).toBe(mine);
    expect(text(SERVICE)).not.toContain('customer_id');
  });

  it('never approves a field of a service that is served', async () => {
    const { wrap, text, edit, publish } = stage();
    await wrap('--name', 'desk', '--tag', 'Tickets');
    edit(SERVICE, 'reviewed: false', 'reviewed: true');
    const served = text(SERVICE);
    const { subject: _subject, ...rest } = TICKET['properties'] as Json;
    const ticket = { ...TICKET, properties: { ...rest, opened_at: { type: 'integer' }, mood: { type: 'string' } } };
    publish(also([STATE, CUSTOMER], { type: 'object', properties: { data: { type: 'array', items: ticket } } }));
    const { out } = await wrap('--name', 'desk');
    expect(out.split('\n').slice(1, 4)).toEqual([
      '    `subject` of the reply is gone',
      '    `opened_at` of the reply is number now, not moment',
      '    `mood` of the reply is new',
    ]);
    expect(out).toMatch(/services\/desk\.yaml:\d+:7: Take this out: `subject` of the reply is gone\./);
    expect(text(SERVICE)).toBe(served);
    const added = await wrap('--name', 'desk', '--operation', 'list_users');
    expect(added.out).toBe('+ list_users (GET /users)');
    expect(text(SERVICE)).toBe(`${served.trimEnd()}\n${text(SERVICE).slice(served.length)}`);
    expect(text(SERVICE).slice(served.length)).toMatch(/^ {2}list_users:\n {4}# GET \/users\n {4}reviewed: false\n/);
  });

  it('tells what is gone and what is new, and leaves both to somebody', async () => {
    const { wrap, text, publish } = stage();
    await wrap('--name', 'desk', '--tag', 'Tickets');
    const before = [text(SOURCE), text(SERVICE)];
    const { '/tickets/{id}': _gone, ...rest } = PATHS;
    publish({ ...rest, '/boxes': { get: replying(LIST) } });
    const { out } = await wrap('--name', 'desk');
    expect(out).toMatchInlineSnapshot(`
      "- get_ticket (GET /tickets/{id})
          it is gone from the document
          services/desk.yaml:29:3: Take \`get_ticket\` out, or leave it as your own.
          sources/desk.yaml:19:5: Take \`get_ticket\` out, or leave it as your own.
      1 operation of the document is new; --operation NAME adds one:
        list_boxes (GET /boxes)"
    `);
    expect([text(SOURCE), text(SERVICE)]).toEqual(before);
  });

  it('still knows a POST that asks, though nobody says so again', async () => {
    const post = replying(LIST, { operationId: 'ticketBalances' });
    const { wrap } = stage(
      documentOf({ ...PATHS, '/balances': { post }, '/search': { post: replying(LIST) } }, SECURED),
    );
    expect((await wrap('--list')).err).toContain(
      '3 that may write are left alone (--post-search takes 1 that only asks by name).',
    );
    await wrap('--name', 'desk', '--post-search', '--operation', 'POST /balances', '--operation', 'POST /search');
    const { code, out, err } = await wrap('--name', 'desk');
    expect([code, out, err]).toEqual([0, '', 'Nothing that is wrapped has changed in the document.']);
  });

  it('needs what was kept of it, whole', async () => {
    const { folder, wrap } = stage();
    await wrap('--name', 'desk', '--tag', 'Tickets');
    writeInto(folder, '.wrapped/desk.json', '{"format":1}');
    expect((await wrap('--name', 'desk')).err).toMatch(/desk\.json isn’t as `concierge wrap` wrote it/);
  });
});
