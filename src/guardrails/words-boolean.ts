/** Truth as spreadsheets write it: in capitals, and in the language of whoever's program saved the file. */

const TRUE = ['true', 'wahr', 'vrai', 'verdadero', 'vero', 'verdadeiro', 'waar'];
const FALSE = ['false', 'falsch', 'faux', 'falso', 'onwaar'];

/** `true` or `false`; any other word as it is. */
export function booleanWord(text: string): string {
  const word = text.toLowerCase();
  if (TRUE.includes(word)) return 'true';
  return FALSE.includes(word) ? 'false' : text;
}
