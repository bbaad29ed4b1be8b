import { expect, it } from 'vitest';
import { columns, cut } from './columns.ts';

it.each([
  [
    'text begins at one edge',
    [
      ['a', 'bb', 'c'],
      ['aaa', 'b', 'c'],
    ],
    undefined,
    ['a    bb  c', 'aaa  b   c'],
  ],
  [
    'numbers end at one',
    [
      ['a', '1', '1,000'],
      ['aa', '100', '1'],
    ],
    1,
    ['a     1  1,000', 'aa  100      1'],
  ],
  [
    'wide characters take two places',
    [
      ['山田', 'x'],
      ['abcde', 'x'],
    ],
    undefined,
    ['山田   x', 'abcde  x'],
  ],
  [
    'what is drawn over another takes none',
    [
      ['e\u0301', 'x'],
      ['ab', 'x'],
    ],
    undefined,
    ['e\u0301   x', 'ab  x'],
  ],
  [
    'lines end without blanks',
    [
      ['a', ''],
      ['aaa', 'b'],
    ],
    undefined,
    ['a', 'aaa  b'],
  ],
])('%s', (_why, rows, numbersFrom, lines) => {
  expect(columns(rows, numbersFrom)).toEqual(lines);
});

it.each([
  ['short', 5, 'short'],
  ['longer', 5, 'long…'],
  ['山田恵子', 8, '山田恵子'],
  ['山田恵子', 7, '山田恵…'],
  ['山田恵子', 6, '山田…'],
  ['ab😀cd', 4, 'ab…'],
])('%j in %i places is %j', (text, places, shown) => {
  expect(cut(text, places)).toBe(shown);
});
