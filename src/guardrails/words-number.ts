/**
 * Numbers and ranges as people and their programs type them: `0–90`, `−5`. What has two meanings (`0,5`, `1.000`, where some
 * write the decimal point and others thousands) is refused, not guessed.
 */
import type { FactType } from '../facts/types.ts';
import type { Wrong } from './words-list.ts';

const RANGE = /^(.*?\S)?\s*(?:\.{2,}|…|(?<=[\dZ])\s*[–—])\s*(.*)$/su;
/** Some write 100000 so. */
const THOUSANDS = /^-?[1-9]\d{0,2}(?:\.\d{3})+$/u;

/** The ends; one alone is no range. */
export function plainRange(text: string): readonly [string, string?] {
  const found = RANGE.exec(text);
  return found === null ? [text] : [(found[1] ?? '').trim(), (found[2] ?? '').trim()];
}

/** With the keyboard's minus sign. */
export function plainNumber(text: string): string {
  return text.replace(/^[−–—]\s*(?=\d)/u, '-');
}

/** What is wrong with the numbers of a text, before it is taken apart. */
export function numberProblem(text: string): Wrong | null {
  const comma = /[\d.]*\d,\d[\d.,]*/u.exec(text)?.[0];
  if (comma !== undefined)
    return {
      wrong: `\`${comma}\` may be one number or several.`,
      mend: 'Write a number with a point and without separators, like `100000` or `0.5`, and a blank after a comma that separates.',
    };
  const thousands = text.split(/\.{2,}|[\s,…–—<>=]+/u).find((part) => THOUSANDS.test(part));
  if (thousands === undefined) return null;
  return {
    wrong: `\`${thousands}\` may be thousands or a fraction.`,
    mend: `Write \`${thousands.replaceAll('.', '')}\`, or \`${thousands.replace(/\..*/u, (end) => `${end.slice(0, 4)}0`)}\`.`,
  };
}

/** A fraction that looks like thousands gets another digit, so that nobody takes it for them; ranges lose their blanks. */
export function unmistakable(text: string, { type }: FactType): string {
  if (type === 'boolean') return text;
  const sure = (number: string): string => (type === 'number' && THOUSANDS.test(number) ? `${number}0` : number);
  const [low, high] = plainRange(text);
  return high === undefined ? sure(low) : `${sure(low)}..${sure(high)}`;
}
