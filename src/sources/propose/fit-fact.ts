/** Whether a column fills a fact, judged by its values and then by its name. What fits by its name alone is never proposed. */
import type { FactDeclaration, FactType } from '../../facts/types.ts';
import { dayReader } from '../kit/day.ts';
import type { WrittenValue } from '../kit/http/usual.ts';
import { numberValue, truthValue } from '../kit/typed-value.ts';
import { nameFit, otherCurrency } from './column-words.ts';
import { matchedWord } from './enum-words.ts';
import type { SeenColumn } from './seen-column.ts';
import { isProse, share } from './seen-column.ts';

export type Fit = { readonly score: number; readonly value: WrittenValue; readonly evidence: string };
/** It looks like it, and can't be taken: why. */
export type NoFit = { readonly note: string };

/** `today`: an ISO day. Null where it is nothing like it. */
export function fitFact(seen: SeenColumn, { name, type }: FactDeclaration, today: string): Fit | NoFit | null {
  if (seen.cells.length === 0 || isProse(seen)) return null;
  const named = nameFit(name, seen.words);
  if (type.type === 'enum') return fitWords(seen, type, named);
  if (named < NAMED) return null;
  switch (type.type) {
    case 'number':
    case 'integer':
      return otherCurrency(name, seen.words) ? null : fitNumber(seen, named);
    case 'boolean':
      return fitTruth(seen, named);
    case 'date':
      return fitDay(seen, named, today);
    case 'string':
      return fitText(seen, name, named);
    case 'datetime':
      return null;
  }
}

const NAMED = 0.99;
const MOST = 0.9;

function told({ cells, rows }: SeenColumn, holds: string, count = cells.length): string {
  return `${count} of ${rows} rows hold ${holds}`;
}

function fitWords(
  seen: SeenColumn,
  { values }: FactType & { readonly type: 'enum' },
  named: number,
): Fit | NoFit | null {
  const matches = [...seen.counts].flatMap(([word, count]) => {
    const match = matchedWord(word, values);
    return match === null ? [] : [{ word, count, ...match }];
  });
  const count = matches.reduce((sum, match) => sum + match.count, 0);
  const part = count / seen.cells.length;
  const hit = new Set(matches.map(({ value }) => value));
  const isEnough = named >= NAMED ? part >= 0.5 : part >= 0.8 && hit.size >= 2 && count >= 5;
  if (!isEnough) return named >= NAMED && seen.counts.size <= 20 ? strangers(seen, values) : null;
  const words = matches.every(({ isExact }) => isExact)
    ? null
    : Object.fromEntries(matches.map(({ word, value }) => [word, value]));
  const known = new Set(matches.map(({ word }) => word));
  return {
    score: part * 0.6 + named * 0.4,
    value: words === null ? seen.column : { column: seen.column, values: words },
    evidence: `${told(seen, listed([...known]), count)}${others(seen, known)}`,
  };
}

/** Words that stand for nothing are left out of each row. One that stands there once may be anything, so it isn't told. */
function others({ counts }: SeenColumn, known: ReadonlySet<string>): string {
  const left = [...counts].filter(([word]) => !known.has(word));
  const words = left.filter(([word, count]) => count > 1 && word.length <= LONGEST_WORD).map(([word]) => word);
  const more = left.length - words.length;
  const said = [
    ...(words.length > 0 ? [listed(words)] : []),
    ...(more > 0 ? [`${more} that stand${more === 1 ? 's' : ''} there once`] : []),
  ];
  return said.length === 0 ? '' : `; left out: ${said.join(' and ')}`;
}

const LONGEST_WORD = 24;

function strangers({ column }: SeenColumn, values: readonly string[]): NoFit {
  return { note: `\`${column}\` has other words than ${listed(values)}: say in \`values\` what each stands for.` };
}

const MOST_LISTED = 6;

function listed(words: readonly string[]): string {
  return words.length > MOST_LISTED ? `${words.slice(0, MOST_LISTED).join(', ')} …` : words.join(', ');
}

function fitNumber(seen: SeenColumn, named: number): Fit | NoFit | null {
  const part = share(seen, (cell) => 'value' in numberValue(cell));
  if (part < MOST) return { note: `\`${seen.column}\` has numbers that can’t be read for certain: write 1234.5.` };
  return { score: part * 0.5 + named * 0.5, value: seen.column, evidence: told(seen, 'a number') };
}

function fitTruth(seen: SeenColumn, named: number): Fit | null {
  const part = share(seen, (cell) => 'value' in truthValue(cell));
  return part < MOST
    ? null
    : { score: part * 0.5 + named * 0.5, value: seen.column, evidence: told(seen, 'yes or no') };
}

const FORMATS = [
  null,
  'yyyy/MM/dd',
  'dd.MM.yyyy',
  'd.M.yyyy',
  'MM/dd/yyyy',
  'dd/MM/yyyy',
  'M/d/yyyy',
  'd/M/yyyy',
  'dd-MM-yyyy',
] as const;
const PAST = new Set(['last', 'previous', 'created', 'modified', 'since', 'start', 'original', 'first']);

function fitDay(seen: SeenColumn, named: number, today: string): Fit | NoFit | null {
  if (seen.words.some((word) => PAST.has(word))) return null;
  const fits = FORMATS.flatMap((format) => {
    const read = dayReader(format);
    const days = read === undefined ? [] : seen.cells.flatMap((cell) => read(cell) ?? []);
    return days.length / seen.cells.length >= MOST ? [{ format, days }] : [];
  });
  const [best] = fits;
  if (best === undefined) return null;
  const kinds = new Set(fits.map(({ days }) => days.join()));
  if (kinds.size > 1) return { note: `\`${seen.column}\` has days that can be read in two ways: say its \`format\`.` };
  const ahead = best.days.filter((day) => day >= today).length;
  return {
    score: 0.5 + named * 0.3 + (ahead > 0 ? 0.2 : 0),
    value: best.format === null ? seen.column : { column: seen.column, format: best.format },
    evidence: `${told(seen, 'a day')}, ${ahead} of them to come`,
  };
}

const LANGUAGE = /^[a-z]{2,3}([-_][A-Za-z]{2,4})?$/i;
const MOST_TEXTS = 30;

function fitText(seen: SeenColumn, fact: string, named: number): Fit | null {
  if (/language|locale/.test(fact) && share(seen, (cell) => LANGUAGE.test(cell)) < MOST) return null;
  const isFew = seen.counts.size <= MOST_TEXTS && seen.counts.size <= Math.max(3, seen.cells.length / 2);
  return isFew
    ? { score: named * 0.6, value: seen.column, evidence: told(seen, `${seen.counts.size} short words`) }
    : null;
}
