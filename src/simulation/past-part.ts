/** What comes of a stretch of time, as plain data: parts merged from the newest on are what one pass would have come to. */
import type { NotJudged, Past, PastChange, PastChangeKind } from './past-change.ts';
import { under } from './tally.ts';

/** `row`: another row fired, whatever the answer. */
export type PastTally = Record<'records' | 'changed' | 'row' | PastChangeKind, number>;

export type PastMove = { readonly from: string | null; readonly to: string | null; readonly tally: PastTally };

export type PastPart = {
  readonly judged: PastTally;
  readonly notJudged: Map<NotJudged, number>;
  /** By both names: records of another row, and those that change in their row. */
  readonly rows: Map<string, PastMove>;
  /** The newest, bounded. */
  readonly newest: PastChange[];
};

export const MAX_PAST_LISTED = 100;

export function newPastPart(): PastPart {
  return { judged: newTally(), notJudged: new Map(), rows: new Map(), newest: [] };
}

/** The newest first. */
export function addPast(part: PastPart, past: Past): void {
  if (past.kind === 'not_judged') {
    part.notJudged.set(past.why, (part.notJudged.get(past.why) ?? 0) + 1);
    return;
  }
  const { change } = past;
  const isMoved = change.live.row !== change.draft.row;
  tell(part.judged, change, isMoved);
  if (!isMoved && change.changes.length === 0) return;
  tell(moveOf(part.rows, change.live.row, change.draft.row), change, isMoved);
  if (change.changes.length > 0 && part.newest.length < MAX_PAST_LISTED) part.newest.push(change);
}

function tell(tally: PastTally, { changes }: PastChange, isMoved: boolean): void {
  tally.records += 1;
  if (isMoved) tally.row += 1;
  if (changes.length > 0) tally.changed += 1;
  for (const change of changes) tally[change] += 1;
}

function moveOf(rows: PastPart['rows'], from: string | null, to: string | null): PastTally {
  return under(rows, JSON.stringify([from, to]), () => ({ from, to, tally: newTally() })).tally;
}

function newTally(): PastTally {
  return { records: 0, changed: 0, contact: 0, reason: 0, card: 0, row: 0 };
}

/** `next` is of the time before. */
export function mergePast(part: PastPart, next: PastPart): void {
  addTally(part.judged, next.judged);
  for (const [why, records] of next.notJudged) part.notJudged.set(why, (part.notJudged.get(why) ?? 0) + records);
  for (const { from, to, tally } of next.rows.values()) addTally(moveOf(part.rows, from, to), tally);
  part.newest.push(...next.newest.slice(0, MAX_PAST_LISTED - part.newest.length));
}

function addTally(tally: PastTally, other: PastTally): void {
  for (const what of Object.keys(other) as (keyof PastTally)[]) tally[what] += other[what];
}
