/** What every store does, whatever it is made of: one suite that each adapter runs. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordLink } from '../audit/chain.ts';
import { verifyChain } from '../audit/chain.ts';
import { newRecordId, snapshotOf } from '../audit/recorder.ts';
import { Failure } from '../base/failure.ts';
import type { AccountId, DirectoryData } from '../directory/records.ts';
import { AT_MS, decisionRecord, directoryData, dossier, person } from './store-fixtures.ts';
import type { Store } from './store.ts';

export type StoreUnderTest = {
  readonly store: Store;
  /** Closes the store and opens it again over what it left behind. */
  readonly reopen: () => Promise<Store>;
  /** Closes whatever is open and removes its data. */
  readonly dispose: () => Promise<void>;
};

export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the store's contract`, () => {
    let under: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      under = await open();
      ({ store } = under);
    });
    afterEach(() => under.dispose());

    describe('directory', () => {
      directoryContract(() => under);
    });
    describe('releases', () => {
      releaseContract(() => under);
    });
    describe('records', () => {
      recordContract(() => under);
    });

    it('keeps nothing of one tenant for another', async () => {
      await store.directory.replace('north', SMALL);
      await store.directory.replace('south', directoryData({ dossiers: [dossier('crm:1', { name: 'Southern' })] }));
      await store.releases.keep('north', 'r1', '{"of":"north"}', '2026-01-01T00:00:00Z');
      const snapshot = snapshotOf(dossier('crm:1'));
      await store.records.append(decisionRecord({ id: 'same', tenant: 'north', service: 'northern' }), [snapshot]);

      expect(await store.directory.accountsById('south', '1')).toEqual([]);
      expect(await store.directory.accountsByEmail('south', 'kim@kirk.example')).toEqual([]);
      expect(await store.directory.accountsByDomain('south', 'kirk.example')).toEqual([]);
      expect((await store.directory.roster('south')).people.size).toBe(0);
      expect((await store.directory.namespaces('south')).size).toBe(0);
      expect((await store.directory.identities('south', 'crm:1')).ids).toEqual([]);
      expect((await store.directory.dossier('north', 'crm:1'))?.name).toBe('Account crm:1');
      expect((await store.directory.dossier('south', 'crm:1'))?.name).toBe('Southern');
      expect(await store.releases.get('south', 'r1')).toBeUndefined();
      expect(await store.records.get('south', 'same')).toBeUndefined();
      expect(await store.records.snapshot('south', snapshot.hash)).toBeUndefined();
      expect(await store.records.latest('south', 10)).toEqual([]);

      await store.records.append(decisionRecord({ id: 'same', tenant: 'south', service: 'southern' }), [snapshot]);
      expect((await store.records.get('north', 'same'))?.record.service).toBe('northern');
      expect((await store.records.get('south', 'same'))?.record.service).toBe('southern');
      expect(await store.records.snapshot('south', snapshot.hash)).toBe(snapshot.json);
      expect(await verifyChain(store.records.chain('south'))).toEqual({ links: 1, erased: 0, broken: [] });
    });
  });
}

const SMALL: DirectoryData = directoryData({
  dossiers: [dossier('crm:1'), dossier('crm:2')],
  accountIds: [
    { namespace: 'crm', id: '1', account: 'crm:1' },
    { namespace: 'desk', id: '77', account: 'crm:1' },
    { namespace: 'crm', id: '2', account: 'crm:2' },
  ],
  contacts: [{ email: 'kim@kirk.example', account: 'crm:1' }],
  domains: [{ domain: 'kirk.example', account: 'crm:1' }],
  people: [person('hr:E1', { email: 'sarah@acme.example' }), person('hr:E2')],
});

function directoryContract(under: () => StoreUnderTest): void {
  const directory = (): Store['directory'] => under().store.directory;
  const replace = (parts: Partial<DirectoryData>): Promise<number> =>
    directory().replace('default', directoryData(parts));

  it('is empty before the first import, and every look-up says so', async () => {
    expect(await directory().generation('default')).toBe(0);
    expect(await directory().accountsById('default', '1')).toEqual([]);
    expect(await directory().accountsById('default', '1', 'crm')).toEqual([]);
    expect(await directory().accountsByEmail('default', 'kim@kirk.example')).toEqual([]);
    expect(await directory().accountsByDomain('default', 'kirk.example')).toEqual([]);
    expect(await directory().dossier('default', 'crm:1')).toBeUndefined();
    expect(await directory().identities('default', 'crm:1')).toEqual({ ids: [], emails: [] });
    expect((await directory().roster('default')).people.size).toBe(0);
    expect((await directory().namespaces('default')).size).toBe(0);
    expect(await allOf(directory().accounts('default'))).toEqual([]);
  });

  it('finds everything of an import', async () => {
    expect(await directory().replace('default', SMALL)).toBe(1);
    expect(await directory().generation('default')).toBe(1);
    expect(await directory().accountsById('default', '77')).toEqual(['crm:1']);
    expect(await directory().accountsById('default', '77', 'desk')).toEqual(['crm:1']);
    expect(await directory().accountsById('default', '77', 'crm')).toEqual([]);
    expect(await directory().accountsByEmail('default', 'kim@kirk.example')).toEqual(['crm:1']);
    expect(await directory().accountsByDomain('default', 'kirk.example')).toEqual(['crm:1']);
    expect(await directory().dossier('default', 'crm:1')).toEqual(dossier('crm:1'));
    expect(await directory().identities('default', 'crm:1')).toEqual({
      ids: [
        { namespace: 'crm', id: '1' },
        { namespace: 'desk', id: '77' },
      ],
      emails: ['kim@kirk.example'],
    });
    expect([...(await directory().namespaces('default'))].toSorted()).toEqual(['crm', 'desk']);
    expect(await allOf(directory().accounts('default'))).toEqual(['crm:1', 'crm:2']);
    const roster = await directory().roster('default');
    expect([...roster.people.keys()]).toEqual(['hr:E1', 'hr:E2']);
    expect(roster.byEmail.get('sarah@acme.example')).toEqual(person('hr:E1', { email: 'sarah@acme.example' }));
  });

  it('gives the same dossier and roster objects until the next import', async () => {
    await directory().replace('default', SMALL);
    const before = await directory().dossier('default', 'crm:1');
    const roster = await directory().roster('default');
    expect(await directory().dossier('default', 'crm:1')).toBe(before);
    expect(await directory().roster('default')).toBe(roster);

    expect(await replace({ dossiers: [dossier('crm:1', { name: 'Renamed' })], people: [person('hr:E9')] })).toBe(2);
    expect((await directory().dossier('default', 'crm:1'))?.name).toBe('Renamed');
    expect([...(await directory().roster('default')).people.keys()]).toEqual(['hr:E9']);
  });

  it('drops what an import no longer holds', async () => {
    await directory().replace('default', SMALL);
    await directory().dossier('default', 'crm:2');
    await replace({ dossiers: [dossier('crm:1')], accountIds: [{ namespace: 'erp', id: '1', account: 'crm:1' }] });
    expect(await directory().dossier('default', 'crm:2')).toBeUndefined();
    expect(await directory().accountsById('default', '2')).toEqual([]);
    expect(await directory().accountsByEmail('default', 'kim@kirk.example')).toEqual([]);
    expect(await directory().accountsByDomain('default', 'kirk.example')).toEqual([]);
    expect([...(await directory().namespaces('default'))]).toEqual(['erp']);
  });

  it('names every account of an ambiguous id, e-mail or domain: once each, sorted', async () => {
    const accounts = ['crm:2', 'crm:1', 'crm:2'];
    await replace({
      accountIds: accounts.flatMap((account) => [
        { namespace: 'crm', id: '42', account },
        { namespace: 'desk', id: '42', account: 'crm:3' },
      ]),
      contacts: accounts.map((account) => ({ email: 'kim@kirk.example', account })),
      domains: accounts.map((account) => ({ domain: 'kirk.example', account })),
    });
    expect(await directory().accountsById('default', '42', 'crm')).toEqual(['crm:1', 'crm:2']);
    expect(await directory().accountsById('default', '42')).toEqual(['crm:1', 'crm:2', 'crm:3']);
    expect(await directory().accountsByEmail('default', 'kim@kirk.example')).toEqual(['crm:1', 'crm:2']);
    expect(await directory().accountsByDomain('default', 'kirk.example')).toEqual(['crm:1', 'crm:2']);
  });

  it('keeps the later of two dossiers or people of one key', async () => {
    await replace({
      dossiers: [dossier('crm:1', { name: 'First' }), dossier('crm:1', { name: 'Second' })],
      people: [person('hr:E1', { name: 'First' }), person('hr:E1', { name: 'Second' })],
    });
    expect((await directory().dossier('default', 'crm:1'))?.name).toBe('Second');
    expect((await directory().roster('default')).people.get('hr:E1')?.name).toBe('Second');
  });

  const parts: readonly (keyof DirectoryData)[] = ['dossiers', 'accountIds', 'contacts', 'domains', 'people'];
  it.each(parts)('leaves the old directory whole when reading %s fails', async (part) => {
    await directory().replace('default', SMALL);
    const other = { ...SMALL, dossiers: [dossier('crm:9')], accountIds: [], people: [person('hr:E9')] };
    await expect(directory().replace('default', breakingOff(other, part))).rejects.toThrow('the source broke off');

    expect(await directory().generation('default')).toBe(1);
    expect(await allOf(directory().accounts('default'))).toEqual(['crm:1', 'crm:2']);
    expect(await directory().accountsById('default', '77')).toEqual(['crm:1']);
    expect(await directory().accountsByEmail('default', 'kim@kirk.example')).toEqual(['crm:1']);
    expect(await directory().accountsByDomain('default', 'kirk.example')).toEqual(['crm:1']);
    expect((await directory().roster('default')).people.size).toBe(2);
    expect(await replace({})).toBe(2);
  });

  it('goes through all accounts in order, also where there are many', async () => {
    const keys = Array.from({ length: 2_500 }, (_, index) => `crm:${String(index).padStart(5, '0')}`);
    await replace({ dossiers: keys.toReversed().map((key) => dossier(key)) });
    expect(await allOf(directory().accounts('default'))).toEqual(keys);
  });

  it('finds exactly the accounts of an id, whatever characters are in it', async () => {
    const text = fc.oneof(
      fc.constantFrom('1', 'A', 'a', "O'Hara", 'ß', 'é', '%', '_', ' '),
      fc.string({ unit: 'grapheme' }),
    );
    const accountId = fc.record({
      namespace: fc.constantFrom('crm', 'desk'),
      id: text,
      account: fc.constantFrom('crm:1', 'crm:2'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(accountId, { minLength: 1, maxLength: 8 }), async (accountIds) => {
        await replace({ accountIds });
        for (const { id, namespace } of accountIds) {
          expect(await directory().accountsById('default', id)).toEqual(accountsOf(accountIds, id));
          expect(await directory().accountsById('default', id, namespace)).toEqual(
            accountsOf(
              accountIds.filter((each) => each.namespace === namespace),
              id,
            ),
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is still there after a restart', async () => {
    await directory().replace('default', SMALL);
    const { directory: again } = await under().reopen();
    expect(await again.generation('default')).toBe(1);
    expect(await again.dossier('default', 'crm:1')).toEqual(dossier('crm:1'));
    expect(await again.accountsByEmail('default', 'kim@kirk.example')).toEqual(['crm:1']);
  });
}

function releaseContract(under: () => StoreUnderTest): void {
  it('keeps the first time that a release was seen, over restarts', async () => {
    const { releases } = under().store;
    const first = { id: 'r1', at: '2026-11-23T08:00:00Z', json: '{"rules":[]}' };
    expect(await releases.get('default', 'r1')).toBeUndefined();
    expect(await releases.keep('default', 'r1', first.json, first.at)).toEqual(first);
    expect(await releases.keep('default', 'r1', first.json, '2026-11-24T08:00:00Z')).toEqual(first);
    const { releases: again } = await under().reopen();
    expect(await again.get('default', 'r1')).toEqual(first);
    expect(await again.keep('default', 'r1', first.json, '2026-11-25T08:00:00Z')).toEqual(first);
  });
}

function recordContract(under: () => StoreUnderTest): void {
  const records = (): Store['records'] => under().store.records;
  const links = (): Promise<readonly RecordLink[]> => allOf(records().chain('default'));

  it('gives back a record as it was appended, with its place in the chain', async () => {
    const record = decisionRecord({ id: 'one', answer: { status: 'At Risk', as_of: '2026-11-23T08:00:00Z' } });
    await records().append(record, []);
    expect(await records().get('default', 'one')).toMatchObject({ record, sequence: 1, previous: null });
    expect((await records().get('default', 'one'))?.hash).toMatch(/^[0-9a-f]{64}$/v);
    expect(await records().get('default', 'two')).toBeUndefined();
    expect(records().healthy()).toBe(true);
  });

  it('lists the newest first, no more than asked', async () => {
    const ids = [1, 2, 3].map((minute) => newRecordId(AT_MS + minute * 60_000));
    for (const id of ids) await records().append(decisionRecord({ id }), []);
    const latest = await records().latest('default', 2);
    expect(latest.map(({ record }) => record.id)).toEqual([ids[2], ids[1]]);
  });

  it('chains what is appended at once, without a gap', async () => {
    const ids = Array.from({ length: 1_300 }, () => newRecordId(AT_MS));
    await Promise.all(ids.map((id) => records().append(decisionRecord({ id }), [])));
    const chained = await links();
    expect(chained.map(({ id }) => id)).toEqual(ids);
    expect(chained.map(({ sequence }) => sequence)).toEqual(ids.map((_, index) => index + 1));
    expect(await verifyChain(chained)).toEqual({ links: 1_300, erased: 0, broken: [] });
  });

  it('rejects a record whose id is taken, and no other', async () => {
    await records().append(decisionRecord({ id: 'first' }), []);
    const results = await Promise.allSettled(
      ['second', 'first', 'third', 'third'].map((id) => records().append(decisionRecord({ id }), [])),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    expect(results[1]).toMatchObject({ reason: { code: 'store_unavailable' } });
    expect(records().healthy()).toBe(true);
    expect(await verifyChain(await links())).toEqual({ links: 3, erased: 0, broken: [] });
  });

  it('keeps snapshots by their content, however often they come', async () => {
    const one = snapshotOf(dossier('crm:1'));
    const same = snapshotOf(dossier('crm:1'));
    const other = snapshotOf(dossier('crm:2'));
    await records().append(decisionRecord({ id: 'a' }), [one, one, other]);
    await records().append(decisionRecord({ id: 'b' }), [same]);
    expect(await records().snapshot('default', one.hash)).toBe(one.json);
    expect(await records().snapshot('default', other.hash)).toBe(other.json);
    expect(await records().snapshot('default', 'f'.repeat(64))).toBeUndefined();
  });

  it('has everything that was answered for after a restart, and starts a chain of its own', async () => {
    const snapshot = snapshotOf(dossier('crm:1'));
    await records().append(decisionRecord({ id: 'before' }), [snapshot]);
    const { records: again } = await under().reopen();
    await again.append(decisionRecord({ id: 'after' }), [snapshot]);
    const chained = await allOf(again.chain('default'));
    expect(chained.map(({ id, sequence }) => [id, sequence])).toEqual([
      ['before', 1],
      ['after', 1],
    ]);
    expect(new Set(chained.map(({ writer }) => writer)).size).toBe(2);
    expect((await verifyChain(chained)).broken).toEqual([]);
    expect(await again.snapshot('default', snapshot.hash)).toBe(snapshot.json);
  });

  it('writes what is waiting before it closes, and takes nothing afterwards', async () => {
    const old = records();
    const waiting = ['a', 'b', 'c'].map((id) => old.append(decisionRecord({ id }), []));
    const { records: again } = await under().reopen();
    await Promise.all(waiting);
    expect((await again.latest('default', 10)).map(({ record }) => record.id)).toEqual(['c', 'b', 'a']);
    await expect(old.append(decisionRecord({ id: 'd' }), [])).rejects.toBeInstanceOf(Failure);
  });
}

/** The same parts, but that reading `part` fails after its first values. */
function breakingOff(data: DirectoryData, part: keyof DirectoryData): DirectoryData {
  function* broken(): Generator<never> {
    yield* data[part] as Iterable<never>;
    throw new Error('the source broke off');
  }
  return { ...data, [part]: { [Symbol.iterator]: broken } };
}

async function allOf<Value>(values: AsyncIterable<Value>): Promise<readonly Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}

function accountsOf(accountIds: readonly AccountId[], id: string): readonly string[] {
  const accounts = accountIds.filter((each) => each.id === id).map(({ account }) => account);
  return [...new Set(accounts)].toSorted();
}
