/** The keys of an authorization server over time: first need, refresh, rotation, outage. And what is kept of a published set. */
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import type { Pages } from '../../test/support/authority.ts';
import {
  Authority,
  ISSUER,
  JWKS_URL,
  METADATA_URL,
  published,
  REDIRECT,
  signingKey,
} from '../../test/support/authority.ts';
import type { KeySet } from './key-set.ts';
import { keySet } from './key-set.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const first = signingKey('first');
const second = signingKey('second');

/** A key set with a clock that the test moves. */
class Trial {
  readonly troubles: unknown[] = [];
  now = 1_700_000_000_000;
  readonly keys: KeySet;

  constructor(authority: Authority, { issuer = ISSUER, jwksUri = null as string | null } = {}) {
    const { outbound } = authority;
    const onTrouble = (cause: unknown): void => void this.troubles.push(cause);
    this.keys = keySet({ issuer, jwksUri, outbound, now: () => this.now, onTrouble });
  }
}

/** Whatever is under way in the background is done. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

async function has(keys: KeySet, { kid, alg }: { kid: string; alg: string }): Promise<boolean> {
  const found = await keys
    .current()
    ?.find({ alg, kid })
    .catch(() => undefined);
  return found !== undefined;
}

describe('where the keys are', () => {
  const TENANT = `${ISSUER}/tenant`;
  const oauth = `${ISSUER}/.well-known/oauth-authorization-server`;
  const oidc = `${ISSUER}/.well-known/openid-configuration`;
  const keys = { keys: [published(first)] };
  const metadata = (issuer: string) => ({ issuer, jwks_uri: JWKS_URL });
  const page = '<!doctype html><title>Log in</title>';

  it.each<readonly [why: string, issuer: string, pages: Pages, trouble: string | null]>([
    ['RFC 8414', ISSUER, { [oauth]: metadata(ISSUER) }, null],
    ['OpenID Connect', ISSUER, { [oidc]: metadata(ISSUER) }, null],
    ['RFC 8414, with a path', TENANT, { [`${oauth}/tenant`]: metadata(TENANT) }, null],
    ['OpenID Connect, path inserted', TENANT, { [`${oidc}/tenant`]: metadata(TENANT) }, null],
    [
      'OpenID Connect, path in front',
      TENANT,
      { [`${TENANT}/.well-known/openid-configuration`]: metadata(TENANT) },
      null,
    ],
    ['an issuer that ends in a slash, as Auth0’s', `${ISSUER}/`, { [oidc]: metadata(`${ISSUER}/`) }, null],
    [
      'a path that ends in a slash, as Entra’s',
      `${TENANT}/`,
      { [`${TENANT}/.well-known/openid-configuration`]: metadata(`${TENANT}/`) },
      null,
    ],
    ['a server that answers every path with a page', ISSUER, { [oauth]: page, [oidc]: metadata(ISSUER) }, null],
    [
      'a server that sends one away from every other path',
      ISSUER,
      { [oauth]: REDIRECT, [oidc]: metadata(ISSUER) },
      null,
    ],
    ['keys that are somewhere else', ISSUER, { [oauth]: metadata(ISSUER), [JWKS_URL]: REDIRECT }, 'no_keys'],
    ['metadata without keys', ISSUER, { [oauth]: { issuer: ISSUER }, [oidc]: metadata(ISSUER) }, null],
    ['no metadata', ISSUER, {}, 'no_metadata'],
    ['nothing but pages', ISSUER, { [oauth]: page, [oidc]: page }, 'no_metadata'],
    ['metadata of another issuer', ISSUER, { [oauth]: metadata('https://evil.example') }, 'other_issuer'],
    ['all but the last slash', ISSUER, { [oidc]: metadata(`${ISSUER}/`) }, 'other_issuer'],
    ['the first is of another issuer', ISSUER, { [oauth]: metadata('x'), [oidc]: metadata(ISSUER) }, null],
    ['no keys there', ISSUER, { [oauth]: { issuer: ISSUER, jwks_uri: `${ISSUER}/nothing` } }, 'no_keys'],
  ])('%s', async (_why, issuer, pages, trouble) => {
    const authority = new Authority();
    authority.pages = { [JWKS_URL]: keys, ...pages };
    const trial = new Trial(authority, { issuer });
    expect((await trial.keys.load()) !== null).toBe(trouble === null);
    expect(trial.troubles).toMatchObject(trouble === null ? [] : [{ code: trouble }]);
  });

  test('a deployment that says it needs no metadata', async () => {
    const authority = new Authority();
    authority.pages = { [JWKS_URL]: keys };
    expect(await new Trial(authority, { jwksUri: JWKS_URL }).keys.load()).not.toBeNull();
    expect(authority.asked.map(({ url }) => url)).toEqual([JWKS_URL]);
  });

  test('no redirect is followed: whoever can make one could say whose keys are good', async () => {
    const authority = Authority.of(first);
    await new Trial(authority).keys.load();
    expect(authority.asked.map(({ url, maxRedirects }) => [url, maxRedirects])).toEqual([
      [METADATA_URL, 0],
      [JWKS_URL, 0],
    ]);
  });
});

describe('what is kept of a set', () => {
  const rsa = (modulusLength: number) => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength });
    return { ...publicKey.export({ format: 'jwk' }), kid: 'tried', alg: 'RS256' };
  };
  const tried = { ...published(signingKey('tried')) };

  it.each<readonly [why: string, key: unknown, alg: string, isKept: boolean]>([
    ['an EC key', tried, 'ES256', true],
    ['an RSA key of 2048 bits', rsa(2048), 'RS256', true],
    ['one of 1024 bits, which can be broken', rsa(1024), 'RS256', false],
    ['an Ed25519 key', published(signingKey('tried', 'EdDSA')), 'EdDSA', true],
    ['one that doesn’t say what it is for', { ...tried, use: undefined }, 'ES256', true],
    ['one without algorithm', { ...tried, alg: undefined }, 'ES256', true],
    ['one for another algorithm', { ...tried, alg: 'ES384' }, 'ES256', false],
    ['one for encryption', { ...tried, use: 'enc' }, 'ES256', false],
    ['one that may only sign', { ...tried, key_ops: ['sign'] }, 'ES256', false],
    [
      'a private key: somebody else has it by now',
      { ...tried, ...signingKey('tried').privateKey.export({ format: 'jwk' }) },
      'ES256',
      false,
    ],
    ['a shared secret', { kty: 'oct', kid: 'tried', k: 'c2VjcmV0' }, 'HS256', false],
    ['a point that isn’t on the curve', { ...tried, x: 'AAAA' }, 'ES256', false],
    ['an unknown kind', { ...tried, kty: 'XX' }, 'ES256', false],
    ['null', null, 'ES256', false],
    ['a text', 'key', 'ES256', false],
  ])('%s', async (_why, key, alg, isKept) => {
    const authority = new Authority();
    authority.serve({ keys: [key, published(second)] });
    const { keys } = new Trial(authority);
    await keys.load();
    expect(await has(keys, { kid: 'tried', alg })).toBe(isKept);
    expect(await has(keys, second)).toBe(true);
  });

  it.each<readonly [why: string, jwks: unknown, trouble: string]>([
    ['more keys than anybody needs', { keys: Array.from({ length: 101 }, () => tried) }, 'too_many_keys'],
    ['keys that are no list', { keys: tried }, 'no_keys'],
    ['a list alone', [tried], 'no_keys'],
    ['no JSON', 'keys', 'no_keys'],
  ])('not at all: %s', async (_why, jwks, trouble) => {
    const authority = new Authority();
    authority.serve(jwks);
    const trial = new Trial(authority);
    expect(await trial.keys.load()).toBeNull();
    expect(trial.troubles).toMatchObject([{ code: trouble }]);
  });

  test('a hundred keys are fine', async () => {
    const authority = new Authority();
    authority.serve({ keys: Array.from({ length: 100 }, (_, index) => ({ ...tried, kid: String(index) })) });
    expect(await new Trial(authority).keys.load()).not.toBeNull();
  });

  test('a server that withdrew every key has none: nobody gets in', async () => {
    const authority = Authority.of(first);
    const trial = new Trial(authority);
    await trial.keys.load();
    authority.publish();
    await trial.keys.newer();
    expect(trial.keys.current()).not.toBeNull();
    expect(await has(trial.keys, first)).toBe(false);
  });
});

describe('over time', () => {
  test('nothing is asked before it is needed; whoever comes meanwhile waits for the same answer', async () => {
    const authority = Authority.of(first);
    const { keys } = new Trial(authority);
    expect(keys.current()).toBeNull();
    expect(authority.asked).toEqual([]);
    const loaded = await Promise.all([keys.load(), keys.load(), keys.load()]);
    expect(new Set(loaded)).toEqual(new Set([keys.current()]));
    expect(authority.keyRequests).toBe(1);
  });

  test('after ten minutes they are refreshed, and nobody waits for it', async () => {
    const authority = Authority.of(first);
    const trial = new Trial(authority);
    const old = await trial.keys.load();
    trial.now += 10 * MINUTE - 1;
    expect(trial.keys.current()).toBe(old);
    expect(authority.keyRequests).toBe(1);
    authority.publish(second);
    trial.now += 1;
    expect([trial.keys.current(), trial.keys.current()]).toEqual([old, old]);
    await settled();
    expect(authority.keyRequests).toBe(2);
    expect(trial.keys.current()?.version).not.toBe(old?.version);
    expect([await has(trial.keys, first), await has(trial.keys, second)]).toEqual([false, true]);
  });

  test('the version stays while the content does, in whatever order', async () => {
    const authority = Authority.of(first, second);
    const { keys } = new Trial(authority);
    const old = await keys.load();
    authority.publish(second, first);
    expect(await keys.newer()).toBe(old);
    expect(authority.keyRequests).toBe(2);
  });

  test('a key that isn’t there is looked for at once, and then not again for thirty seconds', async () => {
    const authority = Authority.of(first);
    const trial = new Trial(authority);
    const old = await trial.keys.load();
    authority.publish(first, second);
    const newer = await trial.keys.newer();
    expect(newer?.version).not.toBe(old?.version);
    expect(await has(trial.keys, second)).toBe(true);
    for (let call = 0; call < 100; call += 1) expect(await trial.keys.newer()).toBe(newer);
    expect(authority.keyRequests).toBe(2);
    trial.now += 30_000;
    await Promise.all([trial.keys.newer(), trial.keys.newer()]);
    expect(authority.keyRequests).toBe(3);
  });
});

describe('while the server is down', () => {
  test('the last keys are good for a day, and one sentence is said', async () => {
    const authority = Authority.of(first);
    const trial = new Trial(authority);
    const old = await trial.keys.load();
    const start = trial.now;
    authority.isDown = true;
    for (trial.now += 10 * MINUTE; trial.now <= start + 24 * HOUR; trial.now += MINUTE) {
      expect(trial.keys.current()).toBe(old);
      await settled();
    }
    expect(trial.troubles).toMatchObject([{ code: 'unreachable' }]);
    trial.now = start + 24 * HOUR + 1;
    expect(trial.keys.current()).toBeNull();
    expect(await trial.keys.load()).toBeNull();
    authority.isDown = false;
    trial.now += 5_000;
    expect(await trial.keys.load()).toBe(old);
    authority.isDown = true;
    trial.now += HOUR;
    trial.keys.current();
    await settled();
    expect(trial.troubles).toHaveLength(2);
  });

  test('it is asked again each thirty seconds at most', async () => {
    const authority = Authority.of(first);
    const trial = new Trial(authority);
    await trial.keys.load();
    authority.isDown = true;
    trial.now += 10 * MINUTE;
    const before = authority.asked.length;
    for (let seconds = 0; seconds < 60; seconds += 1) {
      trial.keys.current();
      await settled();
      trial.now += 1_000;
    }
    expect(authority.asked.length - before).toBe(2);
  });

  test('a key that isn’t there can’t be told from a made-up one', async () => {
    const authority = Authority.of(first);
    const trial = new Trial(authority);
    const old = await trial.keys.load();
    authority.isDown = true;
    expect([await trial.keys.newer(), await trial.keys.newer()]).toEqual([null, null]);
    expect(trial.keys.current()).toBe(old);
    authority.isDown = false;
    trial.now += 30_000;
    expect(await trial.keys.newer()).toBe(old);
  });

  test('without any keys nobody can tell; five seconds later it is asked again', async () => {
    const authority = Authority.of(first);
    authority.isDown = true;
    const trial = new Trial(authority);
    expect(await Promise.all([trial.keys.load(), trial.keys.load()])).toEqual([null, null]);
    authority.isDown = false;
    expect(await trial.keys.load()).toBeNull();
    expect(authority.asked).toHaveLength(1);
    trial.now += 5_000;
    expect(await trial.keys.load()).not.toBeNull();
    expect(trial.troubles).toHaveLength(1);
  });
});
