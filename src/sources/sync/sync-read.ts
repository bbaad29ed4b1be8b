/**
 * Brings the copy of one read up to date: all of it, or what has changed. Each page is durable before the next is asked for, so
 * that a sync which dies goes on from there; what is there stays whole until then.
 */
import type { ContentHash } from '../../base/hash.ts';
import type { EpochMs } from '../../base/clock.ts';
import { instantOf } from '../../base/clock.ts';
import type { Json } from '../../base/json.ts';
import type {
  Came,
  ChangeMark,
  CopyChanges,
  CopyKey,
  CopyState,
  CopyStore,
  RunId,
  RunningSync,
  SyncedPage,
  SyncKind,
} from '../../store/copies.ts';
import type { PagePoint, SourceClient, TurnedPage } from '../kit/http/client.ts';
import type { Changes, SyncRead } from '../kit/http/connector.ts';
import { valueAt } from '../kit/http/dotted-path.ts';
import type { Input, Operation } from '../kit/http/operation.ts';
import { momentText } from '../kit/http/moment.ts';
import type { Row } from '../kit/http/page.ts';
import type { ReadPage } from '../kit/http/read-pages.ts';
import { readPages } from '../kit/http/read-pages.ts';
import { shapedPage } from '../kit/http/shaped-page.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';
import { takenOver } from './claim.ts';
import type { ColumnSeen, Projection } from './project.ts';
import { idOf, projection } from './project.ts';
import type { Shaped } from './shape.ts';
import { shapeOf } from './shape.ts';

export type ReadToSync = Shaped & { readonly key: CopyKey };

export type SyncOrder = {
  /** All is read from the beginning, though changes would do, or one that stopped could go on. */
  readonly full: boolean;
  /** All is read when the last time is so long ago. */
  readonly fullEveryMs: number;
  readonly now: () => EpochMs;
  readonly onRows?: (rows: number) => void;
  readonly signal?: AbortSignal;
};

export type SyncedRead = {
  readonly kind: SyncKind;
  readonly rows: number;
  readonly pages: number;
  readonly changes: CopyChanges;
  /** Records without an id: nobody could say which they are. */
  readonly nameless: number;
  /** Of whom nothing was told, where the read is asked for each of another: calendars that aren't shared. */
  readonly passedOver: number;
  /** Links that were taken out, for they lead elsewhere. */
  readonly strayLinks: number;
  readonly drift: readonly Drift[];
};

/** A column of the mapping that isn't what it was. */
export type Drift = { readonly column: string; readonly is: 'gone' | 'an object' };

const PAGE_DEADLINE_MS = 120_000;

/** @throws SourceFailure, or Failure `store_unavailable`: then the copy is as good as it was, and the next sync goes on */
export async function syncRead(
  what: ReadToSync,
  order: SyncOrder,
  client: SourceClient,
  copies: CopyStore,
): Promise<SyncedRead> {
  const state = await copies.state(what.key);
  return await firstGood(plansFrom(planOf(what, order, state)), (plan) => run(what, order, client, copies, plan));
}

/**
 * The place where it stopped may be good for nothing by now; then it begins anew. And a system may not tell of changes so long ago,
 * or of so many; then all is read.
 */
function plansFrom(plan: Plan): readonly [Plan, ...Plan[]] {
  const anew = plan.goesOn === null ? [] : [{ ...plan, goesOn: null }];
  const full = plan.kind === 'full' ? [] : [{ ...plan, kind: 'full' as const, goesOn: null }];
  return [plan, ...anew, ...full];
}

async function firstGood<Result>(
  [plan, ...others]: readonly [Plan, ...Plan[]],
  attempt: (plan: Plan) => Promise<Result>,
): Promise<Result> {
  try {
    return await attempt(plan);
  } catch (error) {
    const [next, ...rest] = others;
    if (next === undefined || !(error instanceof SourceFailure) || !isAboutThePlace(error)) throw error;
    return await firstGood([next, ...rest], attempt);
  }
}

function isAboutThePlace({ kind }: SourceFailure): boolean {
  return kind === 'rejected' || kind === 'not_found' || kind === 'blocked';
}

type Plan = {
  readonly kind: SyncKind;
  readonly shape: ContentHash;
  readonly begunAt: string;
  /** One that stopped, and goes on. */
  readonly goesOn: RunningSync | null;
  readonly mark: ChangeMark;
  readonly sinceMs: EpochMs;
  /** In the copy, before; of this shape. */
  readonly hadRows: number;
};

/** Later than this, what stood at a page's place stands at another's: pages that are counted move on with each record that goes. */
const POINT_COUNTS_MS = 3_600_000;

function planOf(what: ReadToSync, order: SyncOrder, state: CopyState): Plan {
  const read = readOf(what);
  const shape = shapeOf(what);
  const kind = kindOf(read.changes, order, state, shape);
  const since = Date.parse(state.asOf ?? '1970-01-01T00:00:00Z');
  const running = order.full ? null : state.running;
  const goesOn = running !== null && mayGoOn(running, kind, shape, order.now()) ? running : null;
  return {
    kind,
    shape,
    goesOn,
    begunAt: goesOn?.begunAt ?? instantOf(order.now()),
    mark: state.mark,
    sinceMs: since - (read.changes?.overlapMs ?? 0),
    hadRows: state.shape === shape ? state.rows : 0,
  };
}

function mayGoOn(
  { point, pointAt, ...running }: RunningSync,
  kind: SyncKind,
  shape: ContentHash,
  now: EpochMs,
): boolean {
  if (running.kind !== kind || running.shape !== shape || point === null || pointAt === null) return false;
  return now - Date.parse(pointAt) <= POINT_COUNTS_MS;
}

function kindOf(
  changes: Changes | null,
  { full, fullEveryMs, now }: SyncOrder,
  { shape, asOf, fullAt }: CopyState,
  wanted: ContentHash,
): SyncKind {
  if (changes === null || full || shape !== wanted || asOf === null || fullAt === null) return 'full';
  if (now() - Date.parse(fullAt) >= fullEveryMs) return 'full';
  return changes.reachMs !== null && now() - Date.parse(asOf) >= changes.reachMs ? 'full' : 'changes';
}

function readOf({ connector, read }: ReadToSync): SyncRead {
  const found = connector.reads[read];
  if (found === undefined) throw new RangeError(`${connector.name} has no read ${read}.`);
  return found;
}

function operationOf({ connector }: ReadToSync, name: string): Operation {
  const found = connector.operations[name];
  if (found === undefined) throw new RangeError(`${connector.name} has no operation ${name}.`);
  return found;
}

async function run(
  what: ReadToSync,
  order: SyncOrder,
  client: SourceClient,
  copies: CopyStore,
  plan: Plan,
): Promise<SyncedRead> {
  const { key } = what;
  const { kind, shape, begunAt, goesOn } = plan;
  order.signal?.throwIfAborted();
  const begun = goesOn === null ? await copies.begin(key, { kind, shape, begunAt }) : await copies.goOn(key, goesOn.id);
  const writer = writerOf(copies, key, stillOurs(begun));
  const read = readOf(what);
  const project = projection(read.id, what.columns);
  const total = {
    rows: 0,
    pages: 0,
    nameless: 0,
    passedOver: 0,
    strayLinks: 0,
    changes: { added: 0, changed: 0, dropped: 0 },
  };
  const add = ({ added, changed, dropped }: CopyChanges): void => {
    total.changes = {
      added: total.changes.added + added,
      changed: total.changes.changed + changed,
      dropped: total.changes.dropped + dropped,
    };
  };
  let mark = plan.mark;
  for await (const page of pagesOf(what, plan, client, { nowMs: order.now(), signal: order.signal })) {
    order.signal?.throwIfAborted();
    const { rows, gone, nameless } = sorted(page, read.changes, project);
    const at = instantOf(order.now());
    add(await writer.keep({ rows, gone, nameless, point: page.goesOnAt as Json, at }));
    mark = page.until ?? mark;
    total.rows += rows.length;
    total.pages += 1;
    total.nameless += nameless;
    total.passedOver += page.passedOver?.values.length ?? 0;
    total.strayLinks += page.strayLinks;
    order.onRows?.(total.rows);
  }
  if (kind === 'changes') add(await dropDeleted(what, plan, order, client, writer));
  order.signal?.throwIfAborted();
  if (kind === 'full') refuseEmptied(read, plan, total);
  add(await writer.finish(mark));
  return { kind, ...total, drift: driftOf(project.seen, total.rows) };
}

/** Writes as one sync, for as long as no other is under way. */
type Writer = {
  /** @throws SourceFailure */
  readonly keep: (page: SyncedPage) => Promise<CopyChanges>;
  readonly finish: (mark: ChangeMark) => Promise<CopyChanges>;
};

function writerOf(copies: CopyStore, key: CopyKey, id: RunId): Writer {
  return {
    keep: async (page) => stillOurs(await copies.keep(key, id, page)),
    finish: async (mark) => stillOurs(await copies.finish(key, id, mark)),
  };
}

/** @throws SourceFailure */
function stillOurs<Result>(result: Result | null): Result {
  if (result === null) throw takenOver();
  return result;
}

/**
 * A system without records is one thing; records that nobody can name, or nobody there to ask for, are another: that is how a
 * reply that has changed looks, or a right that was taken away.
 * @throws SourceFailure `contract`
 */
function refuseEmptied(
  { id, forEach }: SyncRead,
  { goesOn, hadRows }: Plan,
  total: Came & { readonly pages: number },
): void {
  const before: Came = goesOn?.came ?? { rows: 0, nameless: 0 };
  if (hadRows === 0 || before.rows + total.rows > 0) return;
  if (before.nameless + total.nameless > 0)
    throw new SourceFailure('contract', `No record has an id at \`${id}\`, where there were some before.`);
  if (forEach !== undefined && total.pages === 0)
    throw new SourceFailure('contract', `\`${forEach.of}\` names nobody to ask for, where it did before.`);
}

function pagesOf(
  what: ReadToSync,
  { kind, goesOn, mark, sinceMs }: Plan,
  client: SourceClient,
  { nowMs, signal }: { readonly nowMs: EpochMs; readonly signal: AbortSignal | undefined },
): AsyncIterable<ReadPage> {
  const read = readOf(what);
  const { changes } = read;
  const { columns, connector } = what;
  const bounds = { deadlineMs: PAGE_DEADLINE_MS, ...(signal && { signal }) };
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

function sorted({ rows: records }: TurnedPage, changes: Changes | null, project: Projection): SortedPage {
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

async function dropDeleted(
  what: ReadToSync,
  { sinceMs, begunAt }: Plan,
  { signal, now }: SyncOrder,
  client: SourceClient,
  writer: Writer,
): Promise<CopyChanges> {
  const changes = readOf(what).changes;
  const deletions = changes?.deletions ?? null;
  if (changes === null || deletions === null) return { added: 0, changed: 0, dropped: 0 };
  const operation = operationOf(what, deletions.operation);
  const until = deletions.until === null ? {} : { [deletions.until]: momentOf(Date.parse(begunAt), changes.as) };
  const since = deletions.since === null ? {} : { [deletions.since]: momentOf(sinceMs, changes.as) };
  const input = { ...since, ...until };
  let dropped = 0;
  for await (const { rows } of client.pages(operation, known(operation, { ...readOf(what).input, ...input }), {
    deadlineMs: PAGE_DEADLINE_MS,
  })) {
    signal?.throwIfAborted();
    const gone = rows.flatMap((row) => idOf(valueAt(row, deletions.id)) ?? []);
    const page = { rows: [], gone, nameless: 0, point: null, at: instantOf(now()) };
    dropped += (await writer.keep(page)).dropped;
  }
  return { added: 0, changed: 0, dropped };
}

/** Of a few records nobody can tell. */
const ENOUGH = 20;

function driftOf(seen: readonly ColumnSeen[], rows: number): readonly Drift[] {
  return seen.flatMap(({ column, filled, objects }): Drift[] => {
    if (objects > 0) return [{ column, is: 'an object' }];
    return rows >= ENOUGH && filled === 0 ? [{ column, is: 'gone' }] : [];
  });
}
