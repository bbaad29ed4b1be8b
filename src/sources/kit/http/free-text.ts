/**
 * Names of columns under which people write freely: notes about customers, why somebody is away. Looked for inside of the last
 * part of the name, so that `Owner.Internal_Notes__c` is one. Rather one name too many than one text.
 */
import type { DottedPath } from './operation.ts';

const ANYWHERE = 'descri(?:ption|be)|comment|message|notes|remark|about_?me|about_?us|biograph';
/** As a word only: `note` begins many another. */
const AS_WORD = ['note', 'body', 'memo', 'bio', 'about'];

const anywhere = new RegExp(ANYWHERE, 'i');
const asWord = new RegExp(
  AS_WORD.map((word) => {
    const capital = `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
    return `(?<![a-zA-Z])${word}(?![a-z])|${capital}(?![a-z])|(?<![A-Z])${word.toUpperCase()}(?![A-Z])`;
  }).join('|'),
);

/** `exceptions`: whole names that only look like it. */
export function isFreeText(column: DottedPath, exceptions: readonly string[] = []): boolean {
  const last = column.split('.').at(-1) ?? '';
  return !exceptions.includes(last) && (anywhere.test(last) || asWord.test(last));
}
