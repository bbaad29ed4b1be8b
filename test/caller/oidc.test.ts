/** Access tokens of a real OpenID provider, over the real way out: discovery, rotation of keys, outage. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { authenticateTokens } from '../../src/caller/authenticate-token.ts';
import type { Authenticate } from '../../src/caller/authenticated.ts';
import { CONCIERGE_SCOPES } from '../../src/caller/caller.ts';
import { keySet } from '../../src/caller/key-set.ts';
import { createOutbound } from '../../src/outbound/guarded.ts';
import type { Outbound } from '../../src/outbound/outbound.ts';
import { CALLER } from '../edge/fake-offer.ts';
import { signingKey } from '../support/authority.ts';
import type { OidcServer } from '../support/oidc.ts';
import { startOidc } from '../support/oidc.ts';

const MINUTE = 60_000;
const RESOURCE = 'https://concierge.acme.example/mcp';
const first = signingKey('first', 'RS256');
const second = signingKey('second', 'ES256');

let provider: OidcServer;
let outbound: Outbound;
let troubles: unknown[];
/** How far the clock was moved on. */
let later: number;
let authenticate: Authenticate;

beforeEach(async () => {
  provider = await startOidc({ clients: ['website-chat', 'crm-bot'], scopes: CONCIERGE_SCOPES, keys: [first] });
  outbound = createOutbound({ allowPrivate: ['127.0.0.1'] });
  troubles = [];
  later = 0;
  authenticate = authenticating(outbound);
});

afterEach(async () => {
  await provider.goDown();
  await outbound.close();
});

function authenticating(over: Outbound): Authenticate {
  const { issuer } = provider;
  const now = (): number => Date.now() + later;
  const onTrouble = (cause: unknown): void => void troubles.push(cause);
  return authenticateTokens({
    issuer,
    audiences: [RESOURCE],
    algorithms: ['RS256', 'ES256'],
    callerClaim: null,
    scopeClaim: null,
    clients: new Map(),
    callers: new Map([[CALLER.id, CALLER]]),
    keys: keySet({ issuer, jwksUri: null, outbound: over, now, onTrouble }),
    now,
  });
}

async function token(changes: Partial<Parameters<OidcServer['token']>[0]> = {}): Promise<string> {
  return await provider.token({ client: 'website-chat', resource: RESOURCE, scope: 'concierge:route', ...changes });
}

async function outcomeOf(text: string): Promise<string> {
  const outcome = await authenticate(text);
  return outcome.kind === 'rejected' ? outcome.reason : outcome.kind;
}

test('a token by client credentials is its caller, with the scopes that it was given', async () => {
  const outcome = await authenticate(await token());
  expect(outcome).toEqual({
    kind: 'authenticated',
    caller: CALLER,
    granted: new Set(['concierge:route']),
    customerClaim: null,
  });
  const looked = provider.asked.filter((path) => path !== '/token');
  expect(looked).toEqual(['/.well-known/oauth-authorization-server', '/jwks']);
});

test('a token for another resource, and one of a client that nobody listed', async () => {
  expect(await outcomeOf(await token({ resource: 'https://other.example/mcp' }))).toBe('wrong_audience');
  expect(await outcomeOf(await token({ client: 'crm-bot' }))).toBe('unknown_caller');
});

test('a token by a new key works at once; one by a removed key until the keys are refreshed', async () => {
  const old = await token();
  expect(await outcomeOf(old)).toBe('authenticated');
  provider.replaceKeys(second, first);
  expect(await outcomeOf(await token())).toBe('authenticated');
  expect(await outcomeOf(old)).toBe('authenticated');
  provider.replaceKeys(second);
  later += 10 * MINUTE;
  expect(await outcomeOf(old)).toBe('authenticated');
  await vi.waitFor(async () => expect(await outcomeOf(old)).toBe('token_invalid'));
  expect(await outcomeOf(await token())).toBe('authenticated');
});

test('while it is down, tokens by known keys go on; it is told once', async () => {
  const known = await token();
  const fresh = await token({ scope: 'concierge:team' });
  expect(await outcomeOf(known)).toBe('authenticated');
  await provider.goDown();
  later += 20 * MINUTE;
  expect([await outcomeOf(known), await outcomeOf(fresh)]).toEqual(['authenticated', 'authenticated']);
  await vi.waitFor(() => expect(troubles).toHaveLength(1));
  later += MINUTE;
  expect(await outcomeOf(known)).toBe('authenticated');
  expect(troubles).toMatchObject([{ code: 'unreachable' }]);
});

test('without any keys nobody can tell, until it comes back', async () => {
  const text = await token();
  await provider.goDown();
  expect(await outcomeOf(text)).toBe('undecided');
  await provider.comeBack();
  later += 5_000;
  expect(await outcomeOf(text)).toBe('authenticated');
  expect(troubles).toHaveLength(1);
});

test('on this machine only where the deployment allows it', async () => {
  const guarded = createOutbound({ allowPrivate: [] });
  authenticate = authenticating(guarded);
  expect(await outcomeOf(await token())).toBe('undecided');
  expect(troubles).toHaveLength(1);
  await guarded.close();
});
