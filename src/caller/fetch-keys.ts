/**
 * Asks an authorization server for its public keys: where they are (RFC 8414, else OpenID Connect Discovery), and what
 * stands there (RFC 7517). Only what can check a signature is kept. Not for how long keys are good: `key-set.ts`.
 */
import { createPublicKey } from 'node:crypto';
import type { JWK } from 'jose';
import { isPlainObject, jsonIn } from '../base/json.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { OutboundFailure } from '../outbound/outbound.ts';

export type KeySource = {
  /** As its tokens name it, to the last slash. */
  readonly issuer: string;
  /** Null: its metadata says where the keys are. */
  readonly jwksUri: string | null;
  readonly outbound: Pick<Outbound, 'send'>;
};

/** The server answers, but not with keys. The message holds the deployment's own words and the server's issuer, no more. */
export class KeysFailure extends Error {
  readonly code: 'no_metadata' | 'other_issuer' | 'no_keys' | 'too_many_keys';

  constructor(code: KeysFailure['code'], message: string) {
    super(message);
    this.name = 'KeysFailure';
    this.code = code;
  }
}

const MAX_KEYS = 100;

/** @throws KeysFailure, or OutboundFailure where the server can't be asked */
export async function fetchKeys({ issuer, jwksUri, outbound }: KeySource): Promise<readonly JWK[]> {
  const uri = jwksUri ?? (await discoveredUri(issuer, outbound));
  const keys = (await fetchObject(uri, outbound))?.['keys'];
  if (!Array.isArray(keys)) throw new KeysFailure('no_keys', `There are no keys where those of ${issuer} should be.`);
  if (keys.length > MAX_KEYS)
    throw new KeysFailure('too_many_keys', `${issuer} has more than ${MAX_KEYS} keys, which nobody needs.`);
  return keys.flatMap((key) => signingKey(key) ?? []);
}

/** Asked in this order, as MCP says; the first document that is the issuer's counts. */
async function discoveredUri(issuer: string, outbound: KeySource['outbound']): Promise<string> {
  let other: string | null = null;
  for (const url of metadataUrls(issuer)) {
    const metadata = await fetchObject(url, outbound);
    if (typeof metadata?.['jwks_uri'] !== 'string') continue;
    if (metadata['issuer'] === issuer) return metadata['jwks_uri'];
    other ??= String(metadata['issuer']).slice(0, 200);
  }
  if (other === null) throw new KeysFailure('no_metadata', `${issuer} has no metadata that says where its keys are.`);
  throw new KeysFailure('other_issuer', `The metadata of ${issuer} is of another issuer, ${JSON.stringify(other)}.`);
}

export function metadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/+$/, '');
  return [
    ...new Set([
      `${origin}/.well-known/oauth-authorization-server${path}`,
      `${origin}/.well-known/openid-configuration${path}`,
      `${origin}${path}/.well-known/openid-configuration`,
    ]),
  ];
}

/**
 * Null for whatever isn't a JSON object: servers answer unknown paths with pages, or send one away. No redirect is followed:
 * whoever can make one could say whose keys are good.
 */
async function fetchObject(url: string, outbound: KeySource['outbound']): Promise<Record<string, unknown> | null> {
  try {
    const reply = await outbound.send({ url, headers: { accept: 'application/json' }, maxRedirects: 0 });
    const value = reply.status === 200 ? jsonIn(reply.body.toString()) : undefined;
    return isPlainObject(value) ? value : null;
  } catch (error) {
    if (error instanceof OutboundFailure && error.code === 'too_many_redirects') return null;
    throw error;
  }
}

const MIN_RSA_BITS = 2048;

/**
 * What can check a signature, written anew from the key itself; null for a secret, a private key that should never have been
 * there, a key for another use, a weak one, or none at all.
 */
function signingKey(written: unknown): JWK | null {
  if (!isPlainObject(written) || 'd' in written) return null;
  const { use, kid, alg, key_ops: operations } = written;
  if (use !== undefined && use !== 'sig') return null;
  try {
    const key = createPublicKey({ key: written, format: 'jwk' });
    if ((key.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS) < MIN_RSA_BITS) return null;
    const said = Object.entries({ kid, alg, key_ops: operations }).filter(([, value]) => value !== undefined);
    return { ...key.export({ format: 'jwk' }), ...Object.fromEntries(said) };
  } catch {
    return null;
  }
}
