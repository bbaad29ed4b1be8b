/**
 * The hash chain over decision records: one per tenant and writer, so that a changed, dropped or reordered record shows.
 * It covers salted hashes of the bodies: a body may be erased and the chain still verifies. What is dropped on purpose is
 * told by a chain of its own. Whoever holds the file can make a whole new chain; only a checkpoint kept elsewhere shows
 * that. Verifying is in verify-chain.ts.
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

/** The writer of each tenant's chain of purge entries; every process goes on where the last one left off. */
export const PURGE_WRITER = 'purge';

/** The record's JSON, byte for byte as it was hashed. */
export type SaltedBody = { readonly salt: string; readonly text: string };

export const SALT_BYTES = 16;

export function saltedHash(salt: Uint8Array, body: string): Buffer {
  const salted = Buffer.allocUnsafe(salt.length + Buffer.byteLength(body));
  salted.set(salt);
  salted.write(body, salt.length);
  return hash('sha256', salted, 'buffer');
}

export function linkHash(previous: Uint8Array | null, bodyHash: Uint8Array): Buffer {
  return hash('sha256', previous === null ? bodyHash : Buffer.concat([previous, bodyHash]), 'buffer');
}
