/** Asks a source for all that it has of one account, and leaves it alone where it refuses, or is asked too much at once. */
import type { EpochMs } from '../../base/clock.ts';
import { instantOf } from '../../base/clock.ts';
import { Failure } from '../../base/failure.ts';
import type { SourceFailureKind } from '../kit/http/source-failure.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';
import type { IdMapping, LiveSource } from '../declaration.ts';
import { canonicalSalesforceId } from '../kit/salesforce-id.ts';
import type { Asked, LiveRecord } from './live-cache.ts';
import type { ReadOne } from './read-one.ts';

/** One of an account's records, by the read of the source and the id that the system knows it by. */
export type AskedId = { readonly read: string; readonly id: string; readonly format: IdMapping['format'] };

/** `busy`: so many questions are under way that this one wasn't asked. */
export type LiveTrouble = SourceFailureKind | 'configuration' | 'busy' | 'defect';

export type Asker = {
  /** Never rejects. */
  readonly ask: (ids: () => Promise<readonly AskedId[]>, signal: AbortSignal) => Promise<Asked>;
};

export type AskerParts = {
  readonly source: LiveSource;
  readonly readOne: ReadOne;
  readonly now: () => EpochMs;
  readonly onTrouble: (kind: LiveTrouble) => void;
};

/** Whoever waits goes on before; what comes later is there for the next answer. */
const DEADLINE_MS = 5_000;
/** Accounts that are asked for at once, of one source. */
const MOST_AT_ONCE = 16;
/** An account that has more records in one source is left to the sync. */
const MOST_RECORDS = 4;
/** After a refusal that is about the source, not about an account. */
const REST_MS = 30_000;
const LONGEST_REST_MS = 10 * 60_000;
const OF_THE_SOURCE: ReadonlySet<LiveTrouble> = new Set(['auth', 'forbidden', 'limit', 'configuration']);

export function askerOf({ source, readOne, now, onTrouble }: AskerParts): Asker {
  let restsUntil = 0;
  let underWay = 0;
  const failed = (error: unknown): Asked => {
    const kind = kindOf(error);
    if (OF_THE_SOURCE.has(kind)) restsUntil = now() + restOf(error);
    onTrouble(kind);
    return { kind: 'failed' };
  };
  const read = async (asked: AskedId, signal: AbortSignal): Promise<readonly LiveRecord[]> => {
    const record = await readOne(source, asked.read, asked.id, { deadlineMs: DEADLINE_MS, signal });
    if (record === null) return [];
    // Whatever a system replies: one customer's facts are never another's.
    if (!isSameId(record.id, asked)) throw new SourceFailure('contract', 'The reply is another record.');
    return [{ ...record, read: asked.read }];
  };
  return {
    ask: async (idsOf, signal) => {
      if (now() < restsUntil) return { kind: 'failed' };
      if (underWay >= MOST_AT_ONCE) {
        onTrouble('busy');
        return { kind: 'failed' };
      }
      underWay += 1;
      try {
        const asOf = instantOf(now());
        const ids = await idsOf();
        if (ids.length > MOST_RECORDS) return { kind: 'gone' };
        const records = (await Promise.all(ids.map((id) => read(id, signal)))).flat();
        return records.length === 0 ? { kind: 'gone' } : { kind: 'found', found: { asOf, records } };
      } catch (error) {
        // Nobody hears of what ends because the process does.
        return signal.aborted ? { kind: 'failed' } : failed(error);
      } finally {
        underWay -= 1;
      }
    },
  };
}

function kindOf(error: unknown): LiveTrouble {
  if (error instanceof SourceFailure) return error.kind;
  return error instanceof Failure && error.code === 'configuration' ? 'configuration' : 'defect';
}

function restOf(error: unknown): number {
  const said = error instanceof SourceFailure ? error.retryAfterMs : null;
  return Math.min(Math.max(said ?? 0, REST_MS), LONGEST_REST_MS);
}

function isSameId(found: string, { id, format }: AskedId): boolean {
  return format === 'salesforce' ? canonicalSalesforceId(found) === canonicalSalesforceId(id) : found.trim() === id;
}
