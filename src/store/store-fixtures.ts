/** What tests put into a store, and how they hold one: records whole, but no fuller than they must be. */
import type { DecisionRecord } from '../audit/record.ts';
import { RECORD_VERSION } from '../audit/record.ts';
import { instantOf } from '../base/clock.ts';
import { textHash } from '../base/hash.ts';
import type { NewApiKey, Store } from './store.ts';
import { person as plainPerson } from '../guardrails/fixtures.ts';
import type { AccountKey, DirectoryData, Dossier, Person, PersonKey } from '../directory/records.ts';

export type StoreUnderTest = {
  readonly store: Store;
  /** Closes the store and opens it again over what it left behind. */
  readonly reopen: () => Promise<Store>;
  /** Closes whatever is open and removes its data. */
  readonly dispose: () => Promise<void>;
};

export const AT_MS = Date.UTC(2026, 10, 23, 8);

const AS_OF = instantOf(AT_MS);
const SOURCE = { source: 'crm', record: 'accounts.csv:2', asOf: AS_OF };

export function dossier(account: AccountKey, changes: Partial<Dossier> = {}): Dossier {
  const facts = { 'account.tier': { ...SOURCE, value: 'VIP' }, 'account.arr_usd': { ...SOURCE, value: 120_000 } };
  const assignments = [{ role: 'CSM', person: 'hr:E1', primary: true, since: null, source: SOURCE }];
  return { account, name: `Account ${account}`, parent: null, facts, assignments, asOf: AS_OF, ...changes };
}

export function person(key: PersonKey, changes: Partial<Person> = {}): Person {
  return plainPerson(key, { name: `Person ${key}`, email: null, roles: ['CSM'], asOf: AS_OF, ...changes });
}

export function directoryData(parts: Partial<DirectoryData> = {}): DirectoryData {
  return { dossiers: [], accountIds: [], contacts: [], domains: [], people: [], ...parts };
}

export function decisionRecord(changes: Partial<DecisionRecord> = {}): DecisionRecord {
  const atMs = changes.atMs ?? AT_MS;
  return {
    version: RECORD_VERSION,
    id: 'record',
    tenant: 'default',
    at: instantOf(atMs),
    atMs,
    release: textHash('release'),
    releaseAt: instantOf(AT_MS),
    service: 'cx_concierge',
    tool: 'get_escalation_contact',
    caller: { id: 'website-chat', audience: 'customers' },
    binding: { mode: 'off', assertion: 'absent', trouble: null, violation: false },
    over: null,
    alarm: null,
    asked: { identity: ['account_id'], topic: null, language: null, urgency: 'normal' },
    account: { kind: 'known', account: 'crm:1', by: 'account_id', verified: false },
    kind: 'decided',
    facts: null,
    escalation: { rule: 'otherwise', rows: [0, -1] },
    health: null,
    candidates: [{ link: 0, person: 'hr:E1', team: null, verdict: 'chosen' }],
    reachedBy: 'role',
    answer: null,
    ...changes,
  };
}

export function newKey(id: string, changes: Partial<NewApiKey> = {}): NewApiKey {
  return {
    id,
    tenant: 'default',
    caller: 'website-chat',
    scopes: null,
    label: null,
    hash: textHash(`cxk_${id}_secret`),
    createdAt: AS_OF,
    expiresAt: null,
    ...changes,
  };
}

export async function allOf<Value>(values: AsyncIterable<Value>): Promise<readonly Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}
