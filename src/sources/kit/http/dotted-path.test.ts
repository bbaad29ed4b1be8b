/** Paths into documents whose keys hold dots and blanks: what is set is found, and nothing else has changed. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DOTTED_PATH, isPathKey, readerAt, valueAt, withValueAt } from './dotted-path.ts';

const key = fc.constantFrom('a', 'b', 'a.b', 'b.a', 'a b', '@a.b');
const { document } = fc.letrec<{ document: unknown }>((tie) => ({
  document: fc.oneof({ depthSize: 'small' }, fc.constantFrom(null, 1, 'x'), fc.dictionary(key, tie('document'))),
}));
const path = fc.array(key, { minLength: 1, maxLength: 4 }).map((keys) => keys.join('.'));

it('a value is found where it was set, whatever is there before', () => {
  fc.assert(
    fc.property(document, path, (given, at) => {
      const before = structuredClone(given);
      expect(valueAt(withValueAt(given, at, 'set'), at)).toBe('set');
      expect(given).toEqual(before);
    }),
    { numRuns: 1_000 },
  );
});

it.each<readonly [at: string, document: unknown, value: unknown]>([
  ['Account Name', { 'Account Name': 'Ada' }, 'Ada'],
  ['owner.Account Name', { owner: { 'Account Name': 'Ada' } }, 'Ada'],
  ['a.b.c', { 'a.b': { c: 1 } }, 1],
  ['a.b.c', { a: { 'b.c': 1 } }, 1],
  ['a.b.c', { a: { b: { c: 2 } }, 'a.b': { c: 1 } }, 1],
  ['a.b.c', { a: { b: { c: 1 } } }, 1],
  ['a.constructor', { a: {} }, undefined],
])('%s of %o', (at, given, value) => {
  expect([valueAt(given, at), readerAt(at)(given), DOTTED_PATH.test(at)]).toEqual([value, value, true]);
});

it.each(['', ' ', ' a', 'a ', 'a. b', '.a', 'a.', 'a..b', 'a\tb', 'a\nb', 'x'.repeat(101)])('%o is no path', (at) => {
  expect([DOTTED_PATH.test(at), isPathKey(at)]).toEqual([false, false]);
});
