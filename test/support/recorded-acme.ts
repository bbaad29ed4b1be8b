/** The sample company after it answered: a folder whose store holds records of every kind, to be looked through and spoilt. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { answer } from '../../src/answer/answer.ts';
import { stoppedClock } from '../../src/base/clock.ts';
import { DEFAULT_TENANT } from '../../src/caller/caller.ts';
import type { Dossier, Person } from '../../src/directory/records.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { callerOf, openAcmeDesk } from './acme-desk.ts';
import type { CommandResult } from './cli.ts';
import { runCommand } from './cli.ts';
import { copyOfAcme } from './concierge-process.ts';
import { temporaryFolder } from './workspace-folder.ts';

export const QUILLHAVEN = '001Hs00003QQCZHIA5';
export const LEGAL_HOLD = '001Hs00003QimvJIAR';
export const BAYOU = '001Hs00003Qx4e6IAB';
export const SARAH = 'sarah.jenkins@acme.example';

/** An hour after the answers. */
export const LATER = stoppedClock(Date.parse('2026-11-23T10:00:00Z'));

const CALLS = [
  ['get_escalation_contact', { account_id: QUILLHAVEN, topic: 'commercial', language: 'de' }],
  ['get_account_team', { account_id: BAYOU }],
  ['get_account_health', { account_id: QUILLHAVEN }],
  ['get_escalation_contact', { account_id: LEGAL_HOLD }],
  ['get_escalation_contact', { account_id: 'nobody knows it' }],
  ['get_escalation_contact', { topic: 'weather' }],
  ['get_account_team', {}],
] as const;

/** The number of records, oldest first: those above, then one of a call that named another customer than its own. */
export const RECORDS = CALLS.length + 1;

/** The sample and its records, made once; `dispose` removes it. */
export async function recordedAcme(): Promise<{ readonly folder: string; readonly dispose: () => void }> {
  const { folder, dispose } = copyOfAcme();
  const { desk, workspace, call, close } = await openAcmeDesk(folder);
  for (const [tool, args] of CALLS) await call(tool, args, 'teams');
  const caller = { ...callerOf(workspace, 'customers'), id: 'website-chat', binding: 'required' as const };
  const subject = { type: 'account_id', value: QUILLHAVEN } as const;
  const assertion = { kind: 'verified', subject, expiresAtMs: Date.parse('2026-11-23T09:10:00Z') } as const;
  const ask = { caller, service: 'cx_concierge', tool: 'get_escalation_contact', assertion };
  await answer({ ...ask, arguments: { account_id: BAYOU } }, desk);
  await close();
  return { folder, dispose };
}

/** A copy to be spoilt; removed with the test. */
export function copyOf(folder: string): string {
  const copy = join(temporaryFolder(), 'acme');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

export async function audit(...args: readonly string[]): Promise<CommandResult> {
  return await runCommand(['audit', ...args], { clock: LATER });
}

/** Writes into a store's file behind the program's back. */
export function tamper(folder: string, sql: string, file = 'records.sqlite'): void {
  const database = new DatabaseSync(join(folder, '.concierge', file));
  database.exec(sql);
  database.close();
}

/** Gives the directory other people; ids and contacts of accounts are lost with that. */
export async function changePeople(
  folder: string,
  change: (people: readonly Person[]) => readonly Person[],
): Promise<void> {
  const store = await openSqliteStore(join(folder, '.concierge'), { now: LATER.now });
  const { people } = await store.directory.roster(DEFAULT_TENANT);
  const dossiers: Dossier[] = [];
  for await (const dossier of store.directory.dossiers(DEFAULT_TENANT)) dossiers.push(dossier);
  const data = { dossiers, accountIds: [], contacts: [], domains: [], people: change([...people.values()]) };
  await store.directory.replace(DEFAULT_TENANT, data);
  await store.close();
}
