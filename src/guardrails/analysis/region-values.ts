/**
 * One value for each region of a fact's type. Tests compare with literals only, so between two neighbouring literals all
 * values fare alike, and one of them speaks for the rest. More values than regions do no harm, fewer would.
 */
import { instantOf } from '../../base/clock.ts';
import { DAY_MS } from '../../base/day.ts';
import type { FactType } from '../../facts/types.ts';
import type { Literal } from '../literal.ts';

/** Present values only; `literals` are those that the table compares this fact with. */
export function regionValues(type: FactType, literals: readonly Literal[]): readonly Literal[] {
  switch (type.type) {
    case 'enum':
      return type.values;
    case 'boolean':
      return [true, false];
    case 'string':
      return textValues(literals.map(String));
    case 'number':
      return scaleValues(literals, NUMBERS);
    case 'integer':
      return scaleValues(literals, WHOLE_NUMBERS);
    case 'date':
      return scaleValues(literals, DAYS);
    case 'datetime':
      return scaleValues(literals, SECONDS);
  }
}

/** Values as numbers in their order. */
type Scale = {
  readonly read: (literal: Literal) => number;
  readonly write: (at: number) => Literal;
  /** Whether values lie between the whole numbers too. */
  readonly isDense: boolean;
  readonly least: number;
  readonly most: number;
  /** Where the table names none. */
  readonly usual: number;
};

const NUMBERS: Scale = {
  read: Number,
  write: (at) => at,
  isDense: true,
  least: -Infinity,
  most: Infinity,
  usual: 0,
};
const WHOLE_NUMBERS: Scale = { ...NUMBERS, isDense: false };
const [FIRST_MS, LAST_MS] = [Date.parse('0000-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59Z')];
const USUAL_MS = Date.parse('2026-01-01T12:00:00Z');
const DAYS: Scale = {
  read: (day) => Date.parse(String(day)) / DAY_MS,
  write: (at) => instantOf(at * DAY_MS).slice(0, 10),
  isDense: false,
  least: FIRST_MS / DAY_MS,
  most: Math.floor(LAST_MS / DAY_MS),
  usual: Math.floor(USUAL_MS / DAY_MS),
};
const SECONDS: Scale = {
  read: (moment) => Date.parse(String(moment)) / 1000,
  write: (at) => instantOf(at * 1000),
  isDense: false,
  least: FIRST_MS / 1000,
  most: Math.floor(LAST_MS / 1000),
  usual: USUAL_MS / 1000,
};

/** Each literal, and a value below, between and above them where there is one. */
function scaleValues(literals: readonly Literal[], scale: Scale): readonly Literal[] {
  const points = [...new Set(literals.map(scale.read))].toSorted((one, other) => one - other);
  const [first] = points;
  if (first === undefined) return [scale.write(scale.usual)];
  const below = Math.ceil(first) - 1;
  const from = points.flatMap((point, index) => {
    const between = firstBetween(point, points[index + 1] ?? Infinity, scale);
    return [...(scale.isDense || Number.isInteger(point) ? [point] : []), ...(between === null ? [] : [between])];
  });
  return [below, ...from].filter((at) => at >= scale.least && at <= scale.most).map(scale.write);
}

function firstBetween(low: number, high: number, { isDense }: Scale): number | null {
  const whole = Math.floor(low) + 1;
  if (whole < high) return whole;
  if (!isDense) return null;
  const half = (low + high) / 2;
  const round = Number(half.toFixed(7));
  return [round, half].find((at) => at > low && at < high) ?? null;
}

/** Text is compared by code units. `other` is what an example shows where any other text would do. */
function textValues(literals: readonly string[]): readonly string[] {
  const points = [...new Set(literals)];
  const next = points.flatMap((text) => [`${text} `, `${text}\u0001`, `${text}\u0000`]);
  return [...points, 'other', ...next, ''];
}
