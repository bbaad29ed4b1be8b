/**
 * No personal data above debug and no secret ever, in anything that the process prints: a company made of canaries is
 * imported, asked about, asked wrongly, broken while it is served, and stopped. Every line of the log is one that is listed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { replyOver } from '../support/asking.ts';
import type { CanaryWorkspace } from '../support/canary-workspace.ts';
import { canaryWorkspace, DOMAIN, PERSON, SECRET, SECRET_ENV } from '../support/canary-workspace.ts';
import type { Finished, Serving } from '../support/concierge-process.ts';
import { concierge, MAIN, NODE, startConcierge, startServing } from '../support/concierge-process.ts';
import type { LogLine } from '../support/log-lines.ts';
import { logLines, otherLines, unlisted, ofEvent } from '../support/log-lines.ts';

const TIMEOUT = { timeout: 60_000 };
const TOOLS = ['get_escalation_contact', 'get_account_team'];
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

let company: CanaryWorkspace;
beforeEach(() => {
  company = canaryWorkspace();
  onTestFinished(company.dispose);
});

async function serving(level: string, also: readonly string[] = []): Promise<Serving> {
  const env = { ...SECRET_ENV, LOG_LEVEL: level };
  const started = await startServing(['start', company.folder, '--port', '0', ...also], { env });
  onTestFinished(() => void started.child.kill('SIGKILL'));
  return started;
}

/** The log's lines, once it is certain that nothing else and nobody stands in it. */
function checked({ stdout, stderr }: Pick<Finished, 'stdout' | 'stderr'>): readonly LogLine[] {
  const lines = logLines(stderr);
  expect(lines.flatMap(unlisted)).toEqual([]);
  expect(`${stdout}${stderr}`).not.toMatch(SECRET);
  // For debug alone, and there in one field.
  const shown = lines.map((line) => JSON.stringify(line.level === 'debug' ? { ...line, account: null } : line));
  expect([stdout, ...otherLines(stderr), ...shown].filter((text) => PERSON.test(text))).toEqual([]);
  expect(`${stdout}${stderr}`).not.toMatch(/^\s+at /m);
  return lines;
}

// Asking

const ARGUMENTS: readonly unknown[] = [
  { account_id: 'xqperson-a1' },
  { account_id: 'crm:xqperson-a2', topic: 'commercial', urgency: 'urgent' },
  { customer_email: `xqperson-lena@${DOMAIN}` },
  { customer_email: `xqperson-new@${DOMAIN}` },
  { customer_email: 'xqperson no address' },
  { account_id: 'xqperson-unknown', xqperson: 'xqsecret' },
  { account_id: { xqperson: 'xqsecret' } },
  { account_id: 'xqperson-a1', topic: 'xqperson-topic', language: 'xqperson' },
  { account_id: 'xqperson-a1', customer_assertion: 'xqsecret.xqsecret.xqsecret' },
  ['xqperson'],
  'xqperson',
  null,
];

/** Every way to ask, and every place for a secret in a request that is answered nonetheless. */
async function askEverything(url: string): Promise<string> {
  const replies: string[] = [];
  for (const tool of [...TOOLS, 'get_xqperson', 'xqsecret'])
    for (const args of ARGUMENTS) replies.push(await replyOver(url, tool, args));
  return replies.join('\n');
}

const LISTENING = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const CALL = JSON.stringify({
  jsonrpc: '2.0',
  id: 'xqperson',
  method: 'tools/call',
  params: { name: TOOLS[0], arguments: { account_id: 'xqperson-a1' }, _meta: { xqperson: 'xqsecret' } },
});

type Odd = { readonly path?: string; readonly method?: string; readonly headers?: object; readonly body?: string };

const CARRIERS: Readonly<Record<string, string>> = {
  authorization: 'Bearer xqsecret',
  'concierge-customer': 'xqsecret.xqperson.xqsecret',
  cookie: 'session=xqsecret; name=xqperson',
  'x-api-key': 'xqsecret',
  'user-agent': 'xqperson',
  'mcp-session-id': 'xqsecret',
  traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01`,
  tracestate: 'xqsecret=xqperson',
  baggage: 'user=xqperson',
};

const REQUESTS: readonly Odd[] = [
  { headers: CARRIERS, path: '/mcp?token=xqsecret&email=xqperson' },
  { headers: { traceparent: 'xqsecret', 'mcp-protocol-version': 'xqperson' } },
  { headers: { host: 'xqperson.example' } },
  { headers: { origin: 'https://xqperson.example' } },
  { headers: { forwarded: 'for=xqperson;by=xqsecret' } },
  { headers: { 'x-forwarded-for': 'xqperson' } },
  { headers: { 'content-type': 'text/xqperson' } },
  { headers: { 'content-type': 'application/json; charset=xqperson' } },
  { headers: { accept: 'xqperson/xqsecret' } },
  { path: '/xqperson?token=xqsecret' },
  { path: '/mcp/xqsecret' },
  { method: 'DELETE', body: '' },
  { method: 'GET', path: '/readyz?xqperson', body: '' },
  { body: 'xqperson' },
  { body: '{"xqperson": xqsecret}' },
  { body: `["xqperson", ${'['.repeat(70)}${']'.repeat(70)}]` },
  { body: JSON.stringify({ xqperson: 'xqsecret'.repeat(1000) }) },
  { body: '"xqperson"' },
  { body: '[]' },
  { body: '[{"jsonrpc":"2.0","id":1,"method":"xqperson"},{"xqsecret":1}]' },
  { body: '{"jsonrpc":"2.0","id":{"xqperson":1},"method":"tools/call","params":"xqsecret"}' },
  { body: '{"jsonrpc":"2.0","id":1,"method":"xqsecret/xqperson","params":{"xqperson":1}}' },
  { body: '{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///xqsecret"}}' },
  { body: '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"clientInfo":{"name":"xqperson"}}}' },
  { body: '{"jsonrpc":"2.0","method":"notifications/xqperson","params":{"xqsecret":1}}' },
  { body: '{"jsonrpc":"2.0","id":1,"result":{"xqperson":"xqsecret"}}' },
  { body: '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"xqperson"}}' },
];

const RAW: readonly string[] = [
  'xqperson xqsecret\r\n\r\n',
  'GET /xqperson HTTP/9.9\r\nHost: xqsecret\r\n\r\n',
  'POST /mcp HTTP/1.1\r\nXqperson: xqsecret\r\n\r\n',
  `GET /mcp HTTP/1.1\r\nHost: localhost\r\nX: ${'xqsecret'.repeat(4000)}\r\n\r\n`,
  'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"xqperson":',
];

async function sendOdd(
  port: number,
  { path = '/mcp', method = 'POST', headers = {}, body = CALL }: Odd,
): Promise<number> {
  const outgoing = request({ port, path, method, headers: { ...LISTENING, ...headers } });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [{ statusCode: number; resume: () => void }];
  response.resume();
  return response.statusCode;
}

async function sendRaw(port: number, text: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(text);
  socket.setTimeout(200, () => socket.destroy());
  socket.resume();
  await once(socket, 'close');
}

async function knockEverywhere(origin: string): Promise<readonly number[]> {
  const port = Number(new URL(origin).port);
  const statuses: number[] = [];
  for (const odd of REQUESTS) statuses.push(await sendOdd(port, odd));
  for (const text of RAW) await sendRaw(port, text);
  return statuses;
}

// Breaking

/** Every text of the directory that holds JSON becomes this one: parsers quote it, or no program foresees what it says. */
function spoil(text: string, tables: readonly string[] = tablesOf()): void {
  const changed = inDirectory((database) =>
    tables.flatMap((table) => {
      const columns = database.prepare(`PRAGMA table_info(${table})`).all();
      return columns.map(({ name }) => {
        const update = `UPDATE ${table} SET ${String(name)} = ? WHERE substr(${String(name)}, 1, 1) IN ('{', '[')`;
        return database.prepare(update).run(text).changes;
      });
    }),
  );
  expect(changed.filter((rows) => rows > 0)).not.toEqual([]);
}

function tablesOf(): readonly string[] {
  return inDirectory((database) =>
    database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
      .all()
      .map(({ name }) => String(name)),
  );
}

function inDirectory<Result>(use: (database: DatabaseSync) => Result): Result {
  const database = new DatabaseSync(join(company.folder, '.concierge/directory.sqlite'));
  try {
    return use(database);
  } finally {
    database.close();
  }
}

function breakRecords(): void {
  const database = new DatabaseSync(join(company.folder, '.concierge/records.sqlite'));
  database.exec('DROP TABLE record');
  database.close();
}

function recordIds(): ReadonlySet<unknown> {
  const database = new DatabaseSync(join(company.folder, '.concierge/records.sqlite'));
  try {
    return new Set(
      database
        .prepare('SELECT id FROM record')
        .all()
        .map(({ id }) => id),
    );
  } finally {
    database.close();
  }
}

function correlationIdIn(reply: string): unknown {
  const message = JSON.parse(reply.slice(reply.indexOf('{'))) as { error?: { data?: { correlation_id?: string } } };
  return message.error?.data?.correlation_id;
}

describe.each(['info', 'trace'])('concierge start at %s', (level) => {
  it('imports, answers and refuses without a name', TIMEOUT, async () => {
    const { url, origin, child, ended } = await serving(level);
    const replies = await askEverything(url);
    expect(replies).toContain('Xqperson Ann');
    const statuses = await knockEverywhere(origin);
    expect(new Set(statuses)).toEqual(new Set([200, 202, 400, 403, 404, 405, 406, 413, 415]));
    child.kill('SIGTERM');
    const lines = checked(await ended);

    expect(lines.map(({ event }) => event)).toEqual(expect.arrayContaining(['serving_started', 'release_live']));
    expect(lines.at(-1)).toMatchObject({ event: 'serving_stopped' });
    const [imported] = ofEvent(lines, 'import_finished');
    for (const count of ['rows_left_out', 'rows_worth_a_look', 'rows_naming_nobody'])
      expect(imported?.[count]).toBeGreaterThan(1);
    const refused = ofEvent(lines, 'request_refused').map(({ reason }) => reason);
    expect(new Set(refused)).toEqual(new Set(['not_loopback', 'foreign_origin', 'forwarded', 'too_large']));
    expect(ofEvent(lines, 'answered').length > 0).toBe(level === 'trace');
  });

  it('breaks under way without a name, and by ids that lead further', TIMEOUT, async () => {
    const { url, origin, child, ended } = await serving(level);
    spoil('{xqperson is no JSON', ['dossier']);
    expect(await replyOver(url, 'get_escalation_contact', { account_id: 'xqperson-a1' })).toContain('success@');
    spoil('{"account":"crm:xqperson-a2","name":"Xqperson Vine"}', ['dossier']);
    const failed = await replyOver(url, 'get_account_team', { account_id: 'xqperson-a2' });
    await replyOver(url, 'get_escalation_contact', { account_id: 'xqperson-a2' });
    const recorded = recordIds();
    breakRecords();
    await sendOdd(Number(new URL(origin).port), { headers: CARRIERS });
    expect((await fetch(`${origin}/readyz`)).status).toBe(503);
    rmSync(join(company.folder, '.concierge'), { recursive: true });
    await askEverything(url);
    child.kill('SIGTERM');
    const lines = checked(await ended);

    expect(ofEvent(lines, 'readiness_changed')).toMatchObject([{ ready: false }]);
    const [unreadable] = ofEvent(lines, 'directory_unreadable');
    expect(unreadable).toMatchObject({ cause: expect.stringContaining('SQLITE_CORRUPT') as string });
    expect(recorded).toContain(unreadable?.['id']);
    const [defect, another] = ofEvent(lines, 'answer_failed');
    expect(defect).toMatchObject({ id: correlationIdIn(failed), cause: 'TypeError' });
    expect(recorded).toContain(another?.['id']);
    expect(ofEvent(lines, 'record_not_written')[0]).toMatchObject({ trace: TRACE_ID });
    expect(ofEvent(lines, 'stack').length > 0).toBe(level === 'trace');
  });
});

describe('a store that is damaged before the start', () => {
  it.each([
    ['in what it holds', () => spoil('xqperson is no JSON')],
    ['altogether', () => writeFileSync(join(company.folder, '.concierge/directory.sqlite'), 'xqperson is no database')],
  ])('%s tells nobody’s name', TIMEOUT, async (_how, damage) => {
    expect((await concierge(['import', company.folder])).code).toBe(0);
    damage();
    const { url, child, ended } = await serving('info', ['--from-last-import']);
    const replies = await askEverything(url);
    expect(replies).not.toContain('Xqperson Ann');
    child.kill('SIGTERM');
    expect(ofEvent(checked(await ended), 'directory_unreadable').length).toBeGreaterThan(0);
  });
});

describe('an import that fails', () => {
  const exports = {
    'is no JSON': ['data/desk.json', 'xqperson is no JSON'],
    'is keyed by people': ['data/desk.json', JSON.stringify({ [`xqperson-lena@${DOMAIN}`]: {} })],
    'breaks off': ['data/desk.json', '{"users":[{"email":"xqperson@xqperson.example","organ'],
    'has an open quote': ['data/accounts.csv', 'Account ID,Account\nxqperson-a1,"Xqperson Optics\nxqperson'],
    'has lost its header': ['data/accounts.csv', `xqperson-a1,Xqperson Optics,xqperson-lena@${DOMAIN}\n`],
    'is no text': ['data/people.csv', Buffer.from('xqperson \u00e9', 'latin1')],
    'has a name twice': ['data/people.csv', 'Name,Name,Email\nXqperson Ann,xqperson,xqperson\n'],
  } as const;

  it.each(Object.entries(exports))('because an export %s tells nobody’s name', TIMEOUT, async (_how, [file, text]) => {
    writeFileSync(join(company.folder, file), text);
    const env = { ...SECRET_ENV, LOG_LEVEL: 'info' };
    const ended = await concierge(['start', company.folder, '--port', '0'], { env });
    expect(ended.code).toBe(5);
    expect(ofEvent(checked(ended), 'import_failed')).toMatchObject([{ cause: 'unreadable_source' }]);
  });

  it('tells it neither where the last import is served on', TIMEOUT, async () => {
    await (await serving('info')).stop();
    writeFileSync(join(company.folder, 'data/accounts.csv'), `xqperson-a1,Xqperson Optics,xqperson-lena@${DOMAIN}\n`);
    const again = await (await serving('info')).stop();
    expect(again.stderr).toContain('Serving what the last import left.');
    expect(ofEvent(checked(again), 'import_failed')).toHaveLength(1);
  });
});

describe.each(['info', 'trace'])('concierge stdio at %s', (level) => {
  const HELLO = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'xqperson', version: 'xqsecret' },
  };
  const SAID = [
    { jsonrpc: '2.0', id: 1, method: 'initialize', params: HELLO },
    { jsonrpc: '2.0', method: 'notifications/initialized' },
    ...TOOLS.flatMap((name, tool) =>
      ARGUMENTS.map((args, index) => {
        const params = { name, arguments: args };
        return { jsonrpc: '2.0', id: `${tool}-${index}`, method: 'tools/call', params };
      }),
    ),
    { jsonrpc: '2.0', id: 2, method: 'xqperson/xqsecret', params: { xqsecret: 1 } },
    { jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'xqperson', arguments: { xqsecret: 1 } } },
  ];
  const LINES = [
    ...SAID.map((message) => JSON.stringify(message)),
    'xqperson is no JSON',
    '{"xqperson":',
    '["xqsecret"]',
    '',
  ];

  it('says nobody’s name but to its client', TIMEOUT, async () => {
    const env = { ...SECRET_ENV, LOG_LEVEL: level };
    const { child, until, ended } = startConcierge(['stdio', company.folder], { env });
    onTestFinished(() => void child.kill('SIGKILL'));
    child.stdin?.write(LINES.join('\n'));
    await until('"id":3');
    child.kill('SIGTERM');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(0);
    expect(stdout).toContain('Xqperson Ann');
    const lines = checked({ stdout: '', stderr });
    expect(lines[0]).toMatchObject({ event: 'serving_started', transport: 'stdio' });
    expect(lines.at(-1)).toMatchObject({ event: 'serving_stopped' });
    expect(ofEvent(lines, 'answered').length > 0).toBe(level === 'trace');
  });
});

describe('what nobody foresaw', () => {
  /** A process that minds as the program does, and then does what a slip or a library would. */
  const SLIPS = `
    import { mindUnforeseen } from ${JSON.stringify(join(MAIN, '../cli/processes/unforeseen.ts'))};
    mindUnforeseen(process, { env: process.env, err: (text) => process.stderr.write(text + '\\n') });
    console.log('xqperson', new Error('xqsecret'));
    console.error('xqsecret');
    process.emitWarning('xqperson', 'DeprecationWarning', 'DEP_XQ');
    setTimeout(() => { throw new TypeError('xqperson xqsecret', { cause: new Error('xqsecret') }); }, 50);
  `;

  it.each(['info', 'trace'])('is told by its kind alone at %s', TIMEOUT, async (level) => {
    const child = spawn(NODE, ['--input-type=module', '-e', SLIPS], { env: { ...process.env, LOG_LEVEL: level } });
    const printed = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, printed.stdout]).toEqual([1, '']);
    const lines = checked(printed);
    expect(ofEvent(lines, 'library_output')).toHaveLength(2);
    expect(ofEvent(lines, 'runtime_warning')).toMatchObject([{ cause: 'DeprecationWarning DEP_XQ' }]);
    expect(ofEvent(lines, 'crashed')).toMatchObject([{ cause: 'TypeError < Error' }]);
    expect(ofEvent(lines, 'stack').length > 0).toBe(level === 'trace');
  });
});
