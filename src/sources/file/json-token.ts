/** The smallest parts of JSON, as RFC 8259 has them, in bytes of UTF-8. Nothing here looks past the end of a token. */

export const JSON_BYTES = {
  tab: 0x09,
  newline: 0x0a,
  return: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  bracket: 0x5b,
  backslash: 0x5c,
  bracketEnd: 0x5d,
  u: 0x75,
  brace: 0x7b,
  braceEnd: 0x7d,
} as const;

/** Of `\u002f`. */
export const UNICODE_ESCAPE_LENGTH = 6;

const [MINUS, PLUS, DOT, ZERO, NINE, UPPER_E, LOWER_E] = [0x2d, 0x2b, 0x2e, 0x30, 0x39, 0x45, 0x65];
/** By their first byte. */
const WORDS = Object.fromEntries(['true', 'false', 'null'].map((word) => [word.charCodeAt(0), Buffer.from(word)]));
const IN_SCALARS = tableOf('+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ');
const AFTER_BACKSLASH = tableOf('"\\/bfnrt');
const HEX = tableOf('0123456789abcdefABCDEF');

/** Whether this byte belongs to the number or word that is being read. */
export function isScalarByte(byte: number | undefined): boolean {
  return byte !== undefined && IN_SCALARS[byte] === 1;
}

/** Whether the bytes are one whole number, `true`, `false` or `null`. */
export function isScalar(bytes: Buffer, from: number, to: number): boolean {
  const word = WORDS[bytes[from] ?? 0];
  return word === undefined ? isNumber(bytes, from, to) : isWord(word, bytes, from, to);
}

function isWord(word: Buffer, bytes: Buffer, from: number, to: number): boolean {
  let at = from;
  for (const byte of word) if (bytes[at++] !== byte) return false;
  return at === to;
}

/** Whether what begins at the backslash is an escape. All of it must be there. */
export function isEscape(bytes: Buffer, at: number): boolean {
  if (bytes[at + 1] !== JSON_BYTES.u) return AFTER_BACKSLASH[bytes[at + 1] ?? 0] === 1;
  for (let digit = at + 2; digit < at + UNICODE_ESCAPE_LENGTH; digit++) {
    if (HEX[bytes[digit] ?? 0] !== 1) return false;
  }
  return true;
}

function isNumber(bytes: Buffer, from: number, to: number): boolean {
  const whole = bytes[from] === MINUS ? from + 1 : from;
  let at = bytes[whole] === ZERO ? whole + 1 : pastDigits(bytes, whole);
  if (bytes[at] === DOT) at = pastDigits(bytes, at + 1);
  if (bytes[at] === LOWER_E || bytes[at] === UPPER_E) {
    const isSigned = bytes[at + 1] === PLUS || bytes[at + 1] === MINUS;
    at = pastDigits(bytes, isSigned ? at + 2 : at + 1);
  }
  return at === to;
}

/** Past one or more digits; -1, where no number ends, when there is none. */
function pastDigits(bytes: Buffer, from: number): number {
  let at = from;
  for (let byte = bytes[at] ?? 0; byte >= ZERO && byte <= NINE; byte = bytes[at] ?? 0) at++;
  return at === from ? -1 : at;
}

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of Buffer.from(characters)) table[byte] = 1;
  return table;
}
