/** What every directory store does for whoever reads it: the part of the store's contract about accounts and people. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AccountId, DirectoryData } from '../directory/records.ts';
import { sayingsOf } from '../directory/records.ts';
import type { StoreUnderTest } from './store-fixtures.ts';
import { allOf, directoryData, dossier, person } from './store-fixtures.ts';
import type { Store } from './store.ts';

export const SMALL: DirectoryData = directoryData({
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

export function directoryContract(under: () => StoreUnderTest): void {
  const directory = (): Store['directory'] => under().store.directory;
  const replace = async (parts: Partial<DirectoryData>): Promise<number> =>
    (await directory().replace('default', directoryData(parts))).generation;

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
    expect(await allOf(directory().dossiers('default'))).toEqual([]);
    expect(await allOf(directory().sayings('default'))).toEqual([]);
  });

  it('finds everything of an import', async () => {
    expect(await replace(SMALL)).toBe(1);
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
    expect(await allOf(directory().dossiers('default'))).toEqual([dossier('crm:1'), dossier('crm:2')]);
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

  it('goes through all accounts and dossiers in order, also where there are many', async () => {
    const keys = Array.from({ length: 2_500 }, (_, index) => `crm:${String(index).padStart(5, '0')}`);
    await replace({ dossiers: keys.toReversed().map((key) => dossier(key)) });
    await directory().replace('north', directoryData({ dossiers: [dossier('crm:00001x')] }));
    expect(await allOf(directory().accounts('default'))).toEqual(keys);
    expect((await allOf(directory().dossiers('default'))).map(({ account }) => account)).toEqual(keys);
    expect((await allOf(directory().sayings('default'))).flat().map(({ account }) => account)).toEqual(keys);
  });

  it('goes through a stretch of the dossiers, and stretches that meet leave none out', async () => {
    const keys = Array.from({ length: 700 }, (_, index) => `crm:${String(index).padStart(5, '0')}`);
    await replace({ dossiers: keys.map((key) => dossier(key)) });
    await directory().replace('north', directoryData({ dossiers: [dossier('crm:00001x')] }));
    const between = async (after: string | null, upTo: string | null): Promise<readonly string[]> => {
      const dossiers = await allOf(directory().dossiers('default', { after, upTo }));
      const sayings = await allOf(directory().sayings('default', { after, upTo }));
      expect(sayings.flat()).toEqual(dossiers.map(sayingsOf));
      return dossiers.map(({ account }) => account);
    };
    expect(await between(null, 'crm:00299')).toEqual(keys.slice(0, 300));
    expect(await between('crm:00299', 'crm:00600x')).toEqual(keys.slice(300, 601));
    expect(await between('crm:00600x', null)).toEqual(keys.slice(601));
    expect(await between('crm:00699', 'crm:00699')).toEqual([]);
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

function accountsOf(accountIds: readonly AccountId[], id: string): readonly string[] {
  const accounts = accountIds.filter((each) => each.id === id).map(({ account }) => account);
  return [...new Set(accounts)].toSorted();
}
