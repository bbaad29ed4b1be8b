/**
 * Makes what a platform makes: assertions of its customer and access tokens, right in everything that a test doesn't change.
 * A changed claim that is `undefined` is left out.
 */
import type { SigningKey } from './authority.ts';
import { ISSUER, jws, signingKey } from './authority.ts';
import { AUDIENCE, CHAT_ISSUER, CHAT_KEY } from './guarded-workspace.ts';

export type Claims = Readonly<Record<string, unknown>>;

export type Minting = {
  readonly claims?: Claims;
  readonly header?: Claims;
  readonly key?: SigningKey | 'unsigned';
};

/** Of the authorization server. */
export const LOGIN_KEY = signingKey('login', 'ES256');

const LIFE_S = 600;

/** `nowMs`: the moment at which it is made, ten seconds ago by its own account. */
export function mintAssertion(
  nowMs: number,
  caller: string,
  { claims = {}, header = {}, key = CHAT_KEY }: Minting,
): string {
  const iat = Math.floor(nowMs / 1000) - 10;
  const usual = { iss: CHAT_ISSUER, aud: AUDIENCE, client_id: caller, iat, exp: iat + LIFE_S };
  return jws({ ...assertionHeader(), ...header }, { ...usual, ...claims }, key);
}

export function assertionHeader(): Claims {
  return { alg: CHAT_KEY.alg, typ: 'concierge-customer+jwt', kid: CHAT_KEY.kid };
}

const ALL_SCOPES = 'concierge:route concierge:team concierge:health';

export function mintAccessToken(
  nowMs: number,
  caller: string,
  { claims = {}, header = {}, key = LOGIN_KEY }: Minting,
): string {
  const iat = Math.floor(nowMs / 1000) - 10;
  const usual = {
    iss: ISSUER,
    aud: AUDIENCE,
    client_id: caller,
    sub: caller,
    scope: ALL_SCOPES,
    iat,
    exp: iat + LIFE_S,
  };
  return jws({ alg: LOGIN_KEY.alg, typ: 'at+jwt', kid: LOGIN_KEY.kid, ...header }, { ...usual, ...claims }, key);
}
