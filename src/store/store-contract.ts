/** What every store does, whatever it is made of: one suite that each adapter runs. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordLink } from '../audit/chain.ts';
import { verifyChain } from '../audit/verify-chain.ts';
import { newRecordId, snapshotOf } from '../audit/recorder.ts';
import { Failure } from '../base/failure.ts';
import { directoryContract, SMALL } from './directory-contract.ts';
import type { StoreUnderTest } from './store-fixtures.ts';
import { allOf, AT_MS, decisionRecord, directoryData, dossier } from './store-fixtures.ts';
import type { Store } from './store.ts';

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
