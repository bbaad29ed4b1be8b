/**
 * Ids as Salesforce hands them out: 15 characters whose case matters, and three more that say which of them are upper
 * case. Written apart from the product's own reading of them, so that the two can be held against each other.
 */
const BASE_62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const NUMBERS = 62 ** 4;
/** Shares no factor with 62 ** 4, so that each number gets another place. */
const STRIDE = 9_241_573;

export const ACCOUNT_PREFIX = '001Hs00004';
export const USER_PREFIX = '005Hs00000';
export const QUEUE_PREFIX = '00GHs00000';

/**
 * The 18-character id of a number below 62 ** 4, about 14.8 million. The twin of an id differs from it in the case of one
 * letter alone, and is nobody else's id.
 */
export function salesforceId(prefix: string, number: number, twin = false): string {
  const place = (number * STRIDE) % NUMBERS;
  const digits = [62 ** 3, 62 ** 2, 62, 1].map((unit) => BASE_62.charAt(Math.floor(place / unit) % 62)).join('');
  const letter = String.fromCharCode(97 + (number % 26));
  return longForm(`${prefix}${digits}${twin ? letter.toUpperCase() : letter}`);
}

export function shortForm(id: string): string {
  return id.slice(0, 15);
}

function longForm(short: string): string {
  let id = short;
  for (const start of [0, 5, 10]) {
    let bits = 0;
    for (let at = 0; at < 5; at++) if (/[A-Z]/.test(short.charAt(start + at))) bits |= 1 << at;
    id += CHECK.charAt(bits);
  }
  return id;
}
