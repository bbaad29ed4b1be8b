/** Numbers of a reply: none is another than the one that was written. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exactJsonIn, jsonIn, laidOutJson } from './json.ts';

it('a whole number is the one that was written, or its digits as a text, wherever it stands', () => {
  const blanks = fc.constantFrom('', ' ', '\n');
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), blanks, fc.json(), (id, blank, beside) => {
      const read = exactJsonIn(`{"id":${blank}${id},"beside":${beside},"list":[${blank}${id}]}`);
      const kept = Number.isSafeInteger(Number(id)) ? Number(id) : String(id);
      expect(read).toEqual({ id: kept, beside: exactJsonIn(beside), list: [kept] });
      expect(BigInt(kept)).toBe(id);
    }),
  );
});

it.each<readonly [written: string, read: unknown]>([
  ['9007199254740991', 9_007_199_254_740_991],
  ['9007199254740992', '9007199254740992'],
  ['-9007199254740993', '-9007199254740993'],
  ['12345678901234567.25', '12345678901234567.25'],
  ['0.1234567890123456789', 0.12345678901234568],
  ['"9007199254740993"', '9007199254740993'],
  ['1e21', 1e21],
])('%s is read as %o', (written, read) => {
  expect(exactJsonIn(`[${written}, 12345678901234567890]`)).toEqual([read, '12345678901234567890']);
});

it('what is no JSON is none, and what is nested without end is read as it is without long numbers', () => {
  expect(exactJsonIn('{"id": 9007199254740993')).toBeUndefined();
  const deep = `${'['.repeat(200_000)}9007199254740993${']'.repeat(200_000)}`;
  expect(typeof exactJsonIn(deep)).toBe(typeof jsonIn(deep));
  expect(laidOutJson(deep)).toBeUndefined();
});

it('a person is shown numbers as they were written', () => {
  expect(laidOutJson('{"id":9007199254740993,"rate":1.50}')).toBe('{\n  "id": 9007199254740993,\n  "rate": 1.50\n}');
});
