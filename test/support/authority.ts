/** An authorization server in memory, for tests that need every freedom: its keys, its pages, and tokens of any form. */
import type { KeyObject } from 'node:crypto';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { Outbound, OutboundRequest } from '../../src/outbound/outbound.ts';
import { OutboundFailure } from '../../src/outbound/outbound.ts';

export type SigningKey = {
  readonly kid: string;
  readonly alg: 'RS256' | 'ES256' | 'EdDSA';
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
};

export function signingKey(kid: string, alg: SigningKey['alg'] = 'ES256'): SigningKey {
  return { kid, alg, ...pairOf(alg) };
}

function pairOf(alg: SigningKey['alg']): Pick<SigningKey, 'privateKey' | 'publicKey'> {
  if (alg === 'RS256') return generateKeyPairSync('rsa', { modulusLength: 2048 });
  return alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
}

/** As the server publishes it. */
export function published({ kid, alg, publicKey }: SigningKey): Record<string, unknown> {
  return { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' };
}

/** A compact JWS of any header and payload; a text is put in as it is. */
export function jws(header: object | string, payload: object | string, key: SigningKey | 'unsigned'): string {
  const input = [header, payload].map((part) => base64url(typeof part === 'string' ? part : JSON.stringify(part)));
  const text = input.join('.');
  return `${text}.${key === 'unsigned' ? '' : signature(text, key)}`;
}

/** Signed with a shared secret. */
export function hmacJws(header: object, payload: object, secret: string): string {
  const text = [header, payload].map((part) => base64url(JSON.stringify(part))).join('.');
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

function signature(text: string, { alg, privateKey }: SigningKey): string {
  const digest = alg === 'EdDSA' ? null : 'sha256';
  return sign(digest, Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

export const ISSUER = 'https://login.acme.example';
export const METADATA_URL = `${ISSUER}/.well-known/oauth-authorization-server`;
export const JWKS_URL = `${ISSUER}/keys`;

export const REDIRECT = Symbol('redirect');

/** What stands at a URL; a text is served as it is. */
export type Pages = Readonly<Record<string, unknown>>;

export class Authority {
  /** Every request, in order. */
  readonly asked: OutboundRequest[] = [];
  pages: Pages = {};
  isDown = false;

  /** With metadata at the usual place. */
  static of(...keys: readonly SigningKey[]): Authority {
    const authority = new Authority();
    authority.publish(...keys);
    return authority;
  }

  publish(...keys: readonly SigningKey[]): void {
    this.serve({ keys: keys.map(published) });
  }

  serve(jwks: unknown): void {
    this.pages = { [METADATA_URL]: { issuer: ISSUER, jwks_uri: JWKS_URL }, [JWKS_URL]: jwks };
  }

  /** How often its keys were asked for. */
  get keyRequests(): number {
    return this.asked.filter(({ url }) => url === JWKS_URL).length;
  }

  get outbound(): Pick<Outbound, 'send'> {
    return {
      send: async (request) => {
        this.asked.push(request);
        await Promise.resolve();
        if (this.isDown) throw new OutboundFailure('unreachable', 'It is down.');
        const page = this.pages[request.url];
        if (page === REDIRECT) throw new OutboundFailure('too_many_redirects', 'It sends one away.');
        const body = typeof page === 'string' ? page : JSON.stringify(page ?? { error: 'not found' });
        return { status: page === undefined ? 404 : 200, headers: {}, body: Buffer.from(body), url: request.url };
      },
    };
  }
}
