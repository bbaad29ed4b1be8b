/** Each written form of a cell by fact type: which values pass it, and what FEEL it means. */
import { unaryTest } from 'feelin';
import { describe, expect, it } from 'vitest';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { FactType, FactValue } from '../facts/types.ts';
import type { CellSource } from './cell-source.ts';
import { compileTest } from './compile.ts';
import { parseCell } from './parse-cell.ts';
import { printFeel } from './print-feel.ts';
import { feelValue } from './rich-feel.ts';

const TYPES = {
  tier: { type: 'enum', values: ['VVIP', 'VIP', 'Enterprise', 'EMEA', '0..90', 'true'] },
  text: { type: 'string' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  date: { type: 'date' },
  datetime: { type: 'datetime' },
} as const satisfies Record<string, FactType>;
type TypeName = keyof typeof TYPES;

/** A cell as it would stand in YAML. */
function written(yaml: string): CellSource {
  return sourceOf(parseDocument(yaml).contents);
}

function sourceOf(node: unknown): CellSource {
  if (isSeq(node)) return { kind: 'list', items: node.items.map(sourceOf) };
  if (isMap(node)) {
    return { kind: 'map', entries: node.items.map(({ key, value }) => [String(key), sourceOf(value)] as const) };
  }
  if (!isScalar(node)) return { kind: 'word', text: '', quoted: false };
  const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
  return { kind: 'word', text: quoted ? String(node.value) : (node.source ?? ''), quoted };
}

const read = (type: TypeName, cell: string) =>
  parseCell(written(cell), { name: `account.${type}`, type: TYPES[type], origin: 'directory' });

/** type, cell, FEEL, values that pass, values that don't */
const MEANINGS: readonly (readonly [TypeName, string, string, readonly FactValue[], readonly FactValue[]])[] = [
  ['tier', 'VVIP', '"VVIP"', ['VVIP'], ['VIP', null]],
  ['tier', '[VVIP, VIP]', '"VVIP", "VIP"', ['VVIP', 'VIP'], ['Enterprise', null]],
  ['tier', '[VVIP]', '"VVIP"', ['VVIP'], ['VIP', null]],
  ['tier', '0..90', '"0..90"', ['0..90'], ['VIP', null]],
  ['tier', 'true', '"true"', ['true'], [null, 'VIP']],
  ['tier', '"VVIP"', '"VVIP"', ['VVIP'], ['VIP', null]],
  ['tier', '{ not: EMEA, missing: no }', 'not("EMEA", null)', ['VIP'], ['EMEA', null]],
  ['tier', '{ not: EMEA, missing: yes }', 'not("EMEA")', ['VIP', null], ['EMEA']],
  ['tier', '{ not: EMEA }', 'not("EMEA")', ['VIP', null], ['EMEA']],
  ['tier', '{ not: [EMEA, VIP], missing: no }', 'not("EMEA", "VIP", null)', ['VVIP'], ['EMEA', 'VIP', null]],
  ['tier', '{ missing: yes }', 'null', [null], ['VIP']],
  ['tier', '{ missing: true }', 'null', [null], ['VIP']],
  ['tier', '{ missing: no }', 'not(null)', ['VIP'], [null]],
  ['text', 'a > b', '"a > b"', ['a > b'], ['b', null]],
  ['text', 'null', '"null"', ['null'], [null]],
  ['text', 'say "hi"', '"say \\"hi\\""', ['say "hi"'], ['say hi', null]],
  ['text', '"  padded "', '"  padded "', ['  padded '], ['padded', null]],
  ['number', '42', '42', [42], [41.9, null]],
  ['number', '-0.5', '-0.5', [-0.5], [0.5, null]],
  ['number', '0..90', '[0..90]', [0, 45.5, 90], [-0.1, 90.1, null]],
  ['number', '-10 .. -5', '[-10..-5]', [-10, -5], [-4, null]],
  ['number', '7..7', '[7..7]', [7], [6, 8, null]],
  ['number', '[1, 5..7]', '1, [5..7]', [1, 5, 7], [2, 8, null]],
  ['number', '{ at_least: 100000 }', '>= 100000', [100000, 100001], [99999, null]],
  ['number', '{ above: 100000 }', '> 100000', [100001], [100000, null]],
  ['number', '{ at_most: 10 }', '<= 10', [10, -1], [11, null]],
  ['number', '{ below: 10 }', '< 10', [9.9], [10, null]],
  ['number', '{ at_least: 5, below: 10 }', '[5..10)', [5, 9], [10, 4, null]],
  ['number', '{ above: 5, at_most: 10 }', '(5..10]', [6, 10], [5, 11, null]],
  ['number', '{ below: 10, missing: yes }', '< 10, null', [9, null], [10]],
  ['number', '{ at_least: 5, below: 10, missing: yes }', '[5..10), null', [5, null], [10]],
  ['number', '{ below: 10, missing: no }', '< 10', [9], [10, null]],
  ['number', '{ not: 0..90, missing: no }', 'not([0..90], null)', [91], [0, 90, null]],
  ['number', '{ feel: "[0..40), > 95" }', '[0..40), > 95', [0, 39, 96], [40, 95, null]],
  ['number', '{ feel: "-" }', '-', [0, null], []],
  ['number', '{ feel: "modulo(?, 2) = 1 and ? != null" }', 'modulo(?, 2) = 1 and ? != null', [3, 5], [2, null]],
  ['integer', '0..90', '[0..90]', [0, 90], [91, null]],
  ['boolean', 'true', 'true', [true], [false, null]],
  ['boolean', 'false', 'false', [false], [true, null]],
  ['boolean', '{ not: true, missing: yes }', 'not(true)', [false, null], [true]],
  ['date', '2026-11-23', 'date("2026-11-23")', ['2026-11-23'], ['2026-11-24', null]],
  ['date', '"2026-11-23"', 'date("2026-11-23")', ['2026-11-23'], [null]],
  [
    'date',
    '2026-11-01..2026-11-30',
    '[date("2026-11-01")..date("2026-11-30")]',
    ['2026-11-01', '2026-11-30'],
    ['2026-12-01', null],
  ],
  ['date', '{ below: 2026-01-01 }', '< date("2026-01-01")', ['2025-12-31'], ['2026-01-01', null]],
  [
    'datetime',
    '{ at_least: 2026-11-23T09:00:00+01:00 }',
    '>= date and time("2026-11-23T08:00:00Z")',
    ['2026-11-23T08:00:00Z'],
    ['2026-11-23T07:59:59Z', null],
  ],
  [
    'datetime',
    '2026-11-23T08:00Z',
    'date and time("2026-11-23T08:00:00Z")',
    ['2026-11-23T08:00:00Z'],
    ['2026-11-23T08:00:01Z', null],
  ],
];

describe('what a cell means', () => {
  it.each(MEANINGS)('%s: %s is %s in FEEL', (name, cell, feel, passing, failing) => {
    const { test, problems } = read(name, cell);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const type = TYPES[name];
    const passes = compileTest(test!, type);
    expect([...passing, ...failing].filter(passes)).toEqual(passing);
    expect(printFeel(test!, type)).toBe(feel);
    const byFeelin = (value: FactValue) => unaryTest(feel, { '?': feelValue(value, type) }).value === true;
    expect([...passing, ...failing].filter(byFeelin)).toEqual(passing);
  });
});

/** type, cell, path, message, mend */
const MISTAKES: readonly (readonly [TypeName, string, readonly (string | number)[], RegExp, RegExp])[] = [
  ['tier', 'VVIPP', [], /`VVIPP` is not allowed/, /`VVIP`\? Allowed: VVIP, VIP, Enterprise/],
  ['tier', 'vip', [], /`vip` is not allowed/, /Did you mean `VIP`/],
  ['tier', 'nonsense', [], /`nonsense` is not allowed/, /^Allowed: VVIP/],
  ['tier', '[VIP, Goldd]', [1], /`Goldd` is not allowed/, /Allowed/],
  ['tier', '{ at_least: VIP }', ['at_least'], /has no order/, /List the values/],
  ['tier', '[]', [], /list is empty/, /at least one/],
  ['tier', '[VIP, VIP]', [1], /listed twice/, /Delete one/],
  ['tier', '[[VIP]]', [0], /`\[VIP\]` is not a value/, /plain values/],
  ['tier', '{ not: { missing: yes } }', ['not'], /is not a value/, /Write a value/],
  ['tier', '{ not: VIP, below: 3 }', ['below'], /can't stand beside `not`/, /one of the two/],
  ['tier', '{ feel: "\\"VIP\\"", missing: yes }', ['missing'], /can't stand beside `feel`/, /one of the two/],
  ['tier', '{ mising: yes }', ['mising'], /`mising` is not known/, /`missing`/],
  ['tier', '{ equals: VIP }', ['equals'], /`equals` is not known/, /Known here: at_least/],
  ['tier', '{ missing: maybe }', ['missing'], /`maybe` is neither yes nor no/, /missing: yes/],
  ['tier', '{ not: VIP }', ['not'], /matches a missing value too/, /missing: yes.*missing: no/],
  ['tier', '{ feel: "not(\\"VIP\\")" }', ['feel'], /matches a missing value too/, /missing: yes.*`null` into `not/],
  ['number', '{ feel: "1, != 5" }', ['feel'], /matches a missing value too/, /missing: yes/],
  ['tier', '{ feel: "\\"VIPP\\"" }', ['feel'], /`VIPP` is not allowed/, /`VIP`/],
  ['tier', '{ feel: VIP }', ['feel'], /`VIP` is not a value/, /"VIP"/],
  ['tier', '{ feel: "> \\"VIP\\"" }', ['feel'], /has no order/, /List the values/],
  ['tier', '{ feel: [VIP] }', ['feel'], /must be text/, /in quotes/],
  ['number', '', [], /cell is empty/, /missing: yes/],
  ['number', 'many', [], /`many` is not a number/, /Write digits/],
  ['number', '"42"', [], /is text, not a number/, /`42` without quotes/],
  ['number', '1e3', [], /`1e3` is not a number/, /100000/],
  ['number', '100,000', [], /`100,000` is not a number/, /separators/],
  ['number', '90..0', [], /upside down/, /`0\.\.90`/],
  ['number', '0..', [], /one end only/, /at_least/],
  ['number', '..90', [], /one end only/, /at_most/],
  ['number', '0..ninety', [], /`ninety` is not a number/, /digits/],
  ['number', '{ at_least: 5, above: 4 }', ['above'], /same end twice/, /Delete one/],
  ['number', '{ at_least: 10, below: 10 }', ['below'], /Nothing is both/, /Swap/],
  ['number', '{ at_least: [1, 2] }', ['at_least'], /must be one value/, /at_least/],
  ['number', '{ feel: "[0..40" }', ['feel'], /can't be read from character/, /unary tests/],
  ['number', '{ feel: "[40..0]" }', ['feel'], /Nothing lies in `\[40\.\.0\]`/, /lower end first/],
  ['number', '{ feel: "\\"5\\"" }', ['feel'], /can't be compared/, /is a number/],
  ['number', '{ feel: "for i in 1..9 return i" }', ['feel'], /A loop is not allowed/, /`\?`/],
  ['number', '{ feel: "[1..1000000000][item > 2]" }', ['feel'], /A filter is not allowed/, /`\?`/],
  ['number', '{ feel: "? > today()" }', ['feel'], /`today` is not allowed/, /Allowed/],
  ['text', '{ feel: "matches(?, \\"(a+)+b\\")" }', ['feel'], /`matches` is not allowed/, /Allowed|Did you mean/],
  ['text', '{ feel: "contains(?, \\"a\\")" }', ['feel'], /matches a missing value too/, /\? != null/],
  ['integer', '1.5', [], /`1.5` is not a whole number/, /90/],
  ['boolean', 'yes', [], /`yes` is not true or false/, /`true` or `false`/],
  ['date', '2026-02-30', [], /`2026-02-30` is not a day/, /year-month-day/],
  ['date', '23.11.2026', [], /is not a day/, /2026-12-24/],
  ['datetime', '2026-11-23T09:00:00', [], /is not a moment/, /zone/],
];

describe('what is wrong with a cell', () => {
  it.each(MISTAKES)('%s: %s', (name, cell, path, message, mend) => {
    const { test, problems } = read(name, cell);
    expect(problems).toEqual([
      {
        severity: expect.any(String) as string,
        path,
        message: expect.stringMatching(message) as string,
        mend: expect.stringMatching(mend) as string,
      },
    ]);
    expect(test === null).toBe(problems.some(({ severity }) => severity === 'error'));
  });

  it.each(['-', 'null', 'not("VIP", null)', 'not(null)', '"VIP"'])('has nothing to say of `feel: %s`', (feel) => {
    expect(read('tier', `{ feel: ${JSON.stringify(feel)} }`).problems).toEqual([]);
  });

  it('does not ask about missing values of a fact that every call has', () => {
    const urgency = { name: 'urgency', type: { type: 'enum', values: ['normal', 'urgent'] }, origin: 'asked' } as const;
    for (const cell of ['{ not: urgent }', `{ feel: 'not("urgent")' }`])
      expect(parseCell(written(cell), urgency).problems).toEqual([]);
  });

  it('bounds FEEL text', () => {
    const [problem] = read('number', `{ feel: "${'1, '.repeat(400)}1" }`).problems;
    expect(problem?.message).toContain('1201 characters');
  });
});
