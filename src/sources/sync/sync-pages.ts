/** What a sync asks the system for, page by page: all, what has changed, and which records are gone. Writes nothing. */
import type { EpochMs } from '../../base/clock.ts';
import type { SourceClient } from '../kit/http/client.ts';
import type { Changes, SyncRead } from '../kit/http/connector.ts';
import { valueAt } from '../kit/http/dotted-path.ts';
import { momentText } from '../kit/http/moment.ts';
import type { Input, Operation } from '../kit/http/operation.ts';
import type { Row } from '../kit/http/page.ts';
import type { ReadPage } from '../kit/http/read-pages.ts';
import { readPages } from '../kit/http/read-pages.ts';
import type { Bounds } from '../kit/http/send.ts';
import { shapedPage } from '../kit/http/shaped-page.ts';
import type { PagePoint, TurnedPage } from '../kit/http/turn-pages.ts';
import type { Projection } from './project.ts';
import { idOf } from './project.ts';
import type { Plan, ReadToSync } from './sync-plan.ts';
import { operationOf, readOf } from './sync-plan.ts';

const PAGE_DEADLINE_MS = 120_000;

/** Until when the signal lets it. */
function boundsOf(signal: AbortSignal | undefined): Bounds {
  return { deadlineMs: PAGE_DEADLINE_MS, ...(signal && { signal }) };
}

export function pagesOf(
  what: ReadToSync,
  { kind, goesOn, mark, sinceMs }: Plan,
  client: SourceClient,
  { nowMs, signal }: { readonly nowMs: EpochMs; readonly signal: AbortSignal | undefined },
): AsyncIterable<ReadPage> {
  const read = readOf(what);
  const { changes } = read;
  const { columns, connector } = what;
  const bounds = boundsOf(signal);
  const point = goesOn?.point as PagePoint | undefined;
  if (kind === 'full' || changes === null)
    return readPages(client, connector, what.read, { columns, nowMs, bounds, from: point ?? null });
  const named = read.columns === null ? {} : { [read.columns]: [...columns] };
  const since: Input = { [changes.since]: mark ?? momentOf(sinceMs, changes.as) };
  const operation = operationOf(what, changes.operation);
  const pages = client.pages(operation, known(operation, { ...read.input, ...named, ...since }), bounds, point);
  return shapedPages(pages, read, String(momentText(nowMs, 'day')));
}

async function* shapedPages(pages: AsyncIterable<TurnedPage>, read: SyncRead, today: string): AsyncGenerator<ReadPage> {
  for await (const page of pages) yield { ...shapedPage(page, read, { today, asked: null }), passedOver: null };
}

/** Two operations of one read need not take the same. */
function known({ input: fields }: Operation, input: Input): Input {
  return Object.fromEntries(Object.entries(input).filter(([name]) => Object.hasOwn(fields, name)));
}

function momentOf(ms: EpochMs, as: Changes['as']): string | number {
  return momentText(Math.max(0, ms), as);
}

type SortedPage = {
  readonly rows: NonNullable<ReturnType<Projection['row']>>[];
  readonly gone: string[];
  readonly nameless: number;
};

/** What came, what is gone by the rows' own word, and how many nobody can name. */
export function sorted({ rows: records }: TurnedPage, changes: Changes | null, project: Projection): SortedPage {
  const page: SortedPage = { rows: [], gone: [], nameless: 0 };
  let nameless = 0;
  for (const record of records) {
    const row = project.row(record);
    if (row === null) nameless += 1;
    else if (isGone(record, changes)) page.gone.push(row.id);
    else page.rows.push(row);
  }
  return { ...page, nameless };
}

function isGone(record: Row, changes: Changes | null): boolean {
  const gone = changes?.gone ?? null;
  if (gone === null) return false;
  const value = valueAt(record, gone.at);
  return gone.is.some((each) => each === value);
}

/** Ids of records that are gone, where the system tells of them by an operation of its own. */
export async function* deletedIds(
  what: ReadToSync,
  { sinceMs, begunAt }: Plan,
  client: SourceClient,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly string[]> {
  const { changes, input: always } = readOf(what);
  const deletions = changes?.deletions ?? null;
  if (changes === null || deletions === null) return;
  const operation = operationOf(what, deletions.operation);
  const until = deletions.until === null ? {} : { [deletions.until]: momentOf(Date.parse(begunAt), changes.as) };
  const since = deletions.since === null ? {} : { [deletions.since]: momentOf(sinceMs, changes.as) };
  const input = known(operation, { ...always, ...since, ...until });
  for await (const { rows } of client.pages(operation, input, boundsOf(signal)))
    yield rows.flatMap((row) => idOf(valueAt(row, deletions.id)) ?? []);
}
