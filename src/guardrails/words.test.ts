/** Cells as bare words: what each form means, what a spreadsheet's habits may do to it, and that nothing gets lost both ways. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FactType } from '../facts/types.ts';
import type { CellSource } from './cell-source.ts';
import { parseCell } from './parse-cell.ts';
import { printFeel } from './print-feel.ts';
import { parseWords, printWords } from './words.ts';

const TYPES = {
  tier: { type: 'enum', values: ['VVIP', 'VIP', 'EMEA', 'not EMEA', 'Not applicable', 'missing', 'A, B', '-', 'C"D'] },
  text: { type: 'string' },
  number: { type: 'number' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  date: { type: 'date' },
  datetime: { type: 'datetime' },
} as const satisfies Record<string, FactType>;
type TypeName = keyof typeof TYPES;

const fact = (type: TypeName) => ({ name: `account.${type}`, type: TYPES[type], origin: 'directory' }) as const;

/** The FEEL of the words; `-` where anything fits; else what is wrong and how to mend it. */
function meaning(type: TypeName, words: string): string {
  const read = parseWords(words, fact(type));
  if ('wrong' in read) return `${read.wrong} ${read.mend}`;
  if (read.source === null) return '-';
  const { test, problems } = parseCell(read.source, fact(type));
  return test === null ? problems.map(({ message }) => message).join(' ') : printFeel(test, TYPES[type]);
}

describe('bare words mean', () => {
  it.each<readonly [TypeName, string, string]>([
    ['tier', '', '-'],
    ['tier', '-', '-'],
    ['tier', ' – ', '-'],
    ['tier', 'VVIP', '"VVIP"'],
    ['tier', 'VVIP, VIP', '"VVIP", "VIP"'],
    ['tier', 'VVIP,\nVIP', '"VVIP", "VIP"'],
    ['tier', 'VVIP\nVIP', '"VVIP", "VIP"'],
    ['tier', '\u00A0VVIP,\u00A0VIP ', '"VVIP", "VIP"'],
    ['tier', '"VVIP", „VIP“', '"VVIP", "VIP"'],
    ['tier', '"A, B"', '"A, B"'],
    ['tier', '"-"', '"-"'],
    ['tier', '"missing"', '"missing"'],
    ['tier', '"Not applicable", VIP', '"Not applicable", "VIP"'],
    ['tier', 'not "EMEA"', 'not("EMEA")'],
    ['tier', 'Not VIP, EMEA', 'not("VIP", "EMEA")'],
    ['tier', 'missing or not EMEA', 'not("EMEA")'],
    ['tier', 'known and not EMEA', 'not("EMEA", null)'],
    ['tier', 'known', 'not(null)'],
    ['tier', 'FEEL: null', 'null'],
    ['text', 'Missing', 'null'],
    ['text', 'not missing', 'not(null)'],
    ['text', '=HYPERLINK(1)', '"=HYPERLINK(1)"'],
    ['text', '5" pipe', '"5\\" pipe"'],
    ['text', 'a..b', '"a..b"'],
    ['text', 'German, "missing"', '"German", "missing"'],
    ['text', 'not "known"', 'not("known")'],
    ['number', '0..90', '[0..90]'],
    ['number', '0–90', '[0..90]'],
    ['number', '−5 … 5', '[-5..5]'],
    ['number', '–5 – –1', '[-5..-1]'],
    ['number', '0..30, 60..90', '[0..30], [60..90]'],
    ['number', '>= 100000', '>= 100000'],
    ['number', '≥100000', '>= 100000'],
    ['number', '>= 40 and < 60', '[40..60)'],
    ['number', 'missing or < 40', '< 40, null'],
    ['number', 'known and < 40', '< 40'],
    ['number', 'feel: [0..40), > 95', '[0..40), > 95'],
    ['number', '0.125', '0.125'],
    ['boolean', 'TRUE', 'true'],
    ['boolean', 'Falsch', 'false'],
    ['date', '2026-12-01..2026-12-31', '[date("2026-12-01")..date("2026-12-31")]'],
    ['date', '2026-12-01–2026-12-31', '[date("2026-12-01")..date("2026-12-31")]'],
    ['datetime', '>= 2026-12-24T09:00:00+01:00', '>= date and time("2026-12-24T08:00:00Z")'],
  ])('%s `%s`: %s', (type, words, feel) => {
    expect(meaning(type, words)).toBe(feel);
  });
});

describe('what may mean two things is refused', () => {
  it.each<readonly [TypeName, string, string]>([
    ['tier', 'missing', 'Write the value in quotation marks: `"missing"`.'],
    ['tier', 'not EMEA', 'Write the value in quotation marks: `"not EMEA"`.'],
    ['tier', 'Not applicable', 'Write the value in quotation marks'],
    ['tier', 'missing or VVIP', 'for a value write FEEL'],
    ['tier', 'known and VVIP', 'Write `VVIP` alone.'],
    ['tier', 'VVIP,', 'Delete the comma too many.'],
    ['tier', '"VVIP', 'is never closed'],
    ['tier', '"VVIP" VIP', 'Put a comma between two values.'],
    ['tier', 'VVIP; VIP', '`VVIP; VIP` is not allowed here.'],
    ['text', 'FEEL:', 'There is no FEEL behind'],
    [
      'text',
      'German, missing',
      'Write FEEL, like `FEEL: "VVIP", null`; where it is the value, put it in quotation marks: `"missing"`.',
    ],
    ['text', 'German, FEEL: x', '`FEEL: x` means something else where it stands alone.'],
    ['text', 'not EMEA, not APAC', 'Write `not` once, before all of them, like `not EMEA, APAC`'],
    ['text', 'not known', '`known` means something else where it stands alone.'],
    ['tier', 'VIP, missing', '`missing` means something else where it stands alone.'],
    ['number', '0,5', '`0,5` may be one number or several.'],
    ['number', '1,000', '`1,000` may be one number or several.'],
    ['number', '>= 100.000', 'Write `100000`, or `100.0000`.'],
    ['number', '0..', 'Write both ends, or `>= 0`.'],
    ['number', '..90', 'Write both ends, or `<= 90`.'],
    ['number', '>= 40, < 60', 'may mean “and” or “or”'],
    ['number', '>= 40 and', '`40 and` is not a number.'],
    ['number', '>= 40 and 60', '`60` is no comparison.'],
    ['number', '>= 40 and >= 50', 'is written twice'],
    ['number', '20%', '`20%` is not a number.'],
    ['date', '01.02.2026', '`01.02.2026` is not a day.'],
    ['date', '1/2', '`1/2` is not a day.'],
    ['boolean', 'yes', '`yes` is not true or false.'],
  ])('%s `%s`: %s', (type, words, said) => {
    expect(meaning(type, words)).toContain(said);
  });
});

const aText = fc.oneof(
  fc.constantFrom(
    'EMEA',
    'not EMEA',
    'Missing',
    'known',
    'FEEL: x',
    '-',
    '=1+1',
    '@x',
    "'x",
    '"x"',
    '„x“',
    'a,b',
    'x ',
    '1.000',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const word = (text: string, quoted = false): CellSource => ({ kind: 'word', text, quoted });
const VALUES: Readonly<Record<TypeName, fc.Arbitrary<CellSource>>> = {
  tier: fc.constantFrom(...TYPES.tier.values).map((text) => word(text, true)),
  text: aText.map((text) => word(text, true)),
  number: fc.constantFrom('0', '-5', '1.125', '100.000', '0.5', '42', '-1.250').map((text) => word(text)),
  integer: fc.integer({ min: -999, max: 999 }).map((number) => word(String(number))),
  boolean: fc.constantFrom('true', 'false').map((text) => word(text)),
  date: fc.constantFrom('2026-12-24', '2027-01-01').map((text) => word(text)),
  datetime: fc.constantFrom('2026-12-24T09:00:00Z', '2026-12-24T09:00:00+01:00').map((text) => word(text)),
};
const aRange = fc.constantFrom('0..90', '-5 .. 5', '1.125..2.500').map((text) => word(text));

function aCell(type: TypeName): fc.Arbitrary<CellSource> {
  const value = type === 'number' ? fc.oneof(VALUES.number, aRange) : VALUES[type];
  const list = fc.array(value, { minLength: 1, maxLength: 3 }).map((items): CellSource => ({ kind: 'list', items }));
  const missing = fc.constantFrom<readonly (readonly [string, CellSource])[]>(
    [],
    [['missing', word('yes')]],
    [['missing', word('no')]],
  );
  const bound = VALUES[type].chain((one) =>
    fc.constantFrom('at_least', 'above', 'at_most', 'below').map((key) => [[key, one]] as const),
  );
  const not = fc.oneof(value, list).map((one) => [['not', one]] as const);
  const test = type === 'tier' || type === 'text' || type === 'boolean' ? not : fc.oneof(not, bound);
  const map = fc.tuple(test, missing).map(([one, also]): CellSource => ({ kind: 'map', entries: [...one, ...also] }));
  const alone = fc
    .constantFrom('yes', 'no')
    .map((said): CellSource => ({ kind: 'map', entries: [['missing', word(said)]] }));
  return fc.oneof(value, list, map, alone);
}

it('what is printed is read as the same test, and prints the same again', () => {
  const anyCell = fc
    .constantFrom(...(Object.keys(TYPES) as TypeName[]))
    .chain((type) => aCell(type).map((cell) => ({ type, cell })));
  fc.assert(
    fc.property(anyCell, ({ type, cell }) => {
      const words = printWords(cell, fact(type));
      const read = parseWords(words, fact(type));
      if ('wrong' in read || read.source === null) throw new Error(`${words}: ${JSON.stringify(read)}`);
      expect(parseCell(read.source, fact(type)).test).toEqual(parseCell(cell, fact(type)).test);
      expect(printWords(read.source, fact(type))).toBe(words);
    }),
    { numRuns: 500 },
  );
});
