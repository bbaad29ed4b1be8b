/** `--since` and `--until` of commands over records: a moment, or how long ago. */
import type { EpochMs } from '../base/clock.ts';
import { Failure } from '../base/failure.ts';
import type { Between } from '../store/store.ts';

export type BetweenOptions = { readonly since?: string; readonly until?: string };

/** @throws Failure `usage` */
export function betweenOf({ since, until }: BetweenOptions, nowMs: EpochMs): Between {
  const fromMs = since === undefined ? undefined : momentOf('--since', since, nowMs);
  const untilMs = until === undefined ? undefined : momentOf('--until', until, nowMs);
  if (fromMs !== undefined && untilMs !== undefined && fromMs >= untilMs)
    throw new Failure('usage', `--since ${since} is not before --until ${until}.`, 'Exchange them.');
  return { ...(fromMs === undefined ? {} : { fromMs }), ...(untilMs === undefined ? {} : { untilMs }) };
}

const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, min: 60_000 };

function momentOf(option: string, text: string, nowMs: EpochMs): EpochMs {
  const ago = /^(\d{1,6})(d|h|min)$/.exec(text);
  if (ago !== null) return nowMs - Number(ago[1]) * (UNIT_MS[ago[2] ?? ''] ?? 0);
  const at = Date.parse(text);
  if (!Number.isNaN(at) && /^\d{4}-\d\d-\d\d(T.*([Zz]|[+-]\d\d:?\d\d))?$/.test(text)) return at;
  throw new Failure(
    'usage',
    `${option} ${text} is not a moment.`,
    'Write ISO 8601 with a zone, e.g. 2026-12-24T10:00:00Z, a day (UTC), e.g. 2026-12-24, or how long ago: 7d, 12h, 30min.',
  );
}
