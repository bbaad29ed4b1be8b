/**
 * A stored text with its checksum on a last line: SQLite notices a page that is no page, but not a byte that a disk has
 * altered within a text, and an altered text may name somebody else. Not against people: whoever may write the file may
 * write a checksum as well.
 */
import { crc32 } from 'node:zlib';
import { damaged } from './rows.ts';

export function sealed(text: string): string {
  return `${text}\n${crc32(text)}`;
}

/** @throws as for a damaged file where the text is not as it was sealed */
export function unsealed(stored: string): string {
  const end = stored.lastIndexOf('\n');
  const text = stored.slice(0, Math.max(end, 0));
  if (stored.slice(end + 1) !== String(crc32(text))) throw damaged('a text that is not as it was written');
  return text;
}
