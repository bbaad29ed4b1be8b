import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordLink } from './chain.ts';
import { chainOf, erasedEntry, expiredEntry, purgesOf } from './chain-fixtures.ts';
import { MAX_BROKEN_LISTED, verifyChain } from './verify-chain.ts';

const THREE = chainOf('w', ['{"n":1}', '{"n":2}', '{"n":"drei ü"}']);
const ZEROS = '0'.repeat(64);
const DAY = '2026-11-01T00:00:00Z';

function withLink(index: number, changes: Partial<RecordLink>): readonly RecordLink[] {
  return THREE.map((link, at) => (at === index ? { ...link, ...changes } : link));
}

const erasedAt = (index: number): readonly RecordLink[] => withLink(index, { body: null });

describe('verifyChain', () => {
  it('accepts whole chains, also of writers that took turns, and tells how far each came', async () => {
    const other = chainOf('v', ['{"m":1}', '{"m":2}']);
    const mixed = [THREE[0]!, other[0]!, THREE[1]!, THREE[2]!, other[1]!];
    expect(await verifyChain(mixed)).toEqual({
      links: 5,
      erased: 0,
      heads: [
        { writer: 'w', sequence: 3, hash: THREE[2]!.hash },
        { writer: 'v', sequence: 2, hash: other[1]!.hash },
      ],
      expired: [],
      expiredBefore: null,
      broken: [],
      brokenLinks: 0,
      places: [],
    });
    expect(await verifyChain([])).toMatchObject({ links: 0, erased: 0, heads: [], brokenLinks: 0 });
  });

  it('tells what is at the places that are asked for', async () => {
    const places = [
      { writer: 'w', sequence: 2 },
      { writer: 'w', sequence: 4 },
      { writer: 'v', sequence: 1 },
    ];
    expect((await verifyChain(THREE, places)).places).toEqual([THREE[1]!.hash, null, null]);
  });

  it.each([
    ['a changed body', withLink(1, { body: { salt: THREE[1]!.body!.salt, text: '{"n":9}' } }), 'w-2', 'body_differs'],
    ['another salt', withLink(1, { body: { salt: ZEROS, text: '{"n":2}' } }), 'w-2', 'body_differs'],
    ['a body with a new hash of its own', withLink(1, { bodyHash: ZEROS, body: null }), 'w-2', 'hash_differs'],
    ['a changed hash', withLink(2, { hash: ZEROS }), 'w-3', 'hash_differs'],
    ['a link that points elsewhere', withLink(1, { previous: ZEROS }), 'w-2', 'previous_differs'],
    ['a dropped link', [THREE[0]!, THREE[2]!], 'w-3', 'gap'],
    ['a dropped first link', THREE.slice(1), 'w-2', 'gap'],
    ['links in another order', [THREE[0]!, THREE[2]!, THREE[1]!], 'w-2', 'gap'],
    ['a link that comes twice', [THREE[0]!, THREE[0]!], 'w-1', 'gap'],
    ['a body that nobody said was erased', erasedAt(1), 'w-2', 'body_missing'],
  ])('sees %s', async (_what, links, id, trouble) => {
    const { broken } = await verifyChain(links);
    expect(broken).toContainEqual(expect.objectContaining({ id, trouble }));
  });

  it('lists so many broken links and counts all', async () => {
    const links = Array.from({ length: 300 }, () => THREE[0]!);
    const { broken, brokenLinks } = await verifyChain(links);
    expect([broken.length, brokenLinks]).toEqual([MAX_BROKEN_LISTED, 299]);
  });

  it('sees any change of any link', async () => {
    const bodies = fc.array(fc.json(), { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(bodies, fc.nat(), fc.constantFrom('bodyHash', 'previous', 'hash'), async (texts, at, field) => {
        const links = chainOf('w', texts);
        const index = at % links.length;
        const changed = links.map((link, each) => (each === index ? { ...link, [field]: ZEROS } : link));
        expect((await verifyChain(links)).brokenLinks).toBe(0);
        expect((await verifyChain(changed)).brokenLinks).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('verifyChain, where something was erased', () => {
  it('accepts a body that an entry says is gone, and counts it', async () => {
    const verdict = await verifyChain([...erasedAt(1), ...purgesOf([erasedEntry('w-2')])]);
    expect(verdict).toMatchObject({ links: 4, erased: 1, broken: [] });
  });

  it.each([
    ['of another record', purgesOf([erasedEntry('w-1')])],
    ['whose body was changed', purgesOf([erasedEntry('w-2')]).map((link) => ({ ...link, bodyHash: ZEROS }))],
    ['whose own body is gone', purgesOf([erasedEntry('w-2')]).map((link) => ({ ...link, body: null }))],
    ['that a writer of records makes', chainOf('v', [JSON.stringify(erasedEntry('w-2'))])],
    ['of a newer version', purgesOf([{ ...erasedEntry('w-2'), version: 2 } as never])],
    ['that is no JSON', chainOf('purge', ['{'])],
  ])('takes no word of an entry %s', async (_what, entries) => {
    const { broken } = await verifyChain([...erasedAt(1), ...entries]);
    expect(broken).toContainEqual({ writer: 'w', sequence: 2, id: 'w-2', trouble: 'body_missing' });
  });

  it('sees that an entry has lost its own body, even where another one says so', async () => {
    const [first, second] = purgesOf([erasedEntry('w-2'), erasedEntry('w-2', 'purge-1')]);
    const { broken } = await verifyChain([...erasedAt(1), { ...first!, body: null }, second!]);
    expect(broken).toEqual([{ writer: 'purge', sequence: 1, id: 'purge-1', trouble: 'body_missing' }]);
  });

  it('says which entries it can not read', async () => {
    const { broken } = await verifyChain(purgesOf([{ entry: 'dissolved' }]));
    expect(broken).toEqual([{ writer: 'purge', sequence: 1, id: 'purge-1', trouble: 'entry_unreadable' }]);
  });
});

describe('verifyChain, where links have expired', () => {
  it('accepts a chain that goes on after what an entry says was dropped', async () => {
    const verdict = await verifyChain([THREE[2]!, ...purgesOf([expiredEntry(DAY, THREE[1]!)])]);
    expect(verdict).toMatchObject({ links: 2, broken: [], expiredBefore: DAY });
    expect(verdict.expired).toEqual([{ writer: 'w', sequence: 2, hash: THREE[1]!.hash }]);
  });

  it('tells the furthest of what several entries say', async () => {
    const entries = [expiredEntry('2026-11-02T00:00:00Z', THREE[1]!), expiredEntry(DAY, THREE[0]!)];
    const { expired, expiredBefore } = await verifyChain(purgesOf(entries));
    expect(expired).toMatchObject([{ sequence: 2 }]);
    expect(expiredBefore).toBe('2026-11-02T00:00:00Z');
  });

  it('accepts what expires while it walks', async () => {
    const four = chainOf('w', ['1', '2', '3', '4']);
    const entries = purgesOf([expiredEntry(DAY, four[2]!)]);
    expect(await verifyChain([four[0]!, { ...four[1]!, body: null }, four[3]!, ...entries])).toMatchObject({
      broken: [],
    });
  });

  it.each([
    ['ends elsewhere', [THREE[2]!], expiredEntry(DAY, THREE[0]!)],
    ['has another hash', [THREE[2]!], expiredEntry(DAY, { ...THREE[1]!, hash: ZEROS })],
    ['is of another writer', [THREE[2]!], expiredEntry(DAY, { ...THREE[1]!, writer: 'v' })],
    ['is of a chain that has no first link', [{ ...THREE[2]!, previous: null }], expiredEntry(DAY, THREE[1]!)],
  ])('sees a gap where what was dropped %s', async (_what, links, entry) => {
    const { broken } = await verifyChain([...links, ...purgesOf([entry])]);
    expect(broken).toHaveLength(1);
    expect(broken[0]).toMatchObject({ id: 'w-3' });
  });
});
