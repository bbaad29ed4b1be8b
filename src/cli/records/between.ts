/** `--since` and `--until` of commands over records: a moment, or how long ago. */
import type { EpochMs } from '../../base/clock.ts';
import { Failure } from '../../base/failure.ts';
import type { Between } from '../../store/store.ts';

export type BetweenOptions = { readonly since?: string; readonly until?: string };

/** `sinceOption`: what the command calls it. @throws Failure `usage` */
export function betweenOf({ since, until }: BetweenOptions, nowMs: EpochMs, sinceOption = '--since'): Between {
  const fromMs = since === undefined ? undefined : momentOf(sinceOption, since, nowMs);
  const untilMs = until === undefined ? undefined : momentOf('--until', until, nowMs);
  if (fromMs !== undefined && untilMs !== undefined && fromMs >= untilMs)
    throw new Failure('usage', `${sinceOption} ${since} is not before --until ${until}.`, 'Exchange them.');
  return { ...(fromMs === undefined ? {} : { fromMs }), ...(untilMs === undefined ? {} : { untilMs }) };
}

function momentOf(option: string, text: string, nowMs: EpochMs): EpochMs {
  const agoMs = lengthMsIn(text);
  if (agoMs !== null) return nowMs - agoMs;
  const at = momentIn(text);
  if (at !== null) return at;
  throw new Failure(
    'usage',
    `${option} ${text} is not a moment.`,
    'Write ISO 8601 with a zone, e.g. 2026-12-24T10:00:00Z, a day (UTC), e.g. 2026-12-24, or how long ago: 7d, 12h, 30min.',
  );
}

const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, min: 60_000 };

/** `7d`, `12h`, `30min` in milliseconds; null for what isn't written so. */
export function lengthMsIn(text: string): number | null {
  const length = /^(\d{1,6})(d|h|min)$/.exec(text);
  return length && Number(length[1]) * (UNIT_MS[length[2] ?? ''] ?? 0);
}

/** ISO 8601 with a zone, or a day's beginning in UTC; null for what isn't written so. */
export function momentIn(text: string): EpochMs | null {
  const at = Date.parse(text);
  const isWhole = /^\d{4}-\d\d-\d\d(T.*([Zz]|[+-]\d\d:?\d\d))?$/.test(text);
  return isWhole && !Number.isNaN(at) ? at : null;
}
