/**
 * Runs a simulation in threads, each with its own connection to the store: it is all reading and computing. Which thread does
 * which task changes nothing of what comes out.
 */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../base/failure.ts';
import type {
  FromSimulation,
  RunSimulation,
  SimulationJob,
  SimulationResult,
  SimulationTask,
  SimulationWatch,
} from '../simulate/simulate-job.ts';

/** Above this file and in its form: a source when run from source, compiled when compiled. */
const THREAD_FILE = new URL(`../../simulation-thread${extname(import.meta.url)}`, import.meta.url);

/** @throws Failure of the store, or `interrupted`; whatever comes of it, no thread is left */
export const simulateInThreads: RunSimulation = async (job, tasks, { threads, signal, onResult }) => {
  const started: Worker[] = [];
  const interrupted = whenAborted(signal);
  const next = numbered(tasks);
  const inOrder = ordered(onResult);
  const work = async (): Promise<void> => {
    let thread: Worker | undefined;
    for (let task = await next(); task !== null; task = await next()) {
      if (thread === undefined) started.push((thread = startThread(job)));
      inOrder(task.place, await done(thread, task.task));
    }
  };
  try {
    await Promise.race([Promise.all(Array.from({ length: threads }, work)), interrupted]);
  } finally {
    await Promise.all(started.map((thread) => thread.terminate()));
  }
};

function startThread(job: SimulationJob): Worker {
  const thread = new Worker(THREAD_FILE, { workerData: job, name: 'simulation', execArgv: [] });
  // Each task has listeners of its own; between two of them nobody else would hear of it.
  thread.on('error', () => {});
  return thread;
}

function done(thread: Worker, task: SimulationTask): Promise<SimulationResult> {
  const { promise, resolve, reject } = Promise.withResolvers<SimulationResult>();
  const onMessage = (told: FromSimulation): void => {
    if (told.kind === 'failed') reject(new Failure(told.code, told.message, told.mend));
    else resolve(told);
  };
  const onExit = (): void => reject(new Error('a thread of the simulation has ended'));
  thread.on('message', onMessage).on('error', reject).on('exit', onExit);
  thread.postMessage(task);
  return promise.finally(() => thread.off('message', onMessage).off('error', reject).off('exit', onExit));
}

async function whenAborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  throw new Failure('interrupted', 'Stopped before the end; a simulation changes nothing.');
}

type Numbered = { readonly place: number; readonly task: SimulationTask };

/** Hands out one task at a time, however many ask; null: there are no more. */
function numbered(tasks: AsyncIterable<SimulationTask>): () => Promise<Numbered | null> {
  const iterator = tasks[Symbol.asyncIterator]();
  let before: Promise<Numbered | null> = Promise.resolve(null);
  let place = 0;
  return () => {
    before = before.then(async () => {
      const taken = await iterator.next();
      return taken.done === true ? null : { place: place++, task: taken.value };
    });
    return before;
  };
}

/** What is done too early waits. */
function ordered(tell: SimulationWatch['onResult']): (place: number, result: SimulationResult) => void {
  const waiting = new Map<number, SimulationResult>();
  let turn = 0;
  return (place, result) => {
    waiting.set(place, result);
    for (let one = waiting.get(turn); one !== undefined; one = waiting.get(turn)) {
      waiting.delete(turn);
      turn += 1;
      tell(one);
    }
  };
}
