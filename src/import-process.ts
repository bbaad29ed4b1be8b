/**
 * The process that imports, so that serving feels neither the work nor the memory of it. Takes one job over the channel to
 * whoever started it, sends progress and how it ended, and goes. An import that nobody waits for any more ends at once.
 */
import { enableCompileCache } from 'node:module';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openCopies, openKeptCopies, openMergeNotes, openStore } from './adapters.ts';
import { systemClock } from './base/clock.ts';
import { Failure } from './base/failure.ts';
import type { ImportOutcome } from './directory/import-job.ts';
import { runImport } from './directory/import-job.ts';
import type { ImportProgress } from './directory/progress.ts';
import { growSlowly } from './cli/processes/lean-heap.ts';
import { stepBack } from './cli/processes/step-back.ts';
import type { Systems } from './cli/sources/systems.ts';
import { openSystems } from './cli/sources/systems.ts';
import type { FromImport, ToImport } from './cli/processes/import-in-process.ts';

/** In this file's form: a source when run from source, compiled when compiled. */
const PARENT_WATCH = new URL(`./cli/processes/parent-watch${extname(import.meta.url)}`, import.meta.url);

enableCompileCache();
stepBack();
growSlowly();
// Ctrl-C in a terminal goes to both processes: whoever started this one ends it.
process.on('SIGINT', () => {});
process.once('disconnect', leave);
new Worker(PARENT_WATCH, { name: 'parent-watch', execArgv: [] }).unref();
process.once('message', (message) => void work(message as ToImport));

function leave(): never {
  process.exit(1);
}

async function work({ job, deployment }: ToImport): Promise<void> {
  const last = await ending(job, deployment);
  process.off('disconnect', leave);
  process.send?.(last, undefined, undefined, () => process.disconnect());
}

async function ending(job: ToImport['job'], deployment: ToImport['deployment']): Promise<FromImport> {
  try {
    const store = await openStore(deployment.store, systemClock);
    const systems = await openSystems(job, deployment, {
      openCopies,
      openKeptCopies,
      openMergeNotes,
      onProgress: tell,
    });
    try {
      const ground = { directory: store.directory, ...systems.ground };
      return { kind: 'ended', outcome: await noted(runImport(job, ground, tell), systems) };
    } finally {
      await systems.close();
      await store.close();
    }
  } catch (error) {
    if (error instanceof Failure) return { kind: 'failed', code: error.code, message: error.message, mend: error.mend };
    return { kind: 'defect', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Whoever asks later, in another process, hears how it ended. */
async function noted(running: Promise<ImportOutcome>, { noteImport }: Systems): Promise<ImportOutcome> {
  try {
    const outcome = await running;
    const { kind, changes } = outcome;
    if (kind !== 'skipped')
      await noteImport({ outcome: kind, changes: kind === 'held' ? changes.id : null, failure: null });
    return outcome;
  } catch (error) {
    const failure = error instanceof Failure ? { kind: error.code, message: error.message.slice(0, 300) } : DEFECT;
    await noteImport({ outcome: 'failed', changes: null, failure }).catch(() => {});
    throw error;
  }
}

const DEFECT = { kind: 'defect', message: 'The import broke in a way that it should have foreseen.' };

function tell(progress: ImportProgress): void {
  send({ kind: 'progress', progress });
}

function send(message: FromImport): void {
  process.send?.(message);
}
