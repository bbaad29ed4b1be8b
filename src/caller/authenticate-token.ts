/**
 * Access tokens of an authorization server: JWTs (RFC 9068, and as identity providers really make them) that are meant for
 * this server. Format → header → issuer → signature → claims → caller. What was verified is kept until it expires, or the
 * server's keys are others. Not for API keys.
 */
import type { ProtectedHeaderParameters } from 'jose';
import { decodeJwt, decodeProtectedHeader, errors } from 'jose';
import { LRUCache } from 'lru-cache';
import type { EpochMs } from '../base/clock.ts';
import { textHash } from '../base/hash.ts';
import type { Authenticate, Authenticated, Authentication, Rejected, RejectionReason } from './authenticated.ts';
import type { KeySet } from './key-set.ts';
import type { Claims, ClaimRules } from './token-claims.ts';
import { claimsIn, judgeClaims } from './token-claims.ts';
import { signatureOf } from './token-signature.ts';

export type TokenOptions = ClaimRules & {
  /** Signatures that are accepted: never `none`, never a shared secret's. */
  readonly algorithms: readonly string[];
  readonly keys: KeySet;
  readonly now: () => EpochMs;
};

const MAX_LENGTH = 16 * 1024;
const MAX_KEPT = 10_000;

type Verified = { readonly answer: Authenticated; readonly expiresAtMs: EpochMs; readonly version: number };

/** For one endpoint: its own audiences, its own memory. */
export function authenticateTokens(options: TokenOptions): Authenticate {
  const kept = new LRUCache<string, Verified>({ max: MAX_KEPT });
  return (token) => {
    if (token.length > MAX_LENGTH) return MALFORMED;
    const hash = textHash(token);
    const known = kept.get(hash);
    if (known !== undefined && options.keys.current()?.version === known.version)
      return options.now() < known.expiresAtMs ? known.answer : EXPIRED;
    const read = readToken(token, options);
    return read.kind === 'rejected' ? read : verify(token, read.claims, options, (found) => kept.set(hash, found));
  };
}

type Read = { readonly kind: 'read'; readonly claims: Claims } | Rejected;

/** What shows without a key: the claims, nothing of which is proven, or why no key is worth looking for. */
function readToken(token: string, { algorithms, issuer }: TokenOptions): Read {
  try {
    const header = decodeProtectedHeader(token);
    if (!algorithms.includes(String(header.alg)) || !isAccessTokenHeader(header)) return INVALID;
    const claims = claimsIn(decodeJwt(token));
    if (claims === null) return INVALID;
    return claims.iss === issuer ? { kind: 'read', claims } : WRONG_ISSUER;
  } catch (error) {
    // What `decodeProtectedHeader` throws for a header that is none.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return MALFORMED;
    throw error;
  }
}

/** Every other kind of token that the same key signs has a type of its own. Whatever `crit` asks for isn't understood here. */
const TYPES: readonly unknown[] = ['jwt', 'at+jwt', 'application/at+jwt'];

function isAccessTokenHeader({ typ, crit }: ProtectedHeaderParameters): boolean {
  const isType = typ === undefined || (typeof typ === 'string' && TYPES.includes(typ.toLowerCase()));
  return isType && crit === undefined;
}

async function verify(
  token: string,
  claims: Claims,
  options: TokenOptions,
  keep: (verified: Verified) => void,
): Promise<Authentication> {
  const version = await signedWith(token, options);
  if (typeof version !== 'number') return version;
  const judged = judgeClaims(claims, options, options.now());
  if ('kind' in judged) return judged;
  keep({ ...judged, version });
  return judged.answer;
}

/** The version of the keys among which is the one that signed it. */
async function signedWith(token: string, { keys, algorithms }: TokenOptions): Promise<number | Authentication> {
  const known = await keys.load();
  if (known === null) return UNDECIDED;
  const signature = await signatureOf(token, known, algorithms);
  if (signature !== 'no_key') return signature === 'good' ? known.version : INVALID;
  const newer = await keys.newer();
  if (newer === null) return UNDECIDED;
  if (newer.version === known.version) return INVALID;
  return (await signatureOf(token, newer, algorithms)) === 'good' ? newer.version : INVALID;
}

function rejected(reason: RejectionReason): Rejected {
  return { kind: 'rejected', reason };
}

const MALFORMED = rejected('token_malformed');
const INVALID = rejected('token_invalid');
const EXPIRED = rejected('token_expired');
const WRONG_ISSUER = rejected('wrong_issuer');
const UNDECIDED: Authentication = { kind: 'undecided' };
