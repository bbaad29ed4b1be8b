/** The list of a document in pieces, against `JSON.parse` of the whole: the same elements, and the same refusals. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlainObject } from '../../base/json.ts';
import { JsonError, JsonList } from './json-list.ts';

const MAX_BYTES = 1_000_000;

/** `cuts` are sizes of pieces in bytes; they repeat. Nothing when the document is refused. */
function elements(text: string, path: readonly string[], cuts: readonly number[] = [MAX_BYTES]): unknown[] | undefined {
  const list = new JsonList(path, MAX_BYTES);
  const bytes = Buffer.from(text);
  const found: string[] = [];
  try {
    for (let at = 0, cut = 0; at < bytes.length; cut++) {
      const size = cuts[cut % cuts.length]!;
      found.push(...list.push(Buffer.from(bytes.subarray(at, at + size))));
      at += size;
    }
    const problem = list.end();
    if (problem !== null) return problem.kind === 'no_list' ? ['no list'] : [`${problem.kind} ${problem.key}`];
    return found.map((element): unknown => JSON.parse(element));
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

/** What should come out, by reading the document whole. */
function expected(text: string, path: readonly string[]): unknown[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  for (const key of path) {
    if (!isPlainObject(value) || !Object.hasOwn(value, key)) return [`missing_key ${key}`];
    value = value[key];
  }
  return Array.isArray(value) ? Array.from<unknown>(value) : ['no list'];
}

const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 });
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    '"',
    '\\',
    '\\"',
    '\\\\',
    '\ud83d\ude00',
    '\ud83d',
    'é"\\u00e9',
    '[]',
    '{"a":[',
    '\u0000\n',
    '\u2028',
  ),
);
const value = fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 });
/** V8's JSON.parse mistakes keys with backslashes for keys of objects that it has seen before. */
const name = text.filter((made) => !made.includes('\\'));
const record = fc.oneof(value, fc.dictionary(name, fc.oneof(value, text)));
/** Now and then in escapes alone, as programs that write ASCII have it. */
const written = (document: unknown, indent: number, ascii: boolean) => {
  const plain = JSON.stringify(document, null, indent);
  if (!ascii) return plain;
  return plain.replaceAll(/[^ -~\n]/g, (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
};
const beside = fc.dictionary(fc.oneof(name, fc.constant('data')), value, { maxKeys: 3 });
const documents = fc
  .tuple(fc.constantFrom([], ['a'], ['data', 'é"']), fc.array(record, { maxLength: 4 }), beside, beside)
  .chain(([path, records, before, after]) => {
    const document = path.reduceRight<unknown>(
      (inner, key) => ({ ...before, [key]: inner, ...without(after, key) }),
      records,
    );
    return fc
      .tuple(fc.constantFrom(0, 1, 2), fc.boolean())
      .map(([indent, ascii]) => ({ path, text: written(document, indent, ascii) }));
  });

function without(object: Record<string, unknown>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== key));
}

describe('JsonList', () => {
  it('finds what JSON.parse finds, wherever the document is cut', () => {
    fc.assert(
      fc.property(documents, cuts, (document, sizes) => {
        expect(elements(document.text, document.path, sizes)).toEqual(expected(document.text, document.path));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what breaks off anywhere', () => {
    fc.assert(
      fc.property(documents, cuts, fc.nat(), (document, sizes, at) => {
        const cut = document.text.slice(0, at % document.text.length);
        fc.pre(cut.isWellFormed());
        expect(elements(cut, document.path, sizes)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  const damage = fc.constantFrom(
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '0',
    '-',
    '.',
    'e',
    'u',
    ' ',
    '\n',
    '\t',
    'nul',
    '',
  );
  it('refuses what JSON.parse refuses, in the list and beside it', () => {
    fc.assert(
      fc.property(documents, cuts, fc.nat(), fc.nat({ max: 2 }), damage, (document, sizes, at, removed, added) => {
        const from = at % document.text.length;
        const damaged = document.text.slice(0, from) + added + document.text.slice(from + removed);
        fc.pre(damaged.isWellFormed());
        const found = elements(damaged, document.path, sizes);
        // `JSON.parse` takes the last of two.
        fc.pre(!document.path.some((key) => found?.[0] === `key_twice ${key}`));
        expect(found).toEqual(expected(damaged, document.path));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '0',
    '-0',
    '1.5',
    '1e5',
    '1E+5',
    '-1.25e-10',
    'true',
    'null',
    '"x"',
    '[]',
    '{}',
    ' 7 ',
    '01',
    '+1',
    '-',
    '1.',
    '.5',
    '1e',
    '1e+',
    '1.e5',
    '--1',
    '0x1',
    'NaN',
    'True',
    'nulll',
    'tru',
    "'x'",
    '"\t"',
    '"\\x"',
    '"\\u12g4"',
    '"\\u123"',
    '[1,]',
    '[,1]',
    '[1 2]',
    '{"a":1,}',
    '{"a"}',
    '{"a":}',
    '{a:1}',
    '{"a":1 "b":2}',
    '{,}',
    '[}',
    '{]',
    '[1}',
    ']',
    '1 2',
    '"a" :',
    '\u00a01',
    '\ufeff1',
    '1\f',
    '[1]]',
    '//x\n1',
    '"\u007f\u2028"',
    '',
  ])('takes `%s` if JSON.parse does', (document) => {
    for (const whole of [document, `[${document}]`, `{"a":[${document}],"b":[]}`, `{"b":${document},"a":[]}`]) {
      for (const path of [[], ['a']]) expect(elements(whole, path, [1])).toEqual(expected(whole, path));
    }
  });

  it.each([
    ['{"a":[1],"a":[2]}', ['a'], 'key_twice a', 'the list itself'],
    ['{"a":{"b":[1]},"a":{"b":[2]}}', ['a', 'b'], 'key_twice a', 'a key above it'],
    ['{"a":[1],"\\u0061":[2]}', ['a'], 'key_twice a', 'written in another way'],
    ['{"a":7,"a":[2]}', ['a'], 'no list', 'what is wrong first is said'],
  ])('%s: two keys are not one (%4$s)', (document, path, problem) => {
    expect(elements(document, path)).toEqual([problem]);
  });

  it('lets keys come twice beside the path, and takes the last of a record', () => {
    expect(elements('{"x":{"a":[1],"a":[2]},"x":1,"a":[{"b":1,"b":2}]}', ['a'])).toEqual([{ b: 2 }]);
  });

  it('bounds what it holds, and how deep it goes', () => {
    const PIECE = 65_536;
    const long = `"${'x'.repeat(MAX_BYTES + PIECE)}"`;
    expect(elements(`{"x":${long},"a":[1]}`, ['a'], [PIECE])).toEqual([1]);
    expect(elements(`{"a":[${long}]}`, ['a'], [PIECE])).toBeUndefined();
    expect(elements(`{${long}:1,"a":[]}`, ['a'], [PIECE])).toBeUndefined();
    expect(elements(`{"x":1${'0'.repeat(MAX_BYTES + PIECE)},"a":[]}`, ['a'], [PIECE])).toBeUndefined();
    const nested = (depth: number) => `{"x":${'['.repeat(depth)}${']'.repeat(depth)},"a":[1]}`;
    expect(elements(nested(999), ['a'])).toEqual([1]);
    expect(elements(nested(1000), ['a'])).toBeUndefined();
  });
});
