/**
 * One cell of a row, before it has a type: what counts as blank, and how a number is written as text.
 * Readings have three outcomes everywhere in the kit: a value, `null` (blank), or `undefined` (held back, and reported).
 */
import type { Json } from '../../base/json.ts';

/**
 * Says why a value was held back; the place is known where the row is. A reason never quotes the cell: in a row that
 * slipped by a column, a salary stands where a language should.
 */
export type Report = (reason: string) => void;

export type Scalar = string | number | boolean;

/** What a 64-bit float and a spreadsheet both hold exactly. */
const EXACT_DIGITS = 15;

/** Text without blanks at its edges; empty text is `null`. Nothing of a list that is blank stays. */
export function trimmed(cell: Json): Scalar | readonly Scalar[] | null {
  if (Array.isArray(cell)) return list(cell.map(trimmed).flat());
  if (typeof cell === 'object') return null;
  return typeof cell === 'string' ? cell.trim() || null : cell;
}

export function list(values: readonly (Scalar | null)[]): readonly Scalar[] | null {
  const kept = values.filter((value) => value !== null);
  return kept.length === 0 ? null : kept;
}

/** A number as text, without exponent or the noise of binary fractions. */
export function scalarText(value: Scalar): string {
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(EXACT_DIGITS)));
}

/** Whole numbers beyond 2⁵³ have lost their last digits before anybody could read them. */
export function isExact(value: Scalar): boolean {
  return typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value);
}
