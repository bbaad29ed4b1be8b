/** How pages follow each other, where the document says it plainly; else one reply is all, and nobody guesses. */
import type { ApiDocument } from './api-document.ts';
import type { Parameter } from './parameters.ts';
import { snakeCase } from './names.ts';
import { keysOf } from './node.ts';
import type { Reply } from './reply.ts';
import { isPathKey } from '../sources/kit/http/dotted-path.ts';
import type { Shape } from './shape.ts';
import { shapeOf } from './shape.ts';
import type { SourceOperation } from './wrapped-operation.ts';

export type FoundPaging = {
  readonly paging: SourceOperation['paging'];
  /** How many a page holds, always the same; the first mark, where one is needed. */
  readonly fixed: Readonly<Record<string, string | number>>;
  /** The parameter that takes the mark, which no model could fill. */
  readonly dropped: ReadonlySet<string>;
};

const NONE: FoundPaging = { paging: undefined, fixed: {}, dropped: new Set() };
const SIZE = ['per_page', 'page_size', 'limit', 'page_limit', 'size', 'max_results', 'top', 'count'];
const PAGE = ['page', 'page_number', 'page_num', 'page_no'];
const OFFSET = ['offset', 'skip', 'start_at', 'page_offset'];
const CURSOR = [
  'cursor',
  'page_after',
  'starting_after',
  'after',
  'page_token',
  'next_token',
  'page_cursor',
  'next_cursor',
  'start_cursor',
  'continuation_token',
  'pagination_token',
  'marker',
];
const CURSOR_IN_REPLY = [
  'next_cursor',
  'after_cursor',
  'next_page_token',
  'next_token',
  'starting_after',
  'end_cursor',
  'after',
  'cursor',
  'continuation_token',
  'next_page_cursor',
  'next_marker',
  'next',
];
const URL_IN_REPLY = [
  'next_url',
  'next_link',
  'next_href',
  'odata_next_link',
  'next_records_url',
  'next_page_url',
  'next_page_uri',
  'next_uri',
  'next_page',
  'next',
];
/** Each takes the id of a row: what comes after it, or before. Of the first those that are called so alone. */
const AFTER_ID = ['starting_after', 'start_after', 'after_id', 'since_id'];
const BEFORE_ID = new Set(['ending_before', 'end_before', 'before_id', 'until_id']);
const SAYS_ID = /\b(?:ids?|identifiers?)\b/i;
const MORE = ['has_more', 'has_next', 'has_next_page', 'more', 'has_more_results'];
const TOTAL = ['total', 'total_count', 'total_results', 'total_size'];
const PAGES = ['total_pages', 'page_count', 'pages', 'num_pages'];
/** What the address of the next page says by itself. */
const MARKS = new Set([...PAGE, ...CURSOR]);
/** As many as a tool shows. */
const USUAL_SIZE = 20;

export function pagingOf(api: ApiDocument, reply: Reply, parameters: readonly (Parameter | null)[]): FoundPaging {
  if (reply.rows === null) return NONE;
  const query = parameters.filter((each): each is Parameter => each?.in === 'query' || each?.in === 'body');
  const named = (names: readonly string[], types: readonly string[]): Parameter | undefined =>
    names
      .map((name) =>
        query.find(
          (each) =>
            snakeCase(each.at?.at(-1) ?? each.name) === name && types.some((type) => each.shape.types.has(type)),
        ),
      )
      .find((each) => each !== undefined);
  const size = named(SIZE, ['integer', 'number', 'string']);
  const rows =
    size === undefined || (!size.shape.types.has('integer') && !size.shape.types.has('number'))
      ? undefined
      : sizeOf(size);
  const fixed = size === undefined || rows === undefined ? {} : { [size.name]: rows };
  const said = reply.rows === '' ? [] : marksIn(api, reply.shape, reply.rows);
  const path = (names: readonly string[], type: string): string | undefined => pathAmong(said, names, type);
  const more = path(MORE, 'boolean');
  const also = more === undefined ? {} : { more };

  const cursor = named(CURSOR, ['string']);
  const mark = path(CURSOR_IN_REPLY, 'string');
  if (cursor !== undefined && mark !== undefined) {
    // What the first page is asked with isn't guessed: then somebody has to say it.
    const { byDefault } = cursor.shape;
    const first = typeof byDefault === 'string' ? { [cursor.name]: byDefault } : {};
    if (cursor.required && typeof byDefault !== 'string') return NONE;
    return {
      paging: { kind: 'cursor', at: mark, to: placeOf(cursor), ...also },
      fixed: { ...fixed, ...(cursor.required ? first : {}) },
      dropped: cursor.required ? new Set() : new Set([cursor.name]),
    };
  }
  const url = urlAmong(said);
  if (url !== undefined)
    return {
      paging: { kind: 'next_url', at: url, ...also },
      fixed,
      dropped: new Set(query.map(({ name }) => name).filter((name) => MARKS.has(snakeCase(name)))),
    };
  if (reply.headers !== null && keysOf(reply.headers).some((name) => name.toLowerCase() === 'link'))
    return { paging: { kind: 'link' }, fixed, dropped: new Set() };
  const after = more === undefined ? undefined : afterId(api, reply, query);
  if (after !== undefined && more !== undefined)
    return {
      paging: { kind: 'last_row', at: 'id', to: placeOf(after), more },
      fixed,
      dropped: new Set([after.name, ...query.filter(isBeforeId).map(({ name }) => name)]),
    };
  const page = named(PAGE, ['integer', 'number']);
  if (page !== undefined && rows !== undefined) {
    const pages = path(PAGES, 'integer');
    const first =
      page.shape.byDefault === 0 || (page.shape.byDefault === undefined && page.shape.minimum === 0) ? 0 : 1;
    return {
      paging: {
        kind: 'page',
        to: placeOf(page),
        first,
        size: rows,
        ...(pages === undefined ? {} : { pages }),
        ...also,
      },
      fixed,
      dropped: new Set(),
    };
  }
  const offset = named(OFFSET, ['integer', 'number']);
  if (offset === undefined || rows === undefined) return NONE;
  const total = path(TOTAL, 'integer');
  return {
    paging: {
      kind: 'offset',
      to: placeOf(offset),
      size: rows,
      ...(total === undefined ? {} : { total }),
      ...also,
    },
    fixed,
    dropped: new Set(),
  };
}

/** The parameter that takes the id of the last row; rows have one. What is only called `after` must say that it is one. */
function afterId(api: ApiDocument, { record }: Reply, query: readonly Parameter[]): Parameter | undefined {
  const id = record.members.get('id');
  const isOne = ({ types }: Shape): boolean => types.has('string') || types.has('integer');
  if (id === undefined || !isOne(shapeOf(api, id))) return undefined;
  const isCalled = (each: Parameter, name: string): boolean => snakeCase(each.at?.at(-1) ?? each.name) === name;
  const fits = (each: Parameter): boolean => !each.required && isOne(each.shape);
  return (
    AFTER_ID.map((name) => query.find((each) => isCalled(each, name) && fits(each))).find(
      (each) => each !== undefined,
    ) ?? query.find((each) => isCalled(each, 'after') && fits(each) && SAYS_ID.test(each.description))
  );
}

function isBeforeId({ name, description }: Parameter): boolean {
  const called = snakeCase(name);
  return BEFORE_ID.has(called) || (called === 'before' && SAYS_ID.test(description));
}

function placeOf({ in: where, name }: Parameter): { query: string } | { body: string } {
  return where === 'body' ? { body: name } : { query: name };
}

function sizeOf({ shape: { minimum, maximum } }: Parameter): number {
  const most = maximum !== null && maximum >= 1 ? maximum : USUAL_SIZE;
  const least = minimum !== null && minimum >= 1 ? minimum : 1;
  return Math.floor(Math.max(least, Math.min(USUAL_SIZE, most)));
}

type Mark = { readonly path: string; readonly name: string; readonly shape: Shape };

const DEEPEST = 3;
const MOST_MARKS = 200;

/** Single values beside the rows, the nearest first. */
function marksIn(api: ApiDocument, reply: Shape, rows: string): readonly Mark[] {
  const marks: Mark[] = [];
  let level: readonly (readonly [string, Shape])[] = [['', reply]];
  for (let depth = 1; depth <= DEEPEST; depth++) {
    const next: (readonly [string, Shape])[] = [];
    for (const [path, { members }] of level)
      for (const [key, node] of members) {
        const at = path === '' ? key : `${path}.${key}`;
        if (at === rows || marks.length >= MOST_MARKS || !isPathKey(key)) continue;
        const shape = shapeOf(api, node);
        marks.push({ path: at, name: snakeCase(key), shape });
        if (shape.types.has('object')) next.push([at, shape]);
      }
    level = next;
  }
  return marks;
}

function pathAmong(marks: readonly Mark[], names: readonly string[], type: string): string | undefined {
  const fits = ({ shape }: Mark): boolean => shape.types.has(type) && !(type === 'string' && isUrl(shape));
  return names.map((name) => marks.find((mark) => mark.name === name && fits(mark))).find((mark) => mark !== undefined)
    ?.path;
}

function urlAmong(marks: readonly Mark[]): string | undefined {
  const fits = ({ name, path, shape }: Mark): boolean =>
    shape.types.has('string') && (isUrl(shape) || name !== 'next' || /(?:^|\.)_?links\.next$/.test(path));
  const found = URL_IN_REPLY.map((name) => marks.find((mark) => mark.name === name && fits(mark))).find(
    (mark) => mark !== undefined,
  );
  return (
    found?.path ?? marks.find(({ path, shape }) => path.endsWith('_links.next.href') && shape.types.has('string'))?.path
  );
}

function isUrl({ format, description }: Shape): boolean {
  return format === 'uri' || format === 'url' || /\b(?:url|uri)\b/i.test(description ?? '');
}
