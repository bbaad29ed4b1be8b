/**
 * Cells as bare words, for spreadsheets: `VVIP, VIP`, `0..90`, `>= 100000`, `missing or not EMEA`, `FEEL: [0..40)`. Each form
 * is one form of a cell in YAML (cell-source.ts), and means what parse-cell.ts says. Reading what was printed gives the same.
 *
 * | words | YAML |
 * |---|---|
 * | nothing, or `-` | no cell: anything fits |
 * | `VVIP, VIP`; `0..30, 60..90` | `[VVIP, VIP]`; `[0..30, 60..90]` |
 * | `>= 40 and < 60` | `{ at_least: 40, below: 60 }` |
 * | `not EMEA, APAC` | `{ not: [EMEA, APAC] }` |
 * | `missing`; `known` | `{ missing: yes }`; `{ missing: no }` |
 * | `missing or …`; `known and …` before `not` or a comparison | `missing: yes`; `missing: no` beside it |
 * | `FEEL: …` | `{ feel: "…" }` |
 */
import type { FactDeclaration, FactType } from '../facts/types.ts';
import type { CellSource } from './cell-source.ts';
import { isOrdered } from './literal.ts';
import { booleanWord } from './words-boolean.ts';
import { numberProblem, plainNumber, plainRange, unmistakable } from './words-number.ts';
import { itemText, readItems } from './words-list.ts';
import type { WordItem, Wrong } from './words-list.ts';

type Fact = Pick<FactDeclaration, 'name' | 'type'>;
type MapEntries = (CellSource & { readonly kind: 'map' })['entries'];

/** `source` is null where anything fits. */
export type ReadWords = { readonly source: CellSource | null } | Wrong;

const SIGNS = [
  ['at_least', '>='],
  ['above', '>'],
  ['at_most', '<='],
  ['below', '<'],
] as const;
const TYPED_SIGNS: Readonly<Record<string, string>> = { '≥': '>=', '=>': '>=', '≤': '<=', '=<': '<=' };
const BOUND = /^(>=|=>|<=|=<|>|<|≥|≤)\s*(.*)$/su;
const ANYTHING = /^[-–—]?$/u;
const FORM = /^(?:missing|known|not missing|feel\s*:.*|missing\s+or\s.*|known\s+and\s.*|not\s.*)$/isu;

/** Reads what somebody typed. Whether the words are values of the fact is for `parseCell` to say. */
export function parseWords(text: string, fact: Fact): ReadWords {
  const words = text.trim();
  if (ANYTHING.test(words)) return { source: null };
  if (isValue(words, fact.type) && FORM.test(words)) return ambiguous(words);
  const feel = /^feel\s*:(.*)$/isu.exec(words)?.[1]?.trim();
  if (feel !== undefined) return feelCell(feel);
  if (/^missing$/iu.test(words)) return { source: map([['missing', word('yes')]]) };
  if (/^(?:known|not\s+missing)$/iu.test(words)) return { source: map([['missing', word('no')]]) };
  const [, prefix, rest] = /^(missing\s+or|known\s+and)\s+(.*)$/isu.exec(words) ?? [];
  if (prefix === undefined || rest === undefined) return unprefixed(words, fact);
  return prefixed(prefix.toLowerCase().startsWith('missing') ? 'yes' : 'no', rest, fact);
}

function isValue(words: string, type: FactType): boolean {
  return type.type === 'enum' && type.values.includes(words);
}

function ambiguous(words: string): Wrong {
  return {
    wrong: `\`${words}\` is one of the values, and means something else besides.`,
    mend: `Write the value in quotation marks: \`"${words}"\`.`,
  };
}

function feelCell(text: string): ReadWords {
  if (text === '') return { wrong: 'There is no FEEL behind `FEEL:`.', mend: 'Write it, like `FEEL: [0..40), > 95`.' };
  return { source: map([['feel', { kind: 'word', text, quoted: true }]]) };
}

function prefixed(missing: 'yes' | 'no', rest: string, fact: Fact): ReadWords {
  const read = unprefixed(rest, fact);
  if ('wrong' in read || read.source === null) return read;
  if (read.source.kind === 'map') return { source: map([...read.source.entries, ['missing', word(missing)]]) };
  return missing === 'no'
    ? { wrong: '`known and` stands before a plain value, which is never missing.', mend: `Write \`${rest}\` alone.` }
    : {
        wrong: '`missing or` stands before a plain value.',
        mend: 'It goes with `not …` and comparisons; for a value write FEEL, like `FEEL: "VVIP", null`.',
      };
}

function unprefixed(words: string, fact: Fact): ReadWords {
  const not = /^not\s+(.*)$/isu.exec(words)?.[1];
  if (BOUND.test(words)) return bounds(words, fact);
  const list = values(not ?? words, fact);
  if ('wrong' in list) return list;
  return { source: not === undefined ? list : map([['not', list]]) };
}

function bounds(words: string, fact: Fact): ReadWords {
  const entries: (readonly [string, CellSource])[] = [];
  if (/,\s*[<>≥≤=]/u.test(words)) return unjoined(words);
  for (const part of words.split(/\s+and\s+/iu)) {
    const [, typed = '', operand = ''] = BOUND.exec(part.trim()) ?? [];
    const sign = TYPED_SIGNS[typed] ?? typed;
    const key = SIGNS.find(([, written]) => written === sign)?.[0];
    if (key === undefined || operand.trim() === '')
      return { wrong: `\`${part}\` is no comparison.`, mend: 'Write comparisons like `>= 40 and < 60`.' };
    if (entries.some(([name]) => name === key))
      return { wrong: `\`${sign}\` is written twice.`, mend: 'Write one comparison for each end.' };
    const list = values(operand, fact);
    if ('wrong' in list) return list;
    entries.push([key, list]);
  }
  return { source: map(entries) };
}

function unjoined(words: string): Wrong {
  return {
    wrong: `The comma in \`${words}\` may mean “and” or “or”.`,
    mend: 'Write `>= 40 and < 60` for both; for either write FEEL, like `FEEL: < 40, > 95`.',
  };
}

/** One value or range, or a list of them. */
function values(text: string, { type }: Fact): CellSource | Wrong {
  const isNumber = type.type === 'number' || type.type === 'integer';
  const mistaken = isNumber ? numberProblem(text) : null;
  if (mistaken !== null) return mistaken;
  const items = readItems(text);
  if ('wrong' in items) return items;
  const words: CellSource[] = [];
  for (const item of items) {
    if (isText(type) && !item.quoted && FORM.test(item.text)) return formWithin(item.text);
    const read = readItem(item, type);
    if ('wrong' in read) return read;
    words.push(read);
  }
  const [only, ...others] = words;
  return only !== undefined && others.length === 0 ? only : { kind: 'list', items: words };
}

function isText({ type }: FactType): boolean {
  return type === 'enum' || type === 'string';
}

/** A form is a whole cell, so in a list or behind `not` it would be taken for a value. */
function formWithin(text: string): Wrong {
  const mend = /^not\s+(?!missing$)/iu.test(text)
    ? 'Write `not` once, before all of them, like `not EMEA, APAC`'
    : 'Write FEEL, like `FEEL: "VVIP", null`';
  return {
    wrong: `\`${text}\` means something else where it stands alone.`,
    mend: `${mend}; where it is the value, put it in quotation marks: \`${JSON.stringify(text)}\`.`,
  };
}

function readItem({ text, quoted }: WordItem, type: FactType): CellSource | Wrong {
  if (quoted) return { kind: 'word', text, quoted };
  if (type.type === 'boolean') return word(booleanWord(text));
  if (!isOrdered(type)) return word(text);
  const [low, high] = plainRange(text);
  if (high === undefined) return word(plainNumber(text));
  if (low !== '' && high !== '') return word(`${plainNumber(low)}..${plainNumber(high)}`);
  const mend = low === '' ? `Write both ends, or \`<= ${high}\`.` : `Write both ends, or \`>= ${low}\`.`;
  return { wrong: `\`${text}\` has one end only.`, mend };
}

function word(text: string): CellSource {
  return { kind: 'word', text, quoted: false };
}

function map(entries: MapEntries): CellSource {
  return { kind: 'map', entries };
}

/** The words for a cell that `parseCell` reads without an error. */
export function printWords(source: CellSource, fact: Fact): string {
  if (source.kind !== 'map') return printValues(source, fact.type);
  const said = new Map(source.entries);
  const feel = said.get('feel');
  if (feel?.kind === 'word') return `FEEL: ${feel.text.trim()}`;
  const missing = said.has('missing') ? isYes(said.get('missing')) : null;
  const not = said.get('not');
  if (not === undefined) return printed(missing, printBounds(said, fact.type), fact.type);
  const words = printed(missing, `not ${printValues(not, fact.type)}`, fact.type);
  // Where the words are a value too, quotation marks say what is meant.
  return isValue(words, fact.type) ? printed(missing, `not ${printValues(not, fact.type, true)}`, fact.type) : words;
}

function printed(missing: boolean | null, test: string, type: FactType): string {
  if (test !== '') return `${missing === null ? '' : missing ? 'missing or ' : 'known and '}${test}`;
  const words = missing === true ? 'missing' : 'known';
  if (!isValue(words, type)) return words;
  return missing === true ? 'FEEL: null' : 'FEEL: not(null)';
}

function isYes(source: CellSource | undefined): boolean {
  return source?.kind === 'word' && ['yes', 'true'].includes(source.text.trim().toLowerCase());
}

function printBounds(said: ReadonlyMap<string, CellSource>, type: FactType): string {
  const parts = SIGNS.flatMap(([key, sign]) => {
    const bound = said.get(key);
    return bound === undefined ? [] : [`${sign} ${printValues(bound, type)}`];
  });
  return parts.join(' and ');
}

function printValues(source: CellSource, type: FactType, quoted = false): string {
  if (source.kind === 'list') return source.items.map((item) => printValues(item, type, quoted)).join(', ');
  if (source.kind === 'map') return '';
  if (isText(type))
    return itemText(source.quoted ? source.text : source.text.trim(), (bare) => quoted || FORM.test(bare));
  return unmistakable(source.text.trim(), type);
}
