/**
 * Assertions that nobody should believe: each states the victim, to a caller that is bound. Whatever isn't the platform's own
 * word for this very caller, this service and this moment comes to nobody, and `_meta` says no more than `invalid`.
 */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { hmacJws, jws, published, signingKey } from '../support/authority.ts';
import type { Claims, Minting } from '../support/customer-tokens.ts';
import { assertionHeader } from '../support/customer-tokens.ts';
import type { GuardedAcme } from '../support/guarded-acme.ts';
import { openGuardedAcme } from '../support/guarded-acme.ts';
import { AUDIENCE, CHAT_ISSUER, CHAT_KEY, PARTNER_ISSUER, PARTNER_KEY } from '../support/guarded-workspace.ts';
import { callOf, OWN, THEIRS, TOOLS, verdictOf } from './asking.ts';

let acme: GuardedAcme;
let tokens: ReadonlyMap<string, string>;

beforeAll(async () => {
  acme = await openGuardedAcme();
  const callers = ['bound-desk', 'visited-desk', 'website-chat', 'support-copilot'];
  const made = callers.map(async (caller) => [caller, (await acme.apiKey(caller)).token] as const);
  tokens = new Map(await Promise.all(made));
}, 60_000);
afterAll(() => acme.close());

const VICTIM: Claims = { sub: THEIRS.id, sub_type: 'account_id' };

function stating(changes: Claims = {}, minting: Omit<Minting, 'claims'> = {}): string {
  return acme.mint('bound-desk', { ...minting, claims: { ...VICTIM, ...changes } });
}

async function verdict(customer: string, caller = 'bound-desk'): Promise<string> {
  return verdictOf(await acme.send(callOf({ tool: TOOLS[0], customer, token: tokens.get(caller) })));
}

const ATTACKER = signingKey('sample', 'EdDSA');
const EC = signingKey('sample', 'ES256');
const nowS = (): number => Math.floor(acme.clock.nowMs / 1000);
const payload = (): Claims => {
  const usual = { iss: CHAT_ISSUER, aud: AUDIENCE, client_id: 'bound-desk', iat: nowS() - 10, exp: nowS() + 300 };
  return { ...usual, ...VICTIM };
};
const pem = (): string => String(CHAT_KEY.publicKey.export({ type: 'spki', format: 'pem' }));
const der = (): string => CHAT_KEY.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

type Cell = readonly [what: string, make: () => string, why: string];

const SIGNATURES: readonly Cell[] = [
  ['by another key', () => stating({}, { key: ATTACKER }), 'signed by somebody'],
  ['alg none', () => stating({}, { header: { alg: 'none' }, key: 'unsigned' }), 'signed by nobody'],
  ['alg NONE', () => stating({}, { header: { alg: 'NONE' }, key: 'unsigned' }), 'in capitals'],
  ['alg none, and a signature', () => stating({}, { header: { alg: 'none' } }), 'that nobody reads'],
  ['no signature', () => stating({}, { key: 'unsigned' }), 'where there should be one'],
  [
    'HS256, the public key as PEM',
    () => hmacJws({ ...assertionHeader(), alg: 'HS256' }, payload(), pem()),
    'no secret',
  ],
  [
    'HS256, the public key as base64',
    () => hmacJws({ ...assertionHeader(), alg: 'HS256' }, payload(), der()),
    'the same',
  ],
  ['HS256, an empty secret', () => hmacJws({ ...assertionHeader(), alg: 'HS256' }, payload(), ''), 'the same'],
  ['another algorithm', () => stating({}, { header: { alg: 'ES256' }, key: EC }), 'the key is pinned to its own'],
  ['another name of the algorithm', () => stating({}, { header: { alg: 'Ed25519' } }), 'the same'],
  ['no algorithm', () => stating({}, { header: { alg: undefined } }), 'nothing is guessed'],
  ['another’s payload', () => spliced(stating({ sub: OWN.id }), stating()), 'a good signature of something else'],
  ['a cut signature', () => stating().slice(0, -4), 'a piece of it'],
  ['the partners’ key', () => stating({}, { key: PARTNER_KEY }), 'the same `kid`, of another platform'],
  ['the partners’ key and issuer', () => stating({ iss: PARTNER_ISSUER }, { key: PARTNER_KEY }), 'right for others'],
];

/** The first one's signature upon the second one's claims. */
function spliced(signed: string, claims: string): string {
  const [header, , signature] = signed.split('.');
  return [header, claims.split('.')[1], signature].join('.');
}

const withHeader = (header: () => Claims, why: string, what: string): Cell => [
  what,
  () => stating({}, { header: header(), key: ATTACKER }),
  why,
];

const KEY_HINTS: readonly Cell[] = [
  withHeader(() => ({ jku: `${acme.keyServer.origin}/jku` }), 'nobody fetches it', 'jku'),
  withHeader(() => ({ x5u: `${acme.keyServer.origin}/x5u` }), 'nobody fetches it', 'x5u'),
  withHeader(() => ({ jwk: published(ATTACKER) }), 'a token doesn’t bring its key', 'jwk'),
  withHeader(() => ({ x5c: [der()] }), 'nor a certificate', 'x5c'),
  withHeader(() => ({ jku: `${acme.keyServer.origin}/jku`, kid: undefined }), 'nor without a `kid`', 'jku alone'),
  withHeader(() => ({ kid: '../../../../dev/null' }), 'no path', 'kid as a path'),
  withHeader(() => ({ kid: `' UNION SELECT 'x` }), 'no query', 'kid as a query'),
  withHeader(() => ({ kid: `${acme.keyServer.origin}/kid` }), 'no address', 'kid as a URL'),
  withHeader(() => ({ kid: '__proto__' }), 'no property', 'kid __proto__'),
  withHeader(() => ({ kid: ['sample'] }), 'no list', 'kid as a list'),
  withHeader(() => ({ kid: { toString: 'sample' } }), 'no object', 'kid as an object'),
  withHeader(() => ({ kid: 0 }), 'no number', 'kid 0'),
  withHeader(() => ({ kid: '' }), 'not empty', 'kid empty'),
];

const FORMS: readonly Cell[] = [
  ['typ of an access token', () => stating({}, { header: { typ: 'at+jwt' } }), 'another kind of token by the same key'],
  ['typ JWT', () => stating({}, { header: { typ: 'JWT' } }), 'any kind'],
  ['no typ', () => stating({}, { header: { typ: undefined } }), 'no kind'],
  ['typ as a list', () => stating({}, { header: { typ: ['concierge-customer+jwt'] } }), 'no text'],
  ['crit', () => stating({}, { header: { crit: ['exp'], exp: 1 } }), 'asks for what nobody here understands'],
  ['b64', () => stating({}, { header: { b64: false, crit: ['b64'] } }), 'the same'],
  ['zip', () => stating({}, { header: { zip: 'DEF', enc: 'A128GCM', alg: 'dir' } }), 'nothing is unpacked'],
  ['an access token', () => acme.accessToken('bound-desk', { claims: VICTIM }), 'of the authorization server'],
  [
    'an access token by the platform',
    () => acme.accessToken('bound-desk', { claims: VICTIM, key: CHAT_KEY }),
    'the same',
  ],
  ['four parts', () => `${stating()}.x`, 'no JWT'],
  ['five parts', () => `${stating()}.x.y`, 'an encrypted one'],
  ['two parts', () => stating().split('.').slice(0, 2).join('.'), 'no JWT'],
  ['JSON', () => JSON.stringify({ payload: stating().split('.')[1], signatures: [] }), 'in its other form'],
  ['base64 with an end', () => stating().replaceAll('.', '=.'), 'no base64url'],
  ['no JSON in it', () => jws('header', 'payload', CHAT_KEY), 'no claims'],
  ['claims that are a list', () => jws(assertionHeader(), [payload()], CHAT_KEY), 'no object'],
  ['a key', () => tokens.get('support-copilot') ?? '', 'who asks, not who is asked about'],
  ['too long', () => stating({ padding: 'x'.repeat(7000) }), 'nobody looks at it'],
  ['nothing', () => '', 'an empty header is no way to be unbound'],
];

const CLAIMS: readonly (readonly [change: () => Claims, why: string])[] = [
  [() => ({ iss: 'https://evil.example' }), 'another issuer'],
  [() => ({ iss: `${CHAT_ISSUER}/` }), 'not quite the issuer'],
  [() => ({ iss: [CHAT_ISSUER] }), 'a list of issuers'],
  [() => ({ iss: undefined }), 'no issuer'],
  [() => ({ aud: 'https://crm.acme.example/mcp' }), 'another service'],
  [() => ({ aud: [AUDIENCE, 'https://crm.acme.example/mcp'] }), 'two of them: the other could use it here'],
  [() => ({ aud: [AUDIENCE] }), 'a list'],
  [() => ({ aud: `${AUDIENCE}/` }), 'not quite the URL'],
  [() => ({ aud: AUDIENCE.slice(0, -4) }), 'the host alone'],
  [() => ({ aud: undefined }), 'anybody'],
  [() => ({ client_id: 'website-chat' }), 'another caller of the same platform'],
  [() => ({ client_id: 'Bound-Desk' }), 'names have case'],
  [() => ({ client_id: ['bound-desk'] }), 'a list of callers'],
  [() => ({ client_id: undefined, azp: 'bound-desk' }), 'another claim'],
  [() => ({ sub: undefined }), 'nobody'],
  [() => ({ sub: '' }), 'nobody'],
  [() => ({ sub: ' \t' }), 'nobody'],
  [() => ({ sub: 5021 }), 'a number may have lost digits'],
  [() => ({ sub: [THEIRS.id] }), 'a list'],
  [() => ({ sub_type: undefined }), 'of no type'],
  [() => ({ sub_type: 'domain', sub: 'copperline.example' }), 'a type that there is not'],
  [() => ({ sub_type: 'constructor' }), 'what every object has'],
  [() => ({ sub_type: ['account_id'] }), 'a list of types'],
  [() => ({ exp: undefined }), 'for ever'],
  [() => ({ exp: nowS() + 891 }), 'fifteen minutes and a second'],
  [() => ({ exp: String(nowS() + 300) }), 'no number'],
  [() => ({ iat: undefined }), 'of no age'],
  [() => ({ iat: nowS() + 31, exp: nowS() + 300 }), 'of the future'],
  [() => ({ iat: nowS() + 300, exp: nowS() + 200 }), 'over before it begins'],
  [() => ({ iat: -1, exp: nowS() + 300 }), 'of long ago, and still good'],
  [() => ({ nbf: nowS() + 31 }), 'not good yet'],
];

describe.each([
  ['signatures', SIGNATURES],
  ['what names a key', KEY_HINTS],
  ['forms', FORMS],
])('%s', (_what, cells) => {
  it.each(cells.map(([what, make, why]) => ({ what, make, why })))(
    '$what → nobody, invalid: $why',
    async ({ make }) => {
      expect(await verdict(make())).toBe('nobody invalid');
      // Where a visitor may name anybody, a bad assertion is no way to be one.
      expect(await verdict(make(), 'visited-desk')).toBe('nobody invalid');
    },
  );
});

describe('claims', () => {
  it.each(CLAIMS.map(([change, why]) => ({ why, change })))('$why → nobody, invalid', async ({ change }) => {
    expect(await verdict(stating(change()))).toBe('nobody invalid');
  });
});

test('nobody was asked for a key that a token named', () => {
  expect(acme.keyServer.asked.filter((path) => path !== '/keys')).toEqual([]);
});

const WORDS = ['audience', 'caller', 'issuer', 'key', 'lifetime', 'malformed', 'not_yet', 'signature', 'twice'];

test('the log says why, in a word, and nothing of the token', () => {
  const told = acme.log.filter(({ event }) => event === 'assertion_invalid');
  const words = new Set(told.map(({ why }) => why));
  expect(words).toEqual(new Set(WORDS));
  expect(JSON.stringify(acme.log)).not.toMatch(/eyJ|001Hs|copperline/i);
});

describe('one that is good', () => {
  it('may be used for as long as it holds: a chat makes several calls', async () => {
    const token = stating();
    expect(await verdict(token)).toBe('theirs');
    expect(await verdict(token)).toBe('theirs');
  });

  it.each([
    ['stated with blanks around', { sub: ` ${THEIRS.id} ` }, 'theirs'],
    ['stated by e-mail, in any case', { sub: THEIRS.email.toUpperCase(), sub_type: 'email' }, 'theirs'],
    ['of the service’s other URL', { aud: `${AUDIENCE}/cx_concierge` }, 'theirs'],
    ['of somebody whom nobody knows', { sub: 'new' }, 'nobody'],
    ['of an address that is an id', { sub: THEIRS.id, sub_type: 'email' }, 'nobody'],
    ['of an id that is an address', { sub: THEIRS.email, sub_type: 'account_id' }, 'nobody'],
    ['of a look-alike', { sub: `${THEIRS.id}\u200B` }, 'nobody'],
    ['of the domain alone', { sub: 'anybody@copperline.example', sub_type: 'email' }, 'nobody'],
  ])('%s → %s', async (_what, change, expected) => {
    expect(await verdict(stating(change))).toBe(expected);
  });

  it('is worth nothing with another caller’s key, before and after it was used', async () => {
    const token = stating({ jti: 'stolen' });
    expect(await verdict(token, 'website-chat')).toBe('nobody invalid');
    expect(await verdict(token)).toBe('theirs');
    expect(await verdict(token, 'website-chat')).toBe('nobody invalid');
    expect(await verdict(token, 'visited-desk')).toBe('nobody invalid');
  });

  it('is no access token', async () => {
    expect(verdictOf(await acme.send(callOf({ tool: TOOLS[0], token: stating() })))).toBe('401 invalid_token');
  });

  it('says nothing to a caller whom nothing binds', async () => {
    expect(await verdict(stating(), 'support-copilot')).toBe('nobody');
  });

  it('can’t be replayed once it is over', async () => {
    const token = stating({ jti: 'old' });
    expect(await verdict(token)).toBe('theirs');
    acme.clock.nowMs += 590_000 + 29_999;
    expect(await verdict(token)).toBe('theirs');
    acme.clock.nowMs += 1;
    expect(await verdict(token)).toBe('nobody expired');
    expect(await verdict(stating({ jti: 'other', iat: nowS() - 700, exp: nowS() - 30 }))).toBe('nobody expired');
  });
});
