/** The approved fields of a row, each of its type. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ResultField } from './declaration.ts';
import { rowShaper } from './shape-rows.ts';

function shaped(field: Pick<ResultField, 'at' | 'type'>, row: unknown): unknown {
  const shape = rowShaper([{ name: 'value', description: null, fields: [], ...field }], () => undefined);
  return shape(row)['value'];
}

const two = (most: number) => fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'));
const written = fc
  .tuple(fc.integer({ min: 1900, max: 2100 }), two(14), two(32), two(25), two(61), two(61), fc.boolean())
  .map(([year, month, day, hour, minute, second, exact]) => {
    return `${year}-${month}-${day}T${hour}:${minute}:${second}${exact ? '.250' : ''}Z`;
  });

it('a moment is one that there is, and is told in one way', () => {
  fc.assert(
    fc.property(written, (text) => {
      const ms = Date.parse(text);
      const told = shaped({ at: 'when', type: 'moment' }, { when: text });
      expect(told).toBe(Number.isNaN(ms) ? undefined : new Date(ms).toISOString());
    }),
    { numRuns: 2_000 },
  );
});

it.each<readonly [at: string, row: unknown, value: unknown]>([
  ['name', { name: 'Ada' }, 'Ada'],
  ['owner.name', { owner: { name: 'Ada' } }, 'Ada'],
  ['owner.name', { 'owner.name': 'Ada', owner: { name: 'Bo' } }, 'Ada'],
  ['0.name', [{ name: 'Ada' }], 'Ada'],
  ['name', ['Ada'], undefined],
  ['name', 'Ada', undefined],
  ['name', null, undefined],
  ['constructor', {}, undefined],
  ['length', 'Ada', undefined],
])('a field stands at %s', (at, row, value) => {
  expect(shaped({ at, type: 'text' }, row)).toBe(value);
});

it.each<readonly [value: unknown, text: unknown, number: unknown]>([
  [9_007_199_254_740_991, '9007199254740991', 9_007_199_254_740_991],
  ['9007199254740993', '9007199254740993', undefined],
  [2 ** 53, undefined, undefined],
  [-1e300, undefined, undefined],
  [Infinity, undefined, undefined],
  [0.1, '0.1', 0.1],
  ['12.50', '12.50', 12.5],
])('%o is the text %o and the number %o: never another number', (value, text, number) => {
  expect(shaped({ at: 'it', type: 'text' }, { it: value })).toBe(text);
  expect(shaped({ at: 'it', type: 'number' }, { it: value })).toBe(number);
});
