/** Accounts looked up live, from the desk to a system on loopback and back. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { answer } from '../../src/answer/answer.ts';
import type { Outcome } from '../../src/answer/ask.ts';
import { explanation } from '../../src/answer/explain.ts';
import { replayer } from '../../src/answer/replay.ts';
import type { DecisionRecord } from '../../src/audit/record.ts';
import { instantOf } from '../../src/base/clock.ts';
import { log } from '../../src/cli/log/log.ts';
import { serveHttp } from '../../src/cli/serving/serve-http.ts';
import { contactOver } from '../support/asking.ts';
import { explanationText } from '../../src/cli/explanation-text.ts';
import { releaseOf } from '../../src/config/release.ts';
import { runCommand } from '../support/cli.ts';
import type { LiveCompany } from '../support/live-company.ts';
import { liveCompany, zendeskSource } from '../support/live-company.ts';
import type { Said } from '../systems/fake-system.ts';
import type { ZendeskFake } from '../systems/zendesk.ts';
import { zendeskFake } from '../systems/zendesk.ts';

const MINUTE = 60_000;
const JONAH = 'jonah.reyes@yourcompany.example';
const IDA = 'ida.brandt@yourcompany.example';

const IDS = Array.from({ length: 60 }, (_none, at) => 101 + at);
const SERVICE = {
  file: 'services/cx_concierge.yaml',
  old: 'audiences:',
  now: 'audiences:\n  partners: { unverified_email: team }',
};
const CONTACTS = `
source: contacts
connector: file
reads: { contacts: { path: ../data/contacts.csv } }
records: [{ contact: { from: contacts, email: Email, account: { column: Account, in: desk } } }]
`;
const CONTACTS_CSV = 'Email,Account\nann@one.example,150\nboth@one.example,150\nboth@one.example,151\n';

const HOLD = {
  file: 'concierge.yaml',
  old: 'facts:',
  now: 'facts:\n  account.legal_hold: { type: boolean }',
};
const INHERIT = {
  file: 'concierge.yaml',
  old: 'topics:',
  now: 'inherit: { roles: [CSM], facts: { account.legal_hold: any } }\ntopics:',
};
const [PARENT, CHILD] = [154, 155];

function sourceOf(url: string): string {
  const parent = 'parent: { column: organization_fields.parent, in: desk }';
  return zendeskSource(url)
    .replace('      facts:', `      ${parent}\n      facts:`)
    .replace('      assignments:', '        account.legal_hold: organization_fields.hold\n      assignments:');
}

let synced: string;
let zendesk: ZendeskFake;
let company: LiveCompany;

beforeAll(async () => {
  zendesk = zendeskFake(() => Date.now(), 100);
  for (const each of IDS) organization(each, {});
  organization(PARENT, { hold: true, csm_email: IDA });
  organization(CHILD, { hold: true, parent: PARENT });
  company = await liveCompany(
    { source: sourceOf, secret: 'zd-s3cret', reply: zendesk.reply },
    {
      edits: [SERVICE, HOLD, INHERIT],
      files: { 'sources/contacts.yaml': CONTACTS, 'data/contacts.csv': CONTACTS_CSV },
    },
  );
});
beforeAll(() => {
  synced = instantOf(Date.now());
});
afterAll(async () => await company.close());

/** Each test has an account of its own, which has not been asked for since the sync. */
let id = 0;
let next = 0;
beforeEach(() => {
  id = IDS[next++] ?? 0;
  company.replying(zendesk.reply);
  company.pass(15 * MINUTE);
  company.mark();
});

function organization(one: number, fields: Readonly<Record<string, unknown>>): void {
  const all = { tier: 'vip', csm_email: JONAH, renewal: '2030-01-01', ...fields };
  zendesk.put('organizations', { id: one, name: `Customer ${one}`, organization_fields: all });
}

type Told = { readonly email: string | undefined; readonly reason: string; readonly asOf: string };

function told(outcome: Outcome): Told {
  if (outcome.kind !== 'answered' || !('contact' in outcome.card)) throw new Error('no contact');
  const { contact, reason, as_of: asOf } = outcome.card;
  return { email: contact.email, reason: reason.code, asOf };
}

async function meets(also: Readonly<Record<string, string>> = {}): Promise<Told> {
  return told(await company.call('get_escalation_contact', { account_id: String(id), ...also }));
}

/** How old the facts are that an answer rests on. */
async function age(): Promise<string> {
  const outcome = await company.call('get_account_health', { account_id: String(id) });
  if (outcome.kind !== 'answered') throw new Error('no health');
  return outcome.card.as_of;
}

it('asks for nothing that was synced just now', async () => {
  company.pass(-12 * MINUTE);
  expect((await meets()).email).toBe(JONAH);
  expect([company.asked(), company.heard]).toEqual([0, ['fresh']]);
});

it('tells what has changed in the system without a sync, and since when', async () => {
  organization(id, { csm_email: IDA });
  expect((await meets()).email).toBe(IDA);
  expect(await age()).toBe(instantOf(Date.now()));
  expect([company.asked(), company.heard]).toEqual([1, ['fetched', 'fresh']]);
});

it('decides by what it looked up: facts that are counted from others, and those that are gone', async () => {
  expect((await meets({ topic: 'commercial' })).reason).toBe('named_csm');
  organization(id, { tier: 'standard', renewal: instantOf(Date.now() + 10 * 24 * 60 * MINUTE).slice(0, 10) });
  company.pass(60 * MINUTE);
  expect((await meets({ topic: 'commercial' })).reason).toBe('renewal');
  organization(id, { tier: null, csm_email: IDA, renewal: null });
  company.pass(60 * MINUTE);
  expect(await meets({ topic: 'commercial' })).toMatchObject({ email: IDA, reason: 'named_csm' });
});

it('leaves out what can’t be read, as an import does, and the rest stays', async () => {
  organization(id, { tier: 'no such tier', csm_email: IDA });
  const outcome = await company.call('get_escalation_contact', { account_id: String(id) });
  expect(told(outcome)).toMatchObject({ email: IDA, reason: 'named_csm' });
  expect((await lastRecord()).escalation).toMatchObject({ rule: 'otherwise' });
});

it('keeps who held a role where the system names somebody whom nobody knows', async () => {
  organization(id, { csm_email: 'new@yourcompany.example' });
  expect([(await meets()).email, company.heard]).toEqual([JONAH, ['fetched']]);
});

it('inherits anew where the account itself says less than before', async () => {
  id = CHILD;
  expect((await meets()).email).toBe(JONAH);
  company.pass(60 * MINUTE);
  organization(CHILD, { hold: false, csm_email: null, parent: PARENT });
  expect((await meets()).email).toBe(IDA);
  const { facts } = await lastRecord();
  const json = await company.concierge.store.records.snapshot('default', facts?.dossier ?? '');
  const lent = { inheritedFrom: `desk:${PARENT}` };
  expect(JSON.parse(json ?? '')).toMatchObject({
    facts: { 'account.legal_hold': { value: true, ...lent, conflicts: [{ value: false, live: true }] } },
    assignments: [{ role: 'CSM', source: lent }],
  });
});

it('uses what is stale at once, and asks anew behind', async () => {
  organization(id, { csm_email: IDA });
  expect((await meets()).email).toBe(IDA);
  company.pass(6 * MINUTE);
  organization(id, { csm_email: JONAH });
  expect((await meets()).email).toBe(IDA);
  await vi.waitFor(async () => expect((await meets()).email).toBe(JONAH));
  expect([company.asked(), company.heard.slice(0, 2), company.heard.at(-1)]).toEqual([
    2,
    ['fetched', 'stale'],
    'fresh',
  ]);
});

it('asks once for many who ask at the same time', async () => {
  organization(id, { csm_email: IDA });
  const all = await Promise.all([1, 2, 3, 4, 5].map(() => meets()));
  expect([new Set(all.map(({ email }) => email)), company.asked()]).toEqual([new Set([IDA]), 1]);
});

const ANOTHER = { organizations: [{ id: 9, name: 'Another', organization_fields: { csm_email: IDA, tier: 'vip' } }] };
const SEVERAL = { organizations: [8, 9].map((one) => ({ id: one, organization_fields: { csm_email: IDA } })) };
const FAULTS: readonly (readonly [name: string, said: Said | 'odd', heard: readonly string[]])[] = [
  ['no longer accepts the token', { status: 401, body: { error: 'invalid_token' } }, ['auth', 'failed']],
  ['no longer allows it', { status: 403, body: { error: 'Forbidden' } }, ['forbidden', 'failed']],
  ['is asked too much', { status: 429, headers: { 'retry-after': '60' } }, ['limit', 'failed']],
  ['has a login page', { headers: { 'content-type': 'text/html' }, body: '<html>' }, ['contract', 'failed']],
  ['has no such record any more', { body: { organizations: [] } }, ['gone']],
  ['replies with another record', { body: ANOTHER }, ['contract', 'failed']],
  ['replies with several records', { body: SEVERAL }, ['contract', 'failed']],
  ['has another kind of field', 'odd', ['contract', 'failed']],
];

describe('where the system', () => {
  it.each(FAULTS)('%s, the directory answers with its own age', async (_name, said, heard) => {
    const odd = { organizations: [{ id, organization_fields: { csm_email: { is: IDA }, tier: 'vip' } }] };
    company.replying(() => (said === 'odd' ? { body: odd } : said));
    expect([(await meets()).email, await age()]).toEqual([JONAH, synced]);
    expect(company.heard.slice(0, heard.length)).toEqual(heard);
  });
});

it('leaves a system that refuses alone for a while, whichever account is asked for', async () => {
  company.replying(() => ({ status: 401, body: { error: 'invalid_token' } }));
  for (const one of [id, id, 150]) await company.call('get_account_team', { account_id: String(one) });
  expect(company.asked()).toBe(1);
  company.replying(zendesk.reply);
  organization(id, { csm_email: IDA });
  company.pass(MINUTE);
  expect((await meets()).email).toBe(IDA);
});

it('asks for nobody who isn’t known, nor for who only says who they are', async () => {
  const tool = 'get_escalation_contact';
  await company.call(tool, { account_id: 'nobody' });
  await company.call(tool, { customer_email: 'both@one.example' });
  await company.call(tool, { customer_email: 'bea@one.example' });
  await company.call(tool, { topic: 'weather' });
  await company.call(tool, { customer_email: 'ann@one.example' }, { audience: 'partners' });
  await company.call(tool, { account_id: '151' }, { binding: 'required' });
  const subject = { type: 'account_id', value: '151' } as const;
  const assertion = { kind: 'verified', subject, expiresAtMs: Number.POSITIVE_INFINITY } as const;
  const caller = { ...company.concierge.caller, binding: 'required' as const };
  const bound = { caller, service: 'cx_concierge', tool, assertion };
  await answer({ ...bound, arguments: { account_id: '150' } }, company.desk);
  expect([company.asked(), company.heard]).toEqual([0, []]);
  await answer({ ...bound, arguments: {} }, company.desk);
  expect([company.asked(), company.heard]).toEqual([1, ['fetched']]);
});

it('gives the same answer from its record, whatever has changed since', async () => {
  organization(id, { csm_email: IDA });
  await meets();
  const { store, workspace } = company.concierge;
  const record = await lastRecord();
  organization(id, { tier: 'standard' });
  company.pass(60 * MINUTE);
  await meets();
  const replay = await replayer(store)(record);
  if (replay.kind !== 'same' || replay.considered === null) throw new Error(replay.kind);
  const text = explanationText(explanation(replay.considered), workspace, (title) => title);
  expect(text).toMatch(new RegExp(`account\\.tier +VIP +accounts +accounts:organizations/${id} +live, \\d s old`));
});

it('is explained as it would be answered, and not for another moment', async () => {
  organization(id, { csm_email: IDA });
  const explained = async (...also: readonly string[]): Promise<string> => {
    const lines: string[] = [];
    const context = { ...company.context, out: (text: string) => void lines.push(text) };
    await runCommand(['explain', company.folder, '--account', String(id), ...also], context);
    return lines.join('\n');
  };
  expect(await explained()).toMatch(/live, \d+ s old[^]*"email": "ida\.brandt/);
  expect(await explained('--at', '2026-11-23T10:00:00+01:00')).toMatch(/"email": "jonah\.reyes/);
});

it('looks nothing up while an import is held: what is too much doesn’t come in by single answers', async () => {
  organization(id, { csm_email: IDA });
  await noteImport('held');
  expect([(await meets()).email, company.asked()]).toEqual([JONAH, 0]);
  const lines: string[] = [];
  const tell = (text: string): void => void lines.push(text);
  const context = { ...company.context, out: tell, err: tell };
  await runCommand(['explain', company.folder, '--account', String(id)], context);
  expect(lines.join('\n')).toContain(JONAH);
  expect(lines).toContain('The last import is held, so no system is looked into: told as it was imported.');
  await noteImport('imported');
  company.pass(5_000);
  expect((await meets()).email).toBe(IDA);
});

async function noteImport(outcome: 'held' | 'imported'): Promise<void> {
  const copies = await company.context.openCopies(company.concierge.deployment.store);
  await copies.noteImport('default', { at: instantOf(Date.now()), outcome, changes: null, failure: null });
  await copies.close();
}

it('goes by the newer of what was looked up and what was synced', async () => {
  organization(id, { csm_email: IDA });
  expect((await meets()).email).toBe(IDA);
  organization(id, { csm_email: JONAH });
  company.pass(4 * MINUTE);
  await company.sync();
  company.pass(6 * MINUTE);
  company.replying(() => ({ status: 403 }));
  expect([(await meets()).email, company.heard]).toEqual([JONAH, ['forbidden', 'failed']]);
});

it('serves agents over HTTP, and tells the log and the metrics how it went', async () => {
  const lines: string[] = [];
  const logger = log({ err: (line) => void lines.push(line), env: {} });
  const metrics = { host: '127.0.0.1', port: 0 };
  const concierge = { ...company.concierge, deployment: { ...company.concierge.deployment, metrics } };
  const serving = await serveHttp(concierge, metrics, async () => [], company.context, logger, null);
  try {
    organization(id, { csm_email: IDA });
    expect(await contactOver(serving.url, { account_id: String(id) })).toMatchObject({ email: IDA });
    company.replying(() => ({ status: 401 }));
    for (const one of [152, 153]) await contactOver(serving.url, { account_id: String(one) });
    const text = await (await fetch(serving.metricsUrl ?? '')).text();
    expect(text).toContain('concierge_live_lookups_total{source="accounts",outcome="fetched"} 1');
    expect(text).toContain('concierge_live_lookups_total{source="accounts",outcome="failed"} 2');
    const events = lines.filter((line) => line.includes('live_lookup_failed')).join();
    expect(events).toMatch(
      /^\{"level":"warn","time":"[^"]+","event":"live_lookup_failed","source":"accounts","why":"auth"\}$/,
    );
  } finally {
    await serving.close();
  }
});

/** The last of these tests: it changes what is live. */
it('goes by the live settings of each release, and says no word of them where there are none', async () => {
  const team = async () => await company.call('get_account_team', { account_id: String(id) });
  organization(id, { csm_email: IDA });
  const live = await team();
  expect(JSON.stringify(live)).toContain(IDA);
  const path = join(company.folder, 'sources/accounts.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^live: .*$/m, ''));
  expect(await runCommand(['publish', company.folder], company.context)).toMatchObject({ code: 0 });
  await company.concierge.goLive();
  company.mark();
  const off = await team();
  expect([JSON.stringify(off).includes(IDA), company.asked(), company.heard]).toEqual([false, 0, []]);
  const { isLive, workspace } = company.concierge.release();
  expect([isLive, releaseOf(workspace).json.includes('"live"')]).toEqual([false, false]);
});

async function lastRecord(): Promise<DecisionRecord> {
  const { store, workspace } = company.concierge;
  for await (const { record } of store.records.latest(workspace.tenant)) return record;
  throw new Error('There is no record.');
}
