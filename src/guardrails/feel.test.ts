/** Compiled tests, their printed FEEL and `feelin` agree, whatever the test and the value, missing ones too. */
import fc from 'fast-check';
import { unaryTest } from 'feelin';
import { describe, expect, it } from 'vitest';
import type { FactType, FactValue } from '../facts/types.ts';
import { compileTest } from './compile.ts';
import { parseFeel } from './feel.ts';
import { printFeel } from './print-feel.ts';
import { feelValue } from './rich-feel.ts';
import type { PlainTest } from './table.ts';

type Kind = {
  readonly type: FactType;
  readonly value: fc.Arbitrary<string | number | boolean>;
  readonly ordered: boolean;
};

const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
const KINDS: readonly Kind[] = [
  { type: { type: 'enum', values: ['A', 'B', 'C'] }, value: fc.constantFrom('A', 'B', 'C'), ordered: false },
  {
    type: { type: 'string' },
    value: fc.oneof(fc.constantFrom('a', 'b', 'B', ''), fc.string({ maxLength: 5, unit: 'grapheme' })),
    ordered: true,
  },
  {
    type: { type: 'number' },
    value: fc.oneof(
      fc.integer({ min: -5, max: 5 }),
      fc.integer({ min: -999_999, max: 999_999 }).map((n) => n / 1000),
    ),
    ordered: true,
  },
  { type: { type: 'boolean' }, value: fc.boolean(), ordered: false },
  { type: { type: 'date' }, value: day.map((date) => date.toISOString().slice(0, 10)), ordered: true },
  { type: { type: 'datetime' }, value: day.map((date) => `${date.toISOString().slice(0, 19)}Z`), ordered: true },
];

const byValue = (one: string | number, other: string | number) => (one < other ? -1 : one > other ? 1 : 0);

/** Any test of the kind's values, nested up to three deep. */
function anyTest({ value, ordered }: Kind): fc.Arbitrary<PlainTest> {
  const bound = value as fc.Arbitrary<string | number>;
  const interval = fc.tuple(bound, bound, fc.boolean(), fc.boolean()).map(([one, other, lowIncluded, highIncluded]) => {
    const [low, high] = [one, other].toSorted(byValue) as [string | number, string | number];
    return { kind: 'interval', low, lowIncluded, high, highIncluded } as const;
  });
  const operator = fc.constantFrom('<', '<=', '>', '>=');
  const { test } = fc.letrec<{ test: PlainTest }>((tie) => ({
    test: fc.oneof(
      { maxDepth: 3 },
      value.map((one): PlainTest => ({ kind: 'equals', value: one })),
      fc.array(value, { maxLength: 3 }).map((values): PlainTest => ({ kind: 'one_of', values })),
      ...(ordered ? [interval, fc.record({ kind: fc.constant('compare' as const), operator, value: bound })] : []),
      fc.constantFrom<PlainTest>({ kind: 'missing' }, { kind: 'present' }),
      fc.record({ kind: fc.constant('not' as const), test: tie('test') }),
      fc.record({
        kind: fc.constantFrom('any_of' as const, 'all_of' as const),
        tests: fc.array(tie('test'), { maxLength: 3 }),
      }),
    ),
  }));
  return test;
}

const anyCase = fc.constantFrom(...KINDS).chain((kind) =>
  fc.record({
    type: fc.constant(kind.type),
    test: anyTest(kind),
    values: fc.array(fc.option(kind.value), { minLength: 3, maxLength: 6 }),
  }),
);

const byFeelin = (text: string, value: FactValue, type: FactType) =>
  unaryTest(text, { '?': feelValue(value, type) }).value === true;

describe('FEEL', () => {
  it('says of every value what the compiled test says', () => {
    fc.assert(
      fc.property(anyCase, ({ type, test, values }) => {
        const passes = compileTest(test, type);
        const text = printFeel(test, type);
        for (const value of [...values, null]) {
          expect({ text, value, passes: passes(value) }).toEqual({ text, value, passes: byFeelin(text, value, type) });
        }
      }),
      { numRuns: 400 },
    );
  });

  it('read back from its print passes the same values', () => {
    fc.assert(
      fc.property(anyCase, ({ type, test, values }) => {
        const text = printFeel(test, type);
        const { test: again } = parseFeel(text, { name: 'a.fact', type });
        // Of intervals and comparisons that a reader refuses (empty ones), there is nothing to compare.
        fc.pre(again !== null);
        const [before, after] = [compileTest(test, type), compileTest(again, type)];
        for (const value of [...values, null]) expect(after(value)).toBe(before(value));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['"A", "B"', 'one_of'],
    ['not("A")', 'not'],
    ['null', 'missing'],
    ['!= null', 'present'],
    ['not(null)', 'not'],
    ['-', 'all_of'],
    ['= "A"', 'equals'],
    ['starts with(?, "A") and ? != null', 'feel'],
  ])('%s is read as %s', (text, kind) => {
    expect(parseFeel(text, { name: 'a.fact', type: { type: 'enum', values: ['A', 'B'] } }).test?.kind).toBe(kind);
  });

  it.each([
    '(1..5]',
    ']1..5]',
    '[1..5)',
    '[1..5[',
    ']1..5[',
    '> -1',
    '[-5..-1]',
    '.5',
    '1, [3..4], > 9',
    '/* why */ 5',
    'not(> 5, < 2)',
  ])('%s is analysed', (text) => {
    const { test } = parseFeel(text, { name: 'a.fact', type: { type: 'number' } });
    expect(test?.kind).not.toBe('feel');
    const passes = compileTest(test!, { type: 'number' });
    for (const value of [null, -5, -1, 0, 0.5, 1, 2, 3.5, 5, 6, 10])
      expect(passes(value)).toBe(byFeelin(text, value, { type: 'number' }));
  });

  it.each(['date("2026-11-23")', '@"2026-11-23"', 'date( "2026-11-23" )'])('%s is a day', (text) => {
    expect(parseFeel(text, { name: 'a.day', type: { type: 'date' } }).test).toEqual({
      kind: 'equals',
      value: '2026-11-23',
    });
  });

  it.each(['', 'foo(', '"abc', '5 5', '[..5]', 'in [1..2]'])('%j is refused with a place, never thrown', (text) => {
    const { test, problems } = parseFeel(text, { name: 'a.fact', type: { type: 'number' } });
    expect(test).toBeNull();
    expect(problems[0]?.message).toMatch(/can't be read from character \d+ on/u);
  });

  it('refuses in a sentence what can be read but not computed', () => {
    const { test, problems } = parseFeel('> [ ]', { name: 'a.fact', type: { type: 'string' } });
    expect(test).toBeNull();
    expect(problems.map(({ message }) => message)).toEqual(["`> [ ]` is FEEL that can't be computed."]);
  });

  it('never throws, whatever is written', () => {
    const word = fc.constantFrom(
      '1',
      '"a"',
      'not',
      '(',
      ')',
      '[',
      ']',
      '..',
      ',',
      '?',
      '>',
      '-',
      'null',
      'and',
      'for',
      'x',
      'date',
      '@',
      '{',
      '}',
      '"',
      '/*',
      '.',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom(...KINDS), (words, { type }) => {
        const text = words.join(' ');
        const { test, problems } = parseFeel(text, { name: 'a.fact', type });
        const ran = test === null ? null : compileTest(test, type)(null);
        expect(ran === null).toBe(problems.some(({ severity }) => severity === 'error'));
      }),
      { numRuns: 400 },
    );
  });
});
