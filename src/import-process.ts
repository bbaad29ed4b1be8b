/**
 * The process that imports, so that serving feels neither the work nor the memory of it. Takes one job over the channel to
 * whoever started it, sends progress and how it ended, and goes. An import that nobody waits for any more ends at once.
 */
import { enableCompileCache } from 'node:module';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openStore, writeSteadily } from './adapters.ts';
import { systemClock } from './base/clock.ts';
import { Failure } from './base/failure.ts';
import { runImport } from './directory/import-job.ts';
import { stepBack } from './cli/step-back.ts';
import type { FromImport, ToImport } from './cli/import-in-process.ts';

/** In this file's form: a source when run from source, compiled when compiled. */
const PARENT_WATCH = new URL(`./cli/parent-watch${extname(import.meta.url)}`, import.meta.url);

enableCompileCache();
stepBack();
// Ctrl-C in a terminal goes to both processes: whoever started this one ends it.
process.on('SIGINT', () => {});
process.once('disconnect', leave);
new Worker(PARENT_WATCH, { name: 'parent-watch', execArgv: [] }).unref();
process.once('message', (message) => void work(message as ToImport));

function leave(): never {
  process.exit(1);
}

async function work({ job, store: choice }: ToImport): Promise<void> {
  const last = await ending(job, choice);
  process.off('disconnect', leave);
  process.send?.(last, undefined, undefined, () => process.disconnect());
}

async function ending(job: ToImport['job'], choice: ToImport['store']): Promise<FromImport> {
  try {
    const store = await openStore(choice, systemClock);
    try {
      await writeSteadily(choice);
      const outcome = await runImport(job, store.directory, (progress) => send({ kind: 'progress', progress }));
      return { kind: 'ended', outcome };
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof Failure) return { kind: 'failed', code: error.code, message: error.message, mend: error.mend };
    return { kind: 'defect', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function send(message: FromImport): void {
  process.send?.(message);
}
