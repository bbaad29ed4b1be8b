import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directoryData, dossier, person } from '../store-fixtures.ts';
import type { Store } from '../store.ts';
import type { TestStore } from '../test-store.ts';
import { openTestStore } from '../test-store.ts';
import { openDatabase } from './database.ts';
import { DIRECTORY_QUERIES } from './directory-queries.ts';
import { openSqliteStore } from './open.ts';
import { DIRECTORY_FILE } from './schema.ts';
import { FRESH_MS } from './views.ts';

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
