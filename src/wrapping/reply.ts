/** What comes back: where the list of records is, and which fields of a record are worth a model's reading. */
import type { ResultType } from '../services/declaration.ts';
import { jsonIn } from '../base/json.ts';
import { isPathKey } from '../sources/kit/http/dotted-path.ts';
import type { ApiDocument } from './api-document.ts';
import { freeName, nameOf, snakeCase } from './names.ts';
import type { Node } from './node.ts';
import { keysOf, rawMember } from './node.ts';
import { whyHeld } from './sensitive.ts';
import type { Shape } from './shape.ts';
import { isLong, schemaOfExample, shapeOf } from './shape.ts';
import { unnamedNotes } from './unnamed.ts';
import { isSuspicious } from './words.ts';
import type { HeldField, WrappedField } from './wrapped-operation.ts';

export type Reply = {
  /** Of the whole reply. */
  readonly shape: Shape;
  readonly headers: Node | null;
  /** As an operation has it. */
  readonly rows: string | null;
  /** Of one record. */
  readonly record: Shape;
  /** Where the record lies in a row: `ticket.` */
  readonly prefix: string;
};

/** The reply to a read that went well; a sentence where it can't be used. */
export function replyOf(api: ApiDocument, operation: Node, path: string): Reply | string {
  const responses = api.member(operation, 'responses');
  const codes = responses === null ? [] : keysOf(responses);
  const code = ['200', '2XX', '2xx', '201', '203', '206', 'default'].find((each) => codes.includes(each));
  const response = responses === null || code === undefined ? null : api.member(responses, code);
  if (response === null) return 'the document doesn’t say what it replies';
  const content = api.member(response, 'content');
  const types = content === null ? [] : keysOf(content);
  const type =
    types.find((each) => /^application\/json\b/i.test(each)) ?? types.find((each) => /json|^\*\/\*$/i.test(each));
  if (content === null || type === undefined)
    return types.length === 0 ? 'the document doesn’t say what it replies' : `it replies ${types[0]}, not JSON`;
  const media = api.member(content, type);
  const schema = media === null ? null : (api.member(media, 'schema') ?? exampleSchema(api, media));
  if (schema === null) return 'the document doesn’t say what it replies';
  const shaped = shapeOf(api, schema);
  const shape =
    shaped.types.size === 0 || (shaped.types.has('object') && shaped.members.size === 0 && !shaped.isMap)
      ? shapeOf(api, (media === null ? null : exampleSchema(api, media)) ?? schema)
      : shaped;
  const found = recordsIn(api, shape, path);
  return typeof found === 'string' ? found : { shape, headers: api.member(response, 'headers'), ...found };
}

function exampleSchema(api: ApiDocument, media: Node): Node | null {
  const examples = api.member(media, 'examples');
  const [first] = examples === null ? [] : keysOf(examples);
  const named = examples === null || first === undefined ? null : api.member(examples, first, 'value');
  const example = rawMember(media, 'example') ?? named ?? undefined;
  if (example === undefined || example.value === null) return null;
  // Some write the reply down as a text.
  const value = typeof example.value === 'string' ? (jsonIn(example.value) ?? null) : example.value;
  return { ...example, value: schemaOfExample(value) };
}

const LIST_NAMES = [
  'data',
  'results',
  'items',
  'records',
  'entries',
  'values',
  'value',
  'list',
  'content',
  'rows',
  'hits',
  'nodes',
  'objects',
];
const WRAPPERS = ['data', 'result', 'response', 'payload', '_embedded', 'body'];

type Found = Pick<Reply, 'rows' | 'record' | 'prefix'>;

export function recordsIn(api: ApiDocument, shape: Shape, path: string): Found | string {
  if (shape.types.has('array')) {
    const record = shape.items === null ? null : shapeOf(api, shape.items);
    return record === null || record.members.size === 0
      ? 'it replies a list whose entries the document doesn’t describe as records'
      : { rows: '', record, prefix: '' };
  }
  if (shape.members.size === 0)
    return shape.isMap ? 'it replies a map under names of its own' : 'it replies no object that the document describes';
  const words = wordsOf(path);
  const endsWithOne = path.endsWith('}');
  const list = listIn(api, shape, words, endsWithOne);
  if (list !== null) return { rows: list.at, record: list.record, prefix: '' };
  for (const wrapper of WRAPPERS) {
    const inner = shape.members.get(wrapper);
    const within = inner === undefined ? null : shapeOf(api, inner);
    const deeper = within === null ? null : listIn(api, within, words, endsWithOne);
    if (deeper !== null) return { rows: `${wrapper}.${deeper.at}`, record: deeper.record, prefix: '' };
  }
  const only = onlyObject(api, shape);
  return only === null
    ? { rows: null, record: shape, prefix: '' }
    : { rows: null, record: only.record, prefix: `${only.key}.` };
}

/** What the path is about, the last first. */
function wordsOf(path: string): readonly string[] {
  return path
    .replace(/\.json$/, '')
    .split('/')
    .filter((part) => part !== '' && !part.startsWith('{'))
    .map(snakeCase)
    .filter((word) => word !== '' && !/^(?:search|query|list|find|filter|v\d+)$/.test(word))
    .slice(-3)
    .toReversed();
}

/** Lists beside the records. */
const BESIDE = /^(?:errors?|warnings?|messages?|links?|facets|filters?|sorts?|orders?_by|aggregations)$/i;

function listIn(
  api: ApiDocument,
  { members }: Shape,
  words: readonly string[],
  endsWithOne: boolean,
): { at: string; record: Shape } | null {
  const all = [...members].flatMap(([key, node]) => {
    const member = shapeOf(api, node);
    if (!member.types.has('array') || member.items === null || !isPathKey(key)) return [];
    const record = shapeOf(api, member.items);
    return record.members.size === 0 ? [] : [{ at: key, record }];
  });
  const [last, ...before] = words;
  const isNamed = (at: string, word: string | undefined): boolean =>
    word !== undefined && (stemOf(at) === stemOf(word) || (word.length > 3 && stemOf(at).endsWith(`_${stemOf(word)}`)));
  const lists = all.filter(({ at }) => at === last || !BESIDE.test(at));
  const named =
    lists.find(({ at }) => snakeCase(at) === last) ??
    lists.find(({ at }) => LIST_NAMES.includes(at)) ??
    lists.find(({ at }) => isNamed(snakeCase(at), last) && !endsWithOne) ??
    lists.find(({ at }) => before.some((word) => isNamed(snakeCase(at), word)) && !endsWithOne && !members.has('id'));
  if (named !== undefined) return endsWithOne && members.has('id') ? null : named;
  return lists.length === 1 && !endsWithOne && !members.has('id') ? (lists[0] ?? null) : null;
}

function stemOf(word: string): string {
  return word.replace(/ies$/, 'y').replace(/s$/, '');
}

/** `{ ticket: { … } }`: what is meant is the ticket. */
function onlyObject(api: ApiDocument, { members }: Shape): { key: string; record: Shape } | null {
  if (members.has('id')) return null;
  const objects = [...members].flatMap(([key, node]) => {
    const record = shapeOf(api, node);
    return record.members.size > 0 && record.types.has('object') && isPathKey(key) ? [{ key, record }] : [];
  });
  return objects.length === 1 && members.size <= 3 ? (objects[0] ?? null) : null;
}

export type Fields = {
  readonly fields: readonly WrappedField[];
  readonly held: readonly HeldField[];
  readonly further: readonly string[];
  /** What no path can name, a sentence each. */
  readonly notes: readonly string[];
};

const MOST_FIELDS = 25;
const MOST_HELD = 30;
/** Under such a key everything lies, so its name says nothing. */
const PLAIN_PARENTS = new Set(['attributes', 'properties', 'fields', 'data']);

/** Single values first, then those one level below; what looks private or written freely is held back. */
export function fieldsOf(api: ApiDocument, { record, prefix }: Pick<Reply, 'record' | 'prefix'>): Fields {
  const taken = new Set<string>();
  const unnamed = new Set<string>();
  const isNamed = (key: string): boolean => {
    const isFit = isPathKey(key) && !isSuspicious(key);
    if (!isFit) unnamed.add(key);
    return isFit;
  };
  const all: (WrappedField & { readonly why: string | null })[] = [];
  const add = (keys: readonly string[], type: ResultType, held: string | null = null): void => {
    const told = keys.length > 1 && PLAIN_PARENTS.has(keys[0] ?? '') ? keys.slice(1) : keys;
    const at = keys.join('.');
    const name = freeName(nameOf(told.join('_'), 60, 'field'), taken, 60);
    taken.add(name);
    all.push({
      name,
      at: `${prefix}${at}`,
      type,
      why: held ?? whyHeld(at, snakeCase(at)) ?? whyHeld(snakeCase(told.at(-1) ?? ''), ''),
    });
  };
  for (const depth of [1, 2])
    for (const [key, node] of record.members) {
      const shape = shapeOf(api, node);
      if (shape.isSentOnly || !isNamed(key)) continue;
      const type = fieldType(key, shape, api);
      if (depth === 1 && type !== null) add([key], type);
      if (depth === 1 && type === null && shape.types.has('array'))
        add([key], 'records', 'it is a list: name the fields of its records');
      if (depth === 1 && type === null && shape.isMap && shape.members.size === 0)
        add([key, 'NAME'], 'text', 'it is a map: name what you need of it');
      if (depth === 2 && type === null && shape.types.has('object'))
        for (const [inner, innerNode] of shape.members) {
          const innerShape = shapeOf(api, innerNode);
          const innerType = innerShape.isSentOnly ? null : fieldType(inner, innerShape, api);
          if (innerType !== null && isNamed(inner)) add([key, inner], innerType);
        }
    }
  const plain = all.filter(({ why }) => why === null).map(({ name, at, type }) => ({ name, at, type }));
  const held = all.flatMap((field) => (field.why === null ? [] : [{ ...field, why: field.why }]));
  return {
    fields: plain.toSorted((one, other) => rankOf(one) - rankOf(other)).slice(0, MOST_FIELDS),
    held: held.slice(0, MOST_HELD),
    further: [
      ...plain.toSorted((one, other) => rankOf(one) - rankOf(other)).slice(MOST_FIELDS),
      ...held.slice(MOST_HELD),
    ].map(({ at }) => at),
    notes: unnamedNotes([...unnamed]),
  };
}

const TELLING = new Set(['name', 'title', 'subject', 'display_name', 'status', 'state']);
const BY_TYPE: Partial<Record<ResultType, number>> = { boolean: 4, link: 5, texts: 6 };

/** What names a record goes before all else, what is near before what lies deeper. */
function rankOf({ at, type }: WrappedField): number {
  const keys = at.split('.');
  const last = snakeCase(keys.at(-1) ?? '');
  return keys.length * 10 + (last === 'id' ? 0 : TELLING.has(last) ? 1 : (BY_TYPE[type] ?? 2));
}

/** Null for what isn't a single value, or a list of those. */
function fieldType(key: string, shape: Shape, api: ApiDocument): ResultType | null {
  const { isThere, types, items, format, members } = shape;
  if (!isThere) return null;
  if (types.has('string')) {
    if (format === 'date-time' || format === 'date') return 'moment';
    if (format === 'email') return 'email';
    if (format === 'uri' || format === 'url') return 'link';
    if (types.has('integer') || types.has('number')) return 'text';
    if (/(?:^|_)email(?:_address)?$/.test(snakeCase(key))) return 'email';
    return 'text';
  }
  // An id of 64 bits has more digits than a number of JSON keeps.
  if (isLong(shape) && /(?:^|_)id$/.test(snakeCase(key))) return 'text';
  if (types.has('integer') || types.has('number')) return 'number';
  if (types.has('boolean')) return 'boolean';
  if (types.has('array') && items !== null) {
    const entry = shapeOf(api, items);
    return entry.members.size === 0 && ['string', 'integer', 'number'].some((type) => entry.types.has(type))
      ? 'texts'
      : null;
  }
  return types.size === 0 && members.size === 0 ? 'text' : null;
}
