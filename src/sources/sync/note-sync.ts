/** What is noted of a sync that ended, from what was noted before. Pure; see store/sync-notes.ts. */
import type { ContentHash } from '../../base/hash.ts';
import type { EpochMs } from '../../base/clock.ts';
import { instantOf } from '../../base/clock.ts';
import type { NotedQuota, SyncNote } from '../../store/sync-notes.ts';
import type { SourceClient } from '../kit/http/client.ts';
import type { SyncedAndSeen } from './sync-read.ts';

/** Sentences of this program's own; longer ones are cut off. */
const LONGEST_MESSAGE = 300;

export type Ended = {
  readonly nowMs: EpochMs;
  /** Null where it was never opened. */
  readonly client: Pick<SourceClient, 'quota' | 'isDown'> | null;
};

export type FailedSync = {
  readonly kind: string;
  readonly message: string;
  readonly retryAfterMs: number | null;
};

const DAY_MS = 86_400_000;

const NOTHING: Omit<SyncNote, 'attemptAt' | 'outcome'> = {
  successAt: null,
  kind: null,
  rows: 0,
  failure: null,
  failures: 0,
  failingSince: null,
  retryAt: null,
  quota: null,
  isDown: false,
  drift: [],
  profiles: null,
  counts: { synced: 0, failed: {} },
};

export function noteOfSuccess(
  before: SyncNote | null,
  { kind, rows, drift, profiles }: SyncedAndSeen,
  shape: ContentHash,
  ended: Ended,
): SyncNote {
  const { counts, ...was } = before ?? NOTHING;
  const at = instantOf(ended.nowMs);
  // Only a full sync shows that a column is as it should be again.
  const open = kind === 'full' ? [] : was.drift.filter(({ column }) => !drift.some((one) => one.column === column));
  return {
    ...was,
    ...alsoOf(ended, was.quota),
    attemptAt: at,
    successAt: at,
    kind,
    rows,
    outcome: 'synced',
    failure: null,
    failures: 0,
    failingSince: null,
    retryAt: null,
    drift: [...open, ...drift],
    profiles: profiles === null ? was.profiles : { shape, columns: profiles },
    counts: { ...counts, synced: counts.synced + 1 },
  };
}

export function noteOfFailure(
  before: SyncNote | null,
  { kind, message, retryAfterMs }: FailedSync,
  ended: Ended,
): SyncNote {
  const { counts, ...was } = before ?? NOTHING;
  const at = instantOf(ended.nowMs);
  return {
    ...was,
    ...alsoOf(ended, was.quota),
    attemptAt: at,
    outcome: 'failed',
    failure: { kind, message: message.slice(0, LONGEST_MESSAGE) },
    failures: was.failures + 1,
    failingSince: was.failingSince ?? at,
    retryAt: retryAfterMs === null ? null : instantOf(ended.nowMs + Math.min(retryAfterMs, DAY_MS)),
    counts: { ...counts, failed: { ...counts.failed, [kind]: (counts.failed[kind] ?? 0) + 1 } },
  };
}

function alsoOf({ nowMs, client }: Ended, before: NotedQuota | null): Pick<SyncNote, 'quota' | 'isDown'> {
  const told = client?.quota() ?? null;
  if (told === null) return { quota: before, isDown: client?.isDown() ?? false };
  const resetsAt = told.resetMs === null ? null : instantOf(nowMs + told.resetMs);
  const quota = { remaining: told.remaining, of: told.of, resetsAt, at: instantOf(nowMs) };
  return { quota, isDown: client?.isDown() ?? false };
}
