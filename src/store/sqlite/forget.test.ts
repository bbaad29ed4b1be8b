import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErasedSubject } from '../../directory/forget.ts';
import type { AccountKey, CustomerContact, DirectoryData, Dossier, Person } from '../../directory/records.ts';
import { absence, assignment } from '../../guardrails/fixtures.ts';
import { directoryData, dossier, person } from '../store-fixtures.ts';
import type { Store } from '../store.ts';
import type { TestStore } from '../test-store.ts';
import { openTestStore } from '../test-store.ts';
import { DIRECTORY_FILE } from './schema.ts';

let under: TestStore;
let store: Store;
beforeEach(async () => {
  under = await openTestStore({ busyTimeoutMs: 200 });
  ({ store } = under);
});
afterEach(() => under.dispose());

/** The files of the store in whose bytes the text stands. */
function filesWith(text: string): readonly string[] {
  return readdirSync(under.folder).filter((file) => readFileSync(join(under.folder, file)).includes(text));
}

const VICTIM = {
  person: 'hr:Quillfeather-77',
  email: 'wilhelmina.q@acme.example',
  name: 'Wilhelmina Quillfeather',
  account: 'crm:Zephyr-4711',
  contact: 'bartholomew@zephyr.example',
};
const ALL: ErasedSubject = {
  people: [VICTIM.person],
  emails: [VICTIM.email, VICTIM.contact],
  accounts: [VICTIM.account],
};
const FROM = { source: 'crm', record: 'accounts.csv:2', asOf: '2026-11-23T08:00:00Z' };

/** Where the account of a number mentions whom. */
type Mention = 'holder' | 'conflict' | 'fact' | 'parent' | 'contact' | 'nothing';

function dossierWith(account: AccountKey, mention: Mention, filler: string): Dossier {
  const others = [{ ...FROM, person: VICTIM.person }];
  const fact = { ...FROM, value: filler, conflicts: [{ ...FROM, value: VICTIM.email }] };
  return dossier(account, {
    parent: mention === 'parent' ? VICTIM.account : null,
    assignments: [
      assignment('CSM', mention === 'holder' ? VICTIM.person : 'hr:E1'),
      assignment('AE', 'hr:E2', mention === 'conflict' ? { conflicts: others } : {}),
    ],
    facts: { 'account.note': mention === 'fact' ? fact : { ...FROM, value: filler } },
  });
}

function personWith(key: string, number: number): Person {
  const mention = { manager: { manager: VICTIM.person }, deputy: { deputy: VICTIM.person }, leave: LEAVE, nothing: {} };
  return person(key, mention[(['manager', 'deputy', 'leave', 'nothing'] as const)[number % 4] ?? 'nothing']);
}
const LEAVE: Partial<Person> = { absences: [absence('2026-11-01', null, { deputy: VICTIM.person })] };

const anyMention = fc.constantFrom<Mention>('holder', 'conflict', 'fact', 'parent', 'contact', 'nothing', 'nothing');
const anyAccounts = fc.array(fc.tuple(fc.nat(400), anyMention, fc.nat(900)), { minLength: 20, maxLength: 150 });

/** With and without the victim, in the order in which the accounts were thrown: pages split in the middle. */
function companyOf(accounts: readonly (readonly [number, Mention, number])[]): DirectoryData {
  const keyOf = (number: number): AccountKey => `crm:${String(number).padStart(4, '0')}`;
  return {
    dossiers: [
      ...accounts.map(([number, mention, length]) => dossierWith(keyOf(number), mention, 'x'.repeat(length))),
      dossier(VICTIM.account),
    ],
    accountIds: [{ namespace: 'desk', id: 'Zephyr', account: VICTIM.account }],
    contacts: accounts.flatMap(([number, mention]): CustomerContact[] => [
      { email: `kim${number}@kirk.example`, account: keyOf(number) },
      { email: `kim${number}@kirk.example`, account: VICTIM.account },
      ...(mention === 'contact' ? [{ email: VICTIM.contact, account: keyOf(number) }] : []),
    ]),
    domains: [{ domain: 'zephyr.example', account: VICTIM.account }],
    people: [
      ...accounts.map(([number]) => personWith(`hr:${number}`, number)),
      person(VICTIM.person, { email: VICTIM.email, name: VICTIM.name }),
    ],
  };
}

describe('of whom was erased, no byte', () => {
  it('is left in any file of the store, whatever was imported before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAccounts, { minLength: 1, maxLength: 3 }), async (companies) => {
        for (const accounts of companies) await store.directory.replace('default', companyOf(accounts));
        expect(filesWith(VICTIM.person)).not.toEqual([]);
        await store.directory.forget('default', ALL);
        expect(Object.values(VICTIM).flatMap(filesWith)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('is left where an import had dropped them already', async () => {
    const accounts = Array.from({ length: 300 }, (_, index) => [(index * 37) % 400, 'holder', 300] as const);
    await store.directory.replace('default', companyOf(accounts));
    await store.directory.replace('default', directoryData({ dossiers: [dossier('crm:1')] }));
    expect(await store.directory.forget('default', ALL)).toEqual({ removed: 0, rewritten: 0 });
    const { name: _, ...known } = VICTIM;
    expect(Object.values(known).flatMap(filesWith)).toEqual([]);
  });

  it('is left where it lay in a gap of the file, which is written anew for that', async () => {
    const file = join(under.folder, DIRECTORY_FILE.name);
    await store.directory.replace(
      'default',
      directoryData({ contacts: [{ email: 'kim@kirk.example', account: 'crm:5' }] }),
    );
    leaveInGaps(file);
    expect(filesWith(VICTIM.contact)).toEqual([DIRECTORY_FILE.name]);
    const before = statSync(file).ino;
    await store.directory.forget('default', { people: [], emails: [VICTIM.contact], accounts: [] });
    expect(filesWith(VICTIM.contact)).toEqual([]);
    expect(statSync(file).ino, 'it is still the file that others have open').toBe(before);
    expect(await store.directory.accountsByEmail('default', 'kim@kirk.example')).toEqual(['crm:5']);
  });
});

/** As stores of format 1 have them, and as SQLite now and then leaves them where it splits a page. */
function leaveInGaps(file: string): void {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA secure_delete = OFF;
    INSERT INTO customer_contact VALUES ('default', '${VICTIM.contact}', 'crm:5');
    PRAGMA wal_checkpoint(TRUNCATE);
    DELETE FROM customer_contact WHERE email = '${VICTIM.contact}';
    PRAGMA wal_checkpoint(TRUNCATE)`);
  database.close();
}

it('is no trace what others share with whom was erased', async () => {
  const alike = directoryData({
    dossiers: [dossier('crm:10', { assignments: [assignment('CSM', 'hr:E10')], name: 'Sarah Jenkins & Co' })],
    contacts: [{ email: 'joakim@kirk.example', account: 'crm:10' }],
    people: [
      person('hr:E10', { name: 'Sarah Jenkins' }),
      person('hr:E1', { name: 'Sarah Jenkins', manager: 'hr:E10' }),
    ],
  });
  await store.directory.replace('default', alike);
  await store.directory.replace('t', directoryData({ people: [person('hr:E1', { name: 'Northern' })] }));
  const entry = { at: '2026-01-01T00:00:00Z', how: 'start', by: null, note: null, effect: null } as const;
  await store.releases.publish('default', { id: 'r1', json: '{"route":"person:hr:E1"}' }, entry, 0);
  // `kim@…` stands in `joakim@…`, and `tom@…` in the row of tenant `t` with the contact `om@…`.
  await store.directory.replace('t', directoryData({ contacts: [{ email: 'om@kirk.example', account: 'crm:1' }] }));
  const subject = { people: ['hr:E1'], emails: ['kim@kirk.example', 'tom@kirk.example'], accounts: ['crm:1'] };
  expect(await store.directory.forget('default', subject)).toEqual({ removed: 1, rewritten: 0 });
  expect(await store.directory.accountsByEmail('default', 'joakim@kirk.example')).toEqual(['crm:10']);
});

it('says so while somebody reads what was erased, and finishes when asked again', async () => {
  await store.directory.replace('default', directoryData({ contacts: [{ email: VICTIM.contact, account: 'crm:1' }] }));
  const reading = new DatabaseSync(join(under.folder, DIRECTORY_FILE.name), { readOnly: true });
  reading.exec('BEGIN; SELECT * FROM customer_contact');
  const subject = { people: [], emails: [VICTIM.contact], accounts: [] };
  await expect(store.directory.forget('default', subject)).rejects.toMatchObject({
    code: 'store_unavailable',
    message: expect.stringContaining("directory.sqlite-wal can't be emptied") as string,
  });
  expect(await store.directory.accountsByEmail('default', VICTIM.contact), 'they are gone all the same').toEqual([]);
  reading.close();
  await store.directory.forget('default', subject);
  expect(filesWith(VICTIM.contact)).toEqual([]);
});

it('says so while an import holds the file', async () => {
  const importing = new DatabaseSync(join(under.folder, DIRECTORY_FILE.name));
  importing.exec('BEGIN IMMEDIATE');
  await expect(store.directory.forget('default', ALL)).rejects.toMatchObject({
    message: expect.stringMatching(/directory\.sqlite is held by another process\.$/v) as string,
  });
  importing.close();
});
