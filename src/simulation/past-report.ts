/** What past decisions come to under a draft: the part `past` of `concierge simulate --json`, key for key. */
import type { EpochMs, Instant } from '../base/clock.ts';
import { instantOf } from '../base/clock.ts';
import type { NotJudged, PastChange } from './past-change.ts';
import type { PastMove, PastPart, PastTally } from './past-part.ts';

export type PastReport = {
  readonly since: Instant;
  readonly until: Instant;
  readonly judged: PastTally;
  /** How many records could not be judged, by why. */
  readonly notJudged: Readonly<Partial<Record<NotJudged, number>>>;
  /** The most records first. */
  readonly rows: readonly PastMove[];
  /** Up to a hundred of those that would have been answered otherwise. */
  readonly newest: readonly PastChange[];
};

export function pastReport(
  { judged, notJudged, rows, newest }: PastPart,
  between: { readonly fromMs: EpochMs; readonly untilMs: EpochMs },
): PastReport {
  return {
    since: instantOf(between.fromMs),
    until: instantOf(between.untilMs),
    judged,
    notJudged: Object.fromEntries(notJudged),
    rows: [...rows.values()].toSorted((one, other) => other.tally.records - one.tally.records),
    newest,
  };
}
