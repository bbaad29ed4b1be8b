/** What every record store does when somebody is erased, and when records grow old. */
import { expect, it } from 'vitest';
import { PURGE_WRITER } from '../audit/chain.ts';
import type { ErasureSelection, PurgeEntry } from '../audit/erasure.ts';
import type { DecisionRecord } from '../audit/record.ts';
import { newRecordId, snapshotOf } from '../audit/recorder.ts';
import { verifyChain } from '../audit/verify-chain.ts';
import { instantOf } from '../base/clock.ts';
import { DAY_MS } from '../base/day.ts';
import type { StoreUnderTest } from './store-fixtures.ts';
import { allOf, AT_MS, decisionRecord, dossier } from './store-fixtures.ts';
import type { Store } from './store.ts';

const QUINN = 'quinn@whom.example';

/** Whoever mentions the text is erased, and whoever refers to a snapshot that does. */
function mentionsOf(text: string): ErasureSelection {
  return {
    snapshot: (json) => json.includes(text),
    record: (record, isErased) => JSON.stringify(record).includes(text) || snapshotsOf(record).some(isErased),
    needles: [text],
    reason: 'request 7',
    atMs: AT_MS + DAY_MS,
  };
}

function snapshotsOf({ facts }: DecisionRecord): readonly string[] {
  return facts === null ? [] : [...(facts.dossier === null ? [] : [facts.dossier]), ...facts.people];
}

export function purgeContract(under: () => StoreUnderTest): void {
  const records = (): Store['records'] => under().store.records;

  /** A record of that moment, of an account whose facts mention the text. */
  const append = async (mention: string, atMs = AT_MS, store = records()): Promise<string> => {
    const snapshot = snapshotOf(dossier('crm:1', { name: mention }));
    const id = newRecordId(atMs);
    const facts = { dossier: snapshot.hash, people: [], asked: {} };
    await store.append(decisionRecord({ id, atMs, facts }), [snapshot]);
    return id;
  };
  const verdict = () => verifyChain(records().chain('default'));
  const listed = async (): Promise<readonly string[]> =>
    (await allOf(records().latest('default'))).map(({ record }) => record.id);
  const entryOf = async (id: string | undefined): Promise<PurgeEntry> => {
    const link = (await allOf(records().chain('default'))).find((each) => each.id === id);
    return JSON.parse(link?.body?.text ?? 'null') as PurgeEntry;
  };

  it('erases whom it is about, and leaves the rest', async () => {
    const [first, second] = [await append(QUINN), await append('Somebody else')];
    const third = newRecordId(AT_MS + 1);
    await records().append(decisionRecord({ id: third, service: QUINN }), []);
    const purged = await records().erase('default', mentionsOf(QUINN));
    expect(purged).toMatchObject({ records: 2, snapshots: 1 });
    expect(await listed()).toEqual([second]);
    expect(await records().get('default', first)).toBeUndefined();
    expect(await records().snapshot('default', snapshotOf(dossier('crm:1', { name: QUINN })).hash)).toBeUndefined();
    const other = snapshotOf(dossier('crm:1', { name: 'Somebody else' }));
    expect(await records().snapshot('default', other.hash)).toBe(other.json);
    expect(await verdict()).toMatchObject({ links: 3 + purged.entries.length, erased: 2, broken: [] });
  });

  it('says what it erased, why and when, but not whom', async () => {
    const id = await append(QUINN);
    const { entries } = await records().erase('default', mentionsOf(QUINN));
    const told = await Promise.all(entries.map(entryOf));
    const common = {
      version: 1,
      entry: 'erased',
      tenant: 'default',
      at: instantOf(AT_MS + DAY_MS),
      reason: 'request 7',
    };
    expect(told).toEqual([
      { ...common, id: entries[0], records: [], snapshots: 1 },
      { ...common, id: entries[1], records: [id], snapshots: 0 },
    ]);
  });

  it('erases nothing twice, and says nothing where there is nothing', async () => {
    expect(await records().erase('default', mentionsOf(QUINN))).toEqual({ records: 0, snapshots: 0, entries: [] });
    await append(QUINN);
    await records().erase('default', mentionsOf(QUINN));
    expect(await records().erase('default', mentionsOf(QUINN))).toEqual({ records: 0, snapshots: 0, entries: [] });
    expect(await records().erase('north', mentionsOf(''))).toEqual({ records: 0, snapshots: 0, entries: [] });
  });

  it('never shows an entry as a record', async () => {
    await append(QUINN);
    const { entries } = await records().erase('default', mentionsOf(QUINN));
    expect(await listed()).toEqual([]);
    for (const id of entries) expect(await records().get('default', id)).toBeUndefined();
    // Nor to whoever selects what is erased.
    const all = { ...mentionsOf(''), record: () => true, needles: [] };
    expect(await records().erase('default', all)).toMatchObject({ records: 0 });
  });

  it('tells how far an erasure is', async () => {
    for (let each = 0; each < 3; each += 1) await append(`Nobody ${each}`);
    const rows: number[] = [];
    await records().erase('default', { ...mentionsOf(QUINN), onProgress: (count) => rows.push(count) });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toEqual(rows.toSorted((one, other) => one - other));
  });

  it('drops old records with their links and snapshots, and the rest of the chain goes on', async () => {
    const old = await append('Old', AT_MS);
    const young = await append('Young', AT_MS + 3 * DAY_MS);
    const expiry = { beforeMs: AT_MS + 2 * DAY_MS, atMs: AT_MS + 4 * DAY_MS };
    const purged = await records().expire('default', expiry);
    expect(purged).toMatchObject({ records: 1, snapshots: 1 });
    expect(await listed()).toEqual([young]);
    expect(await records().get('default', old)).toBeUndefined();
    expect(await records().snapshot('default', snapshotOf(dossier('crm:1', { name: 'Old' })).hash)).toBeUndefined();
    const chained = await allOf(records().chain('default'));
    expect(chained).toHaveLength(1 + purged.entries.length);
    expect(await entryOf(purged.entries[0])).toEqual({
      version: 1,
      entry: 'expired',
      id: purged.entries[0],
      tenant: 'default',
      at: instantOf(expiry.atMs),
      before: instantOf(expiry.beforeMs),
      records: 1,
      snapshots: 0,
      heads: [{ writer: chained[0]?.writer, sequence: 1, hash: chained[0]?.previous }],
    });
    expect(await verdict()).toMatchObject({ broken: [], expiredBefore: instantOf(expiry.beforeMs) });
    expect(await records().expire('default', expiry)).toEqual({ records: 0, snapshots: 0, entries: [] });
  });

  it('drops nothing that is young enough, or of another tenant', async () => {
    const id = await append('Young', AT_MS);
    const nothing = { records: 0, snapshots: 0, entries: [] };
    expect(await records().expire('default', { beforeMs: AT_MS, atMs: AT_MS })).toEqual(nothing);
    expect(await records().expire('north', { beforeMs: AT_MS + DAY_MS, atMs: AT_MS + DAY_MS })).toEqual(nothing);
    expect(await listed()).toEqual([id]);
  });

  it('drops only the start of a chain, whatever the clock did', async () => {
    const times = [AT_MS, AT_MS + 9 * DAY_MS, AT_MS + 1];
    const ids: string[] = [];
    for (const [index, atMs] of times.entries()) ids.push(await append(`Number ${index}`, atMs));
    const atMs = AT_MS + 9 * DAY_MS;
    expect(await records().expire('default', { beforeMs: AT_MS + 2 * DAY_MS, atMs })).toMatchObject({ records: 1 });
    expect(await listed()).toEqual([ids[1], ids[2]]);
    const kept = snapshotOf(dossier('crm:1', { name: 'Number 2' }));
    expect(await records().snapshot('default', kept.hash), 'used by a record that stays').toBe(kept.json);
    expect(await verdict()).toMatchObject({ broken: [] });
    expect(await records().expire('default', { beforeMs: atMs + 1, atMs })).toMatchObject({ records: 2 });
    expect(await verdict()).toMatchObject({ broken: [] });
  });

  it('keeps a snapshot as long as a record that uses it', async () => {
    const snapshot = snapshotOf(dossier('crm:1', { name: 'Kept' }));
    for (const day of [0, 1, 2]) await append('Kept', AT_MS + day * DAY_MS);
    await records().expire('default', { beforeMs: AT_MS + DAY_MS + 1, atMs: AT_MS + 2 * DAY_MS });
    expect(await listed()).toHaveLength(1);
    expect(await records().snapshot('default', snapshot.hash)).toBe(snapshot.json);
  });

  it('goes on after its whole chain has expired, with its snapshots', async () => {
    await append('Same', AT_MS);
    await records().expire('default', { beforeMs: AT_MS + 2 * DAY_MS, atMs: AT_MS + 2 * DAY_MS });
    await append('Same', AT_MS + 3 * DAY_MS);
    const same = snapshotOf(dossier('crm:1', { name: 'Same' }));
    expect(await records().snapshot('default', same.hash)).toBe(same.json);
    const { heads, broken } = await verdict();
    expect(broken).toEqual([]);
    expect(heads.some(({ writer, sequence }) => writer !== PURGE_WRITER && sequence === 1)).toBe(true);
  });

  it('lets what tells of erased records expire with them, not before', async () => {
    await append(QUINN, AT_MS);
    await append('Young', AT_MS + 5 * DAY_MS);
    await records().erase('default', { ...mentionsOf('Young'), atMs: AT_MS });
    await records().erase('default', mentionsOf(QUINN));
    const atMs = AT_MS + 9 * DAY_MS;
    await records().expire('default', { beforeMs: AT_MS + 4 * DAY_MS, atMs });
    expect(await verdict()).toMatchObject({ erased: 1, broken: [] });
    await records().expire('default', { beforeMs: AT_MS + 6 * DAY_MS, atMs });
    expect(await verdict()).toMatchObject({ erased: 0, broken: [] });
    await records().expire('default', { beforeMs: AT_MS + 10 * DAY_MS, atMs: AT_MS + 12 * DAY_MS });
    expect(await verdict()).toMatchObject({ links: 1, erased: 0, broken: [] });
  });
}
