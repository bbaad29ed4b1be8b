import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import type { TokenOrder } from './access-token.ts';
import { headersFor, OPEN } from './ways.ts';

const DIALECT = { accept: 'application/json' };
const ACCOUNT = { accountId: 'A-1' };

it('sends no token where there is none', () => {
  expect(headersFor(ACCOUNT, DIALECT, OPEN)()).toEqual(DIALECT);
});

it('sends the token, and what is stated of this account', () => {
  const pass = { token: 'secret', statements: { 'A-1': 'one', 'A-2': 'two' } };
  expect(headersFor(ACCOUNT, DIALECT, pass)()).toEqual({
    ...DIALECT,
    authorization: 'Bearer secret',
    'concierge-customer': 'one',
  });
});

it('sends nothing of an account that nothing is stated of', () => {
  expect(() => headersFor(ACCOUNT, DIALECT, { token: 'secret', statements: {} })).toThrow('A-1');
});

it('sends another access token each time, where each is to be new', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const token: TokenOrder = {
    issuer: 'http://127.0.0.1:1',
    audience: 'http://127.0.0.1:2/mcp',
    client: 'bench',
    keyId: 'bench',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const headers = headersFor(ACCOUNT, DIALECT, { token, statements: null });
  const sent = [headers(), headers(), headers()].map(({ authorization }) => authorization);
  expect(new Set(sent).size).toBe(3);
});
