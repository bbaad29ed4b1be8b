/**
 * Group commit: what is appended while one batch is being written makes the next. The serving thread turns a record
 * into text once and waits for no disk. Promises settle when their batch is durable, or can't be.
 */
import type { DecisionRecord, Snapshot } from '../../audit/record.ts';
import { Failure } from '../../base/failure.ts';
import type { PendingRecord } from './record-batch.ts';
import { batchOf, durableSnapshots } from './record-batch.ts';
import { recordThread } from './record-thread.ts';
import type { WriterPlace } from './record-writer.ts';

export type RecordQueue = {
  readonly append: (record: DecisionRecord, snapshots: readonly Snapshot[]) => Promise<void>;
  readonly healthy: () => boolean;
  /** Writes what is waiting, then ends the thread. Nothing can be appended afterwards. */
  readonly close: () => Promise<void>;
};

type Entry = PendingRecord & { readonly resolve: () => void; readonly reject: (why: unknown) => void };

/** Records that may wait for a disk that is slower than the questions. */
const MAX_WAITING = 10_000;
const MAX_BATCH = 500;
/** After a failed write the disk is tried again without waiting for a record: nobody sends any while it is unhealthy. */
const PROBE_MS = 1_000;
/** How long an answer waits for a disk that neither writes nor fails. */
export const DEFAULT_PATIENCE_MS = 2_000;

export type QueueOptions = WriterPlace & { readonly patienceMs: number };

export function recordQueue({ patienceMs, ...place }: QueueOptions): RecordQueue {
  const thread = recordThread(place);
  const durable = durableSnapshots();
  let waiting: Entry[] = [];
  let writing: Promise<void> | undefined;
  let probe: NodeJS.Timeout | undefined;
  let healthy = true;
  let hanging = false;
  let closed = false;

  const judge = (written: boolean): void => {
    healthy = written;
    clearTimeout(probe);
    probe = written || closed ? undefined : setTimeout(wake, PROBE_MS).unref();
  };

  /** What hangs may become durable yet; whoever waits for it is told now that it may not. */
  const giveUp = (entries: readonly Entry[]): void => {
    healthy = false;
    hanging = true;
    for (const entry of [...entries, ...waiting]) entry.reject(unanswered(patienceMs));
    waiting = [];
  };

  /** Once more, with every snapshot, where somebody has purged since. */
  const send = async (entries: readonly Entry[]): Promise<readonly number[]> => {
    const { batch, sent } = batchOf(entries, durable);
    const written = await thread.send({ kind: 'write', batch });
    if (written.kind === 'written') {
      durable.add(sent, written.purges);
      return written.taken;
    }
    durable.forget();
    return await send(entries);
  };

  const write = async (entries: readonly Entry[]): Promise<void> => {
    const patience = setTimeout(() => giveUp(entries), patienceMs);
    try {
      const taken = await send(entries);
      judge(true);
      for (const index of taken) entries[index]?.reject(takenId(entries[index]));
      for (const entry of entries) entry.resolve();
    } catch (error) {
      judge(false);
      // The next batch may go into another file.
      durable.forget();
      for (const entry of entries) entry.reject(error);
    } finally {
      clearTimeout(patience);
      hanging = false;
    }
  };

  const tryDisk = (): Promise<void> =>
    thread.send({ kind: 'probe' }).then(
      () => judge(true),
      () => judge(false),
    );

  const run = async (): Promise<void> => {
    // Everybody who asks in this turn of the event loop goes into the first batch.
    await new Promise(setImmediate);
    if (waiting.length === 0) await tryDisk();
    while (waiting.length > 0) {
      const entries = waiting.slice(0, MAX_BATCH);
      waiting = waiting.slice(MAX_BATCH);
      await write(entries);
    }
    writing = undefined;
  };

  function wake(): void {
    writing ??= run();
  }

  const append: RecordQueue['append'] = (record, snapshots) => {
    if (closed) return Promise.reject(refusal('The store is closed.', ''));
    if (hanging) return Promise.reject(unanswered(patienceMs));
    if (waiting.length >= MAX_WAITING) return Promise.reject(overrun());
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { tenant, id, atMs } = record;
    waiting.push({ tenant, id, atMs, body: JSON.stringify(record), snapshots, resolve, reject });
    wake();
    return promise;
  };

  const close = async (): Promise<void> => {
    closed = true;
    clearTimeout(probe);
    await writing;
    await thread.close();
  };

  return { append, healthy: () => healthy, close };
}

function takenId(entry: PendingRecord | undefined): Failure {
  return refusal(`Decision record ${entry?.id} is in the store already.`, 'Give each record an id of its own.');
}

function overrun(): Failure {
  const mend = 'Look after the disk that holds the store: it is slower than the questions.';
  return refusal(`${MAX_WAITING} decision records wait to be written; no more are taken.`, mend);
}

function unanswered(patienceMs: number): Failure {
  const mend = 'Look after the disk that holds the store, and for another process that keeps its files locked.';
  return refusal(`The store has taken no decision record for ${patienceMs / 1000} seconds.`, mend);
}

function refusal(message: string, mend: string): Failure {
  return new Failure('store_unavailable', message, mend);
}
