/** What every store does with releases. */
import { expect, it } from 'vitest';
import type { StoreUnderTest } from './store-fixtures.ts';
import type { NewPublication } from './store.ts';

const FIRST = { id: 'r1', json: '{"rules":[1]}' };
const SECOND = { id: 'r2', json: '{"rules":[2]}' };

export function publishedAt(at: string, also: Partial<NewPublication> = {}): NewPublication {
  return { at, how: 'publish', by: null, note: null, effect: null, ...also };
}

const MONDAY = publishedAt('2026-11-23T08:00:00Z', {
  by: 'Ada',
  note: 'VIPs first',
  effect: { accounts: 62, contact: 3, fallback: 0, accepted: true },
});
const TUESDAY = publishedAt('2026-11-24T08:00:00Z', { how: 'rollback' });

export function releaseContract(under: () => StoreUnderTest): void {
  it('keeps what was published, by whom and why, over restarts', async () => {
    const { releases } = under().store;
    expect([await releases.get('default', 'r1'), await releases.live('default')]).toEqual([undefined, undefined]);
    const publication = { ...MONDAY, sequence: 1, number: 1, release: 'r1' };
    expect(await releases.publish('default', FIRST, MONDAY, 0)).toEqual({ kind: 'live', publication, already: false });
    const { releases: again } = await under().reopen();
    expect(await again.get('default', 'r1')).toEqual({ ...FIRST, at: MONDAY.at });
    expect(await again.live('default')).toEqual(publication);
    expect(await again.publications('default')).toEqual([publication]);
  });

  it('numbers a content once, and keeps the time at which it was first seen', async () => {
    const { releases } = under().store;
    await releases.publish('default', FIRST, MONDAY, 0);
    await releases.publish('default', SECOND, TUESDAY, 1);
    await releases.publish('default', FIRST, TUESDAY, 2);
    await releases.publish('default', { id: 'r3', json: '{}' }, TUESDAY, 3);
    const numbers = (await releases.publications('default')).map(({ sequence, number, release }) => [
      sequence,
      number,
      release,
    ]);
    expect(numbers).toEqual([
      [4, 3, 'r3'],
      [3, 1, 'r1'],
      [2, 2, 'r2'],
      [1, 1, 'r1'],
    ]);
    expect((await releases.get('default', 'r1'))?.at).toBe(MONDAY.at);
  });

  it('writes nothing where that content is live already', async () => {
    const { releases } = under().store;
    await releases.publish('default', FIRST, MONDAY, 0);
    expect(await releases.publish('default', FIRST, TUESDAY, 1)).toMatchObject({
      already: true,
      publication: { number: 1, by: 'Ada' },
    });
    expect(await releases.publications('default')).toHaveLength(1);
  });

  it('refuses a publication that was decided before another one', async () => {
    const { releases } = under().store;
    await releases.publish('default', FIRST, MONDAY, 0);
    const overtaken = await releases.publish('default', SECOND, TUESDAY, 0);
    expect(overtaken).toMatchObject({ kind: 'overtaken', live: { release: 'r1' } });
    expect(await releases.get('default', 'r2')).toBeUndefined();
    expect((await releases.live('default'))?.release).toBe('r1');
  });
}
