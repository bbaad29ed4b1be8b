/** What commands take that ask as an agent would: for whom, and when. Each refuses a slip in one sentence. */
import type { EpochMs } from '../base/clock.ts';
import { Failure } from '../base/failure.ts';
import type { Audience } from '../facts/frame.ts';
import { AUDIENCES } from '../facts/frame.ts';

/** @throws Failure `usage` */
export function audienceNamed(word = 'customers'): Audience {
  const known = AUDIENCES.find((one) => one === word);
  if (known !== undefined) return known;
  throw new Failure('usage', `There is no audience ${word}.`, `Audiences are ${AUDIENCES.join(', ')}.`);
}

/** @throws Failure `usage` for text that is no ISO 8601 moment with a zone */
export function momentAt(text: string): EpochMs {
  const at = Date.parse(text);
  if (!Number.isNaN(at) && /[Zz]$|[+-]\d\d:?\d\d$/.test(text)) return at;
  throw new Failure('usage', `--at ${text} is not a moment.`, 'Write ISO 8601 with a zone, e.g. 2026-12-24T10:00:00Z.');
}
