/**
 * When a source's time has come, as its schedule and what was noted of its syncs have it; after failures later and later, and not
 * before a system wants to be asked again. Pure.
 */
import type { EpochMs } from '../../base/clock.ts';
import type { SyncedCopy, SyncNote } from '../../store/sync-notes.ts';
import type { SystemSource } from '../declaration.ts';

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const SIX_HOURS_MS = 6 * 60 * MINUTE_MS;
/** Whatever a system says. */
const LONGEST_HOLD_MS = 24 * 60 * MINUTE_MS;

/** Of the source: when the first of its reads is due. In the past where one was never read, or stopped on its way. */
export function dueAt(source: SystemSource, copies: readonly SyncedCopy[]): EpochMs {
  const dues = source.reads.map(({ name }) =>
    dueOf(
      source,
      copies.find(({ read }) => read === name),
    ),
  );
  return Math.min(...dues);
}

function dueOf({ sync: { everyMs } }: SystemSource, copy: SyncedCopy | undefined): EpochMs {
  if (copy === undefined) return 0;
  const { asOf, isUnderWay, note } = copy;
  if (note !== null && note.failures > 0) return againAt(note, everyMs);
  return asOf === null || isUnderWay ? 0 : Date.parse(asOf) + everyMs;
}

/** A minute after the first failure, then twice as long each time; at most as long as the schedule, or six hours. */
function againAt({ attemptAt, failures, retryAt }: SyncNote, everyMs: number): EpochMs {
  const at = Date.parse(attemptAt);
  const longest = Math.min(Math.max(everyMs, QUARTER_MS), SIX_HOURS_MS);
  const wait = Math.min(MINUTE_MS * 2 ** Math.min(failures - 1, 16), longest);
  const wanted = retryAt === null ? 0 : Math.min(Date.parse(retryAt), at + LONGEST_HOLD_MS);
  return Math.max(at + wait, wanted);
}
