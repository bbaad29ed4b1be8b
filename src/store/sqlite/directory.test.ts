import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishedAt } from '../release-contract.ts';
import { sayingsOf } from '../../directory/records.ts';
import { allOf, directoryData, dossier, person } from '../store-fixtures.ts';
import type { Store } from '../store.ts';
import type { TestStore } from '../test-store.ts';
import { openTestStore } from '../test-store.ts';
import { openDatabase } from './database.ts';
import { DIRECTORY_QUERIES } from './directory-queries.ts';
import { openSqliteStore } from './open.ts';
import { DIRECTORY_FILE } from './schema.ts';
import { FRESH_MS } from './views.ts';

const AT_START = publishedAt('2026-11-23T08:00:00Z');
const named = (name: string) =>
  directoryData({ dossiers: [dossier('crm:1', { name })], people: [person('hr:E1', { name })] });

let under: TestStore;
let store: Store;
let nowMs = 0;
beforeEach(async () => {
  nowMs = 0;
  under = await openTestStore({ now: () => nowMs });
  ({ store } = under);
});
afterEach(() => under.dispose());

describe('an import by another process', () => {
  let other: Store;
  beforeEach(async () => {
    await store.directory.replace('default', named('Old'));
    other = await openSqliteStore(under.folder, { now: () => 0 });
    await namesSeen();
    await other.directory.replace('default', named('New'));
  });
  afterEach(() => other.close());

  const namesSeen = async (): Promise<readonly unknown[]> => [
    await store.directory.generation('default'),
    (await store.directory.dossier('default', 'crm:1'))?.name,
    (await store.directory.roster('default')).people.get('hr:E1')?.name,
  ];

  it('is seen as soon as the file is looked at again, by all reads at once', async () => {
    expect(await namesSeen()).toEqual([1, 'Old', 'Old']);
    nowMs += FRESH_MS - 1;
    expect(await namesSeen()).toEqual([1, 'Old', 'Old']);
    nowMs += 1;
    expect(await namesSeen()).toEqual([2, 'New', 'New']);
  });

  it('is seen when the clock was set back meanwhile', async () => {
    nowMs -= 3_600_000;
    expect(await namesSeen()).toEqual([2, 'New', 'New']);
  });

  it("leaves what is kept of other tenants' directories", async () => {
    await store.directory.replace('north', named('Northern'));
    const before = await store.directory.roster('north');
    await other.directory.replace('default', named('Newer'));
    nowMs += FRESH_MS;
    expect(await namesSeen()).toEqual([3, 'Newer', 'Newer']);
    expect(await store.directory.roster('north')).toBe(before);
  });
});

describe('an import', () => {
  it('leaves reads the old directory until it is whole', async () => {
    await store.directory.replace('default', named('Old'));
    const reads: Promise<unknown>[] = [];
    function* people() {
      reads.push(store.directory.accountsById('default', '1'), store.directory.roster('default'));
      reads.push(store.directory.dossier('default', 'crm:1').then((found) => found?.name));
      yield person('hr:E2');
    }
    const data = { ...named('New'), accountIds: [{ namespace: 'crm', id: '1', account: 'crm:1' }] };
    await store.directory.replace('default', { ...data, people: { [Symbol.iterator]: people } });
    const [accounts, roster, name] = await Promise.all(reads);
    expect(accounts).toEqual([]);
    expect(roster).toMatchObject({ people: new Map([['hr:E1', person('hr:E1', { name: 'Old' })]]) });
    expect(name).toBe('Old');
    expect((await store.directory.dossier('default', 'crm:1'))?.name).toBe('New');
  });

  it('that finds the file locked fails in one sentence and changes nothing', async () => {
    const impatient = await openSqliteStore(under.folder, { now: () => nowMs, busyTimeoutMs: 10 });
    await store.directory.replace('default', named('Old'));
    const nested: Promise<unknown>[] = [];
    function* people() {
      nested.push(impatient.directory.replace('default', named('Other')).catch((error: unknown) => error));
      yield person('hr:E1');
    }
    await store.directory.replace('default', { ...named('New'), people: { [Symbol.iterator]: people } });
    expect(await nested[0]).toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(/directory\.sqlite is held by another process\.$/v) as string,
    });
    expect((await store.directory.dossier('default', 'crm:1'))?.name).toBe('New');
    await impatient.close();
  });
});

describe('an import by a process that is killed', () => {
  /** Comes as far as writing more than its memory holds, and waits there. */
  const script = `
    import { openSqliteStore } from ${JSON.stringify(import.meta.resolve('./open.ts'))};
    import { directoryData, dossier } from ${JSON.stringify(import.meta.resolve('../store-fixtures.ts'))};
    const store = await openSqliteStore(process.argv[1], { now: Date.now });
    function* dossiers() {
      const name = 'New '.repeat(5_000);
      for (let number = 0; number < 5_000; number += 1) yield dossier('crm:' + number, { name });
    }
    await store.directory.replace('default', directoryData({ dossiers: dossiers() }), () => {
      process.stdout.write('written');
      for (;;);
    });`;
  let importing: ChildProcess;
  beforeEach(async () => {
    await store.directory.replace('default', named('Old'));
    importing = spawn(process.execPath, ['--input-type=module', '--eval', script, under.folder]);
    await once(importing.stdout!, 'data');
  });
  afterEach(() => importing.kill('SIGKILL'));

  it('leaves the old directory whole, and room for the next import', async () => {
    const log = join(under.folder, `${DIRECTORY_FILE.name}-wal`);
    expect(statSync(log).size, 'it is half-written').toBeGreaterThan(1_000_000);
    const ended = once(importing, 'exit');
    importing.kill('SIGKILL');
    await ended;
    const again = await under.reopen();
    expect(await again.directory.generation('default')).toBe(1);
    expect((await again.directory.dossier('default', 'crm:1'))?.name).toBe('Old');
    expect(await allOf(again.directory.accounts('default'))).toEqual(['crm:1']);
    const { generation, changes } = await again.directory.replace('default', named('New'));
    expect([generation, changes.accounts]).toEqual([2, { before: 1, added: 0, changed: 1, dropped: 0 }]);
    expect(statSync(log).size).toBe(0);
  });

  it('holds up neither reads nor a new release meanwhile', async () => {
    const impatient = await openSqliteStore(under.folder, { now: () => nowMs, busyTimeoutMs: 10 });
    const published = await impatient.releases.publish('default', { id: 'r1', json: '{}' }, AT_START, 0);
    expect(published).toMatchObject({ kind: 'live', already: false });
    expect((await impatient.directory.dossier('default', 'crm:1'))?.name).toBe('Old');
    await impatient.close();
  });
});

it('writes no byte for an import that changes nothing', async () => {
  const dossiers = Array.from({ length: 500 }, (_, index) => dossier(`crm:${index}`));
  await store.directory.replace('default', directoryData({ dossiers, people: [person('hr:E1')] }));
  const files = [DIRECTORY_FILE.name, `${DIRECTORY_FILE.name}-wal`].map((name) => join(under.folder, name));
  const before = files.map((file) => [readFileSync(file), statSync(file, { bigint: true }).mtimeNs]);
  await store.directory.replace('default', directoryData({ dossiers, people: [person('hr:E1')] }));
  expect(files.map((file) => [readFileSync(file), statSync(file, { bigint: true }).mtimeNs])).toEqual(before);
});

it('makes its indexes again where most rows are new, for all tenants', async () => {
  const contacts = Array.from({ length: 60_000 }, (_, index) => ({
    email: `kim${(index * 7_919) % 60_000}@kirk.example`,
    account: `crm:${index % 100}`,
  }));
  await store.directory.replace('north', directoryData({ contacts: contacts.slice(0, 10) }));
  await store.directory.replace('default', directoryData({ contacts }));
  expect((await store.directory.identities('default', 'crm:7')).emails).toHaveLength(600);
  expect((await store.directory.identities('north', 'crm:7')).emails).toHaveLength(1);
  const database = openDatabase(under.folder, DIRECTORY_FILE, { use: 'read', busyTimeoutMs: 0 });
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  const [plan] = database.prepare(`EXPLAIN QUERY PLAN ${DIRECTORY_QUERIES.emails}`).all();
  expect(plan?.['detail']).toContain('customer_contact_by_account');
  database.close();
});

describe('a store of format 1', () => {
  const [first] = DIRECTORY_FILE.migrations;
  const old = dossier('crm:1', { name: 'Old' });
  const { sourced: _, ...oldPerson } = person('hr:E1', { manager: 'hr:E2' });
  let folder: string;
  beforeEach(async () => {
    folder = join(under.folder, 'old');
    mkdirSync(folder);
    const database = new DatabaseSync(join(folder, DIRECTORY_FILE.name));
    database.exec(`${first} PRAGMA user_version = 1; INSERT INTO directory VALUES ('default', 7, '["crm"]')`);
    database.prepare("INSERT INTO dossier VALUES ('default', 'crm:1', ?)").run(JSON.stringify(old));
    database.prepare("INSERT INTO person VALUES ('default', 'hr:E1', ?)").run(JSON.stringify(oldPerson));
    database.exec("INSERT INTO release VALUES ('default', 'r1', '2026-01-01T00:00:00Z', '{}')");
    database.close();
    store = await openSqliteStore(folder, { now: () => nowMs });
  });
  afterEach(() => store.close());

  it('serves what the last import left, and its releases', async () => {
    expect(await store.directory.dossier('default', 'crm:1')).toEqual(old);
    expect(await allOf(store.directory.dossiers('default'))).toEqual([old]);
    expect(await allOf(store.directory.sayings('default'))).toEqual([[sayingsOf(old)]]);
    const { people } = await store.directory.roster('default');
    expect(people.get('hr:E1')).toEqual({ ...oldPerson, sourced: { rows: [], conflicts: [] } });
    const kept = { id: 'r1', at: '2026-01-01T00:00:00Z', json: '{}' };
    expect(await store.releases.get('default', 'r1')).toEqual(kept);
    expect(await store.releases.live('default'), 'nothing says which was live').toBeUndefined();
    await store.releases.publish('default', { id: 'r1', json: '{}' }, AT_START, 0);
    expect(await store.releases.get('default', 'r1'), 'its first time stands').toEqual(kept);
  });

  it('is written in the new form by the next import, which is no change', async () => {
    const data = directoryData({ dossiers: [old], people: [person('hr:E1', { manager: 'hr:E2' })] });
    const { generation, changes } = await store.directory.replace('default', data);
    expect(generation).toBe(8);
    expect([changes.accounts.changed, changes.people.changed]).toEqual([0, 0]);
    expect(await store.directory.dossier('default', 'crm:1')).toEqual(old);
    expect((await store.directory.replace('default', data)).generation).toBe(8);
  });

  it('forgets as any other', async () => {
    await store.directory.forget('default', { people: ['hr:E2'], emails: [], accounts: [] });
    expect((await store.directory.roster('default')).people.get('hr:E1')?.manager).toBeNull();
    expect(await store.directory.dossier('default', 'crm:1')).toEqual(old);
  });
});

describe('a look-up for an answer', () => {
  it.each(Object.entries(DIRECTORY_QUERIES))('%s costs the same however many accounts there are', (_name, sql) => {
    const database = openDatabase(under.folder, DIRECTORY_FILE, { use: 'read', busyTimeoutMs: 0 });
    const [plan] = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    database.close();
    expect(plan?.['detail']).toMatch(/^SEARCH .*\(tenant=\? AND \w+=\?(?: AND \w+=\?)?\)$/v);
  });
});

it('reads right with no room to keep dossiers', async () => {
  const cramped = await openSqliteStore(under.folder, { now: () => nowMs, dossierCacheBytes: 1 });
  await cramped.directory.replace('default', named('Only'));
  const first = await cramped.directory.dossier('default', 'crm:1');
  expect(first?.name).toBe('Only');
  expect(await cramped.directory.dossier('default', 'crm:1')).not.toBe(first);
  await cramped.close();
});
