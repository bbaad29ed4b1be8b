/** What is told of fields whose keys can't be proposed, so that nobody takes what is there for all there is. */
import { isSuspicious } from './words.ts';

const NAMED = 5;

/** A key that looks like an instruction isn't told itself. */
export function unnamedNotes(keys: readonly string[]): readonly string[] {
  const odd = keys.filter(isSuspicious);
  const plain = keys.filter((key) => !isSuspicious(key));
  const more = plain.length > NAMED ? ` and ${plain.length - NAMED} more` : '';
  const told = plain.slice(0, NAMED).map((key) => `\`${shown(key)}\``);
  const left = plain.length === 1 ? 'it was' : 'they were';
  const [said, taken] = odd.length === 1 ? ['1 has', 'it wasn’t'] : [`${odd.length} have`, 'they weren’t'];
  return [
    ...(plain.length === 0
      ? []
      : [`Of its fields ${told.join(', ')}${more} can’t be named in a path, so ${left} left out.`]),
    ...(odd.length === 0
      ? []
      : [`Of its fields ${said} a name that looks like an instruction to a model, so ${taken} taken over.`]),
  ];
}

/** In quotes, for a blank at its edge is what is wrong with many a key. */
function shown(key: string): string {
  return JSON.stringify(key.slice(0, 40)).replaceAll(/\p{C}/gu, '?');
}
