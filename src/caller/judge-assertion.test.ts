/** Which carrier counts, and what becomes of anything else; and that what was verified is remembered no longer than it holds. */
import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Caller } from './caller.ts';
import { assertionJudge } from './judge-assertion.ts';
import type { Carried } from './judge-assertion.ts';

const SERVICE = 'https://concierge.acme.example/mcp';
const START_MS = 1_764_000_000_000;
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const assertions = {
  issuer: 'https://chat.acme.example',
  keys: [
    {
      id: 'k1',
      algorithm: 'EdDSA' as const,
      publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    },
  ],
};

const token = await new SignJWT({ client_id: 'chat', sub_type: 'account_id' })
  .setProtectedHeader({ alg: 'EdDSA', typ: 'concierge-customer+jwt', kid: 'k1' })
  .setIssuer(assertions.issuer)
  .setAudience(SERVICE)
  .setSubject('001A')
  .setIssuedAt(START_MS / 1000)
  .setExpirationTime(START_MS / 1000 + 60)
  .sign(privateKey);

type Change = Partial<Pick<Caller, 'binding' | 'carrier' | 'assertions'>>;

function caller(change: Change = {}): Caller {
  return { id: 'chat', binding: 'required', carrier: 'header', assertions, ...change } as Caller;
}

function judging() {
  const clock = { nowMs: START_MS };
  const told: string[] = [];
  const judge = assertionJudge({
    audiences: [SERVICE],
    clock: { now: () => clock.nowMs },
    onInvalid: (id, why) => told.push(`${id} ${why}`),
  });
  return { clock, told, judge };
}

const CELLS: readonly (readonly [Change, Carried, string, string])[] = [
  [{}, { header: token }, 'verified', 'the usual case'],
  [{}, {}, 'absent', 'none came'],
  [{}, { header: undefined, meta: undefined }, 'absent', 'none came, in as many words'],
  [{ binding: 'off' }, { header: 'rubbish' }, 'absent', 'nothing binds this caller: nothing is looked at'],
  [{ binding: 'optional' }, { header: token }, 'verified', 'who is logged in is held to it'],
  [{}, { header: `${token}, ${token}` }, 'duplicate', 'twice in one header, as HTTP joins them'],
  [{}, { header: token, meta: token }, 'duplicate', 'two carriers: nobody can say which holds'],
  [{}, { meta: token }, 'invalid carrier', 'another carrier than this caller’s is no way round its own'],
  [{ binding: 'optional' }, { argument: token }, 'invalid carrier', 'and no reason to be unbound'],
  [{ carrier: 'meta' }, { meta: token }, 'verified', 'in `_meta`'],
  [{ carrier: 'argument' }, { argument: token }, 'verified', 'in an argument'],
  [{ carrier: 'access_token' }, { access_token: token }, 'verified', 'in a claim of the access token'],
  [{ carrier: 'environment' }, { environment: token }, 'verified', 'over stdio'],
  [{ carrier: 'meta' }, { meta: { token } }, 'invalid malformed', 'no text'],
  [{ carrier: 'meta' }, { meta: null }, 'invalid malformed', 'null is no way to be unbound'],
  [{}, { header: '' }, 'invalid malformed', 'an empty one neither'],
  [{}, { header: 'x'.repeat(8193) }, 'invalid malformed', 'too long to look at'],
  [{ assertions: null }, { header: token }, 'invalid no_issuer', 'nobody may state a customer for it'],
];

describe('what an assertion comes to', () => {
  it.each(CELLS)('%j with %j → %s: %s', async (change, carried, expected) => {
    const { judge, told } = judging();
    const outcome = await judge(caller(change), carried);
    expect(outcome.kind === 'invalid' ? `invalid ${outcome.why}` : outcome.kind).toBe(expected);
    const why = outcome.kind === 'invalid' ? [outcome.why] : outcome.kind === 'duplicate' ? ['twice'] : [];
    expect(told).toEqual(why.map((word) => `chat ${word}`));
  });
});

describe('what was verified', () => {
  it('is known at once the next time, until it expires', async () => {
    const { judge, clock } = judging();
    await judge(caller(), { header: token });
    expect(judge(caller(), { header: token })).toMatchObject({ kind: 'verified' });
    clock.nowMs += 89_999;
    expect(judge(caller(), { header: token })).toMatchObject({ kind: 'verified' });
    clock.nowMs += 1;
    expect(judge(caller(), { header: token })).toEqual({ kind: 'expired' });
  });

  it('is worth nothing to another caller, of the same platform too', async () => {
    const { judge } = judging();
    await judge(caller(), { header: token });
    const thief = { ...caller(), id: 'other' };
    expect(await judge(thief, { header: token })).toEqual({ kind: 'invalid', why: 'caller' });
  });
});
