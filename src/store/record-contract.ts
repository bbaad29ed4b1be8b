/** What every record store does with records that nobody erases: the part of the store's contract that is about appending. */
import { expect, it } from 'vitest';
import type { RecordLink } from '../audit/chain.ts';
import { newRecordId, snapshotOf } from '../audit/recorder.ts';
import { verifyChain } from '../audit/verify-chain.ts';
import { Failure } from '../base/failure.ts';
import type { StoreUnderTest } from './store-fixtures.ts';
import { allOf, AT_MS, decisionRecord, dossier } from './store-fixtures.ts';
import type { Between, Store } from './store.ts';

const MINUTE_MS = 60_000;

export function recordContract(under: () => StoreUnderTest): void {
  const records = (): Store['records'] => under().store.records;
  const links = (): Promise<readonly RecordLink[]> => allOf(records().chain('default'));
  const latest = async (between?: Between): Promise<readonly string[]> =>
    (await allOf(records().latest('default', between))).map(({ record }) => record.id);

  it('gives back a record as it was appended, with its place in the chain', async () => {
    const record = decisionRecord({ id: 'one', answer: { status: 'At Risk', as_of: '2026-11-23T08:00:00Z' } });
    await records().append(record, []);
    expect(await records().get('default', 'one')).toMatchObject({ record, sequence: 1, previous: null });
    expect((await records().get('default', 'one'))?.hash).toMatch(/^[0-9a-f]{64}$/v);
    expect(await records().get('default', 'two')).toBeUndefined();
    expect(records().healthy()).toBe(true);
  });

  it('lists the newest first, as far as somebody reads', async () => {
    const ids = Array.from({ length: 250 }, (_, index) => newRecordId(AT_MS + index));
    await Promise.all(ids.map((id) => records().append(decisionRecord({ id }), [])));
    expect(await latest()).toEqual(ids.toReversed());
    for await (const { record } of records().latest('default')) {
      expect(record.id).toBe(ids.at(-1));
      break;
    }
  });

  it('lists what was recorded between two moments', async () => {
    const ids = [0, 1, 2, 3].map((minute) => newRecordId(AT_MS + minute * MINUTE_MS));
    for (const id of ids) await records().append(decisionRecord({ id }), []);
    const [first, second, third, fourth] = ids;
    const at = (minute: number): number => AT_MS + minute * MINUTE_MS;
    expect(await latest({ fromMs: at(1) })).toEqual([fourth, third, second]);
    expect(await latest({ untilMs: at(1) })).toEqual([first]);
    expect(await latest({ fromMs: at(1), untilMs: at(3) })).toEqual([third, second]);
    expect(await latest({ fromMs: at(1) + 0.5, untilMs: at(3) - 0.5 })).toEqual([third]);
    expect(await latest({ fromMs: at(4) })).toEqual([]);
    expect(await latest({ fromMs: -1, untilMs: 0 })).toEqual([]);
  });

  it('goes on when the clock is set back: ids tell the time that it showed, chains the order of commits', async () => {
    const times = [AT_MS, AT_MS + MINUTE_MS, AT_MS - 60 * MINUTE_MS, AT_MS];
    const ids = times.map(newRecordId);
    for (const [index, id] of ids.entries())
      await records().append(decisionRecord({ id, atMs: times[index] ?? 0 }), []);
    const chained = await links();
    expect(chained.map(({ id, sequence }) => [id, sequence])).toEqual(ids.map((id, index) => [id, index + 1]));
    expect((await verifyChain(chained)).broken).toEqual([]);
    expect(await latest()).toEqual(ids.toSorted().toReversed());
    expect(await latest({ untilMs: AT_MS })).toEqual([ids[2]]);
  });

  it('chains what is appended at once, without a gap', async () => {
    const ids = Array.from({ length: 1_300 }, () => newRecordId(AT_MS));
    await Promise.all(ids.map((id) => records().append(decisionRecord({ id }), [])));
    const chained = await links();
    expect(chained.map(({ id }) => id)).toEqual(ids);
    expect(chained.map(({ sequence }) => sequence)).toEqual(ids.map((_, index) => index + 1));
    const { heads, ...verdict } = await verifyChain(chained);
    expect(verdict).toMatchObject({ links: 1_300, erased: 0, broken: [] });
    expect(await records().heads('default')).toEqual(heads);
  });

  it('rejects a record whose id is taken, and no other', async () => {
    await records().append(decisionRecord({ id: 'first' }), []);
    const results = await Promise.allSettled(
      ['second', 'first', 'third', 'third'].map((id) => records().append(decisionRecord({ id }), [])),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
    expect(results[1]).toMatchObject({ reason: { code: 'store_unavailable' } });
    expect(records().healthy()).toBe(true);
    expect(await verifyChain(await links())).toMatchObject({ links: 3, broken: [] });
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
    expect(await again.heads('default')).toEqual(chained.map(({ writer, hash }) => ({ writer, sequence: 1, hash })));
    expect((await verifyChain(chained)).broken).toEqual([]);
    expect(await again.snapshot('default', snapshot.hash)).toBe(snapshot.json);
  });

  it('writes what is waiting before it closes, and takes nothing afterwards', async () => {
    const old = records();
    const waiting = ['a', 'b', 'c'].map((id) => old.append(decisionRecord({ id }), []));
    const { records: again } = await under().reopen();
    await Promise.all(waiting);
    expect((await allOf(again.latest('default'))).map(({ record }) => record.id)).toEqual(['c', 'b', 'a']);
    await expect(old.append(decisionRecord({ id: 'd' }), [])).rejects.toBeInstanceOf(Failure);
  });
}
