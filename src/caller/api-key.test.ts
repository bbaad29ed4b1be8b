import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textHash } from '../base/hash.ts';
import { apiKeyIdIn, isSameHash, mintApiKey, parseApiKey } from './api-key.ts';

const ID = 'abcdefghijkl';
const SECRET = 'A'.repeat(43);

describe('a minted key', () => {
  it('is read back as the one it is, whatever its bits are', () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    fc.assert(
      fc.property(bytes(12), bytes(32), (forId, forSecret) => {
        const { id, token, hash } = mintApiKey((length) => (length === 12 ? forId : forSecret));
        expect(token).toMatch(/^cxk_[a-z2-7]{12}_[\w\-]{43}$/v);
        expect(parseApiKey(token)).toEqual({ id, hash });
        expect(Buffer.from(token.slice(17), 'base64url')).toEqual(Buffer.from(forSecret));
      }),
    );
  });

  it('is another one each time', () => {
    const [one, other] = [mintApiKey(randomBytes), mintApiKey(randomBytes)];
    expect(one.id).not.toBe(other.id);
    expect(one.token.slice(17)).not.toBe(other.token.slice(17));
  });
});

describe('parseApiKey', () => {
  const cells: readonly (readonly [token: string, isKey: boolean, why: string])[] = [
    [`cxk_${ID}_${SECRET}`, true, 'the form'],
    [`cxk_${ID}_${'_'.repeat(43)}`, true, 'base64url has underscores: only the first two part it'],
    [`cxk_${ID}_${'-'.repeat(43)}`, true, 'and dashes'],
    ['', false, 'nothing'],
    ['eyJhbGciOiJFZERTQSJ9.e30.c2ln', false, 'an access token'],
    [`cxk_${ID}_${SECRET}A`, false, 'too long'],
    [`cxk_${ID}_${SECRET.slice(1)}`, false, 'too short'],
    [`cxk_${ID.slice(1)}_${SECRET}`, false, 'a short id'],
    [`cxk_${ID.toUpperCase()}_${SECRET}`, false, 'ids are lower-case'],
    [`cxk_abcdefghijk1_${SECRET}`, false, 'base 32 has no 1'],
    [`CXK_${ID}_${SECRET}`, false, 'another prefix'],
    [` cxk_${ID}_${SECRET}`, false, 'a blank before it'],
    [`cxk_${ID}_${SECRET}\n`, false, 'a line end after it'],
    [`cxk_${ID}_${SECRET.slice(1)}=`, false, 'base64 of another kind'],
  ];

  it.each(cells)('%j is a key: %s, %s', (token, isKey) => {
    expect(parseApiKey(token)).toEqual(isKey ? { id: ID, hash: textHash(token) } : null);
  });
});

describe('apiKeyIdIn', () => {
  const cells: readonly (readonly [text: string, id: string | null, why: string])[] = [
    [ID, ID, 'the id of a list'],
    [` ${ID}\n`, ID, 'as it was pasted'],
    [`cxk_${ID}`, ID, 'the beginning of a key'],
    [`cxk_${ID}_${SECRET}`, ID, 'a whole key, by somebody in a hurry'],
    [SECRET, null, 'a secret alone'],
    ['website-chat', null, 'a caller'],
    ['', null, 'nothing'],
  ];

  it.each(cells)('of %j is %j: %s', (text, id) => {
    expect(apiKeyIdIn(text)).toBe(id);
  });
});

it('hashes are the same or not, whatever their length', () => {
  expect(isSameHash(textHash('a'), textHash('a'))).toBe(true);
  expect(isSameHash(textHash('a'), textHash('b'))).toBe(false);
  expect(isSameHash(textHash('a'), 'short')).toBe(false);
});
