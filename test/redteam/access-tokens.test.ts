/**
 * Access tokens and keys that nobody should believe, and places where nobody should look for one. The caller is one of our own
 * people's agents, whom nothing binds: whoever is taken for it is told of any customer that they name.
 */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { hmacJws, ISSUER, jws, published, signingKey } from '../support/authority.ts';
import type { Claims, Minting } from '../support/customer-tokens.ts';
import { LOGIN_KEY } from '../support/customer-tokens.ts';
import type { GuardedAcme } from '../support/guarded-acme.ts';
import { openGuardedAcme } from '../support/guarded-acme.ts';
import { AUDIENCE, PUBLIC_URL } from '../support/guarded-workspace.ts';
import { callOf, THEIRS, TOOLS, verdictOf } from './asking.ts';

let acme: GuardedAcme;
beforeAll(async () => void (acme = await openGuardedAcme()), 60_000);
afterAll(() => acme.close());

const CALLER = 'support-copilot';
const ASKED = { tool: TOOLS[0], args: { account_id: THEIRS.id } };
const REFUSED = '401 invalid_token';

async function verdict(presented: string): Promise<string> {
  return verdictOf(await acme.send(callOf({ ...ASKED, token: presented })));
}

function token(claims: Claims = {}, minting: Omit<Minting, 'claims'> = {}): string {
  return acme.accessToken(CALLER, { ...minting, claims });
}

const ATTACKER = signingKey('login', 'ES256');
const RSA = signingKey('login', 'RS256');
const nowS = (): number => Math.floor(acme.clock.nowMs / 1000);
const payload = (): Claims => {
  const scope = 'concierge:route concierge:team concierge:health';
  return { iss: ISSUER, aud: AUDIENCE, client_id: CALLER, scope, iat: nowS(), exp: nowS() + 300 };
};
const HEADER = { alg: LOGIN_KEY.alg, typ: 'at+jwt', kid: LOGIN_KEY.kid };
const pem = String(LOGIN_KEY.publicKey.export({ type: 'spki', format: 'pem' }));
const der = LOGIN_KEY.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

type Cell = readonly [what: string, make: () => string, why: string];

const SIGNATURES: readonly Cell[] = [
  ['by another key', () => token({}, { key: ATTACKER }), 'with the right `kid`'],
  ['alg none', () => token({}, { header: { alg: 'none' }, key: 'unsigned' }), 'signed by nobody'],
  ['alg nOnE', () => token({}, { header: { alg: 'nOnE' }, key: 'unsigned' }), 'in any letters'],
  ['no signature', () => token({}, { key: 'unsigned' }), 'where there should be one'],
  [
    'HS256, the public key as PEM',
    () => hmacJws({ ...HEADER, alg: 'HS256' }, payload(), pem),
    'a public key is no secret',
  ],
  ['HS256, the public key as base64', () => hmacJws({ ...HEADER, alg: 'HS256' }, payload(), der), 'the same'],
  ['HS256, an empty secret', () => hmacJws({ ...HEADER, alg: 'HS256' }, payload(), ''), 'the same'],
  ['another algorithm', () => token({}, { header: { alg: 'RS256' }, key: RSA }), 'by a key that isn’t the server’s'],
  ['an algorithm that nobody allowed', () => token({}, { header: { alg: 'EdDSA' } }), 'RS256 and ES256 are'],
  [
    'another’s payload',
    () => `${token().split('.')[0]}.${encoded(payload())}.${token().split('.')[2]}`,
    'a good signature',
  ],
  ['a cut signature', () => token().slice(0, -4), 'a piece of it'],
];

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const KEY_HINTS: readonly Cell[] = (
  [
    ['jku', () => ({ jku: `${acme.keyServer.origin}/jku` }), 'nobody fetches it'],
    ['x5u', () => ({ x5u: `${acme.keyServer.origin}/x5u` }), 'nobody fetches it'],
    ['jwk', () => ({ jwk: published(ATTACKER) }), 'a token doesn’t bring its key'],
    ['x5c', () => ({ x5c: [der] }), 'nor a certificate'],
    ['jku without kid', () => ({ jku: `${acme.keyServer.origin}/jku`, kid: undefined }), 'the same'],
    ['kid as a path', () => ({ kid: '../../../../dev/null' }), 'no path'],
    ['kid as a query', () => ({ kid: `' UNION SELECT 'x` }), 'no query'],
    ['kid as a URL', () => ({ kid: `${acme.keyServer.origin}/kid` }), 'no address'],
    ['kid __proto__', () => ({ kid: '__proto__' }), 'no property'],
    ['kid as a list', () => ({ kid: ['login'] }), 'no list'],
    ['kid 0', () => ({ kid: 0 }), 'no number'],
    ['kid empty', () => ({ kid: '' }), 'not empty'],
  ] as const
).map(([what, header, why]) => [what, () => token({}, { header: header(), key: ATTACKER }), why]);

const KINDS: readonly Cell[] = [
  [
    'an assertion',
    () => acme.mint(CALLER, { claims: { sub: THEIRS.id, sub_type: 'account_id' } }),
    'of the chat platform',
  ],
  ['an assertion by the server', () => token({}, { header: { typ: 'concierge-customer+jwt' } }), 'its type says so'],
  ['a logout token', () => token({}, { header: { typ: 'logout+jwt' } }), 'its type says so'],
  ['a proof of possession', () => token({}, { header: { typ: 'dpop+jwt' } }), 'its type says so'],
  ['an ID token', () => token({ at_hash: 'x' }), 'its claims say so'],
  ['a security event', () => token({ events: {} }), 'its claims say so'],
  ['a refresh token of Keycloak', () => token({ typ: 'Refresh' }), 'its claims say so'],
  ['one that needs a proof', () => token({ cnf: { jkt: 'x' } }), 'nobody asks for the proof here'],
  ['crit', () => token({}, { header: { crit: ['exp'], exp: 1 } }), 'asks for what nobody here understands'],
  ['four parts', () => `${token()}.x`, 'no JWT'],
  ['five parts', () => `${token()}.x.y`, 'an encrypted one'],
  ['no JSON in it', () => jws('header', 'payload', LOGIN_KEY), 'no claims'],
  ['claims that are a list', () => jws(HEADER, [payload()], LOGIN_KEY), 'no object'],
];

const CLAIMS: readonly (readonly [change: () => Claims, why: string])[] = [
  [() => ({ iss: 'https://evil.example' }), 'another issuer'],
  [() => ({ iss: `${ISSUER}/` }), 'not quite the issuer'],
  [() => ({ iss: [ISSUER] }), 'a list of issuers'],
  [() => ({ iss: undefined }), 'no issuer'],
  [() => ({ aud: 'https://crm.acme.example/mcp' }), 'another service'],
  [() => ({ aud: PUBLIC_URL }), 'the host alone'],
  [() => ({ aud: `${AUDIENCE}/` }), 'not quite the URL'],
  [() => ({ aud: AUDIENCE.toUpperCase() }), 'another case'],
  [() => ({ aud: [] }), 'nobody'],
  [() => ({ aud: [[AUDIENCE]] }), 'a list of lists'],
  [() => ({ aud: undefined, resource: AUDIENCE }), 'another claim'],
  [() => ({ exp: nowS() - 30 }), 'over, and half a minute'],
  [() => ({ exp: undefined }), 'for ever'],
  [() => ({ exp: String(nowS() + 300) }), 'no number'],
  [() => ({ nbf: nowS() + 31 }), 'not good yet'],
  [() => ({ iat: nowS() + 31 }), 'of the future'],
  [() => ({ client_id: undefined }), 'of no client'],
  [() => ({ client_id: 'crm-bot' }), 'of a client that nobody listed'],
  [() => ({ client_id: 'Support-Copilot' }), 'names have case'],
  [() => ({ client_id: '__proto__' }), 'what every object has'],
  [() => ({ client_id: 'constructor' }), 'the same'],
  [() => ({ client_id: [CALLER] }), 'a list'],
  [() => ({ client_id: '', azp: CALLER }), 'the first claim counts, empty or not'],
  [() => ({ scope: { 'concierge:route': true } }), 'no text'],
  [() => ({ scope: ['concierge:route', 1] }), 'not all of it text'],
  [() => ({ concierge_customer: ['x.y.z'] }), 'an assertion that is none'],
];

describe.each([
  ['signatures', SIGNATURES],
  ['what names a key', KEY_HINTS],
  ['other kinds of token', KINDS],
])('%s', (_what, cells) => {
  it.each(cells.map(([what, make, why]) => ({ what, make, why })))('$what → 401: $why', async ({ make }) => {
    expect(await verdict(make())).toBe(REFUSED);
  });
});

describe('claims', () => {
  it.each(CLAIMS.map(([change, why]) => ({ why, change })))('$why → 401', async ({ change }) => {
    expect(await verdict(token(change()))).toBe(REFUSED);
  });

  it.each<readonly [change: Claims, verdict: string, why: string]>([
    [{}, 'theirs', 'all is right'],
    [{ aud: [AUDIENCE, 'https://crm.acme.example/mcp'] }, 'theirs', 'also for another'],
    [{ scope: ['concierge:route'] }, 'theirs', 'a list of scopes'],
    [{ scope: '  concierge:route  ' }, 'theirs', 'blanks'],
    [{ client_id: undefined, azp: CALLER }, 'theirs', 'as some servers name the client'],
    [{ scope: 'concierge:*' }, '403 insufficient_scope', 'nothing stands for others'],
    [{ scope: 'CONCIERGE:ROUTE' }, '403 insufficient_scope', 'scopes have case'],
    [{ scope: 'concierge:team' }, '403 insufficient_scope', 'another tool’s'],
    [{ scope: '' }, '403 insufficient_scope', 'none'],
    [{ roles: ['admin'], permissions: ['concierge:route'], scope: 'openid' }, '403 insufficient_scope', 'other claims'],
  ])('%j → %s: %s', async (claims, expected) => {
    expect(await verdict(token(claims))).toBe(expected);
  });

  it('of a client by another name: the deployment says whose it is, and no more than that one has', async () => {
    const chat = acme.accessToken('0oa-of-the-chat');
    expect(await verdict(chat)).toBe('nobody missing');
    const health = callOf({ tool: TOOLS[2], args: { account_id: THEIRS.id }, token: chat });
    expect(verdictOf(await acme.send(health))).toBe('rpc -32602');
  });
});

test('nobody was asked for a key that a token named, and its server hardly ever', () => {
  expect(acme.keyServer.asked.filter((path) => path !== '/keys')).toEqual([]);
  // A `kid` that nobody knows has them looked up once more, not each time.
  expect(acme.keyServer.asked.length).toBeLessThanOrEqual(2);
});

describe('where no token is looked for', () => {
  const plain = callOf(ASKED);
  const good = (): string => token();

  it.each<readonly [where: string, sent: () => object]>([
    ['in the query', () => ({ path: `/mcp?access_token=${good()}` })],
    ['in a cookie', () => ({ headers: { ...plain.headers, cookie: `access_token=${good()}` } })],
    ['in another header', () => ({ headers: { ...plain.headers, 'x-api-key': good() } })],
    ['for a proxy', () => ({ headers: { ...plain.headers, 'proxy-authorization': `Bearer ${good()}` } })],
    ['by a proxy', () => ({ headers: { ...plain.headers, 'x-forwarded-authorization': `Bearer ${good()}` } })],
    ['as a name and a password', () => ({ headers: basic(good()) })],
    ['by itself', () => ({ headers: { ...plain.headers, authorization: good() } })],
    ['as a list', () => ({ headers: { ...plain.headers, authorization: `Bearer x, Bearer ${good()}` } })],
    ['behind another', () => ({ headers: { ...plain.headers, authorization: `Bearer x ${good()}` } })],
    ['in quotes', () => ({ headers: { ...plain.headers, authorization: `Bearer "${good()}"` } })],
    ['of another scheme', () => ({ headers: { ...plain.headers, authorization: `DPoP ${good()}` } })],
    ['as a parameter', () => ({ headers: { ...plain.headers, authorization: `Bearer token=${good()}` } })],
  ])('%s → 401', async (_where, sent) => {
    expect(verdictOf(await acme.send({ ...plain, ...sent() }))).toMatch(/^401/);
  });

  function basic(password: string): Readonly<Record<string, string>> {
    return { ...(plain.headers as Record<string, string>), authorization: `Basic ${btoa(`x:${password}`)}` };
  }

  it('the scheme’s name has no case, and blanks no number', async () => {
    for (const written of ['bearer', 'BEARER', 'Bearer  '])
      expect(verdictOf(await acme.send(callOf({ ...ASKED, headers: { authorization: `${written} ${good()}` } })))).toBe(
        'theirs',
      );
  });
});

describe('what ends', () => {
  it('a key, at once when it is revoked', async () => {
    const { id, token: key } = await acme.apiKey(CALLER);
    expect(await verdict(key)).toBe('theirs');
    await acme.store.keys.revoke('default', id, '2026-11-23T09:00:00Z');
    expect(await verdict(key)).toBe(REFUSED);
  });

  it('a key, in the very second of its end', async () => {
    const expiresAt = new Date(acme.clock.nowMs + 1000).toISOString();
    const { token: key } = await acme.apiKey(CALLER, { expiresAt });
    expect(await verdict(key)).toBe('theirs');
    acme.clock.nowMs += 1000;
    expect(await verdict(key)).toBe(REFUSED);
  });

  it('an access token that was good before', async () => {
    const one = token({ exp: nowS() + 60 });
    expect(await verdict(one)).toBe('theirs');
    acme.clock.nowMs += 89_999;
    expect(await verdict(one)).toBe('theirs');
    acme.clock.nowMs += 1001;
    expect(await verdict(one)).toBe(REFUSED);
  });
});

test('the log holds no token and no customer', () => {
  expect(acme.log.length).toBeGreaterThan(10);
  expect(JSON.stringify(acme.log)).not.toMatch(/eyJ|cxk_|001Hs|copperline/i);
});
