/** `--expires` of a key: how long from now, a moment, or never. */
import type { EpochMs, Instant } from '../../base/clock.ts';
import { instantOf } from '../../base/clock.ts';
import { DAY_MS } from '../../base/day.ts';
import { Failure } from '../../base/failure.ts';
import { lengthMsIn, momentIn } from '../records/between.ts';

/** A key that nobody gave a thought to ends some day. */
export const DEFAULT_EXPIRY_DAYS = 365;

/**
 * Null: never.
 * @throws Failure `usage`
 */
export function expiryOf(text: string | undefined, nowMs: EpochMs): Instant | null {
  if (text === undefined) return instantOf(nowMs + DEFAULT_EXPIRY_DAYS * DAY_MS);
  if (text === 'never') return null;
  const lengthMs = lengthMsIn(text);
  const at = lengthMs === null ? momentIn(text) : nowMs + lengthMs;
  if (at === null)
    throw new Failure(
      'usage',
      `--expires ${text} is not a moment.`,
      'Write how long from now (90d, 12h), a day (its beginning in UTC, e.g. 2027-01-01), ISO 8601 with a zone, or never.',
    );
  if (at <= nowMs)
    throw new Failure('usage', `--expires ${text} is not in the future.`, 'The key would be refused from the start.');
  if (at > LATEST_MS) throw new Failure('usage', `--expires ${text} is too far away.`, 'Write never.');
  return instantOf(at);
}

/** Years have four digits from here on back. */
const LATEST_MS = Date.parse('9999-12-31T23:59:59Z');
