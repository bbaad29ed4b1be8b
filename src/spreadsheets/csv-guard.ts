/**
 * Text that a spreadsheet would take for a formula when it opens a CSV gets an apostrophe, and loses it on the way back: each
 * text comes back as it was. Numbers are left alone.
 */
const RISKY = /^[=+\-@\t\r\n']/u;
const NUMBER = /^-?\d+(?:\.\d+)?$/u;

export function guarded(text: string): string {
  return RISKY.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

export function unguarded(text: string): string {
  return text.startsWith("'") && guarded(text.slice(1)) === text ? text.slice(1) : text;
}
