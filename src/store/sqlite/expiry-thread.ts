/** Lets records expire off the serving thread: one thread for each time, gone when it is done. */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Purged } from '../../audit/erasure.ts';
import { errorKind } from '../../base/error-kind.ts';
import type { RecordStore } from '../store.ts';
import type { StorePlace } from './database.ts';
import type { ExpiryTask, FromExpiry } from './expiry-worker.ts';
import { failureOf, threadFailure } from './thread-trouble.ts';

export type ExpiryThreads = {
  readonly expire: RecordStore['expire'];
  /** Stops what is under way after its page, and waits for that. */
  readonly close: () => Promise<void>;
};

/** Beside this file and in its form: a source when run from source, compiled when compiled. */
const WORKER_FILE = new URL(`./expiry-worker${extname(import.meta.url)}`, import.meta.url);

export function expiryThreads({ folder, busyTimeoutMs }: StorePlace): ExpiryThreads {
  const running = new Map<Worker, Promise<unknown>>();
  return {
    expire: (tenant, expiry) => {
      const task: ExpiryTask = { place: { folder, busyTimeoutMs }, tenant, expiry };
      const worker = new Worker(WORKER_FILE, { workerData: task, name: 'record-expiry', execArgv: [] });
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      running.set(worker, ended);
      worker.on('exit', () => {
        running.delete(worker);
        resolve();
      });
      return outcomeOf(worker);
    },
    close: async () => {
      for (const worker of running.keys()) worker.postMessage('stop');
      await Promise.all(running.values());
    },
  };
}

function outcomeOf(worker: Worker): Promise<Purged> {
  const { promise, resolve, reject } = Promise.withResolvers<Purged>();
  worker.on('message', (told: FromExpiry) => {
    if (told.kind === 'expired') resolve(told.purged);
    else reject(failureOf(told));
  });
  worker.on('error', (error) => {
    reject(threadFailure(`The thread that drops old decision records failed: ${errorKind(error)}.`));
  });
  worker.on('exit', () => reject(threadFailure('The thread that drops old decision records has ended.')));
  return promise;
}
