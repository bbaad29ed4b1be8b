/**
 * The hash chain over decision records: one per tenant and writer, so that a changed, dropped or reordered record shows.
 * It covers salted hashes of the bodies: a body may be erased and the chain still verifies. Whoever holds the file can
 * make a whole new chain; only a checkpoint kept elsewhere shows that.
 */
import { hash } from 'node:crypto';
import type { ContentHash } from '../base/hash.ts';

/** A record's place in its chain. Hashes and salt in hex. */
export type RecordLink = {
  readonly writer: string;
  /** Counts from 1 within tenant and writer. */
  readonly sequence: number;
  readonly id: string;
  /** `sha256(salt ‖ body)`. */
  readonly bodyHash: ContentHash;
  /** The hash of the link before; `null` at the first, which is hashed as nothing. */
  readonly previous: ContentHash | null;
  /** `sha256(previous ‖ bodyHash)`. */
  readonly hash: ContentHash;
  /** `null` once it was erased. */
  readonly body: SaltedBody | null;
};

/** How far a writer's chain has come. */
export type ChainHead = { readonly writer: string; readonly sequence: number; readonly hash: ContentHash };

/** The record's JSON, byte for byte as it was hashed. */
export type SaltedBody = { readonly salt: string; readonly text: string };

export const SALT_BYTES = 16;

export type BrokenLink = {
  readonly writer: string;
  readonly sequence: number;
  readonly id: string;
  readonly trouble: 'gap' | 'previous_differs' | 'hash_differs' | 'body_differs';
};

/** `links` is how many were seen, `erased` how many of them have no body any more. */
export type ChainVerdict = { readonly links: number; readonly erased: number; readonly broken: readonly BrokenLink[] };

export function saltedHash(salt: Uint8Array, body: string): Buffer {
  const salted = Buffer.allocUnsafe(salt.length + Buffer.byteLength(body));
  salted.set(salt);
  salted.write(body, salt.length);
  return hash('sha256', salted, 'buffer');
}

export function linkHash(previous: Uint8Array | null, bodyHash: Uint8Array): Buffer {
  return hash('sha256', previous === null ? bodyHash : Buffer.concat([previous, bodyHash]), 'buffer');
}

/** Checks the links of one tenant, each writer's in the order of its sequence; writers may be interleaved. */
export async function verifyChain(links: AsyncIterable<RecordLink> | Iterable<RecordLink>): Promise<ChainVerdict> {
  const heads = new Map<string, RecordLink>();
  const broken: BrokenLink[] = [];
  let count = 0;
  let erased = 0;
  for await (const link of links) {
    const { writer, sequence, id } = link;
    const trouble = troubleOf(link, heads.get(writer));
    if (trouble !== null) broken.push({ writer, sequence, id, trouble });
    heads.set(writer, link);
    count += 1;
    if (link.body === null) erased += 1;
  }
  return { links: count, erased, broken };
}

function troubleOf(link: RecordLink, before: RecordLink | undefined): BrokenLink['trouble'] | null {
  if (link.sequence !== (before?.sequence ?? 0) + 1) return 'gap';
  if (link.previous !== (before?.hash ?? null)) return 'previous_differs';
  const previous = link.previous === null ? null : Buffer.from(link.previous, 'hex');
  if (linkHash(previous, Buffer.from(link.bodyHash, 'hex')).toString('hex') !== link.hash) return 'hash_differs';
  if (link.body === null) return null;
  const { salt, text } = link.body;
  return saltedHash(Buffer.from(salt, 'hex'), text).toString('hex') === link.bodyHash ? null : 'body_differs';
}
