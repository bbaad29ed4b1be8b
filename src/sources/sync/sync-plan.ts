/** Whether a sync reads all, what has changed, or goes on where one stopped: as the state of the copy has it. Pure. */
import type { ContentHash } from '../../base/hash.ts';
import type { EpochMs } from '../../base/clock.ts';
import { instantOf } from '../../base/clock.ts';
import type { ChangeMark, CopyKey, CopyState, RunningSync, SyncKind } from '../../store/copies.ts';
import type { ColumnProfiles } from '../../store/sync-notes.ts';
import type { Changes, SyncRead } from '../kit/http/connector.ts';
import type { Operation } from '../kit/http/operation.ts';
import type { Shaped } from './shape.ts';
import { shapeOf } from './shape.ts';

export type ReadToSync = Shaped & { readonly key: CopyKey };

export type SyncOrder = {
  /** All is read from the beginning, though changes would do, or one that stopped could go on. */
  readonly full: boolean;
  /** All is read when the last time is so long ago. */
  readonly fullEveryMs: number;
  readonly now: () => EpochMs;
  /** What the columns were at the last full sync of the same shape. */
  readonly before?: ColumnProfiles | null;
  readonly onRows?: (rows: number) => void;
  readonly signal?: AbortSignal;
};

export type Plan = {
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

export function planOf(what: ReadToSync, order: SyncOrder, state: CopyState): Plan {
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

export function readOf({ connector, read }: ReadToSync): SyncRead {
  const found = connector.reads[read];
  if (found === undefined) throw new RangeError(`${connector.name} has no read ${read}.`);
  return found;
}

export function operationOf({ connector }: ReadToSync, name: string): Operation {
  const found = connector.operations[name];
  if (found === undefined) throw new RangeError(`${connector.name} has no operation ${name}.`);
  return found;
}

/**
 * The place where it stopped may be good for nothing by now; then it begins anew. And a system may not tell of changes so long ago,
 * or of so many; then all is read.
 */
export function plansFrom(plan: Plan): readonly [Plan, ...Plan[]] {
  const anew = plan.goesOn === null ? [] : [{ ...plan, goesOn: null }];
  const full = plan.kind === 'full' ? [] : [{ ...plan, kind: 'full' as const, goesOn: null }];
  return [plan, ...anew, ...full];
}
