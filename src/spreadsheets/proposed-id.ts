/** An id for a row that has none, from what it says: `billing-emea`. */
import type { RowWords } from './row-words.ts';

const LONGEST = 40;

export function proposedId(words: RowWords, taken: ReadonlySet<string>): string {
  const said = [...words].filter(([column]) => column.includes('.') || column === 'topic').map(([, text]) => text);
  const slug = said
    .join(' ')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^[-0-9]+|-+$/gu, '')
    .slice(0, LONGEST)
    .replace(/-+$/u, '');
  const name = slug === '' ? 'row' : slug;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(id)) return id;
  }
}
