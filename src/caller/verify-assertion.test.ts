/** The ladder of an assertion as a sheet of cells: what it says, what it comes to, and why. */
import { createHmac, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import type { AssertionOutcome, InvalidAssertion } from './assertion.ts';
import { assertionVerifier } from './verify-assertion.ts';

const NOW_S = 1_764_000_000;
const SERVICE = 'https://concierge.acme.example/mcp';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64');

const ISSUER = {
  issuer: 'https://chat.acme.example',
  keys: [
    { id: 'k1', algorithm: 'EdDSA', publicKey: spki(publicKey) },
    { id: 'k2', algorithm: 'ES256', publicKey: spki(ec.publicKey) },
  ],
} as const;

const verify = assertionVerifier(
  { id: 'website-chat' },
  ISSUER,
  [SERVICE, `${SERVICE}/cx_concierge`],
  () => NOW_S * 1000,
);

const CLAIMS: Readonly<Record<string, unknown>> = {
  iss: ISSUER.issuer,
  aud: SERVICE,
  client_id: 'website-chat',
  sub: '001A',
  sub_type: 'account_id',
  iat: NOW_S - 10,
  exp: NOW_S + 290,
};
const HEADER = { alg: 'EdDSA', typ: 'concierge-customer+jwt', kid: 'k1' };

type Change = { readonly claims?: object; readonly header?: object; readonly key?: KeyObject };

async function minted({ claims = {}, header = {}, key = privateKey }: Change): Promise<string> {
  return await new SignJWT({ ...CLAIMS, ...claims }).setProtectedHeader({ ...HEADER, ...header }).sign(key);
}

const bad = (why: InvalidAssertion): AssertionOutcome => ({ kind: 'invalid', why });
const verified = (value: string, type: 'account_id' | 'email', expS = NOW_S + 290): AssertionOutcome => ({
  kind: 'verified',
  subject: { type, value },
  expiresAtMs: (expS + 30) * 1000,
});

const CELLS: readonly (readonly [Change, AssertionOutcome, string])[] = [
  [{}, verified('001A', 'account_id'), 'as the platform makes it'],
  [{ claims: { sub: 'a@b.example', sub_type: 'email' } }, verified('a@b.example', 'email'), 'by e-mail'],
  [{ claims: { aud: `${SERVICE}/cx_concierge` } }, verified('001A', 'account_id'), 'the other URL of the service'],
  [{ header: { alg: 'ES256', kid: 'k2' }, key: ec.privateKey }, verified('001A', 'account_id'), 'by the second key'],
  [
    { claims: { iat: NOW_S - 200, exp: NOW_S - 20 } },
    verified('001A', 'account_id', NOW_S - 20),
    'two clocks may be 30 s apart',
  ],
  [{ claims: { iat: NOW_S - 200, exp: NOW_S - 40 } }, { kind: 'expired' }, 'right in all but its time'],
  [
    { claims: { iat: NOW_S - 200, exp: NOW_S - 40, client_id: 'x' } },
    bad('caller'),
    'an old one of another caller is no expired one',
  ],
  [{ claims: { exp: NOW_S + 891 } }, bad('lifetime'), 'more than fifteen minutes'],
  [{ claims: { iat: NOW_S + 40, exp: NOW_S + 90 } }, bad('not_yet'), 'made in the future'],
  [{ claims: { nbf: NOW_S + 40 } }, bad('not_yet'), 'not valid yet'],
  [{ claims: { iat: NOW_S, exp: NOW_S } }, bad('lifetime'), 'no life at all'],
  [{ claims: { iss: 'https://evil.example' } }, bad('issuer'), 'another issuer'],
  [{ claims: { aud: 'https://other.example/mcp' } }, bad('audience'), 'for another service'],
  [{ claims: { aud: [SERVICE] } }, bad('audience'), 'a list could name others too'],
  [{ claims: { client_id: 'help-center' } }, bad('caller'), 'made for another caller'],
  [{ claims: { client_id: undefined } }, bad('malformed'), 'for nobody in particular'],
  [{ claims: { sub: ' ' } }, bad('malformed'), 'of nobody'],
  [{ claims: { sub: 42 } }, bad('malformed'), 'a number may have lost digits'],
  [{ claims: { sub_type: 'phone' } }, bad('malformed'), 'a kind of identity that there is not'],
  [{ claims: { exp: undefined } }, bad('malformed'), 'for ever'],
  [{ claims: { iat: 'now' } }, bad('malformed'), 'no time'],
  [{ header: { typ: 'JWT' } }, bad('malformed'), 'an access token of the same key'],
  [{ header: { typ: undefined } }, bad('malformed'), 'no type'],
  [{ header: { kid: 'k3' } }, bad('key'), 'a key that nobody registered'],
  [{ header: { kid: undefined } }, bad('key'), 'of two keys nobody knows which'],
  [{ header: { kid: 'k2' } }, bad('key'), 'a key by another algorithm than its own'],
  [{ key: other.privateKey }, bad('signature'), 'signed by somebody else'],
  [{ header: { crit: ['x'], x: 1 } }, bad('malformed'), 'asks for what nobody here understands'],
  [{ header: { jku: 'https://evil.example/keys' }, key: other.privateKey }, bad('signature'), 'brings its own keys'],
  [{ header: { jwk: other.publicKey.export({ format: 'jwk' }) }, key: other.privateKey }, bad('signature'), 'and one'],
];

describe('an assertion', () => {
  it.each(CELLS)('%j → %j: %s', async (change, outcome) => {
    const token = await minted(change).catch(() => unsigned(change));
    expect(await verify(token)).toEqual(outcome);
  });

  it.each([
    ['', 'nothing'],
    ['a.b.c', 'three pieces of nothing'],
    ['{"sub":"001A"}', 'plain JSON'],
    [unsigned({ header: { alg: 'none' } }), 'no signature'],
    [withPublicKeyAsSecret(), 'HMAC with the public key'],
  ])('%s is none: %s', async (token) => {
    expect((await verify(token)).kind).toBe('invalid');
  });

  it('needs no kid where there is one key', async () => {
    const [first] = ISSUER.keys;
    const alone = assertionVerifier(
      { id: 'website-chat' },
      { ...ISSUER, keys: [first] },
      [SERVICE],
      () => NOW_S * 1000,
    );
    expect((await alone(await minted({ header: { kid: undefined } }))).kind).toBe('verified');
  });
});

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** What `jose` refuses to make. */
function unsigned({ header = {}, claims = {} }: Change): string {
  return `${encoded({ ...HEADER, ...header })}.${encoded({ ...CLAIMS, ...claims })}.AAAA`;
}

function withPublicKeyAsSecret(): string {
  const signed = `${encoded({ ...HEADER, alg: 'HS256' })}.${encoded(CLAIMS)}`;
  const mac = createHmac('sha256', publicKey.export({ type: 'spki', format: 'pem' })).update(signed);
  return `${signed}.${mac.digest('base64url')}`;
}
