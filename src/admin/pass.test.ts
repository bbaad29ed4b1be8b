import { describe, expect, it } from 'vitest';
import type { PassKind } from './pass.ts';
import { isPassKey, issuePass, LINK_LIFE_MS, newPassKey, passExpiry, SESSION_LIFE_MS, UsedLinks } from './pass.ts';

const KEY = newPassKey();
const NOW = Date.parse('2026-11-23T09:00:00Z');
const LINK = issuePass('link', KEY, NOW);
const [expires = '', nonce = '', signature = ''] = LINK.split('.');

describe('a link', () => {
  it.each<[why: string, kind: PassKind, text: string, key: string, now: number, good: boolean]>([
    ['as it was made', 'link', LINK, KEY, NOW, true],
    ['to its last moment', 'link', LINK, KEY, NOW + LINK_LIFE_MS - 1, true],
    ['and not after', 'link', LINK, KEY, NOW + LINK_LIFE_MS, false],
    ['as a cookie', 'session', LINK, KEY, NOW, false],
    ['of another server', 'link', LINK, newPassKey(), NOW, false],
    ['with a longer life', 'link', `${Number(expires) + 60_000}.${nonce}.${signature}`, KEY, NOW, false],
    ['with another nonce', 'link', `${expires}.${'A'.repeat(22)}.${signature}`, KEY, NOW, false],
    ['without its signature', 'link', `${expires}.${nonce}.`, KEY, NOW, false],
    ['with something behind it', 'link', `${LINK} `, KEY, NOW, false],
    ['an agent’s key', 'link', `cck_${'a'.repeat(16)}_${'b'.repeat(43)}`, KEY, NOW, false],
    ['nothing', 'link', '', KEY, NOW, false],
  ])('%s', (_why, kind, text, key, now, good) => {
    expect(passExpiry(kind, text, key, now) !== null).toBe(good);
  });

  it('is taken once', () => {
    const used = new UsedLinks(NOW);
    expect(used.take(LINK, KEY, NOW)).toBe(true);
    expect(used.take(LINK, KEY, NOW)).toBe(false);
    expect(used.take(issuePass('link', KEY, NOW), KEY, NOW)).toBe(true);
  });

  it('isn’t taken by a process that is younger', () => {
    const restarted = new UsedLinks(NOW + 1);
    expect(restarted.take(LINK, KEY, NOW + 2)).toBe(false);
    expect(restarted.take(issuePass('link', KEY, NOW + 1), KEY, NOW + 2)).toBe(true);
  });
});

it('a cookie is good for the working day', () => {
  const session = issuePass('session', KEY, NOW);
  expect(passExpiry('session', session, KEY, NOW + SESSION_LIFE_MS - 1)).not.toBeNull();
  expect(passExpiry('session', session, KEY, NOW + SESSION_LIFE_MS)).toBeNull();
});

it('a key is one, and nothing else is', () => {
  expect(isPassKey(KEY)).toBe(true);
  expect([KEY.slice(1), `${KEY}\n`, ''].map(isPassKey)).toEqual([false, false, false]);
});
