/**
 * JSON as values, and one canonical text for each value: keys sorted, no blanks.
 * Canonical text is what gets hashed (releases, snapshots). Not for the wire, where key order is part of the contract.
 */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The canonical text of `value`. `undefined` members are left out, as JSON.stringify does. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (isPlainObject(member) ? sorted(member) : member));
}

/** Undefined for a text that is no JSON. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Spelled out it is looked for in leaps: a thirtieth of what parsing takes. */
const LONG_DIGITS = new RegExp('[0-9]'.repeat(16));
/** Where they are a number, and not within a text. */
const LONG_NUMBER = /[\s,:[]-?\d{16}/;

/**
 * {@link jsonIn}, with whole numbers that no number keeps (beyond 2⁵³) as texts of their digits, as they were written: an id is never
 * another's. One with an exponent stays a number. A text
 * without long numbers costs hardly more.
 */
export function exactJsonIn(text: string): unknown {
  if (!LONG_DIGITS.test(text) || !LONG_NUMBER.test(text)) return jsonIn(text);
  try {
    return JSON.parse(text, withDigits);
  } catch (error) {
    // Nested too deeply for this way, and perhaps not for the other.
    if (error instanceof SyntaxError || error instanceof RangeError) return jsonIn(text);
    throw error;
  }
}

/** In lines for a person, every number as it was written. Undefined for a text that is no JSON, or is nested too deeply. */
export function laidOutJson(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text, asWritten), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

declare global {
  interface JSON {
    /** A number that is written just so. Not in the types of the language yet. */
    rawJSON(text: string): unknown;
  }
}

type Written = { readonly source?: string };

function asWritten(_key: string, value: unknown, context?: Written): unknown {
  return typeof value === 'number' && context?.source !== undefined ? JSON.rawJSON(context.source) : value;
}

function withDigits(_key: string, value: unknown, context?: Written): unknown {
  if (typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  const written = context?.source ?? '';
  return /^-?\d+(?:\.\d+)?$/.test(written) ? written : value;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(object: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(object).toSorted();
  return Object.fromEntries(keys.map((key) => [key, object[key]]));
}
