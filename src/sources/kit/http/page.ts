/** One reply as a page of rows, and the request for the page after it. */
import type { OutboundReply } from '../../../outbound/outbound.ts';
import { exactJsonIn, isPlainObject } from '../../../base/json.ts';
import { keptOf, valueAt } from './dotted-path.ts';
import { nextLink } from './link-header.ts';
import type { Operation, Paging } from './operation.ts';
import type { Draft } from './request.ts';
import { isSame, ledTo, markedAt } from './request.ts';
import { isIn } from './rows-where.ts';
import { SourceFailure } from './source-failure.ts';

export type Row = Readonly<Record<string, unknown>>;

export type Page = {
  readonly rows: readonly Row[];
  /** The reply's document, for what stands beside the rows; null where the operation says what is kept of these. */
  readonly document: unknown;
  readonly next: Draft | null;
  /** Of `time` paging: until when changes are told, where the next sync begins. */
  readonly until: string | number | null;
};

/** @throws SourceFailure `contract` where the reply isn't JSON, or has no rows where they must be */
export function pageOf(operation: Operation, draft: Draft, reply: OutboundReply, nth: number): Page {
  const { paging, keeps, only } = operation;
  const document = documentOf(reply, draft.url.hostname);
  const rows = rowsOf(operation, document, draft);
  const next = paging === null ? null : nextOf(paging, { draft, document, reply, nth, rows });
  const until = paging?.kind === 'time' ? markAt(document, paging.at) : null;
  const meant = rows.filter((row) => isIn(row, only));
  if (keeps === undefined) return { rows: meant, document, next, until };
  return { rows: meant.map((row) => keptOf(row, keeps)), document: null, next, until };
}

function documentOf({ body, headers }: OutboundReply, host: string): unknown {
  const type = headers['content-type'] ?? '';
  if (!/\bjson\b/i.test(type)) throw new SourceFailure('contract', `${host} replied with something that isn't JSON.`);
  const document = exactJsonIn(body.toString('utf8'));
  if (document === undefined)
    throw new SourceFailure('contract', `${host} replied with JSON that is broken off or malformed.`);
  return document;
}

function rowsOf({ rows: rowsAt, emptyIf }: Operation, document: unknown, draft: Draft): readonly Row[] {
  if (rowsAt === null) return [rowOf(document, draft)];
  const list = valueAt(document, rowsAt);
  const isEmpty = list === undefined && emptyIf !== undefined && valueAt(document, emptyIf.at) === emptyIf.is;
  return isEmpty ? [] : rowsIn(list, draft);
}

function rowsIn(value: unknown, draft: Draft): readonly Row[] {
  if (!Array.isArray(value))
    throw new SourceFailure('contract', `${draft.url.hostname} replied without the list of records.`);
  return value.map((row: unknown) => rowOf(row, draft));
}

function rowOf(value: unknown, draft: Draft): Row {
  if (!isPlainObject(value))
    throw new SourceFailure('contract', `${draft.url.hostname} replied with a record that is none.`);
  return value;
}

type Turned = {
  readonly draft: Draft;
  readonly document: unknown;
  readonly reply: OutboundReply;
  /** Pages before this one. */
  readonly nth: number;
  readonly rows: readonly Row[];
};

function nextOf(paging: Paging, { draft, document, reply, nth, rows: all }: Turned): Draft | null {
  const rows = all.length;
  const said = (path: string | undefined): unknown => (path === undefined ? undefined : valueAt(document, path));
  /** The mark of the next page; null at the end. @throws SourceFailure `contract` where there is more, and no mark */
  const marked = (at: string, isMore: boolean, isLast: boolean): string | number | null => {
    const mark = isLast ? null : markAt(document, at);
    if (mark === null && isMore) throw cutShort(draft);
    return mark;
  };
  switch (paging.kind) {
    case 'cursor': {
      const more = said(paging.more);
      const mark = marked(paging.at, more === true, more === false);
      return mark === null ? null : markedAt(draft, paging.to, mark);
    }
    case 'scroll': {
      const mark = rows === 0 ? null : markAt(document, paging.at);
      return mark === null ? null : markedAt(draft, paging.to, mark);
    }
    case 'keyset': {
      const last = lastKey(all, paging.at, draft);
      if (said(paging.more) === undefined) return null;
      if (last === null) throw cutShort(draft);
      return markedAt(draft, paging.to, String(last));
    }
    case 'last_row': {
      const isFull = rows > 0 && rows >= (paging.size ?? 1);
      return goesOn(said(paging.more), isFull, rows, draft) ? afterLast(all, paging, draft) : null;
    }
    case 'next_url': {
      const [done, more] = [said(paging.done), said(paging.more)];
      const isLast = done === true || more === false;
      const url = marked(paging.at, !isLast && (done === false || more === true), isLast);
      return url === null ? null : ledTo(draft, String(url));
    }
    case 'link': {
      const url = nextLink(reply.headers['link'] ?? '');
      return url === null ? null : ledTo(draft, url);
    }
    case 'page': {
      const pages = said(paging.pages);
      const isFull = typeof pages === 'number' ? nth + 1 < pages : rows >= paging.size;
      return goesOn(said(paging.more), isFull, rows, draft) ? markedAt(draft, paging.to, paging.first + nth + 1) : null;
    }
    case 'offset': {
      const total = said(paging.total);
      const passed = (nth + 1) * paging.size;
      const isFull = rows > 0 && (typeof total === 'number' ? passed < total : rows >= paging.size);
      return goesOn(said(paging.more), isFull, rows, draft) ? markedAt(draft, paging.to, passed) : null;
    }
    case 'time': {
      const isMore = said(paging.end) === false;
      const mark = marked(paging.at, isMore, !isMore);
      return mark === null ? null : markedAt(draft, paging.to, mark);
    }
  }
}

/**
 * Null for a page without rows.
 * @throws SourceFailure `rejected` where they don't stand in their order: what comes after the last one isn't all the rest. Then
 * what has changed isn't to be had this way, and all is read
 */
function lastKey(rows: readonly Row[], at: string, { url }: Draft): bigint | null {
  const keys = rows.map((row) => {
    const key = valueAt(row, at);
    if (!/^\d{1,20}$/.test(String(key)))
      throw new SourceFailure('contract', `${url.hostname} replied with a record without its number.`);
    return BigInt(String(key));
  });
  if (keys.some((key, nth) => nth > 0 && key <= (keys[nth - 1] ?? 0n)))
    throw new SourceFailure('rejected', `${url.hostname} replied with records in another order than asked for.`);
  return keys.at(-1) ?? null;
}

/** @throws SourceFailure `contract` where the last row has no mark, or the one that this page was asked for by */
function afterLast(rows: readonly Row[], { at, to }: Extract<Paging, { kind: 'last_row' }>, draft: Draft): Draft {
  const { hostname } = draft.url;
  const mark = markAt(rows.at(-1), at);
  if (mark === null)
    throw new SourceFailure(
      'contract',
      `${hostname} replied with a last record without its \`${at}\`, by which the next page is asked for.`,
    );
  if (Number.isInteger(mark) && !Number.isSafeInteger(mark))
    throw new SourceFailure(
      'contract',
      `${hostname} replied with a record whose \`${at}\` has more digits than a number keeps.`,
    );
  const next = markedAt(draft, to, mark);
  if (!isSame(next, draft)) return next;
  throw new SourceFailure(
    'contract',
    `${hostname} replied with the same last record again, as if it didn't heed \`${'query' in to ? to.query : to.body}\`.`,
  );
}

/** What the reply says counts before what its rows let one think. @throws SourceFailure `contract` for more after nothing */
function goesOn(more: unknown, isFull: boolean, rows: number, draft: Draft): boolean {
  if (more === true && rows === 0) throw cutShort(draft);
  return typeof more === 'boolean' ? more : isFull;
}

function cutShort({ url }: Draft): SourceFailure {
  return new SourceFailure('contract', `${url.hostname} says that there are more records, and not where.`);
}

function markAt(document: unknown, path: string): string | number | null {
  const mark = valueAt(document, path);
  return (typeof mark === 'string' && mark !== '') || typeof mark === 'number' ? mark : null;
}
