import { afterAll, expect, it } from 'vitest';
import { authenticateTokens } from '../../src/caller/authenticate-token.ts';
import type { Caller } from '../../src/caller/caller.ts';
import { keySet } from '../../src/caller/key-set.ts';
import { createOutbound } from '../../src/outbound/guarded.ts';
import { tokenMaker } from './access-token.ts';
import { startAuthority } from './authority.ts';

const AUDIENCE = 'http://127.0.0.1:3999/mcp';
const CALLER: Caller = {
  id: 'bench',
  tenant: 'default',
  audience: 'teams',
  services: ['cx_concierge'],
  scopes: new Set(['concierge:route']),
  binding: 'off',
  carrier: 'header',
  assertions: null,
  budget: {},
};
const outbound = createOutbound({ allowPrivate: ['127.0.0.1'] });
const authority = await startAuthority();

afterAll(async () => {
  await outbound.close();
  authority.stop();
});

it('is one that the product accepts, by the key that it finds at the authority', async () => {
  const { issuer } = authority;
  const authenticate = authenticateTokens({
    issuer,
    audiences: [AUDIENCE],
    callerClaim: null,
    scopeClaim: null,
    clients: new Map(),
    callers: new Map([[CALLER.id, CALLER]]),
    algorithms: ['ES256'],
    keys: keySet({ issuer, jwksUri: null, outbound, now: Date.now, onTrouble: () => undefined }),
    now: Date.now,
  });
  const token = tokenMaker({ ...authority, audience: AUDIENCE, client: CALLER.id })();
  expect(await authenticate(token)).toMatchObject({ kind: 'authenticated', caller: CALLER, granted: CALLER.scopes });
});
