/** Words of a system against the values of a fact: the same, the same but for its spelling, or a value with something about it. */
import { distance } from 'fastest-levenshtein';

export type WordMatch = { readonly value: string; readonly isExact: boolean };

/** Before a value, these say that it isn't it. */
const UNSAYING = new Set(['non', 'not', 'no', 'ex', 'former', 'pre', 'potential', 'lost', 'kein', 'ehemalig']);

export function matchedWord(word: string, values: readonly string[]): WordMatch | null {
  const exact = values.find((value) => value.toLowerCase() === word.toLowerCase());
  if (exact !== undefined) return { value: exact, isExact: true };
  const near =
    onlyOne(values.filter((value) => plain(value) === plain(word))) ??
    onlyOne(values.filter((value) => holdsWord(word, value))) ??
    onlyOne(values.filter((value) => isMisspelt(word, value)));
  return near === null ? null : { value: near, isExact: false };
}

function onlyOne(values: readonly string[]): string | null {
  return values.length === 1 ? (values[0] ?? null) : null;
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\d]/gu, '');
}

function holdsWord(word: string, value: string): boolean {
  const words = word.toLowerCase().split(/[^\p{L}\d]+/u);
  return words.length <= 3 && words.includes(value.toLowerCase()) && !words.some((each) => UNSAYING.has(each));
}

function isMisspelt(word: string, value: string): boolean {
  return value.length >= 5 && distance(plain(word), plain(value)) === 1;
}
