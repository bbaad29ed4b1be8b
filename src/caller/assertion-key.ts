/** Which signature a key of the chat platform makes: a key has one, and what has none is no key for assertions. */
import type { KeyObject } from 'node:crypto';
import type { AssertionAlgorithm } from './caller.ts';

const MIN_RSA_BITS = 2048;

/** Of either half of a pair; null for a key of another kind, or one that is too short. */
export function algorithmOf({
  asymmetricKeyType: type,
  asymmetricKeyDetails: details,
}: KeyObject): AssertionAlgorithm | null {
  switch (type) {
    case 'ed25519':
      return 'EdDSA';
    case 'ec':
      return details?.namedCurve === 'prime256v1' ? 'ES256' : null;
    case 'rsa':
      return (details?.modulusLength ?? 0) >= MIN_RSA_BITS ? 'RS256' : null;
    default:
      return null;
  }
}
