import { describe, expect, it } from 'vitest';
import { contentHash } from '../base/hash.ts';
import { AT_MS, dossier } from '../store/store-fixtures.ts';
import { firstRecordId, newRecordId, snapshotOf } from './recorder.ts';

describe('snapshotOf', () => {
  it('names the facts by their content', () => {
    const facts = dossier('crm:1');
    const snapshot = snapshotOf(facts);
    expect(JSON.parse(snapshot.json)).toEqual(facts);
    expect(snapshot.hash).toBe(contentHash(facts));
    const reordered = Object.fromEntries(Object.entries(facts).toReversed()) as typeof facts;
    expect(snapshotOf(reordered)).toEqual(snapshot);
    expect(snapshotOf(dossier('crm:2')).hash).not.toBe(snapshot.hash);
  });

  it('is made once for one object', () => {
    const facts = dossier('crm:1');
    expect(snapshotOf(facts)).toBe(snapshotOf(facts));
  });
});

describe('newRecordId', () => {
  it('is a UUID of version 7 that holds its time', () => {
    const id = newRecordId(AT_MS);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/v);
    expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(AT_MS);
  });

  it('sorts by time, and by the order of calls within a millisecond', () => {
    const ids = [AT_MS, AT_MS, AT_MS, AT_MS + 1, AT_MS + 1, AT_MS + 60_000].map(newRecordId);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('never comes twice, whatever the clock does', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => newRecordId(AT_MS - (index % 3)));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('sorts after the first of its moment, and before the first of the next', () => {
    const id = newRecordId(AT_MS);
    expect([firstRecordId(AT_MS + 1), id, firstRecordId(AT_MS)].toSorted()).toEqual([
      firstRecordId(AT_MS),
      id,
      firstRecordId(AT_MS + 1),
    ]);
  });
});
