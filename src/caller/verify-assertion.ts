/**
 * Verifies an assertion against what is registered for one caller: issuer, key with its algorithm, type, audience, caller,
 * life. Expired is only what is right in all else. Takes nothing from the token but its `kid`, and that to choose among
 * registered keys: no `jku`, no `jwk`, no certificate.
 */
import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { errors, jwtVerify } from 'jose';
import type { EpochMs } from '../base/clock.ts';
import type { AssertedSubject, AssertionOutcome, InvalidAssertion } from './assertion.ts';
import { ASSERTION_SKEW_S, ASSERTION_TYPE, MAX_ASSERTION_LIFE_S, SUBJECT_TYPES } from './assertion.ts';
import type { AssertionIssuer, AssertionKey, Caller } from './caller.ts';

export type VerifyAssertion = (token: string) => Promise<AssertionOutcome>;

type RegisteredKey = Pick<AssertionKey, 'id' | 'algorithm'> & { readonly key: KeyObject };

/** `audiences`: the URLs of the service, of which an assertion names exactly one. */
export function assertionVerifier(
  { id: caller }: Pick<Caller, 'id'>,
  { issuer, keys }: AssertionIssuer,
  audiences: readonly string[],
  now: () => EpochMs,
): VerifyAssertion {
  const registered = keys.map(({ id, algorithm, publicKey }) => ({ id, algorithm, key: publicKeyOf(publicKey) }));
  const options = {
    typ: ASSERTION_TYPE,
    issuer,
    audience: [...audiences],
    algorithms: [...new Set(keys.map(({ algorithm }) => algorithm))],
    clockTolerance: ASSERTION_SKEW_S,
    requiredClaims: ['iss', 'aud', 'client_id', 'sub', 'sub_type', 'iat', 'exp'],
  };
  return async (token) => {
    try {
      const current = { ...options, currentDate: new Date(now()) };
      const { payload } = await jwtVerify(token, (header: JWTHeaderParameters) => keyFor(header, registered), current);
      return judged(payload, caller, now());
    } catch (error) {
      return outcomeOf(error, caller, now());
    }
  };
}

function publicKeyOf(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
}

/** Not an error of `jose`, so that it can't be taken for one. */
class UnregisteredKey extends Error {}

/** Without a `kid` there may be no choice. */
function keyFor({ kid, alg }: JWTHeaderParameters, registered: readonly RegisteredKey[]): KeyObject {
  const named = kid === undefined ? registered : registered.filter(({ id }) => id === kid);
  const [only, ...others] = named;
  if (only === undefined || others.length > 0 || only.algorithm !== alg) throw new UnregisteredKey();
  return only.key;
}

/** What `jose` doesn't look at. */
function judged(payload: JWTPayload, caller: string, nowMs: EpochMs): AssertionOutcome {
  const why = wrongOf(payload, caller, nowMs);
  if (why !== null) return { kind: 'invalid', why };
  return { kind: 'verified', subject: subjectOf(payload), expiresAtMs: ((payload.exp ?? 0) + ASSERTION_SKEW_S) * 1000 };
}

function wrongOf(payload: JWTPayload, caller: string, nowMs: EpochMs): InvalidAssertion | null {
  const { aud, sub, iat = Number.NaN, exp = Number.NaN } = payload;
  if (typeof aud !== 'string') return 'audience';
  if (payload['client_id'] !== caller) return 'caller';
  if (typeof sub !== 'string' || sub.trim() === '' || !isSubjectType(payload['sub_type'])) return 'malformed';
  if (!(exp - iat <= MAX_ASSERTION_LIFE_S) || exp <= iat) return 'lifetime';
  return iat * 1000 > nowMs + ASSERTION_SKEW_S * 1000 ? 'not_yet' : null;
}

function isSubjectType(value: unknown): value is AssertedSubject['type'] {
  return SUBJECT_TYPES.includes(value as AssertedSubject['type']);
}

function subjectOf({ sub = '', sub_type: type }: JWTPayload): AssertedSubject {
  return { type: type as AssertedSubject['type'], value: sub };
}

const CLAIMS: Readonly<Record<string, InvalidAssertion>> = { iss: 'issuer', aud: 'audience', nbf: 'not_yet' };

function outcomeOf(error: unknown, caller: string, nowMs: EpochMs): AssertionOutcome {
  if (error instanceof UnregisteredKey) return invalid('key');
  if (error instanceof errors.JWTExpired) {
    // It may be wrong beside that: an old one of another caller is no expired one of this.
    const why = wrongOf(error.payload, caller, nowMs);
    return why === null ? { kind: 'expired' } : invalid(why);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return invalid('signature');
  if (error instanceof errors.JOSEAlgNotAllowed) return invalid('key');
  if (error instanceof errors.JWTClaimValidationFailed) return invalid(CLAIMS[error.claim] ?? 'malformed');
  return invalid('malformed');
}

function invalid(why: InvalidAssertion): AssertionOutcome {
  return { kind: 'invalid', why };
}
