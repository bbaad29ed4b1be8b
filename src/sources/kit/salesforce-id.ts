/**
 * Salesforce ids: 15 characters whose case matters, or the same with a 3-character checksum of the case. Both name one
 * record; the 18-character form is the canonical one. Not for telling what kind of record an id names.
 */
const CHECKSUM_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const CASE_SENSITIVE = /^[A-Za-z0-9]{15}$/;
const WITH_CHECKSUM = /^[A-Za-z0-9]{18}$/;
const SHORT_LENGTH = 15;

/** The 18-character form; `null` for text that is no id, or whose checksum is wrong. */
export function canonicalSalesforceId(text: string): string | null {
  if (CASE_SENSITIVE.test(text)) return text + checksum(text);
  if (!WITH_CHECKSUM.test(text)) return null;
  const expected = checksum(text.slice(0, SHORT_LENGTH));
  return text.slice(SHORT_LENGTH).toUpperCase() === expected ? shortSalesforceId(text) + expected : null;
}

/** The 15-character form of a canonical id. */
export function shortSalesforceId(canonical: string): string {
  return canonical.slice(0, SHORT_LENGTH);
}

/** Each character says which of five are upper-case, the first of them in the lowest bit. */
function checksum(id: string): string {
  return [0, 5, 10].map((at) => CHECKSUM_ALPHABET[upperCaseBits(id.slice(at, at + 5))]).join('');
}

function upperCaseBits(five: string): number {
  return Array.from(five).reduce((bits, character, at) => (/[A-Z]/.test(character) ? bits | (1 << at) : bits), 0);
}
