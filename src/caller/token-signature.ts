/**
 * Whether one of the authorization server's keys signed a token. The key is chosen among those by the token's `kid` and
 * algorithm; nothing else in its header leads anywhere: no `jku`, no `jwk`, no `x5u`, no `x5c`.
 */
import type { CryptoKey } from 'jose';
import { compactVerify, decodeProtectedHeader, errors } from 'jose';
import type { Keys } from './key-set.ts';

/** `no_key`: the keys at hand can't tell; one that is newer might. */
export type Signature = 'good' | 'bad' | 'no_key';

/** Of a token without `kid`, when several keys could be meant: while a server replaces its key. */
const MAX_TRIED = 10;

export async function signatureOf(token: string, { find }: Keys, algorithms: readonly string[]): Promise<Signature> {
  const options = { algorithms: [...algorithms] };
  try {
    await compactVerify(token, find, options);
    return 'good';
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return 'no_key';
    if (error instanceof errors.JWKSMultipleMatchingKeys) return await anyOf(token, error, options);
    if (error instanceof errors.JWSSignatureVerificationFailed) return namesKey(token) ? 'bad' : 'no_key';
    if (error instanceof errors.JOSEError) return 'bad';
    throw error;
  }
}

async function anyOf(
  token: string,
  candidates: AsyncIterable<CryptoKey>,
  options: { readonly algorithms: string[] },
): Promise<Signature> {
  let tried = 0;
  for await (const key of candidates) {
    if (await isSignedBy(key, token, options)) return 'good';
    tried += 1;
    if (tried === MAX_TRIED) break;
  }
  return namesKey(token) ? 'bad' : 'no_key';
}

async function isSignedBy(key: CryptoKey, token: string, options: { readonly algorithms: string[] }): Promise<boolean> {
  try {
    await compactVerify(token, key, options);
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

/** A key that a token names and that didn't sign it won't have signed it later either. */
function namesKey(token: string): boolean {
  return decodeProtectedHeader(token).kid !== undefined;
}
