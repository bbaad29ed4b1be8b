import { expect, it } from 'vitest';
import { median, quantile } from './statistics.ts';

it.each([
  ['the middle one', [3, 1, 2], 0.5, 2],
  ['the lower of two middle ones', [4, 1, 3, 2], 0.5, 2],
  ['the largest', [1, 2, 10], 1, 10],
  ['one in a hundred is above', Array.from({ length: 100 }, (_, index) => index + 1), 0.99, 99],
  ['numbers, not texts', [9, 10, 100], 0.5, 10],
])('%s', (_what, values, share, expected) => {
  expect(quantile(values, share)).toBe(expected);
});

it('has no median of nothing', () => {
  expect(median([])).toBeNaN();
});
