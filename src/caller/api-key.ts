/**
 * An API key as its holder has it: `cxk_<id>_<secret>`. The id names it in lists and commands; the secret, 256 random bits,
 * leaves this program once, when the key is made. What is kept is the hash of the whole: with so many random bits a slow hash
 * would protect nothing more. Not for what a key allows: see authenticate-key.ts.
 */
import { timingSafeEqual } from 'node:crypto';
import type { ContentHash } from '../base/hash.ts';
import { textHash } from '../base/hash.ts';

/** So many random bytes. */
export type Random = (bytes: number) => Uint8Array;

export type MintedKey = {
  readonly id: string;
  /** The secret is in it: for its holder alone. */
  readonly token: string;
  readonly hash: ContentHash;
};

/** What can be said of a token without looking anything up. */
export type ParsedKey = Pick<MintedKey, 'id' | 'hash'>;

/** Base 32: 12 of them are 60 bits, so that no id comes twice. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const ID_LENGTH = 12;
const SECRET_BYTES = 32;

/** Base64url has `_` too, an id has none: so the first two are those that part them. */
const TOKEN = /^cxk_([a-z2-7]{12})_[\w-]{43}$/;
const ID = /^(?:cxk_)?([a-z2-7]{12})(?:_[\w-]*)?$/;

export function mintApiKey(random: Random): MintedKey {
  const id = Array.from(random(ID_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  const token = `cxk_${id}_${Buffer.from(random(SECRET_BYTES)).toString('base64url')}`;
  return { id, token, hash: textHash(token) };
}

/** Null where it is no key by its form. */
export function parseApiKey(token: string): ParsedKey | null {
  const id = TOKEN.exec(token)?.[1];
  return id === undefined ? null : { id, hash: textHash(token) };
}

/** The id in what a person wrote, be it the whole key; null where there is none. */
export function apiKeyIdIn(text: string): string | null {
  return ID.exec(text.trim())?.[1] ?? null;
}

/** In a time that doesn't tell how far they are alike. */
export function isSameHash(one: ContentHash, other: ContentHash): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
