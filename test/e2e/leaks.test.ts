/**
 * Nothing sensitive of the five exports leaves: not in a reply, an error, a log line or the store's files. Every account
 * and contact of the sample is asked about by every tool, with logging at its most talkative.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Serving } from '../support/concierge-process.ts';
import { concierge, copyOfAcme, serveConcierge } from '../support/concierge-process.ts';

type Canaries = Readonly<
  Record<'text' | 'values', readonly { readonly tokens: string[]; readonly otherForms?: string[] }[]>
>;

const { folder, dispose } = copyOfAcme();
const canaries = JSON.parse(readFileSync(join(folder, 'data/canaries.json'), 'utf8')) as Canaries;
const tokens = [...canaries.text, ...canaries.values].flatMap((entry) => [
  ...entry.tokens,
  ...(entry.otherForms ?? []),
]);
const accounts = parse<Record<string, string>>(readFileSync(join(folder, 'data/crm_accounts.csv')), {
  columns: true,
  bom: true,
});

let serving: Serving;
const replies: string[] = [];

beforeAll(async () => {
  serving = await serveConcierge(folder, { env: { LOG_LEVEL: 'trace' } });
  for (const account of accounts) await askEverything(account);
  for (const hostile of HOSTILE) replies.push(await post(hostile));
}, 60_000);

afterAll(async () => {
  await serving.stop();
  dispose();
});

const TOOLS = ['get_escalation_contact', 'get_account_team', 'get_account_health'];

/** Bodies that ask for more than there is, or that are made to fail. */
const HOSTILE = [
  call('get_escalation_contact', {
    account_id: accounts[0]?.['Account ID'],
    fields: ['salary', 'birth_date', 'notes'],
  }),
  call('get_escalation_contact', { account_id: "' OR 1=1 --" }),
  call('get_escalation_contact', { account_id: { $ne: null } }),
  call('get_account_team', { customer_email: '%@quillhaven.example' }),
  call('get_employee', { email: 'sarah.jenkins@acme.example' }),
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":',
  '{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///etc/passwd"}}',
];

async function askEverything(account: Record<string, string>): Promise<void> {
  for (const tool of TOOLS) {
    replies.push(await post(call(tool, { account_id: account['Account ID'] })));
    replies.push(await post(call(tool, { customer_email: account['Primary Contact Email'] })));
  }
  for (const topic of ['billing', 'commercial', 'technical', 'security'])
    replies.push(
      await post(call(TOOLS[0] ?? '', { account_id: account['Account ID'], topic, urgency: 'urgent', language: 'de' })),
    );
}

function call(name: string, args: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });
}

async function post(body: string): Promise<string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const response = await fetch(serving.url, { method: 'POST', headers, body });
  return `${response.status} ${[...response.headers].join(' ')} ${await response.text()}`;
}

function leaks(text: string): string[] {
  return tokens.filter((token) => text.includes(token));
}

describe('the sample’s sensitive columns', () => {
  it('are watched: hundreds of canaries, and hundreds of answered calls', () => {
    expect(tokens.length).toBeGreaterThan(300);
    expect(replies.filter((reply) => reply.includes('acme.example')).length).toBeGreaterThan(400);
    expect(leaks(readFileSync(join(folder, 'data/hr_employees.csv'), 'utf8')).length).toBeGreaterThan(50);
  });

  it('are in no reply and no error', () => {
    expect(leaks(replies.join('\n'))).toEqual([]);
  });

  it('are in nothing that the process prints', () => {
    const { stdout, stderr } = serving.printed();
    expect(leaks(stdout + stderr)).toEqual([]);
  });

  it('never got into the store’s files', () => {
    const store = join(folder, '.concierge');
    const files = readdirSync(store);
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) expect(leaks(readFileSync(join(store, file), 'latin1'))).toEqual([]);
  });

  it('are in no explanation either', async () => {
    const told = await concierge(['explain', folder, '--account', accounts[0]?.['Account ID'] ?? '', '--json']);
    expect(told.code).toBe(0);
    expect(leaks(told.stdout + told.stderr)).toEqual([]);
  });

  it('names no customer in the log', () => {
    const { stderr } = serving.printed();
    for (const account of accounts) expect(stderr).not.toContain(account['Primary Contact Email'] || 'no address');
  });
});
