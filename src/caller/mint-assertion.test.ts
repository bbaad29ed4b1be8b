/** What the platform makes with `cx-concierge/assertion` is verified; what anybody changes about it is not. */
import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import type { AssertionOutcome } from './assertion.ts';
import type { AssertionAlgorithm, AssertionIssuer } from './caller.ts';
import type { AssertionRequest } from './mint-assertion.ts';
import { mintAssertion } from './mint-assertion.ts';
import { assertionVerifier } from './verify-assertion.ts';

const NOW = new Date('2026-11-23T09:00:00.500Z');
const ISSUER = 'https://chat.acme.example';
const SERVICE = 'https://concierge.acme.example/mcp';
const CALLER = 'website-chat';

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

const PAIRS: Readonly<Record<AssertionAlgorithm, Pair>> = {
  EdDSA: generateKeyPairSync('ed25519'),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};
const ALGORITHMS = Object.keys(PAIRS) as AssertionAlgorithm[];

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

function issuerOf(...algorithms: readonly AssertionAlgorithm[]): AssertionIssuer {
  const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64');
  const keys = algorithms.map((algorithm) => ({
    id: algorithm,
    algorithm,
    publicKey: spki(PAIRS[algorithm].publicKey),
  }));
  return { issuer: ISSUER, keys };
}

const REQUEST: AssertionRequest = {
  privateKey: pem(PAIRS.EdDSA.privateKey),
  keyId: 'EdDSA',
  issuer: ISSUER,
  audience: SERVICE,
  caller: CALLER,
  customer: { accountId: '001A' },
  now: NOW,
};

async function verified(
  token: string,
  at = NOW.getTime(),
  caller = CALLER,
  audience = SERVICE,
): Promise<AssertionOutcome> {
  return await assertionVerifier({ id: caller }, issuerOf(...ALGORITHMS), [audience], () => at)(token);
}

describe('what is minted is verified', () => {
  it.each(ALGORITHMS)('with the algorithm of its key: %s', async (algorithm) => {
    const token = await mintAssertion({ ...REQUEST, privateKey: pem(PAIRS[algorithm].privateKey), keyId: algorithm });
    expect(decodeProtectedHeader(token)).toEqual({ alg: algorithm, typ: 'concierge-customer+jwt', kid: algorithm });
    expect(await verified(token)).toMatchObject({ kind: 'verified' });
  });

  it('whoever the customer is, for as long as was asked', async () => {
    const word = fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }).filter((text) => text.trim() !== '');
    const customer = fc.oneof(
      word.map((accountId) => ({ accountId })),
      fc.emailAddress().map((email) => ({ email })),
    );
    await fc.assert(
      fc.asyncProperty(customer, fc.integer({ min: 1, max: 900 }), async (stated, lifetimeSeconds) => {
        const token = await mintAssertion({ ...REQUEST, customer: stated, lifetimeSeconds });
        const [[type, value] = []] = Object.entries(stated);
        const expiresAtMs = Date.parse('2026-11-23T09:00:30Z') + lifetimeSeconds * 1000;
        const subject = { type: type === 'email' ? 'email' : 'account_id', value };
        expect(await verified(token)).toEqual({ kind: 'verified', subject, expiresAtMs });
        expect(await verified(token, expiresAtMs)).toEqual({ kind: 'expired' });
      }),
    );
  });

  it('for five minutes where nobody says how long', async () => {
    const token = await mintAssertion(REQUEST);
    expect(await verified(token)).toMatchObject({ expiresAtMs: Date.parse('2026-11-23T09:05:30Z') });
  });

  it('from this moment where nobody says from when', async () => {
    const { now: _now, ...request } = REQUEST;
    expect(await verified(await mintAssertion(request), Date.now())).toMatchObject({ kind: 'verified' });
  });
});

describe('what is changed is not', () => {
  it.each([
    ['another caller', { caller: 'help-center' }, 'caller'],
    ['another service', { audience: 'https://concierge.other.example/mcp' }, 'audience'],
    ['another issuer', { issuer: 'https://chat.other.example' }, 'issuer'],
    ['a key that isn’t registered', { keyId: 'other' }, 'key'],
    ['a key under the name of one of another kind', { keyId: 'ES256' }, 'key'],
    ['a moment ahead', { now: new Date('2026-11-23T09:00:31.500Z') }, 'not_yet'],
  ] as const)('%s', async (_what, change, why) => {
    expect(await verified(await mintAssertion({ ...REQUEST, ...change }))).toEqual({ kind: 'invalid', why });
  });

  it('any claim', async () => {
    const [header = '', payload = '', signature = ''] = (await mintAssertion(REQUEST)).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    expect(Object.keys(claims).toSorted()).toEqual(['aud', 'client_id', 'exp', 'iat', 'iss', 'sub', 'sub_type']);
    const values = fc.oneof(fc.string(), fc.integer(), fc.constant(undefined), fc.array(fc.string()));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(claims)), values, async (name, value) => {
        fc.pre(value !== claims[name]);
        const changed = Buffer.from(JSON.stringify({ ...claims, [name]: value })).toString('base64url');
        expect((await verified(`${header}.${changed}.${signature}`)).kind).not.toBe('verified');
      }),
    );
  });

  it.each(ALGORITHMS)('any character of one by %s', async (algorithm) => {
    const token = await mintAssertion({ ...REQUEST, privateKey: pem(PAIRS[algorithm].privateKey), keyId: algorithm });
    const digit = fc.constantFrom(...Array.from('ABCXYZabcxyz0189-_.'));
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), digit, async (index, character) => {
        const changed = token.slice(0, index) + character + token.slice(index + 1);
        fc.pre(!isSame(changed, token));
        expect((await verified(changed)).kind).not.toBe('verified');
      }),
    );
  });

  /** The last digit of a signature has bits that stand for nothing. */
  function isSame(one: string, other: string): boolean {
    const [first, second] = [one, other].map((token) => token.split('.'));
    const bytes = (parts: readonly string[] | undefined): string =>
      Buffer.from(parts?.[2] ?? '', 'base64url').toString('hex');
    return first?.slice(0, 2).join() === second?.slice(0, 2).join() && bytes(first) === bytes(second);
  }
});

describe('what can’t be minted says how to mend it', () => {
  const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  const publicPem = PAIRS.EdDSA.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const locked = PAIRS.EdDSA.privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString();

  it.each<readonly [string, Readonly<Record<string, unknown>>, string]>([
    ['no key', { privateKey: '' }, 'privateKey is no private key in PEM. Pass the text that begins with'],
    ['the public half', { privateKey: publicPem }, 'privateKey is no private key in PEM.'],
    ['a key behind a passphrase', { privateKey: locked }, 'without a passphrase.'],
    ['a short RSA key', { privateKey: pem(shortRsa) }, 'Use Ed25519, EC on P-256, or RSA of 2048 bits or more.'],
    ['another curve', { privateKey: pem(p384) }, 'privateKey is of a kind that assertions aren’t signed with.'],
    ['too long a life', { lifetimeSeconds: 901 }, 'lifetimeSeconds must be a whole number from 1 to 900'],
    ['no life', { lifetimeSeconds: 0 }, 'lifetimeSeconds must be a whole number from 1 to 900'],
    ['half a second', { lifetimeSeconds: 0.5 }, 'lifetimeSeconds must be a whole number from 1 to 900'],
    ['nobody', { customer: {} }, 'customer names nobody. Pass accountId or email.'],
    ['an empty account', { customer: { accountId: ' ' } }, 'customer.accountId is empty. Pass it as text.'],
    ['an account in digits', { customer: { accountId: 42 } }, 'customer.accountId is not text. Pass it as text.'],
    ['a customer who isn’t logged in', { customer: { accountId: null } }, 'customer names nobody.'],
    ['two customers', { customer: { accountId: '1', email: 'a@b.example' } }, 'customer names two customers.'],
    ['an account as an e-mail', { customer: { email: '001A' } }, 'customer.email is no e-mail address.'],
    ['no service', { audience: '' }, 'audience is no URL. Pass the one that agents call'],
    ['a service without its scheme', { audience: 'concierge.acme.example' }, 'audience is no URL.'],
    ['no issuer', { issuer: '' }, 'issuer is empty. Pass it as text.'],
    ['no caller', { caller: '' }, 'caller is empty. Pass it as text.'],
    ['no key id', { keyId: undefined }, 'keyId is not text. Pass it as text.'],
    ['no moment', { now: new Date(Number.NaN) }, 'now is no moment. Pass a valid Date, or leave it out.'],
    ['too much', { customer: { accountId: 'x'.repeat(8192) } }, 'The assertion is longer than 8192 characters.'],
  ])('%s', async (_what, change, sentence) => {
    const minted = mintAssertion({ ...REQUEST, ...change });
    await expect(minted).rejects.toThrow(sentence);
    await expect(minted).rejects.not.toHaveProperty('cause');
  });
});

it('has types that take one customer, by one name', () => {
  // @ts-expect-error nobody
  expect({ ...REQUEST, customer: {} } satisfies AssertionRequest).toBeDefined();
  // @ts-expect-error two
  expect({ ...REQUEST, customer: { accountId: '1', email: '' } } satisfies AssertionRequest).toBeDefined();
});
