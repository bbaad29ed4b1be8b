/** What every key store does: the part of the store's contract that is about API keys. */
import { expect, it } from 'vitest';
import { instantOf } from '../base/clock.ts';
import type { StoreUnderTest } from './store-fixtures.ts';
import { AT_MS, newKey } from './store-fixtures.ts';
import type { Store } from './store.ts';

const REVOKED = instantOf(AT_MS + 60_000);

export function keyContract(under: () => StoreUnderTest): void {
  const keys = (): Store['keys'] => under().store.keys;
  const listed = async (tenant = 'default'): Promise<readonly string[]> =>
    (await keys().list(tenant)).map(({ id }) => id);

  const full = newKey('full', {
    scopes: ['concierge:route', 'concierge:team'],
    label: 'Chat, production',
    expiresAt: instantOf(AT_MS + 86_400_000),
  });

  it('has nothing at first, and knows nobody', async () => {
    expect(await keys().list('default')).toEqual([]);
    expect(keys().known('default', 'full')).toBeUndefined();
  });

  it('gives back a key as it was made, in the list and to whoever admits by it', async () => {
    await keys().create(full);
    await keys().create(newKey('bare'));
    expect(await keys().list('default')).toEqual([
      { ...full, revokedAt: null, lastUsedAt: null },
      { ...newKey('bare'), revokedAt: null, lastUsedAt: null },
    ]);
    const { label: _label, createdAt: _createdAt, ...known } = { ...full, revokedAt: null };
    expect(keys().known('default', 'full')).toEqual(known);
    expect(keys().known('default', 'bare')).toMatchObject({ scopes: null, expiresAt: null });
    expect(keys().known('default', 'bare')).toBe(keys().known('default', 'bare'));
  });

  it('lists in the order of creation, also within a second or when the clock is set back', async () => {
    const ids = ['c', 'a', 'd', 'b'];
    for (const [index, id] of ids.entries()) {
      await keys().create(newKey(id, { createdAt: instantOf(AT_MS - (index === 3 ? 60_000 : 0)) }));
    }
    expect(await listed()).toEqual(ids);
  });

  it('revokes for good, and says whether there was one', async () => {
    await keys().create(full);
    const revoked = { ...full, revokedAt: REVOKED, lastUsedAt: null };
    expect(await keys().revoke('default', 'full', REVOKED)).toEqual({ key: revoked, already: false });
    expect(keys().known('default', 'full')?.revokedAt).toBe(REVOKED);
    expect(await keys().revoke('default', 'full', instantOf(AT_MS + 999_000))).toEqual({ key: revoked, already: true });
    expect(await keys().list('default')).toEqual([revoked]);
    expect(await keys().revoke('default', 'other', REVOKED)).toBeUndefined();
    expect(await keys().revoke('north', 'full', REVOKED)).toBeUndefined();
  });

  it('refuses an id that is taken, and leaves the key that has it', async () => {
    await keys().create(full);
    await expect(keys().create(newKey('full'))).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(keys().known('default', 'full')?.hash).toBe(full.hash);
    expect(await listed()).toEqual(['full']);
  });

  it('keeps the keys of tenants apart, of the same id too', async () => {
    await keys().create(full);
    await keys().create(newKey('full', { tenant: 'north', caller: 'northern' }));
    await keys().revoke('north', 'full', REVOKED);
    expect(await keys().list('default')).toEqual([{ ...full, revokedAt: null, lastUsedAt: null }]);
    expect(keys().known('default', 'full')).toMatchObject({ caller: full.caller, revokedAt: null });
    expect(keys().known('north', 'full')).toMatchObject({ caller: 'northern', revokedAt: REVOKED });
    expect(keys().known('south', 'full')).toBeUndefined();
  });

  it('has everything after a restart, and the last use of each key', async () => {
    await keys().create(full);
    await keys().create(newKey('revoked'));
    await keys().create(newKey('unused'));
    await keys().revoke('default', 'revoked', REVOKED);
    for (const seconds of [5, 10, 20]) keys().used('default', 'full', AT_MS + seconds * 1_000);
    keys().used('default', 'revoked', AT_MS);
    keys().used('north', 'full', AT_MS + 99_000);
    const { keys: again } = await under().reopen();
    expect(again.known('default', 'full')?.hash).toBe(full.hash);
    expect(again.known('default', 'revoked')?.revokedAt).toBe(REVOKED);
    const uses = (await again.list('default')).map(({ id, lastUsedAt }) => [id, lastUsedAt]);
    expect(uses).toEqual([
      ['full', instantOf(AT_MS + 20_000)],
      ['revoked', instantOf(AT_MS)],
      ['unused', null],
    ]);
  });

  it('takes back no use that it knows of', async () => {
    await keys().create(full);
    keys().used('default', 'full', AT_MS + 20_000);
    const { keys: again } = await under().reopen();
    again.used('default', 'full', AT_MS);
    const { keys: third } = await under().reopen();
    expect((await third.list('default'))[0]?.lastUsedAt).toBe(instantOf(AT_MS + 20_000));
  });
}
