/** Single values, from the cell as a reader gives it to a value of its type: a sheet of cells. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../base/json.ts';
import type { FactType } from '../../facts/types.ts';
import type { IdMapping, ValueMapping } from '../declaration.ts';
import type { Read } from './mapping.ts';
import { checkedList, domainValue, idValue, rowFilter, typedValue } from './mapping.ts';
import { textValue } from './typed-value.ts';

function column(more: Partial<ValueMapping> = {}): ValueMapping {
  return { column: 'c', constant: null, transforms: [], format: null, values: null, ...more };
}

/** The value, or what was reported in its stead. */
function outcome<Value>(read: Read<Value>, cell: Json): Value | null | string {
  const reasons: string[] = [];
  const value = read({ place: 'f.csv:2', values: { c: cell } }, (reason) => reasons.push(reason));
  return value === undefined ? reasons.join(' ') : value;
}

const NUMBER: FactType = { type: 'number' };
const DATE: FactType = { type: 'date' };
const TIER: FactType = { type: 'enum', values: ['VVIP', 'VIP', 'SMB'] };
const TRUTH: FactType = { type: 'boolean' };
const TEXT: FactType = { type: 'string' };
const MOMENT: FactType = { type: 'datetime' };

describe('types', () => {
  it.each<[FactType, Json, Json, string]>([
    [NUMBER, '1240000', 1_240_000, 'plain'],
    [NUMBER, ' -12.50 ', -12.5, 'a sign, a fraction, blanks around'],
    [NUMBER, 910000, 910_000, 'a number already'],
    [NUMBER, '1,240,000', 1_240_000, 'groups of thousands, where there is no doubt'],
    [NUMBER, '1,240.50', 1240.5, 'no doubt either'],
    [NUMBER, '', null, 'blank'],
    [NUMBER, null, null, 'missing'],
    [{ type: 'integer' }, '42', 42, 'whole'],
    [TRUTH, 'TRUE', true, 'any case'],
    [TRUTH, 'no', false, 'a word'],
    [TRUTH, 1, true, 'a number'],
    [TRUTH, false, false, 'a truth already'],
    [TIER, 'vvip', 'VVIP', 'any case, kept as declared'],
    [TIER, '  SMB ', 'SMB', 'blanks around'],
    [TEXT, 5001, '5001', 'a number as text'],
    [TEXT, 0.30000000000000004, '0.3', 'without the noise of binary fractions'],
    [TEXT, 'a\u200Bb\nc', 'ab c', 'without what nobody sees'],
    [TEXT, '\u200B', null, 'nothing that anybody could see'],
    [DATE, '2026-12-18', '2026-12-18', 'ISO'],
    [DATE, '2026-12-18T23:30:00-05:00', '2026-12-19', 'an instant counts as its day in UTC'],
    [MOMENT, '2026-11-23T08:58:12.7+01:00', '2026-11-23T07:58:12Z', 'in UTC, to the second'],
    [MOMENT, '2026-11-23T07:58:12.000+0000', '2026-11-23T07:58:12Z', 'as Salesforce writes it'],
  ])('%j of %j is %j (%s)', (type, cell, expected) => {
    expect(outcome(typedValue(column(), type, 0), cell)).toBe(expected);
  });

  it.each<[FactType, Json, string]>([
    [NUMBER, '1,240', 'this can be read in two ways; write 1234, or 1.234 for a fraction.'],
    [NUMBER, '1.240.000,50', 'this is not a number like 1234.5.'],
    [NUMBER, '$12', 'this is not a number like 1234.5.'],
    [NUMBER, '1e6', 'this is not a number like 1234.5.'],
    [NUMBER, 'n/a', 'this is not a number like 1234.5.'],
    [NUMBER, true, 'this is not a number like 1234.5.'],
    [NUMBER, ['1', '2'], 'there is more than one value.'],
    [{ type: 'integer' }, '4.5', 'this is not a whole number.'],
    [TRUTH, 'maybe', 'this is neither true nor false.'],
    [TIER, 'Gold', 'this is none of VVIP, VIP, SMB.'],
    [TEXT, Number('9007199254740993'), 'this has more digits than a number keeps; export it as text.'],
    [DATE, '2026-02-30', 'this is not a day written yyyy-MM-dd.'],
    [DATE, '23.11.2026', 'this is not a day written yyyy-MM-dd.'],
    [DATE, '2026-02-30T10:00:00Z', 'this is not a day written yyyy-MM-dd.'],
    [MOMENT, '2026-11-23T07:58:12', 'this is not a time with its zone, like 2026-11-23T07:58:12Z.'],
    [DATE, `x${'y'.repeat(500)}`, 'this is not a day written yyyy-MM-dd.'],
  ])('%j of %j is held back', (type, cell, reason) => {
    expect(outcome(typedValue(column(), type, 0), cell)).toBe(`Column \`c\`: ${reason}`);
  });
});

describe('errors of a spreadsheet', () => {
  it.each([
    '#REF!',
    '#N/A',
    ' #DIV/0! ',
    '#VALUE!',
    '#NAME?',
    '#NULL!',
    '#NUM!',
    '#SPILL!',
    '#CALC!',
    '#UNCALCULATED!',
  ])('%j is held back, whatever the type', (cell) => {
    const reason = 'Column `c`: this is an error of the spreadsheet, or a formula that was never calculated.';
    for (const type of [NUMBER, DATE, TIER, TRUTH, TEXT, MOMENT])
      expect(outcome(typedValue(column(), type, 0), cell)).toBe(reason);
    expect(outcome(typedValue(column({ values: { on: true, '': false } }), TRUTH, 0), cell)).toBe(reason);
    expect(outcome(checkedList(column(), textValue), ['a', cell])).toBe(reason);
  });

  it('is what the mapping says it is', () => {
    expect(outcome(typedValue(column({ values: { '#N/A': false, on: true } }), TRUTH, 0), '#N/A')).toBe(false);
  });

  it.each(['#1', '# REF', 'REF!', '#REF! of the year', '#vip'])('%j is text', (cell) => {
    expect(outcome(typedValue(column(), TEXT, 0), cell)).toBe(cell);
  });
});

describe('dates', () => {
  it.each([
    ['dd.MM.yyyy', '01.03.2019', '2019-03-01'],
    ['MM/dd/yyyy', '03/01/2019', '2019-03-01'],
    ['M/d/yyyy', '3/1/2019', '2019-03-01'],
    ['yyyy/MM/dd', '2019/03/01', '2019-03-01'],
    ['dd.MM.yyyy', '29.02.2028', '2028-02-29'],
    ['dd.MM.yyyy', '2019-03-01', '2019-03-01'], // the date cell of a workbook
  ])('%s: %s → %s', (format, cell, expected) => {
    expect(outcome(typedValue(column({ format }), DATE, 0), cell)).toBe(expected);
  });

  it.each([
    ['dd.MM.yyyy', '31.02.2026', 'a day that does not exist'],
    ['dd.MM.yyyy', '29.02.2027', 'no leap year'],
    ['dd.MM.yyyy', '03/01/2019', 'another way'],
    ['dd.MM.yyyy', '1.3.2019', 'one digit where two are said'],
    ['MM/dd/yyyy', '13/01/2019', 'no thirteenth month'],
    ['dd.MM.yyyy', '01x03x2019', 'a dot is a dot'],
  ])('%s: %s is held back: %s', (format, cell) => {
    expect(outcome(typedValue(column({ format }), DATE, 0), cell)).toBe(
      `Column \`c\`: this is not a day written ${format}.`,
    );
  });

  it.each(['dd.MM', 'yyyy-MM-dd HH:mm', 'DD.MM.YYYY', '', 'dd.dd.yyyy'])('%j is no format', (format) => {
    expect(() => typedValue(column({ format }), DATE, 0)).toThrow('is not a date format');
  });

  it('move together where the sample says so, over the end of a year too', () => {
    expect(outcome(typedValue(column(), DATE, 40), '2026-11-23')).toBe('2027-01-02');
    expect(outcome(typedValue(column(), DATE, -30), '2026-01-05')).toBe('2025-12-06');
    expect(outcome(typedValue(column(), MOMENT, 1), '2026-12-31T23:00:00Z')).toBe('2027-01-01T23:00:00Z');
  });
});

describe('words of the export', () => {
  const values = { Active: true, 'On leave': true, Terminated: false, Unclear: null };
  it.each<[Json, Json]>([
    ['Active', true],
    ['on LEAVE', true],
    ['Terminated', false],
    ['Unclear', null],
    ['', null],
    ['Fired', 'Column `c`: this is not one of the words in `values`.'],
  ])('%j → %j', (cell, expected) => {
    expect(outcome(typedValue(column({ values }), TRUTH, 0), cell)).toBe(expected);
  });

  it('may say what a blank means', () => {
    expect(outcome(typedValue(column({ values: { sev1: true, '': false } }), TRUTH, 0), null)).toBe(false);
  });

  it('can be numbers and truths of a JSON export', () => {
    expect(outcome(typedValue(column({ values: { 3: 'VIP', true: 'SMB' } }), TIER, 0), 3)).toBe('VIP');
    expect(outcome(typedValue(column({ values: { 3: 'VIP', true: 'SMB' } }), TIER, 0), true)).toBe('SMB');
  });
});

describe('transforms', () => {
  it.each<[ValueMapping['transforms'], Json, Json]>([
    [['trim'], 'a   b', ['a b']],
    [['lowercase'], 'ABC', ['abc']],
    [['uppercase'], 'abc', ['ABC']],
    [['split_words'], 'en, de;fr |  nl', ['en', 'de', 'fr', 'nl']],
    [['split_words'], ' , ', null],
    [['split_words', 'uppercase'], 'en, de', ['EN', 'DE']],
    [['split_words'], 'en, en', ['en']],
    [[], ['en', null, ' de '], ['en', 'de']],
    [[], [], null],
  ])('%j of %j → %j', (transforms, cell, expected) => {
    expect(outcome(checkedList(column({ transforms }), textValue), cell)).toEqual(expected);
  });

  it('translates each word of a list, and drops those that stand for nothing', () => {
    const read = checkedList(
      column({ transforms: ['split_words'], values: { csm: 'CSM', ae: 'AE', boss: null } }),
      textValue,
    );
    expect(outcome(read, 'CSM, boss, AE')).toEqual(['CSM', 'AE']);
    expect(outcome(read, 'CSM, driver')).toBe('Column `c`: this is not one of the words in `values`.');
  });

  it('reads a constant in place of a column', () => {
    expect(outcome(typedValue(column({ column: null, constant: 'VIP' }), TIER, 0), 'ignored')).toBe('VIP');
  });
});

describe('domains', () => {
  it.each<[Json, Json]>([
    ['Acme.Example', ['acme.example']],
    ['https://www.acme.example:8443/about?x=1', ['acme.example']],
    ['acme.example/about', ['acme.example']],
    ['info@acme.example', ['acme.example']],
    ['bücher.example', ['xn--bcher-kva.example']],
    [
      ['a.example', 'b.example'],
      ['a.example', 'b.example'],
    ],
  ])('%j → %j', (cell, expected) => {
    expect(outcome(checkedList(column(), domainValue), cell)).toEqual(expected);
  });

  it('reports what is none and keeps the rest', () => {
    const reasons: string[] = [];
    const row = { place: 'f.csv:2', values: { c: ['a.example', 'n/a', '10.0.0.1'] } };
    expect(checkedList(column(), domainValue)(row, (reason) => reasons.push(reason))).toEqual(['a.example']);
    expect(reasons).toEqual(['Column `c`: this is not a domain.', 'Column `c`: this is not a domain.']);
  });
});

describe('ids', () => {
  const id = (format: IdMapping['format'], namespace = 'crm'): IdMapping => ({ namespace, value: column(), format });

  it.each<[IdMapping['format'], Json, Json]>([
    ['plain', 5001, '5001'],
    ['plain', ' E1007 ', 'E1007'],
    ['salesforce', '001A0000006Vm9r', '001A0000006Vm9rIAC'],
    ['email', 'Sarah.Jenkins+x@Acme.Example', 'sarah.jenkins+x@acme.example'],
  ])('%s: %j → %j', (format, cell, expected) => {
    expect(outcome(idValue(id(format)), cell)).toEqual({ namespace: 'crm', id: expected });
  });

  it.each<[IdMapping['format'], Json, string]>([
    ['plain', Number('12345678901234567890'), 'this has more digits than a number keeps; export it as text'],
    ['plain', 'a\u0000b', 'this is not an id'],
    ['salesforce', '001A0000006Vm9rIAD', 'this is not a Salesforce id; 15 characters, or 18 with a right checksum'],
    ['email', 'Sarah <sarah@acme.example>', 'this is not an e-mail address'],
  ])('%s: %j is held back', (format, cell, reason) => {
    expect(outcome(idValue(id(format)), cell)).toBe(`Column \`c\`: ${reason}.`);
  });

  it('is blank where the cell is', () => {
    expect(outcome(idValue(id('plain')), '  ')).toBeNull();
  });
});

describe('rowFilter', () => {
  it.each<[Json, boolean]>([
    ['User', true],
    ['user ', true],
    ['Queue', false],
    ['', false],
    [null, false],
    [['x', 'User'], true],
  ])('%j with oneOf User: %j', (cell, expected) => {
    expect(rowFilter([{ column: 'c', oneOf: ['User'] }])({ place: 'f:2', values: { c: cell } })).toBe(expected);
  });

  it('keeps a row only when all filters do', () => {
    const keep = rowFilter([
      { column: 'c', oneOf: ['1', '2'] },
      { column: 'd', oneOf: ['true'] },
    ]);
    expect(keep({ place: 'f:2', values: { c: 2, d: true } })).toBe(true);
    expect(keep({ place: 'f:2', values: { c: 2, d: false } })).toBe(false);
  });
});
