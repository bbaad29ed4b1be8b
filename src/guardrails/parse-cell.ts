/**
 * A cell's source text → its test, by the declared type of its fact. Plain words are never code, quoted words are
 * always literals. Every problem's path is relative to the cell; without errors there is a test.
 */
import { nearestName } from '../base/nearest.ts';
import type { ValuePath, ValueProblem } from '../base/problem.ts';
import { valueError, valueWarning } from '../base/problem.ts';
import { ALWAYS_KNOWN } from '../facts/frame.ts';
import type { FactDeclaration, FactType } from '../facts/types.ts';
import { anyOf } from './any-of.ts';
import type { CellSource } from './cell-source.ts';
import { sourceText } from './cell-source.ts';
import { parseFeel } from './feel.ts';
import type { Literal } from './literal.ts';
import { isOrdered, readLiteral } from './literal.ts';
import type { CellTest, PlainTest } from './table.ts';

/** `test` is null where there is an error. */
export type ParsedCell = { readonly test: CellTest | null; readonly problems: readonly ValueProblem[] };

type Word = CellSource & { readonly kind: 'word' };
type Entries = (CellSource & { readonly kind: 'map' })['entries'];

/** One cell being read: its type, and the problems so far. */
type Reading = { readonly fact: FactDeclaration; readonly type: FactType; readonly problems: ValueProblem[] };

export function parseCell(source: CellSource, declaration: FactDeclaration): ParsedCell {
  const reading: Reading = { fact: declaration, type: declaration.type, problems: [] };
  const test = source.kind === 'map' ? mapTest(reading, source.entries) : valueTest(reading, source, []);
  const failed = reading.problems.some(({ severity }) => severity === 'error');
  return { test: failed ? null : test, problems: reading.problems };
}

function fail(reading: Reading, path: ValuePath, message: string, mend: string): null {
  reading.problems.push(valueError(path, message, mend));
  return null;
}

/** A word or a list of words: what stands alone, in `not`, or in a list. */
function valueTest(reading: Reading, source: CellSource, path: ValuePath): PlainTest | null {
  if (source.kind === 'word') return wordTest(reading, source, path);
  if (source.kind === 'list') return listTest(reading, source.items, path);
  return fail(reading, path, `\`${sourceText(source)}\` is not a value.`, 'Write a value, or a list of values, here.');
}

function wordTest(reading: Reading, word: Word, path: ValuePath): PlainTest | null {
  if (!word.quoted && word.text.trim() === '') {
    const mend = `Write a value, leave \`${reading.fact.name}\` out, or write \`{ missing: yes }\`.`;
    return fail(reading, path, 'The cell is empty.', mend);
  }
  const dots = word.quoted || !isOrdered(reading.type) ? -1 : word.text.indexOf('..');
  if (dots !== -1) return rangeTest(reading, word.text.slice(0, dots), word.text.slice(dots + 2), path);
  const value = literal(reading, word, path);
  return value === null ? null : { kind: 'equals', value };
}

function literal(reading: Reading, word: Word, path: ValuePath): Literal | null {
  const { type } = reading.type;
  if (word.quoted && (type === 'number' || type === 'integer' || type === 'boolean')) {
    return fail(
      reading,
      path,
      `\`${sourceText(word)}\` is text, not a ${type}.`,
      `Write \`${word.text}\` without quotes.`,
    );
  }
  const read = readLiteral(word.quoted ? word.text : word.text.trim(), reading.type);
  return 'value' in read ? read.value : fail(reading, path, read.wrong, read.mend);
}

function rangeTest(reading: Reading, lowText: string, highText: string, path: ValuePath): PlainTest | null {
  if (lowText.trim() === '' || highText.trim() === '') {
    const mend = 'Write both ends, or `{ at_least: … }` or `{ at_most: … }`.';
    return fail(reading, path, `\`${lowText}..${highText}\` has one end only.`, mend);
  }
  const low = literal(reading, plainWord(lowText), path);
  const high = literal(reading, plainWord(highText), path);
  if (low === null || high === null || typeof low === 'boolean' || typeof high === 'boolean') return null;
  if (low > high)
    return fail(
      reading,
      path,
      `\`${lowText}..${highText}\` is upside down.`,
      `Write \`${highText.trim()}..${lowText.trim()}\`.`,
    );
  return { kind: 'interval', low, lowIncluded: true, high, highIncluded: true };
}

function plainWord(text: string): Word {
  return { kind: 'word', text, quoted: false };
}

function listTest(reading: Reading, items: readonly CellSource[], path: ValuePath): PlainTest | null {
  if (items.length === 0)
    return fail(reading, path, 'The list is empty: it would match nothing.', 'List at least one value.');
  warnOfRepeats(reading, items, path);
  const tests = items.map((item, index) => listItem(reading, item, [...path, index]));
  return tests.includes(null) ? null : anyOf(tests.filter((test) => test !== null));
}

function listItem(reading: Reading, item: CellSource, path: ValuePath): PlainTest | null {
  if (item.kind === 'word') return wordTest(reading, item, path);
  return fail(reading, path, `\`${sourceText(item)}\` is not a value.`, 'A list holds plain values and ranges.');
}

function warnOfRepeats(reading: Reading, items: readonly CellSource[], path: ValuePath): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const text = sourceText(item);
    if (seen.has(text))
      reading.problems.push(valueWarning([...path, index], `\`${text}\` is listed twice.`, 'Delete one.'));
    seen.add(text);
  }
}

const LOWER = { at_least: '>=', above: '>' } as const;
const UPPER = { at_most: '<=', below: '<' } as const;
const KEYS = ['at_least', 'above', 'at_most', 'below', 'not', 'missing', 'feel'] as const;
type Key = (typeof KEYS)[number];

function mapTest(reading: Reading, entries: Entries): CellTest | null {
  const given = new Map<Key, CellSource>();
  for (const [key, value] of entries) {
    if (!isKey(key)) unknownKey(reading, key);
    else if (given.has(key)) fail(reading, [key], `\`${key}\` is written twice.`, 'Delete one.');
    else given.set(key, value);
  }
  if (reading.problems.length > 0) return null;
  if (given.size === 0) return fail(reading, [], 'The cell is empty.', `Known here: ${KEYS.join(', ')}.`);
  if (given.has('feel')) return alone(reading, given, 'feel') ? feelTest(reading, given) : null;
  const missing = missingChoice(reading, given);
  if (given.has('not')) return alone(reading, given, 'not', 'missing') ? notTest(reading, given, missing) : null;
  return orMissing(boundsTest(reading, given), missing, given);
}

function isKey(key: string): key is Key {
  return (KEYS as readonly string[]).includes(key);
}

function unknownKey(reading: Reading, key: string): null {
  const near = nearestName(key, KEYS);
  const mend = near === undefined ? `Known here: ${KEYS.join(', ')}.` : `Did you mean \`${near}\`?`;
  return fail(reading, [key], `\`${key}\` is not known here.`, mend);
}

function alone(reading: Reading, given: ReadonlyMap<Key, CellSource>, key: Key, beside?: Key): boolean {
  const extra = [...given.keys()].filter((other) => other !== key && other !== beside);
  for (const other of extra)
    fail(
      reading,
      [other],
      `\`${other}\` can't stand beside \`${key}\`.`,
      `Write one of the two${key === 'feel' ? '' : ', or a `feel` cell'}.`,
    );
  return extra.length === 0;
}

function feelTest(reading: Reading, given: ReadonlyMap<Key, CellSource>): CellTest | null {
  const source = given.get('feel');
  if (source?.kind !== 'word')
    return fail(
      reading,
      ['feel'],
      '`feel` must be text.',
      'Put the FEEL unary tests in quotes, like `"[0..40), > 95"`.',
    );
  const { test, problems } = parseFeel(source.text, reading.fact);
  reading.problems.push(...problems.map((problem) => ({ ...problem, path: ['feel', ...problem.path] })));
  return test;
}

/** `yes` or `no` as said, null where nothing (or nothing readable) was said. */
function missingChoice(reading: Reading, given: ReadonlyMap<Key, CellSource>): 'yes' | 'no' | null {
  const source = given.get('missing');
  if (source === undefined) return null;
  const text = source.kind === 'word' ? source.text.trim().toLowerCase() : '';
  if (text === 'yes' || text === 'true') return 'yes';
  if (text === 'no' || text === 'false') return 'no';
  return fail(
    reading,
    ['missing'],
    `\`${sourceText(source)}\` is neither yes nor no.`,
    'Write `missing: yes` or `missing: no`.',
  );
}

function notTest(
  reading: Reading,
  given: ReadonlyMap<Key, CellSource>,
  missing: 'yes' | 'no' | null,
): PlainTest | null {
  const source = given.get('not');
  const test = source === undefined ? null : valueTest(reading, source, ['not']);
  if (test === null) return null;
  const not: PlainTest = { kind: 'not', test };
  if (missing === 'no') return { kind: 'all_of', tests: [not, { kind: 'present' }] };
  if (!given.has('missing') && !ALWAYS_KNOWN.has(reading.fact.name)) {
    const message = '`not` matches a missing value too.';
    reading.problems.push(
      valueWarning(['not'], message, 'Say `missing: yes` if it should, `missing: no` if it should not.'),
    );
  }
  return not;
}

/** Comparisons never pass a missing value, so `missing: no` beside one says what is so already. */
function orMissing(
  bounds: PlainTest | null,
  missing: 'yes' | 'no' | null,
  given: ReadonlyMap<Key, CellSource>,
): PlainTest | null {
  if (!given.has('missing')) return bounds;
  if (given.size === 1) return { kind: missing === 'yes' ? 'missing' : 'present' };
  return bounds === null || missing !== 'yes' ? bounds : { kind: 'any_of', tests: [bounds, { kind: 'missing' }] };
}

type Bound = { readonly key: Key; readonly operator: '<' | '<=' | '>' | '>='; readonly value: string | number };

function boundsTest(reading: Reading, given: ReadonlyMap<Key, CellSource>): PlainTest | null {
  const low = boundOf(reading, given, LOWER);
  const high = boundOf(reading, given, UPPER);
  if (low === null || high === null) return boundTest(low ?? high);
  const isEmpty = low.value > high.value || (low.value === high.value && (low.key === 'above' || high.key === 'below'));
  if (isEmpty)
    return fail(
      reading,
      [high.key],
      `Nothing is both \`${low.key}: ${low.value}\` and \`${high.key}: ${high.value}\`.`,
      'Swap the two values.',
    );
  return {
    kind: 'interval',
    low: low.value,
    lowIncluded: low.key === 'at_least',
    high: high.value,
    highIncluded: high.key === 'at_most',
  };
}

function boundTest(bound: Bound | null): PlainTest | null {
  return bound === null ? null : { kind: 'compare', operator: bound.operator, value: bound.value };
}

function boundOf(
  reading: Reading,
  given: ReadonlyMap<Key, CellSource>,
  side: Partial<Record<Key, Bound['operator']>>,
): Bound | null {
  const keys = KEYS.filter((key) => side[key] !== undefined && given.has(key));
  const [key, other] = keys;
  if (key === undefined) return null;
  if (other !== undefined)
    return fail(reading, [other], `\`${key}\` and \`${other}\` say the same end twice.`, 'Delete one.');
  const source = given.get(key);
  if (!isOrdered(reading.type)) {
    return fail(
      reading,
      [key],
      `\`${reading.fact.name}\` has no order: \`${key}\` compares numbers and dates.`,
      'List the values instead.',
    );
  }
  if (source?.kind !== 'word')
    return fail(reading, [key], `\`${key}\` must be one value.`, `Write \`${key}: …\` with a number or a date.`);
  const value = literal(reading, source, [key]);
  const operator = side[key];
  return value === null || typeof value === 'boolean' || operator === undefined ? null : { key, operator, value };
}
