/**
 * From a cell to a value of a declared type. Strict: what could be meant in two ways is held back, never guessed.
 * Numbers: `1234`, `1234.5`, `1,234,567`, `1,234.50`. Not `1.234,50`, and not `1,234`, which is a thousand here and one
 * and a bit there. Truths: true/false, yes/no, 1/0, in any case. Enumerations: in any case, kept as they are declared.
 */
import { cleanText } from '../../base/clean-text.ts';
import { addDays } from '../../base/day.ts';
import type { FactType, FactValue } from '../../facts/types.ts';
import type { Scalar } from './cell.ts';
import { isExact, scalarText } from './cell.ts';
import { addDaysToInstant, dayReader, instant } from './day.ts';

/** A value, or the reason why it is none. */
export type Typed<Value> = { readonly value: Value } | { readonly reason: string };

export type ReadTyped = (cell: Scalar) => Typed<FactValue>;

export type TypeOptions = {
  /** How days are written; ISO when null. */
  readonly format: string | null;
  /** Days by which every date moves; 0 but for samples. */
  readonly shiftDays: number;
};

const MAX_TEXT = 1000;
const PLAIN_NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/;
const GROUPED_NUMBER = /^-?\d{1,3}(?:,\d{3}){2,4}(?:\.\d{1,15})?$|^-?\d{1,3},\d{3}\.\d{1,15}$/;
const AMBIGUOUS_NUMBER = /^-?\d{1,3},\d{3}$/;
const TRUTHS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'y', '1'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', '0'].map((word) => [word, false] as const),
]);

/** `undefined` when the date format isn't one. */
export function typedReader(type: FactType, options: TypeOptions): ReadTyped | undefined {
  switch (type.type) {
    case 'enum':
      return enumReader(type.values);
    case 'string':
      return textValue;
    case 'number':
      return numberValue;
    case 'integer':
      return integerValue;
    case 'boolean':
      return truthValue;
    case 'date':
      return dateReader(options);
    case 'datetime':
      return (cell) => momentValue(cell, options.shiftDays);
  }
}

export function textValue(cell: Scalar): Typed<string | null> {
  if (!isExact(cell)) return { reason: 'this has more digits than a number keeps; export it as text' };
  return { value: cleanText(scalarText(cell), MAX_TEXT) || null };
}

export function numberValue(cell: Scalar): Typed<number> {
  if (typeof cell === 'number') return { value: cell };
  const text = scalarText(cell);
  if (PLAIN_NUMBER.test(text)) return { value: Number(text) };
  if (GROUPED_NUMBER.test(text)) return { value: Number(text.replaceAll(',', '')) };
  const why = AMBIGUOUS_NUMBER.test(text)
    ? 'can be read in two ways; write 1234, or 1.234 for a fraction'
    : 'is not a number like 1234.5';
  return { reason: `this ${why}` };
}

function integerValue(cell: Scalar): Typed<number> {
  const number = numberValue(cell);
  if ('value' in number && !Number.isSafeInteger(number.value)) return { reason: 'this is not a whole number' };
  return number;
}

export function truthValue(cell: Scalar): Typed<boolean> {
  const truth = typeof cell === 'boolean' ? cell : TRUTHS.get(scalarText(cell).toLowerCase());
  return truth === undefined ? { reason: 'this is neither true nor false' } : { value: truth };
}

function enumReader(values: readonly string[]): ReadTyped {
  const byWord = new Map(values.map((value) => [value.toLowerCase(), value]));
  return (cell) => {
    const value = byWord.get(scalarText(cell).toLowerCase());
    return value === undefined ? { reason: `this is none of ${values.join(', ')}` } : { value };
  };
}

function dateReader({ format, shiftDays }: TypeOptions): ReadTyped | undefined {
  const read = dayReader(format);
  if (read === undefined) return undefined;
  return (cell) => {
    const day = read(scalarText(cell));
    return day === null
      ? { reason: `this is not a day written ${format ?? 'yyyy-MM-dd'}` }
      : { value: addDays(day, shiftDays) };
  };
}

function momentValue(cell: Scalar, shiftDays: number): Typed<string> {
  const at = instant(scalarText(cell));
  return at === null
    ? { reason: 'this is not a time with its zone, like 2026-11-23T07:58:12Z' }
    : { value: addDaysToInstant(at, shiftDays) };
}
