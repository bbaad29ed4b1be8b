/** Getting in, over real HTTP on loopback: what is sent, tokens that are shared, renewed and rotated, and what is never told. */
import { exportPKCS8, exportSPKI, generateKeyPair, importSPKI, jwtVerify } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import type { Auth, TokenAuth } from './auth.ts';
import { credentialsOf } from './credentials.ts';
import type { Asked, FakeSystem, Said } from '../../../../test/systems/fake-system.ts';
import { clientOf, fakeSystem, LIST, LOOPBACK, SECRETS } from '../../../../test/systems/fake-system.ts';

const BOUNDS = { deadlineMs: 5_000 };
let system: FakeSystem | undefined;

afterEach(async () => await system?.close());

const ITEMS: Said = { body: { items: [] } };

describe('what a request shows', () => {
  it.each<[string, Auth, string, string]>([
    ['an API key', { kind: 'header', header: 'X-Api-Key', prefix: '', secret: 'key' }, 'x-api-key', 's3cret-key'],
    [
      'a bearer token',
      { kind: 'header', header: 'Authorization', prefix: 'Bearer ', secret: 'key' },
      'authorization',
      'Bearer s3cret-key',
    ],
    [
      'a user and a password',
      { kind: 'basic', user: 'bot@acme.example/token', secret: 'key' },
      'authorization',
      basic('bot@acme.example/token:s3cret-key'),
    ],
    [
      'a key in the place of the user',
      { kind: 'basic_key', secret: 'key', password: 'x' },
      'authorization',
      basic('s3cret-key:x'),
    ],
  ])('%s', async (_name, auth, header, value) => {
    system = await fakeSystem(() => ITEMS);
    await clientOf(system.url, { auth }).ask(LIST, {}, BOUNDS);
    expect(system.asked[0]?.headers[header]).toBe(value);
  });
});

function basic(text: string): string {
  return `Basic ${Buffer.from(text).toString('base64')}`;
}

type TokenSystem = {
  readonly url: string;
  readonly tokens: () => readonly Asked[];
  readonly things: () => readonly Asked[];
};

/** Gives tokens `t0`, `t1`, … by `reply`, and takes only those that are `good`. */
async function tokenSystem(
  reply: (nth: number, asked: Asked) => Said,
  good: (token: string) => boolean = () => true,
): Promise<TokenSystem> {
  let given = 0;
  const started = (system = await fakeSystem((asked) => {
    if (asked.path === '/token') return reply(given++, asked);
    return good(asked.headers.authorization?.replace('Bearer ', '') ?? '') ? ITEMS : { status: 401 };
  }));
  const of = (isToken: boolean) => started.asked.filter(({ path }) => (path === '/token') === isToken);
  return { url: started.url, tokens: () => of(true), things: () => of(false) };
}

function clientCredentials(url: string, also: Partial<TokenAuth & { kind: 'client_credentials' }> = {}): Auth {
  return {
    kind: 'client_credentials',
    tokenUrl: `${url}/token`,
    clientId: 'concierge',
    secret: 'client',
    by: 'post',
    parameters: {},
    scope: 'read',
    lifeMs: null,
    ...also,
  };
}

const token = (nth: number): Said => ({ body: { access_token: `t${nth}`, token_type: 'Bearer', expires_in: 3600 } });

describe('a token', () => {
  it('is asked for once, however many wait for it', async () => {
    const { url, tokens, things } = await tokenSystem((nth) => ({ ...token(nth), afterMs: 30 }));
    const client = clientOf(url, { auth: clientCredentials(url) });
    await Promise.all(Array.from({ length: 6 }, () => client.ask(LIST, {}, BOUNDS)));
    expect(tokens()).toHaveLength(1);
    expect(new Set(things().map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer t0']));
    const form = new URLSearchParams(tokens()[0]?.body);
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'client_credentials',
      client_id: 'concierge',
      client_secret: 's3cret-client',
      scope: 'read',
    });
  });

  it('is renewed once when it is refused, and the request sent again', async () => {
    const { url, tokens, things } = await tokenSystem(token, (text) => text === 't1');
    await clientOf(url, { auth: clientCredentials(url) }).ask(LIST, {}, BOUNDS);
    expect([tokens().length, things().length]).toEqual([2, 2]);
  });

  it('that is refused again is an end', async () => {
    const { url, tokens, things } = await tokenSystem(token, () => false);
    await expect(clientOf(url, { auth: clientCredentials(url) }).ask(LIST, {}, BOUNDS)).rejects.toMatchObject({
      kind: 'auth',
    });
    expect([tokens().length, things().length]).toEqual([2, 2]);
  });

  it.each<[string, Said]>([
    [
      'without its life',
      {
        body: {
          access_token: 't0',
          token_type: 'Bearer',
          instance_url: 'https://acme.example',
          id: 'x',
          signature: 's',
        },
      },
    ],
    ['with its life as text', { body: { access_token: 't0', token_type: 'bearer', expires_in: '3600' } }],
    ['without its type', { body: { access_token: 't0', expires_in: 3600 } }],
    [
      'with nulls',
      { body: { access_token: 't0', token_type: 'Bearer', expires_in: 3600, refresh_token: null, scope: null } },
    ],
    [
      'with a scope as a list',
      { body: { access_token: 't0', token_type: 'Bearer', expires_in: 3600, scope: ['a', 'b'] } },
    ],
  ])('counts as vendors write it: %s', async (_name, said) => {
    const { url, things } = await tokenSystem(() => said);
    await clientOf(url, { auth: clientCredentials(url) }).ask(LIST, {}, BOUNDS);
    expect(things()[0]?.headers.authorization).toBe('Bearer t0');
  });

  it.each<[string, Said, string, string]>([
    [
      'is revoked',
      { status: 400, body: { error: 'invalid_grant', error_description: 'expired for alice@acme.example' } },
      'auth',
      '127.0.0.1 gives no token (invalid_grant).',
    ],
    [
      'is a page of HTML',
      { body: '<html>' },
      'contract',
      "The token endpoint of 127.0.0.1 replied with something that isn't JSON.",
    ],
    ['is none', { body: { token: 't0' } }, 'contract', 'replied otherwise than OAuth 2.0 says'],
  ])('that %s is told apart, and nobody is named', async (_name, said, kind, message) => {
    const { url } = await tokenSystem(() => said);
    const failure: unknown = await clientOf(url, { auth: clientCredentials(url) })
      .ask(LIST, {}, BOUNDS)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind });
    expect(String(failure)).toContain(message);
    expect(JSON.stringify(failure) + String(failure)).not.toContain('alice');
  });
});

it('a refresh token that is exchanged for another is kept, and used from then on', async () => {
  const kept: string[] = [];
  const { url, tokens } = await tokenSystem(
    (nth) => ({
      body: { access_token: `t${nth}`, token_type: 'Bearer', expires_in: 3600, refresh_token: `refresh-${nth}` },
    }),
    (text) => text === 't1',
  );
  await clientOf(url, { auth: refreshing(url), kept }).ask(LIST, {}, BOUNDS);
  expect(tokens().map(({ body }) => new URLSearchParams(body).get('refresh_token'))).toEqual([
    'first-refresh',
    'refresh-0',
  ]);
  // RFC 6749 has id and secret encoded as in a form before they are joined.
  const [, shown = ''] = tokens()[0]?.headers.authorization?.split(' ') ?? [];
  expect(decodeURIComponent(Buffer.from(shown, 'base64').toString())).toBe(`concierge:${SECRETS['client']}`);
  expect(kept.map((text) => (JSON.parse(text) as { token: string }).token)).toEqual(['refresh-0', 'refresh-1']);
});

it('a refresh token that is put in the place of the old one counts before what came of that', async () => {
  const kept: string[] = [];
  const { url, tokens } = await tokenSystem((nth) => ({
    body: { access_token: `t${nth}`, token_type: 'Bearer', expires_in: 3600, refresh_token: `refresh-${nth}` },
  }));
  const ask = async (given: string, clientId = 'concierge') => {
    const secretFor = (name: string) => (name === 'refresh' ? given : 's3cret-client');
    const auth: Auth = { ...refreshing(url), clientId };
    await clientOf(url, { auth, kept, secretFor }).ask(LIST, {}, BOUNDS);
    return new URLSearchParams(tokens().at(-1)?.body).get('refresh_token');
  };
  expect(await ask('first')).toBe('first');
  expect(await ask('first')).toBe('refresh-0');
  expect(await ask('second')).toBe('second');
  expect(await ask('second')).toBe('refresh-2');
  expect(await ask('second', 'another-client')).toBe('second');
  kept.push('a text that is none of ours');
  expect(await ask('second')).toBe('second');
});

describe('a token goes where the secrets that it comes of may go', () => {
  it.each<[string, (url: string) => Auth, string]>([
    ['client credentials', (url) => clientCredentials(url), 'client'],
    ['a client secret', refreshing, 'client'],
    ['a refresh token', refreshing, 'refresh'],
  ])('and nowhere else: %s', async (_name, authOf, withheld) => {
    const { url, tokens, things } = await tokenSystem(token);
    const auth = { ...authOf(url), tokenUrl: `${url.replace('127.0.0.1', 'localhost')}/token` };
    const secretFor = (name: string, host: string): string => {
      if (name === withheld && host !== 'localhost') throw new Error(`${name} may not be sent to ${host}`);
      return SECRETS[name] ?? '';
    };
    const asking = clientOf(url, { auth, secretFor }).ask(LIST, {}, BOUNDS);
    await expect(asking).rejects.toThrow(`${withheld} may not be sent to 127.0.0.1`);
    expect([tokens(), things()]).toEqual([[], []]);
  });
});

function refreshing(url: string): Auth & { readonly kind: 'refresh_token' } {
  return {
    kind: 'refresh_token',
    tokenUrl: `${url}/token`,
    clientId: 'concierge',
    secret: 'client',
    refresh: 'refresh',
    by: 'basic',
    scope: '',
    lifeMs: null,
  };
}

it('a signed statement says who we are, for whom, and not for long', async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const pem = await exportPKCS8(privateKey);
  const { url, tokens } = await tokenSystem(token);
  const auth: Auth = {
    kind: 'jwt_bearer',
    tokenUrl: `${url}/token`,
    issuer: 'client-id',
    subject: 'bot@acme.example',
    audience: 'https://login.example',
    secret: 'key',
    algorithm: 'RS256',
    keyId: null,
    claims: {},
    scope: '',
    lifeMs: null,
  };
  const kept = { latest: async () => null, keep: async () => {} };
  const credentials = credentialsOf(auth, '127.0.0.1', {
    outbound: LOOPBACK,
    secretFor: () => pem,
    kept,
    now: Date.now,
  });
  expect(await credentials.headers(5_000)).toEqual({ authorization: 'Bearer t0' });
  const form = new URLSearchParams(tokens()[0]?.body);
  expect([...form.keys()].toSorted()).toEqual(['assertion', 'grant_type']);
  const key = await importSPKI(await exportSPKI(publicKey), 'RS256');
  const { payload } = await jwtVerify(form.get('assertion') ?? '', key, {
    issuer: 'client-id',
    subject: 'bot@acme.example',
    audience: 'https://login.example',
  });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(180);
});
