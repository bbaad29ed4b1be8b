/** Generated requests that nobody should send: valid ones with slips in their text, their lines or their end, and noise. */
import fc from 'fast-check';
import { LEGACY, MODERN, MODERN_META, modernHeaders } from '../edge/calls.ts';
import { OWN, THEIRS, TOOLS } from '../redteam/asking.ts';
import { HEADER_NAMES, HEADER_VALUES, METHODS, WORDS } from './words.ts';

type Edit = (text: string) => string;

/** A place in a text of any length. */
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const at = (text: string, where: number): number => Math.floor(where * (text.length + 1));

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, fc.constantFrom(...WORDS)).map(
    ([where, word]): Edit =>
      (text) =>
        spliced(text, at(text, where), 0, word),
  ),
  fc.tuple(place, fc.string({ maxLength: 4, unit: 'binary' })).map(
    ([where, noise]): Edit =>
      (text) =>
        spliced(text, at(text, where), noise.length, noise),
  ),
  fc.tuple(place, fc.nat(40)).map(
    ([where, length]): Edit =>
      (text) =>
        spliced(text, at(text, where), length, ''),
  ),
  fc.tuple(place, place, fc.nat(60)).map(
    ([from, to, length]): Edit =>
      (text) =>
        spliced(text, at(text, to), 0, text.slice(at(text, from), at(text, from) + length)),
  ),
  fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...WORDS)).map(
    ([old, now]): Edit =>
      (text) =>
        text.replace(old, () => now),
  ),
);

function spliced(text: string, from: number, removed: number, inserted: string): string {
  return text.slice(0, from) + inserted + text.slice(from + removed);
}

export function edited(texts: fc.Arbitrary<string>, most: number): fc.Arbitrary<string> {
  return fc
    .tuple(texts, fc.array(edit, { minLength: 1, maxLength: most }))
    .map(([text, edits]) => edits.reduce((now, one) => one(now), text));
}

const identity = fc.constantFrom<object>(
  {},
  { account_id: OWN.id },
  { account_id: THEIRS.id },
  { customer_email: THEIRS.email },
  { account_id: 5021, topic: 'billing' },
  { customer_assertion: 'x.y.z', language: 'de' },
);

/** Well-formed calls of both revisions, as text. */
export const calls: fc.Arbitrary<string> = fc
  .record({ tool: fc.constantFrom(...TOOLS), identity, isModern: fc.boolean() })
  .map(({ tool, identity: args, isModern }) => {
    const params = { name: tool, arguments: args, ...(isModern ? { _meta: MODERN_META } : {}) };
    return JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  });

const meta = fc.oneof(
  fc.constantFrom<unknown>(undefined, MODERN_META, {}, [], null),
  fc.dictionary(fc.constantFrom(...Object.keys(MODERN_META), ...WORDS), fc.jsonValue(), { maxKeys: 4 }),
);
const params = fc.oneof(
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  {
    weight: 4,
    arbitrary: fc.record(
      { name: fc.constantFrom<unknown>(...TOOLS, '', 1), arguments: fc.oneof(identity, fc.jsonValue()), _meta: meta },
      { requiredKeys: ['name'] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        protocolVersion: fc.constantFrom<unknown>(LEGACY, MODERN, 'x', 1),
        capabilities: fc.oneof(fc.constant({}), fc.jsonValue()),
        clientInfo: fc.oneof(fc.constant({ name: 'x', version: '1' }), fc.jsonValue()),
        requestId: fc.constantFrom<unknown>(1, null),
        cursor: fc.jsonValue(),
        _meta: meta,
      },
      { requiredKeys: [] },
    ),
  },
);
const message = fc.record(
  {
    jsonrpc: fc.oneof({ weight: 9, arbitrary: fc.constant<unknown>('2.0') }, fc.jsonValue({ maxDepth: 1 })),
    id: fc.oneof({ weight: 9, arbitrary: fc.constantFrom<unknown>(1, 'a', 0) }, fc.jsonValue({ maxDepth: 1 })),
    method: fc.oneof({ weight: 9, arbitrary: fc.constantFrom<unknown>(...METHODS) }, fc.string()),
    params,
  },
  { requiredKeys: ['jsonrpc', 'method'] },
);
const reply = fc.record({ jsonrpc: fc.constant('2.0'), id: fc.constantFrom<unknown>(1, null), result: fc.jsonValue() });

/** Of the newer revision, with the headers that belong to them: the method is right, what follows need not be. */
export const modernMessages = fc
  .record({
    method: fc.constantFrom(...METHODS),
    name: fc.constantFrom(...TOOLS, 'x'),
    args: fc.oneof(identity, fc.jsonValue()),
    more: fc.dictionary(fc.constantFrom(...WORDS), fc.jsonValue(), { maxKeys: 2 }),
  })
  .map(({ method, name, args, more }) => {
    const said = { ...more, name, arguments: args, _meta: { ...MODERN_META, ...more } };
    const headers = modernHeaders(method, name);
    return { headers, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: said }) };
  });

/** Messages, batches and other JSON. */
export const messages: fc.Arbitrary<string> = fc
  .oneof({ weight: 6, arbitrary: message }, fc.array(message, { maxLength: 4 }), reply, fc.jsonValue())
  .map((value) => JSON.stringify(value));

export type Lines = readonly string[];
type LineEdit = (lines: Lines) => Lines;

const line = fc
  .tuple(
    fc.oneof(fc.constantFrom(...HEADER_NAMES), fc.string({ maxLength: 8 })),
    fc.oneof(fc.constantFrom(...HEADER_VALUES), fc.string()),
  )
  .map(([name, value]) => `${name}: ${value}`);

const lineEdit: fc.Arbitrary<LineEdit> = fc.oneof(
  fc.tuple(fc.nat(20), line).map(
    ([index, one]): LineEdit =>
      (lines) =>
        lines.toSpliced(index, 0, one),
  ),
  fc.tuple(fc.nat(20), line).map(
    ([index, one]): LineEdit =>
      (lines) =>
        lines.with(index % lines.length, one),
  ),
  fc.nat(20).map(
    (index): LineEdit =>
      (lines) =>
        lines.toSpliced(index, 1),
  ),
  fc.nat(20).map((index): LineEdit => (lines) => [...lines, lines[index % lines.length] ?? '']),
  fc.tuple(fc.nat(20), edit).map(
    ([index, one]): LineEdit =>
      (lines) =>
        lines.with(index % lines.length, one(lines[index % lines.length] ?? '')),
  ),
);

/** What becomes of a request's lines. */
export const lineEdits: fc.Arbitrary<LineEdit> = fc
  .array(lineEdit, { minLength: 1, maxLength: 3 })
  .map((edits) => (lines) => edits.reduce((now, one) => (now.length === 0 ? now : one(now)), lines));
