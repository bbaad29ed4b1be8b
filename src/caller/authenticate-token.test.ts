/** Access tokens, a sheet of cells: token, expected, why. Then what is kept, and for how long. */
import { describe, expect, it, test } from 'vitest';
import type { SigningKey } from '../../test/support/authority.ts';
import { Authority, hmacJws, ISSUER, jws, published, signingKey } from '../../test/support/authority.ts';
import type { TokenOptions } from './authenticate-token.ts';
import { authenticateTokens } from './authenticate-token.ts';
import type { Authenticate, RejectionReason } from './authenticated.ts';
import type { Caller } from './caller.ts';
import { CONCIERGE_SCOPES } from './caller.ts';
import { keySet } from './key-set.ts';

const NOW_MS = 1_700_000_000_000;
const NOW = NOW_MS / 1000;
const RESOURCE = 'https://concierge.acme.example/mcp';

const ec = signingKey('ec');
const rsa = signingKey('rsa', 'RS256');
const ed = signingKey('ed', 'EdDSA');
const stranger = signingKey('ec');

function callerNamed(id: string): Caller {
  return {
    id,
    tenant: 'default',
    audience: 'customers',
    services: ['cx_concierge'],
    scopes: new Set(CONCIERGE_SCOPES),
    binding: 'required',
    carrier: 'access_token',
    assertions: null,
    budget: {},
  };
}

const chat = callerNamed('website-chat');
const copilot = callerNamed('support-copilot');

class Trial {
  readonly authority = Authority.of(ec, rsa, ed);
  now = NOW_MS;
  readonly authenticate: Authenticate;

  constructor(changes: Partial<TokenOptions> = {}) {
    const now = (): number => this.now;
    const { outbound } = this.authority;
    this.authenticate = authenticateTokens({
      issuer: ISSUER,
      audiences: [RESOURCE, `${RESOURCE}/cx_concierge`],
      algorithms: ['RS256', 'ES256', 'EdDSA'],
      callerClaim: null,
      scopeClaim: null,
      clients: new Map([
        ['0oa1', 'support-copilot'],
        ['website-chat', 'website-chat'],
      ]),
      callers: new Map([chat, copilot].map((caller) => [caller.id, caller])),
      keys: keySet({ issuer: ISSUER, jwksUri: null, outbound, now, onTrouble: () => undefined }),
      now,
      ...changes,
    });
  }
}

const CLAIMS = {
  iss: ISSUER,
  aud: RESOURCE,
  exp: NOW + 300,
  iat: NOW - 10,
  client_id: 'website-chat',
  scope: 'concierge:route concierge:team',
};

/** `undefined` leaves a claim out. */
function token(claims: object = {}, header: object = {}, key: SigningKey = ec): string {
  return jws({ alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header }, { ...CLAIMS, ...claims }, key);
}

/** The caller's name, or why not. */
async function outcomeOf(authenticate: Authenticate, text: string): Promise<string> {
  const outcome = await authenticate(text);
  if (outcome.kind === 'authenticated') return outcome.caller.id;
  return outcome.kind === 'rejected' ? outcome.reason : outcome.kind;
}

type Cell = readonly [token: string, expected: 'website-chat' | 'support-copilot' | RejectionReason, rationale: string];

const ofForm: readonly Cell[] = [
  ['', 'token_malformed', 'nothing'],
  ['key_1234567890', 'token_malformed', 'something else'],
  ['a.b', 'token_malformed', 'two parts'],
  ['a.b.c.d.e', 'token_malformed', 'five parts: encrypted'],
  ['..', 'token_malformed', 'three empty parts'],
  [`${token()}.x`, 'token_malformed', 'a part too many'],
  [` ${token()}`, 'token_invalid', 'a blank too many: not what was signed'],
  [jws('not json', CLAIMS, ec), 'token_malformed', 'a header that is no JSON'],
  [jws('null', CLAIMS, ec), 'token_malformed', 'a header that is null'],
  [jws('[]', CLAIMS, ec), 'token_malformed', 'a header that is a list'],
  [jws({ alg: 'ES256', kid: 'ec' }, 'not json', ec), 'token_malformed', 'a payload that is no JSON'],
  [jws({ alg: 'ES256', kid: 'ec' }, '', ec), 'token_malformed', 'a payload that is empty'],
  [jws({ alg: 'ES256', kid: 'ec' }, '[]', ec), 'token_malformed', 'a payload that is a list'],
  [jws({ alg: 'ES256', kid: 'ec' }, '"text"', ec), 'token_malformed', 'a payload that is a text'],
  [jws({ alg: 'ES256', kid: 'ec' }, 'null', ec), 'token_malformed', 'a payload that is null'],
  [token({ filler: 'x'.repeat(16_384) }), 'token_malformed', 'longer than any honest one, though signed'],
];

const ofSignature: readonly Cell[] = [
  [token(), 'website-chat', 'as RFC 9068 has it'],
  [token({}, {}, rsa), 'website-chat', 'RS256'],
  [token({}, {}, ed), 'website-chat', 'EdDSA'],
  [token({}, {}, stranger), 'token_invalid', 'a stranger’s key under a known name'],
  [token({}, { kid: 'rsa' }), 'token_invalid', 'a key of another kind than the algorithm'],
  [token({}, { kid: undefined }), 'website-chat', 'no name, and one key that fits'],
  [token({}, { kid: undefined }, stranger), 'token_invalid', 'no name, and a stranger’s key'],
  [swapped(token(), token({ client_id: 'support-copilot' })), 'token_invalid', 'the signature of other claims'],
  [token().slice(0, -4), 'token_invalid', 'a signature cut short'],
  [`${token().split('.').slice(0, 2).join('.')}.`, 'token_invalid', 'no signature'],
  [`${token().slice(0, -2)}!!`, 'token_invalid', 'a signature that is no base64url'],
  [jws({ alg: 'none' }, CLAIMS, 'unsigned'), 'token_invalid', 'alg none'],
  [jws({ alg: 'None', kid: 'ec' }, CLAIMS, 'unsigned'), 'token_invalid', 'alg none, spelt otherwise'],
  [jws({ kid: 'ec' }, CLAIMS, ec), 'token_invalid', 'no alg'],
  [jws({ alg: ['ES256'], kid: 'ec' }, CLAIMS, ec), 'token_invalid', 'alg that is a list'],
  [jws({ alg: 'es256', kid: 'ec' }, CLAIMS, ec), 'token_invalid', 'alg is case-sensitive'],
  [confused('HS256', pemOf(rsa)), 'token_invalid', 'HS256 with the public key for a secret'],
  [confused('HS256', `${pemOf(rsa)}\n`), 'token_invalid', 'the same, with another line end'],
  [confused('HS256', JSON.stringify(published(rsa))), 'token_invalid', 'HS256 with the JWK for a secret'],
  [confused('RS256', pemOf(rsa)), 'token_invalid', 'the same under another name'],
  [confused('HS256', ''), 'token_invalid', 'HS256 with an empty secret'],
];

const EVIL = 'https://evil.example/keys';
const ofHeader: readonly Cell[] = [
  [token({}, { typ: undefined }), 'website-chat', 'no typ'],
  [token({}, { typ: 'JWT' }), 'website-chat', 'typ JWT, as most servers have it'],
  [token({}, { typ: 'AT+JWT' }), 'website-chat', 'typ is case-insensitive'],
  [token({}, { typ: 'application/at+jwt' }), 'website-chat', 'typ in full'],
  [token({}, { typ: 'Application/AT+JWT' }), 'website-chat', 'the same'],
  [token({}, { typ: 'oauth-id-jag+jwt' }), 'token_invalid', 'a grant for another server, not a token'],
  [token({}, { typ: 'concierge-customer+jwt' }), 'token_invalid', 'the statement of a customer'],
  [token({}, { typ: 'concierge-checkpoint+jwt' }), 'token_invalid', 'a statement of records'],
  [token({}, { typ: 'logout+jwt' }), 'token_invalid', 'a logout'],
  [token({}, { typ: 'dpop+jwt' }), 'token_invalid', 'a proof'],
  [token({}, { typ: 'secevent+jwt' }), 'token_invalid', 'an event'],
  [token({}, { typ: 'at+jwt ' }), 'token_invalid', 'a blank too many'],
  [token({}, { typ: '' }), 'token_invalid', 'an empty typ'],
  [token({}, { typ: null }), 'token_invalid', 'typ null'],
  [token({}, { typ: ['at+jwt'] }), 'token_invalid', 'typ that is a list'],
  [token({}, { crit: ['exp'] }), 'token_invalid', 'an extension that must be understood'],
  [token({}, { crit: [] }), 'token_invalid', 'crit that asks for nothing'],
  [token({}, { crit: ['b64'], b64: false }), 'token_invalid', 'a payload that isn’t encoded'],
  [token({}, { jku: EVIL, kid: 'evil' }, stranger), 'token_invalid', 'keys from elsewhere'],
  [token({}, { jku: EVIL }), 'website-chat', 'a mention of them does nothing'],
  [token({}, { x5u: EVIL, kid: 'evil' }, stranger), 'token_invalid', 'a certificate from elsewhere'],
  [token({}, { jwk: published(stranger) }, stranger), 'token_invalid', 'a key that it brings itself'],
  [token({}, { jwk: published(stranger), kid: undefined }, stranger), 'token_invalid', 'the same without a name'],
  [token({}, { x5c: ['MIIB'] }, stranger), 'token_invalid', 'a certificate that it brings itself'],
  [token({}, { kid: '../../../../dev/null' }), 'token_invalid', 'a path for a name'],
  [token({}, { kid: "x' UNION SELECT 'key" }), 'token_invalid', 'SQL for a name'],
  [token({}, { kid: `${EVIL}#ec` }), 'token_invalid', 'a URL for a name'],
  [token({}, { kid: '__proto__' }), 'token_invalid', 'a word of JavaScript for a name'],
  [token({}, { kid: 'k'.repeat(10_000) }), 'token_invalid', 'a very long name'],
  [token({}, { kid: '' }), 'token_invalid', 'an empty name'],
  [token({}, { kid: 1 }), 'token_invalid', 'a number for a name'],
  [token({}, { kid: ['ec'] }), 'token_invalid', 'a list for a name'],
  [token({}, { kid: null }), 'token_invalid', 'null for a name'],
  [jws('{"alg":"none","alg":"ES256","kid":"ec"}', CLAIMS, ec), 'website-chat', 'the last of two: it is signed'],
  [jws('{"alg":"ES256","alg":"none","kid":"ec"}', CLAIMS, ec), 'token_invalid', 'the last of two'],
];

const ofClaims: readonly Cell[] = [
  [token({ iss: 'https://evil.example' }), 'wrong_issuer', 'another server'],
  [token({ iss: `${ISSUER}/` }), 'wrong_issuer', 'to the last slash'],
  [token({ iss: ISSUER.toUpperCase() }), 'wrong_issuer', 'to the letter'],
  [token({ iss: undefined }), 'token_invalid', 'no issuer'],
  [token({ iss: [ISSUER] }), 'token_invalid', 'an issuer that is a list'],
  [token({ aud: 'https://other.example' }), 'wrong_audience', 'for another server'],
  [token({ aud: `${RESOURCE}/` }), 'wrong_audience', 'to the last slash'],
  [token({ aud: 'https://concierge.acme.example' }), 'wrong_audience', 'for the host is not for this endpoint'],
  [token({ aud: `${RESOURCE}/cx_concierge` }), 'website-chat', 'the endpoint’s other path'],
  [token({ aud: ['https://other.example', RESOURCE] }), 'website-chat', 'one of several'],
  [token({ aud: ['https://other.example'] }), 'wrong_audience', 'none of several'],
  [token({ aud: [] }), 'wrong_audience', 'for nobody'],
  [token({ aud: [RESOURCE, 1] }), 'token_invalid', 'a list of anything'],
  [token({ aud: undefined }), 'token_invalid', 'no audience'],
  [token({ aud: { [RESOURCE]: true } }), 'token_invalid', 'an audience that is a map'],
  [token({ exp: NOW + 1 }), 'website-chat', 'a second left'],
  [token({ exp: NOW - 29 }), 'website-chat', 'clocks may be apart'],
  [token({ exp: NOW - 30 }), 'token_expired', 'by thirty seconds'],
  [token({ exp: 0 }), 'token_expired', 'long ago'],
  [token({ exp: undefined }), 'token_invalid', 'one that never expires'],
  [token({ exp: String(NOW + 300) }), 'token_invalid', 'a text for a time'],
  [token({ exp: null }), 'token_invalid', 'null for a time'],
  [raw('"exp":1e999'), 'token_invalid', 'a time that is endless'],
  [token({ nbf: NOW + 30 }), 'website-chat', 'clocks may be apart'],
  [token({ nbf: NOW + 31 }), 'token_invalid', 'not yet'],
  [token({ nbf: 'now' }), 'token_invalid', 'a text for a time'],
  [token({ iat: NOW + 31 }), 'token_invalid', 'made in the future'],
  [token({ iat: undefined }), 'website-chat', 'not all servers say when'],
  [token({ iat: {} }), 'token_invalid', 'a map for a time'],
  [raw('"client_id":"nobody","client_id":"website-chat"'), 'website-chat', 'the last of two, as RFC 7519 allows'],
  [raw('"__proto__":{"client_id":"website-chat"},"client_id":"nobody"'), 'unknown_caller', 'no inheritance'],
];

const ofKind: readonly Cell[] = [
  [token({ aud: 'website-chat', nonce: 'n' }, { typ: 'JWT' }), 'wrong_audience', 'an ID token is for its client'],
  [token({ at_hash: 'x' }, { typ: 'JWT' }), 'token_invalid', 'an ID token that came with an access token'],
  [token({ c_hash: 'x' }, { typ: 'JWT' }), 'token_invalid', 'an ID token that came with a code'],
  [
    token({ client_id: undefined, nonce: 'n' }, { typ: 'JWT' }),
    'token_invalid',
    'an ID token, of which client it doesn’t say',
  ],
  [token({ typ: 'ID' }, { typ: 'JWT' }), 'token_invalid', 'an ID token of Keycloak'],
  [token({ typ: 'Refresh' }, { typ: 'JWT' }), 'token_invalid', 'a refresh token of Keycloak'],
  [token({ typ: 'Bearer' }, { typ: 'JWT' }), 'website-chat', 'an access token of Keycloak'],
  [token({ events: {} }, { typ: 'JWT' }), 'token_invalid', 'a logout of an older server'],
  [token({ cnf: { jkt: 'x' } }), 'token_invalid', 'one that needs a proof of its key, which nobody here asks for'],
];

const ofCaller: readonly Cell[] = [
  [token({ client_id: '0oa1' }), 'support-copilot', 'the deployment says whose id that is'],
  [token({ client_id: 'nobody' }), 'unknown_caller', 'a client that nobody listed'],
  [token({ client_id: '__proto__' }), 'unknown_caller', 'a word of JavaScript'],
  [token({ client_id: 'constructor' }), 'unknown_caller', 'another'],
  [token({ client_id: ' website-chat' }), 'unknown_caller', 'to the letter'],
  [token({ client_id: undefined }), 'token_invalid', 'no client'],
  [token({ client_id: '' }), 'token_invalid', 'an empty one'],
  [token({ client_id: ['website-chat'] }), 'token_invalid', 'a list'],
  [token({ client_id: null, azp: 'website-chat' }), 'token_invalid', 'the first that is there counts, whatever it is'],
  [token({ client_id: undefined, azp: '0oa1' }), 'support-copilot', 'Auth0, Keycloak, Entra ID'],
  [token({ client_id: undefined, cid: '0oa1' }), 'support-copilot', 'Okta'],
  [token({ client_id: undefined, appid: '0oa1' }), 'support-copilot', 'Entra ID, version 1'],
  [token({ client_id: undefined, sub: 'website-chat' }), 'token_invalid', 'the user is no client'],
  [token({ azp: '0oa1' }), 'website-chat', 'the first of two'],
  [token({ scope: 7 }), 'token_invalid', 'scopes that are a number'],
  [token({ scope: ['concierge:route', 7] }), 'token_invalid', 'a list of anything'],
  [token({ scope: undefined, scp: {} }), 'token_invalid', 'a map'],
  [token({ scope: null }), 'token_invalid', 'null'],
  [token({ concierge_customer: { sub: 'x' } }), 'token_invalid', 'a statement is a text'],
];

describe.each([
  ['form', ofForm],
  ['signature', ofSignature],
  ['header', ofHeader],
  ['claims', ofClaims],
  ['kind', ofKind],
  ['caller', ofCaller],
])('%s', (_what, cells) => {
  it.each(cells.map(([text, expected, rationale]) => ({ text, expected, rationale })))(
    '$rationale → $expected',
    async ({ text, expected }) => {
      const { authenticate, authority } = new Trial();
      expect(await outcomeOf(authenticate, text)).toBe(expected);
      expect(authority.asked.filter(({ url }) => !url.startsWith(`${ISSUER}/`))).toEqual([]);
    },
  );
});

/** The claims of one and the signature of the other. */
function swapped(one: string, other: string): string {
  const [header, , signature] = one.split('.');
  return [header, other.split('.')[1], signature].join('.');
}

function pemOf({ publicKey }: SigningKey): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

function confused(alg: string, secret: string): string {
  return hmacJws({ alg, kid: 'rsa', typ: 'at+jwt' }, CLAIMS, secret);
}

/** With members as they are, after the others: the last of two counts. */
function raw(members: string): string {
  const before = JSON.stringify({ ...CLAIMS, exp: undefined, client_id: undefined });
  const rest = `"exp":${NOW + 300},"client_id":"website-chat",${members}`;
  return jws({ alg: 'ES256', kid: 'ec' }, `${before.slice(0, -1)},${rest}}`, ec);
}

describe('what a token grants', () => {
  const granted = async (given: object, changes: Partial<TokenOptions> = {}): Promise<readonly string[]> => {
    const outcome = await new Trial(changes).authenticate(token(given));
    if (outcome.kind !== 'authenticated') throw new Error(outcome.kind);
    return [...outcome.granted];
  };

  it.each<readonly [given: object, expected: readonly string[], why: string]>([
    [{ scope: 'concierge:route' }, ['concierge:route'], 'a word'],
    [{ scope: 'openid concierge:route  concierge:team' }, ['concierge:route', 'concierge:team'], 'words'],
    [{ scope: ['concierge:route'] }, ['concierge:route'], 'a list under that name'],
    [{ scope: undefined, scp: ['concierge:team'] }, ['concierge:team'], 'Okta'],
    [{ scope: undefined, scp: 'concierge:team' }, ['concierge:team'], 'Entra ID'],
    [{ scope: 'openid', scp: ['concierge:team'] }, [], 'the first that is there'],
    [{ scope: undefined }, [], 'nothing is said'],
    [{ scope: '' }, [], 'nothing is granted'],
    [{ scope: 'crm:read admin *' }, [], 'no more than the caller may'],
  ])('%j → %j: %s', async (given, expected, _why) => {
    expect(await granted(given)).toEqual(expected);
  });

  it('is what the deployment’s claim says, and nothing else', async () => {
    const roles = { roles: ['concierge:health'], scope: 'concierge:route' };
    expect(await granted(roles, { scopeClaim: 'roles' })).toEqual(['concierge:health']);
    expect(await granted({ scope: 'concierge:route' }, { scopeClaim: 'roles' })).toEqual([]);
  });

  it('is never more than its caller has', async () => {
    const callers = new Map([['website-chat', { ...chat, scopes: new Set(['concierge:route']) }]]);
    expect(await granted({}, { callers })).toEqual(['concierge:route']);
  });
});

test('the caller comes from the deployment’s claim, and from no other', async () => {
  const { authenticate } = new Trial({ callerClaim: 'https://acme.example/agent' });
  expect(await outcomeOf(authenticate, token({ 'https://acme.example/agent': '0oa1' }))).toBe('support-copilot');
  expect(await outcomeOf(authenticate, token())).toBe('token_invalid');
});

test('the statement of the customer goes along, unread', async () => {
  const { authenticate } = new Trial();
  expect(await authenticate(token({ concierge_customer: 'a.b.c' }))).toMatchObject({ customerClaim: 'a.b.c' });
  expect(await authenticate(token())).toMatchObject({ customerClaim: null });
});

test('an algorithm that the deployment doesn’t list', async () => {
  const { authenticate } = new Trial({ algorithms: ['RS256'] });
  expect(await outcomeOf(authenticate, token())).toBe('token_invalid');
  expect(await outcomeOf(authenticate, token({}, {}, rsa))).toBe('website-chat');
});

describe('a token that was verified', () => {
  test('is answered at once, with the same answer, without asking anybody', async () => {
    const { authenticate, authority } = new Trial();
    const answer = await authenticate(token());
    const asked = authority.asked.length;
    const text = token();
    const fresh = await authenticate(text);
    expect(authenticate(text)).toBe(fresh);
    expect(fresh).toEqual(answer);
    expect(authority.asked).toHaveLength(asked);
  });

  test('expires', async () => {
    const trial = new Trial();
    const text = token({ exp: NOW + 60 });
    await trial.authenticate(text);
    trial.now += 89_999;
    expect(trial.authenticate(text)).toMatchObject({ kind: 'authenticated' });
    trial.now += 1;
    expect(trial.authenticate(text)).toEqual({ kind: 'rejected', reason: 'token_expired' });
  });

  test('is verified anew when the keys are others', async () => {
    const trial = new Trial();
    const text = token({ exp: NOW + 3600 });
    await trial.authenticate(text);
    trial.authority.publish(rsa);
    trial.now += 10 * 60_000;
    expect(trial.authenticate(text)).toMatchObject({ kind: 'authenticated' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(await outcomeOf(trial.authenticate, text)).toBe('token_invalid');
  });

  test('counts as long as the last keys do, while the server is down', async () => {
    const trial = new Trial();
    const text = token({ exp: NOW + 100_000 });
    await trial.authenticate(text);
    trial.authority.isDown = true;
    trial.now += 24 * 60 * 60_000;
    expect(trial.authenticate(text)).toMatchObject({ kind: 'authenticated' });
    trial.now += 1;
    expect(await trial.authenticate(text)).toEqual({ kind: 'undecided' });
  });

  test('is not taken for another of the same beginning', async () => {
    const { authenticate } = new Trial();
    const text = token();
    await authenticate(text);
    expect(await outcomeOf(authenticate, `${text}A`)).toBe('token_invalid');
  });
});

describe('keys', () => {
  test('a new one works at once, also without a name', async () => {
    const trial = new Trial();
    await trial.authenticate(token());
    const next = signingKey('next');
    trial.authority.publish(ec, next);
    expect(await outcomeOf(trial.authenticate, token({}, {}, next))).toBe('website-chat');
    trial.now += 30_000;
    const unnamed = signingKey('unnamed');
    trial.authority.publish(ec, unnamed);
    expect(await outcomeOf(trial.authenticate, token({}, { kid: undefined }, unnamed))).toBe('website-chat');
  });

  test('a new one in place of the only one works at once, without a name', async () => {
    const trial = new Trial();
    await trial.authenticate(token({}, { kid: undefined }, rsa));
    const next = signingKey('rsa', 'RS256');
    trial.authority.publish(ec, next);
    expect(await outcomeOf(trial.authenticate, token({}, { kid: undefined }, next))).toBe('website-chat');
  });

  test.each([
    ['no token', 'token'],
    ['another server’s token', token({ iss: 'https://evil.example' })],
    ['an algorithm that isn’t accepted', confused('HS256', '')],
    ['another kind of token', token({}, { typ: 'logout+jwt' })],
  ])('nobody is asked for them in vain: %s', async (_what, text) => {
    const { authenticate, authority } = new Trial();
    expect((await authenticate(text)).kind).toBe('rejected');
    expect(authority.asked).toEqual([]);
  });

  test('of several without a name, each is tried', async () => {
    const trial = new Trial();
    trial.authority.publish(stranger, ec);
    expect(await outcomeOf(trial.authenticate, token({}, { kid: undefined }))).toBe('website-chat');
  });

  test('two of the same name are told apart', async () => {
    const trial = new Trial();
    trial.authority.publish(stranger, ec);
    expect(await outcomeOf(trial.authenticate, token())).toBe('website-chat');
  });

  test('a flood of made-up names costs the server one look', async () => {
    const { authenticate, authority } = new Trial();
    await authenticate(token());
    const flood = Array.from({ length: 200 }, async (_, index) => await authenticate(token({}, { kid: `k${index}` })));
    expect(new Set((await Promise.all(flood)).map(({ kind }) => kind))).toEqual(new Set(['rejected']));
    expect(authority.keyRequests).toBe(2);
  });

  test('without any, nobody can tell', async () => {
    const { authenticate, authority } = new Trial();
    authority.isDown = true;
    expect(await authenticate(token())).toEqual({ kind: 'undecided' });
  });

  test('a key that isn’t there, while the server is down, may be a new one', async () => {
    const { authenticate, authority } = new Trial();
    await authenticate(token());
    authority.isDown = true;
    expect(await authenticate(token({}, {}, signingKey('next')))).toEqual({ kind: 'undecided' });
    expect(await outcomeOf(authenticate, token({}, {}, stranger))).toBe('token_invalid');
  });
});

test('once clients are listed, no other one counts, be its id a caller’s name; without a list that is what counts', async () => {
  const named = token({ client_id: 'support-copilot' });
  expect(await outcomeOf(new Trial().authenticate, named)).toBe('unknown_caller');
  expect(await outcomeOf(new Trial({ clients: new Map() }).authenticate, named)).toBe('support-copilot');
});
