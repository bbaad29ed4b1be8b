/**
 * Brings the copy of one read up to date: all of it, or what has changed. Each page is durable before the next is asked for, so
 * that a sync which dies goes on from there; what is there stays whole until then.
 */
import { instantOf } from '../../base/clock.ts';
import type { Json } from '../../base/json.ts';
import type {
  Came,
  ChangeMark,
  CopyChanges,
  CopyKey,
  CopyStore,
  RunId,
  SyncedPage,
  SyncKind,
} from '../../store/copies.ts';
import type { SourceClient } from '../kit/http/client.ts';
import type { SyncRead } from '../kit/http/connector.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';
import { takenOver } from './claim.ts';
import type { ColumnSeen } from './project.ts';
import { projection } from './project.ts';
import { deletedIds, pagesOf, sorted } from './sync-pages.ts';
import type { Plan, ReadToSync, SyncOrder } from './sync-plan.ts';
import { planOf, plansFrom, readOf } from './sync-plan.ts';

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
  if (kind === 'changes')
    for await (const gone of deletedIds(what, plan, client, order.signal)) {
      order.signal?.throwIfAborted();
      add(await writer.keep({ rows: [], gone, nameless: 0, point: null, at: instantOf(order.now()) }));
    }
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

/** Of a few records nobody can tell. */
const ENOUGH = 20;

function driftOf(seen: readonly ColumnSeen[], rows: number): readonly Drift[] {
  return seen.flatMap(({ column, filled, objects }): Drift[] => {
    if (objects > 0) return [{ column, is: 'an object' }];
    return rows >= ENOUGH && filled === 0 ? [{ column, is: 'gone' }] : [];
  });
}
