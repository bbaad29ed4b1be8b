/** What every store does, whatever it is made of: one suite that each adapter runs. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snapshotOf } from '../audit/recorder.ts';
import { verifyChain } from '../audit/verify-chain.ts';
import { directoryContract, SMALL } from './directory-contract.ts';
import { forgetContract } from './forget-contract.ts';
import { importContract } from './import-contract.ts';
import { keyContract } from './key-contract.ts';
import { purgeContract } from './purge-contract.ts';
import { recordContract } from './record-contract.ts';
import { publishedAt, releaseContract } from './release-contract.ts';
import type { StoreUnderTest } from './store-fixtures.ts';
import { allOf, decisionRecord, directoryData, dossier } from './store-fixtures.ts';
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
    describe('directory, imported', () => {
      importContract(() => under);
    });
    describe('directory, of the erased', () => {
      forgetContract(() => under);
    });
    describe('releases', () => {
      releaseContract(() => under);
    });
    describe('records', () => {
      recordContract(() => under);
    });
    describe('erasing and expiring records', () => {
      purgeContract(() => under);
    });
    describe('keys', () => {
      keyContract(() => under);
    });

    it('keeps nothing of one tenant for another', async () => {
      await store.directory.replace('north', SMALL);
      await store.directory.replace('south', directoryData({ dossiers: [dossier('crm:1', { name: 'Southern' })] }));
      await store.releases.publish(
        'north',
        { id: 'r1', json: '{"of":"north"}' },
        publishedAt('2026-01-01T00:00:00Z'),
        0,
      );
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
      expect(await store.releases.live('south')).toBeUndefined();
      expect(await store.releases.publications('south')).toEqual([]);
      expect(await store.records.get('south', 'same')).toBeUndefined();
      expect(await store.records.snapshot('south', snapshot.hash)).toBeUndefined();
      expect(await allOf(store.records.latest('south'))).toEqual([]);

      await store.records.append(decisionRecord({ id: 'same', tenant: 'south', service: 'southern' }), [snapshot]);
      expect((await store.records.get('north', 'same'))?.record.service).toBe('northern');
      expect((await store.records.get('south', 'same'))?.record.service).toBe('southern');
      expect(await store.records.snapshot('south', snapshot.hash)).toBe(snapshot.json);
      expect(await verifyChain(store.records.chain('south'))).toMatchObject({ links: 1, broken: [] });
    });
  });
}
