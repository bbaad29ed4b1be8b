/**
 * From a system's rows to the approved fields and nothing else: each has its type, every text is cleaned and bounded. What isn't
 * of its type is left out. Shaping what was shaped changes nothing. Pure.
 */
import { cleanPassage, cleanText } from '../base/clean-text.ts';
import { normalEmail } from '../base/email.ts';
import type { Json } from '../base/json.ts';
import { isPlainObject } from '../base/json.ts';
import { isExact } from '../sources/kit/cell.ts';
import { readerAt } from '../sources/kit/http/dotted-path.ts';
import type { ResultField, ResultType } from './declaration.ts';

export type ShapedRow = Readonly<Record<string, Json>>;

/** The link as it may be shown, or undefined. */
export type ApproveLink = (text: string | null) => string | undefined;

/** Characters of a text. */
const MOST_TEXT = 1_000;
/** Of one of several lines. */
const MOST_PASSAGE = 4_000;
/** Entries of a list within a row. */
const MOST_WITHIN = 50;

export type ShapeRow = (row: unknown) => ShapedRow;

export function rowShaper(fields: readonly ResultField[], approveLink: ApproveLink): ShapeRow {
  const shapers = fields.map((field) => ({
    name: field.name,
    read: readerAt(field.at),
    shape: shaperOf(field, approveLink),
  }));
  return (row) => {
    const shaped: Record<string, Json> = {};
    for (const { name, read, shape } of shapers) {
      const value = shape(read(row));
      if (value !== undefined) shaped[name] = value;
    }
    return shaped;
  };
}

/** The fields of a shaped row, by their own names: what a record holds is shaped again by it. */
export function shapedFields(fields: readonly ResultField[]): readonly ResultField[] {
  return fields.map((field) => ({ ...field, at: field.name, fields: shapedFields(field.fields) }));
}

type Shape = (value: unknown) => Json | undefined;

function shaperOf({ type, fields }: ResultField, approveLink: ApproveLink): Shape {
  if (type === 'link') return (value) => (typeof value === 'string' ? approveLink(value) : undefined);
  if (type === 'records') {
    const shape = rowShaper(fields, approveLink);
    return (value) => (Array.isArray(value) ? value.slice(0, MOST_WITHIN).filter(isPlainObject).map(shape) : undefined);
  }
  return SHAPES[type];
}

const SHAPES: Readonly<Record<Exclude<ResultType, 'link' | 'records'>, Shape>> = {
  text: textOf,
  passage: passageOf,
  number: numberOf,
  boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  moment: momentOf,
  email: (value) => (typeof value === 'string' ? (normalEmail(value) ?? undefined) : undefined),
  texts: (value) =>
    Array.isArray(value) ? value.slice(0, MOST_WITHIN).flatMap((one: unknown) => textOf(one) ?? []) : undefined,
};

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return isTrue(value) ? String(value) : undefined;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  const cleaned = cleanText(value, MOST_TEXT);
  return cleaned === '' ? undefined : cleaned;
}

function passageOf(value: unknown): string | undefined {
  const cleaned = typeof value === 'string' ? cleanPassage(value, MOST_PASSAGE) : '';
  return cleaned === '' ? undefined : cleaned;
}

/** One beyond 2⁵³ has lost digits, or comes as a text of them: a wrong number is worse than none. */
function isTrue(value: number): boolean {
  return Number.isFinite(value) && isExact(value);
}

/** A number that is written as a text counts: many systems write money so. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,10})?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && isTrue(number) ? number : undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** As it leaves, of a day that every month has: most systems write moments so. */
const AS_IT_LEAVES = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}\.\d{3}Z$/;

/** A day stays a day. A bare number could be seconds or milliseconds: the field's type is `number` then. */
function momentOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (AS_IT_LEAVES.test(value)) return value;
  if (DAY.test(value)) return Number.isNaN(Date.parse(value)) ? undefined : value;
  const ms = MOMENT.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
