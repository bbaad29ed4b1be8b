/**
 * Lists as bare words, `VVIP, VIP`: what a person types into one cell of a spreadsheet. Commas and line breaks separate;
 * quotation marks (a keyboard's or a word processor's) hold what would end a word or mean something else.
 */

/** One entry; `quoted`: it stood in quotation marks, so it is always a literal. */
export type WordItem = { readonly text: string; readonly quoted: boolean };

/** What is wrong with a text, and how to mend it. */
export type Wrong = { readonly wrong: string; readonly mend: string };

const OPENING = '"“”„‟«»';
const CLOSED = /^(?:"(?:[^"\\]|\\.)*"|[“”„‟«»][^“”„‟«»"]*[“”„‟«»"])/su;
const SEPARATOR = /^\s*(?:,\s*|\n\s*|$)/u;
/** A comma at a line's end separates once. */
const BARE = /^[^,\n]*/u;

/** Of a text that isn't blank: one entry at least. */
export function readItems(text: string): readonly WordItem[] | Wrong {
  const items: WordItem[] = [];
  let rest = text.trim();
  for (let isLast = false; !isLast;) {
    const next = rest !== '' && OPENING.includes(rest.charAt(0)) ? quotedItem(rest) : bareItem(rest);
    if ('wrong' in next) return next;
    items.push(next.item);
    ({ rest, isLast } = next);
  }
  return items;
}

type Found = { readonly item: WordItem; readonly rest: string; readonly isLast: boolean };

function quotedItem(text: string): Found | Wrong {
  const quoted = CLOSED.exec(text)?.[0];
  if (quoted === undefined) return { wrong: `The quotation mark in \`${text}\` is never closed.`, mend: 'Close it.' };
  const after = text.slice(quoted.length);
  const separator = SEPARATOR.exec(after)?.[0];
  if (separator === undefined)
    return { wrong: `\`${after.trim()}\` stands behind ${quoted}.`, mend: 'Put a comma between two values.' };
  const item = literalIn(quoted);
  return typeof item === 'string' ? found({ text: item, quoted: true }, separator, after) : item;
}

function literalIn(quoted: string): string | Wrong {
  if (!quoted.startsWith('"')) return quoted.slice(1, -1);
  try {
    // A line break typed into the cell stands for itself.
    return String(JSON.parse(quoted.replaceAll('\n', String.raw`\n`).replaceAll('\t', String.raw`\t`)));
  } catch {
    return { wrong: `\`${quoted}\` has a \`\\\` that means nothing.`, mend: String.raw`Write a backslash as \\.` };
  }
}

function bareItem(text: string): Found | Wrong {
  const bare = BARE.exec(text)?.[0] ?? '';
  const after = text.slice(bare.length);
  const separator = SEPARATOR.exec(after)?.[0] ?? '';
  if (bare.trim() === '') return { wrong: 'An entry of the list is empty.', mend: 'Delete the comma too many.' };
  return found({ text: plainBlanks(bare), quoted: false }, separator, after);
}

function found(item: WordItem, separator: string, after: string): Found {
  const rest = after.slice(separator.length);
  return { item, rest, isLast: rest === '' && !separator.includes(',') };
}

/** Without blanks around, and with plain ones within. */
function plainBlanks(text: string): string {
  return text.trim().replaceAll(/[\u00A0\u2007\u202F]/gu, ' ');
}

/** Printed bare, such a text would be read as something else, or not come back from a spreadsheet as it was. */
const UNSAFE = /^[\s'"“”„‟«»=+\-@<>≥≤–—]|[,\n\r\t\u00A0\u2007\u202F\p{C}]|\s$|^$/u;

/** The entry as `readItems` reads it back; `isTaken` says of a bare text that it means something else here. */
export function itemText(text: string, isTaken: (bare: string) => boolean = () => false): string {
  return UNSAFE.test(text) || isTaken(text) ? quotedText(text) : text;
}

function quotedText(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007F-\u009F\u00A0\u2007\u202F\p{Cf}]/gu, (character) =>
    [...Array(character.length).keys()].map((at) => escaped(character.charCodeAt(at))).join(''),
  );
}

function escaped(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
