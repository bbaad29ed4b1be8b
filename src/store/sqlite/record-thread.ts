/**
 * The writer thread's life: started when it is first needed, one message under way at a time, started again after it
 * died. It holds the process open only while it has something to write.
 */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { errorKind } from '../../base/error-kind.ts';
import type { FromWriter, ToWriter } from './record-worker.ts';
import type { WriterPlace, Written } from './record-writer.ts';
import { failureOf, threadFailure } from './thread-trouble.ts';

export type RecordThread = {
  /** Rejects with a Failure `store_unavailable`. */
  readonly send: (message: ToWriter) => Promise<Written>;
  readonly close: () => Promise<void>;
};

/** Between two starts of the thread, in milliseconds: starting costs more than many records. */
const RESTART_MS = 1_000;

/** Beside this file and in its form: a source when run from source, compiled when compiled. */
const WORKER_FILE = new URL(`./record-worker${extname(import.meta.url)}`, import.meta.url);

const ENDED = threadFailure('The thread that writes decision records has ended.');

type Running = { readonly worker: Worker; readonly ended: Promise<void> };
type Waiting = PromiseWithResolvers<Written>;

export function recordThread(place: WriterPlace): RecordThread {
  let running: Running | undefined;
  let waiting: Waiting | undefined;
  let lastStartMs = Number.NEGATIVE_INFINITY;
  let trouble = ENDED;

  const settle = (finish: (waiting: Waiting) => void): void => {
    running?.worker.unref();
    const settled = waiting;
    waiting = undefined;
    if (settled !== undefined) finish(settled);
  };

  const hear = (message: FromWriter): void => {
    if (message.kind === 'written' || message.kind === 'outdated') return settle(({ resolve }) => resolve(message));
    trouble = failureOf(message);
    // A thread that can't open the file ends by itself; its end rejects.
    if (message.kind === 'failed') settle(({ reject }) => reject(trouble));
  };

  const start = (): Running => {
    lastStartMs = performance.now();
    trouble = ENDED;
    // Arguments that Node was started with are not for this thread: with some (`--input-type`) it couldn't start.
    const worker = new Worker(WORKER_FILE, { workerData: place, name: 'record-writer', execArgv: [] });
    const ended = new Promise<void>((resolve) => {
      worker.on('exit', () => {
        running = undefined;
        settle(({ reject }) => reject(trouble));
        resolve();
      });
    });
    worker.on('message', hear);
    worker.on('error', (error) => {
      trouble = threadFailure(`The thread that writes decision records failed: ${errorKind(error)}.`);
    });
    return { worker, ended };
  };

  const send: RecordThread['send'] = (message) => {
    if (running === undefined && performance.now() - lastStartMs < RESTART_MS) return Promise.reject(trouble);
    running ??= start();
    running.worker.ref();
    waiting = Promise.withResolvers();
    running.worker.postMessage(message);
    return waiting.promise;
  };

  const close = async (): Promise<void> => {
    if (running === undefined) return;
    const { worker, ended } = running;
    worker.ref();
    worker.postMessage({ kind: 'close' } satisfies ToWriter);
    await ended;
  };

  return { send, close };
}
