/** Chains as a store would give them back, made by hand for tests of whoever reads them. */
import type { RecordLink } from './chain.ts';
import { linkHash, PURGE_WRITER, saltedHash } from './chain.ts';
import type { PurgeEntry } from './erasure.ts';

/** Whole, from sequence 1; ids are `<writer>-<sequence>`. */
export function chainOf(writer: string, bodies: readonly string[]): readonly RecordLink[] {
  let previous: Buffer | null = null;
  return bodies.map((text, index) => {
    const salt = Buffer.from(`${writer}${index}`.padEnd(16, '-'));
    const bodyHash = saltedHash(salt, text);
    const hash = linkHash(previous, bodyHash);
    const link: RecordLink = {
      writer,
      sequence: index + 1,
      id: `${writer}-${index + 1}`,
      bodyHash: bodyHash.toString('hex'),
      previous: previous?.toString('hex') ?? null,
      hash: hash.toString('hex'),
      body: { salt: salt.toString('hex'), text },
    };
    previous = hash;
    return link;
  });
}

/** The chain of these entries. */
export function purgesOf(entries: readonly (PurgeEntry | { readonly entry: string })[]): readonly RecordLink[] {
  return chainOf(
    PURGE_WRITER,
    entries.map((entry) => JSON.stringify(entry)),
  );
}

const COMMON = { version: 1, id: 'entry', tenant: 'default', at: '2026-11-23T08:00:00Z' } as const;

export function erasedEntry(...records: readonly string[]): PurgeEntry {
  return { ...COMMON, entry: 'erased', reason: 'request 7', records, snapshots: 0 };
}

/** Says that these links, and all before them, were dropped for their age. */
export function expiredEntry(before: string, ...links: readonly RecordLink[]): PurgeEntry {
  const heads = links.map(({ writer, sequence, hash }) => ({ writer, sequence, hash }));
  return { ...COMMON, entry: 'expired', before, records: links.length, snapshots: 0, heads };
}
