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

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(object: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(object).toSorted();
  return Object.fromEntries(keys.map((key) => [key, object[key]]));
}
