/**
 * Literals of a fact's type, from source text: `VVIP`, `42`, `true`, `2026-11-23`. One meaning for cells and FEEL.
 * Numbers are plain decimals (15 digits, 6 of them behind the point), so that each has one text in YAML and FEEL.
 */
import { Temporal } from 'temporal-polyfill';
import { instantOf } from '../base/clock.ts';
import { isDay } from '../base/day.ts';
import { nearestName } from '../base/nearest.ts';
import type { FactType, FactValue } from '../facts/types.ts';

export type Literal = NonNullable<FactValue>;

/** The value, or what is wrong with the text and how to mend it. */
export type ReadLiteral = { readonly value: Literal } | { readonly wrong: string; readonly mend: string };

/** Types whose values have an order that a leader can mean. */
export function isOrdered({ type }: FactType): boolean {
  return type === 'number' || type === 'integer' || type === 'date' || type === 'datetime';
}

export function readLiteral(text: string, type: FactType): ReadLiteral {
  switch (type.type) {
    case 'enum':
      return enumLiteral(text, type.values);
    case 'string':
      return { value: text };
    case 'boolean':
      return text === 'true' || text === 'false' ? { value: text === 'true' } : wrongType(text, 'boolean');
    case 'number':
    case 'integer':
      return numberLiteral(text, type.type);
    case 'date':
      return isDay(text) ? { value: text } : wrongType(text, 'date');
    case 'datetime':
      return datetimeLiteral(text);
  }
}

function enumLiteral(text: string, values: readonly string[]): ReadLiteral {
  if (values.includes(text)) return { value: text };
  const near = nearestName(text, values);
  const list = `Allowed: ${values.join(', ')}.`;
  return {
    wrong: `\`${text}\` is not allowed here.`,
    mend: near === undefined ? list : `Did you mean \`${near}\`? ${list}`,
  };
}

function numberLiteral(text: string, type: 'number' | 'integer'): ReadLiteral {
  const isInteger = /^-?\d{1,15}$/u.test(text);
  if (!isInteger && (type === 'integer' || !/^-?\d{1,15}\.\d{1,6}$/u.test(text))) return wrongType(text, type);
  return { value: Number(text) + 0 };
}

function datetimeLiteral(text: string): ReadLiteral {
  const isShaped = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/u.test(text);
  if (!isShaped || !isReadable(() => Temporal.Instant.from(text))) return wrongType(text, 'datetime');
  return { value: instantOf(Temporal.Instant.from(text).epochMilliseconds) };
}

function isReadable(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

const EXPECTED = {
  boolean: { noun: 'true or false', mend: 'Write `true` or `false`.' },
  number: { noun: 'a number', mend: 'Write digits, without quotes and separators, like `100000` or `0.5`.' },
  integer: { noun: 'a whole number', mend: 'Write digits, without quotes and separators, like `90`.' },
  date: { noun: 'a day', mend: 'Write it as year-month-day, like `2026-12-24`.' },
  datetime: {
    noun: 'a moment',
    mend: 'Write it with its zone, like `2026-12-24T09:00:00Z` or `2026-12-24T09:00:00+01:00`.',
  },
} as const;

function wrongType(text: string, type: keyof typeof EXPECTED): ReadLiteral {
  const { noun, mend } = EXPECTED[type];
  return { wrong: text === '' ? `The value is empty; it must be ${noun}.` : `\`${text}\` is not ${noun}.`, mend };
}
