/**
 * Salesforce ids: 15 characters whose case matters, or the same with a 3-character checksum of the case. Both name one
 * record; the 18-character form is the canonical one. Not for telling what kind of record an id names.
 */
const CHECKSUM_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const EITHER_FORM = /^(?:[A-Za-z0-9]{15}|[A-Za-z0-9]{18})$/;
const SHORT_LENGTH = 15;
const [UPPER_A, UPPER_Z] = [0x41, 0x5a];

/** The 18-character form; `null` for text that is no id, or whose checksum is wrong. */
export function canonicalSalesforceId(text: string): string | null {
  if (!EITHER_FORM.test(text)) return null;
  const expected = checksum(text);
  if (text.endsWith(expected) && text.length > SHORT_LENGTH) return text;
  const given = text.slice(SHORT_LENGTH).toUpperCase();
  return given === '' || given === expected ? shortSalesforceId(text) + expected : null;
}

/** The 15-character form of a canonical id. */
export function shortSalesforceId(canonical: string): string {
  return canonical.slice(0, SHORT_LENGTH);
}

/** Of the first 15 characters. Each of its three says which of five are upper-case, the first of them in the lowest bit. */
function checksum(id: string): string {
  return checkCharacter(id, 0) + checkCharacter(id, 5) + checkCharacter(id, 10);
}

function checkCharacter(id: string, start: number): string {
  let upperCaseBits = 0;
  for (let at = 0; at < 5; at++) {
    const code = id.charCodeAt(start + at);
    if (code >= UPPER_A && code <= UPPER_Z) upperCaseBits |= 1 << at;
  }
  return CHECKSUM_ALPHABET.charAt(upperCaseBits);
}
