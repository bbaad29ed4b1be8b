import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../base/failure.ts';
import type { KnownKey } from '../store/store.ts';
import { mintApiKey } from './api-key.ts';
import { authenticateKeys } from './authenticate-key.ts';
import type { Authentication } from './authenticated.ts';
import type { Caller } from './caller.ts';
import { CONCIERGE_SCOPES } from './caller.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const [ROUTE = '', TEAM = '', HEALTH = ''] = CONCIERGE_SCOPES;

const website: Caller = {
  id: 'website-chat',
  tenant: 'default',
  audience: 'customers',
  services: ['cx_concierge'],
  scopes: new Set([ROUTE, TEAM]),
  binding: 'required',
  carrier: 'header',
  assertions: null,
  budget: { callsPerSecond: 5 },
};
const minted = mintApiKey(randomBytes);
const plain: KnownKey = {
  id: minted.id,
  tenant: 'default',
  caller: website.id,
  scopes: null,
  hash: minted.hash,
  expiresAt: null,
  revokedAt: null,
};

let key: KnownKey | undefined;
let nowMs: number;
let used: (readonly [tenant: string, id: string, at: number])[];
const known = (tenant: string, id: string): KnownKey | undefined =>
  key?.tenant === tenant && key.id === id ? key : undefined;
const keys = { known, used: (...use: readonly [string, string, number]) => void used.push(use) };
const callers = new Map([[website.id, website]]);
const authenticate = authenticateKeys({ keys: () => keys, tenant: 'default', callers, now: () => nowMs });
beforeEach(() => {
  key = plain;
  nowMs = NOW;
  used = [];
});

const [ID, SECRET] = [minted.id, minted.token.slice(17)];
const otherSecret = mintApiKey(randomBytes).token.slice(17);
const whole: Authentication = {
  kind: 'authenticated',
  caller: website,
  granted: website.scopes,
  customerClaim: null,
};
const narrowed = (...scopes: readonly string[]): Authentication => {
  const granted = new Set(scopes);
  return { kind: 'authenticated', caller: { ...website, scopes: granted }, granted, customerClaim: null };
};
const rejected = (reason: string): Authentication => ({ kind: 'rejected', reason }) as Authentication;

const cells: readonly (readonly [
  token: string,
  change: Partial<KnownKey> | null,
  outcome: Authentication,
  why: string,
])[] = [
  [minted.token, {}, whole, 'a key without scopes of its own has all of its caller’s'],
  [minted.token, { scopes: [ROUTE] }, narrowed(ROUTE), 'a key of fewer scopes shows fewer tools'],
  [minted.token, { scopes: [TEAM, HEALTH] }, narrowed(TEAM), 'never more than the caller has, who lost one since'],
  [minted.token, { scopes: [HEALTH] }, narrowed(), 'nothing is left of it: known, and may do nothing'],
  [minted.token, null, rejected('unknown_key'), 'no key has this id'],
  [`cxk_${ID}_${otherSecret}`, {}, rejected('unknown_key'), 'right id, wrong secret: the same word'],
  [minted.token, { tenant: 'north' }, rejected('unknown_key'), 'a key of another tenant is none here'],
  [`cxk_${ID}_${SECRET}x`, {}, rejected('token_malformed'), 'no key by its form'],
  ['', {}, rejected('token_malformed'), 'nothing'],
  ['eyJhbGciOiJFZERTQSJ9.e30.c2ln', {}, rejected('token_malformed'), 'an access token is for another authenticator'],
  [minted.token, { expiresAt: '2026-11-23T09:00:00Z' }, rejected('key_expired'), 'from its moment on'],
  [minted.token, { expiresAt: '2026-11-23T09:00:01Z' }, whole, 'until then it holds'],
  [minted.token, { revokedAt: '2026-11-23T08:00:00Z' }, rejected('key_revoked'), 'for good'],
  [minted.token, { revokedAt: '2026-11-24T08:00:00Z' }, rejected('key_revoked'), 'also where a clock goes wrong'],
  [
    minted.token,
    { revokedAt: '2026-11-23T08:00:00Z', expiresAt: '2026-11-23T08:30:00Z' },
    rejected('key_revoked'),
    'what somebody decided goes before what time did',
  ],
  [
    `cxk_${ID}_${otherSecret}`,
    { revokedAt: '2026-11-23T08:00:00Z' },
    rejected('unknown_key'),
    'who lacks the secret learns nothing of the key',
  ],
  [minted.token, { caller: 'gone' }, rejected('unknown_caller'), 'the workspace lists its caller no more'],
];

describe('authenticateKeys', () => {
  it.each(cells)('%s, key %o → %o: %s', (token, change, outcome) => {
    key = change === null ? undefined : { ...plain, ...change };
    expect(authenticate(token)).toEqual(outcome);
    expect(used).toEqual(outcome.kind === 'authenticated' ? [['default', ID, NOW]] : []);
  });

  it('gives the same objects for the same key, until keys change', () => {
    key = { ...plain, scopes: [ROUTE] };
    const first = authenticate(minted.token);
    expect(authenticate(minted.token)).toBe(first);
    key = { ...key };
    const afterwards = authenticate(minted.token);
    expect(afterwards).toEqual(first);
    expect(afterwards).not.toBe(first);
  });

  it('sees an expiry come, whatever it has kept', () => {
    key = { ...plain, expiresAt: '2026-11-23T09:00:10Z' };
    expect(authenticate(minted.token)).toMatchObject({ kind: 'authenticated' });
    nowMs += 10_000;
    expect(authenticate(minted.token)).toEqual(rejected('key_expired'));
  });

  it('can’t tell where the keys can’t be read, and can again later', () => {
    const trouble = new Failure('store_unavailable', 'The store’s file keys.sqlite is damaged.');
    let readable = false;
    const refusing = {
      ...keys,
      known: () => {
        throw trouble;
      },
    };
    const late = authenticateKeys({
      keys: () => (readable ? keys : refusing),
      tenant: 'default',
      callers,
      now: () => nowMs,
    });
    expect(late(minted.token)).toEqual({ kind: 'undecided' });
    expect(late('no key'), 'what is no key needs no store').toEqual(rejected('token_malformed'));
    readable = true;
    expect(late(minted.token)).toEqual(whole);
  });
});
