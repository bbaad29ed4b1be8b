/** Runs an import in a process of its own: started for the job, gone after it, killed when nobody wants it any more. */
import { fork } from 'node:child_process';
import { extname } from 'node:path';
import type { FailureCode } from '../base/failure.ts';
import { Failure } from '../base/failure.ts';
import type { StoreChoice } from '../config/deployment.ts';
import type { ImportJob, ImportOutcome } from '../directory/import-job.ts';
import type { ImportProgress, OnProgress } from '../directory/progress.ts';

export type ToImport = { readonly job: ImportJob; readonly store: StoreChoice };

export type FromImport =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'ended'; readonly outcome: ImportOutcome }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string; readonly mend: string }
  | { readonly kind: 'defect'; readonly message: string };

export type Watch = { readonly onProgress: OnProgress; readonly signal?: AbortSignal };

export type RunImport = (job: ImportJob, store: StoreChoice, watch: Watch) => Promise<ImportOutcome>;

/** Above this file and in its form: a source when run from source, compiled when compiled. */
const PROCESS_FILE = new URL(`../import-process${extname(import.meta.url)}`, import.meta.url);

/** Node's own memory at most, in MiB: a sourceless bug must not take the machine down with it. */
const MAX_HEAP_MIB = 2_048;

/** @throws Failure of a source or of the store, or of the process itself: then nothing was changed */
export const importInProcess: RunImport = (job, store, { onProgress, signal }) => {
  const { promise, resolve, reject } = Promise.withResolvers<ImportOutcome>();
  // stdout may belong to a protocol; and arguments that Node was started with are not for this process.
  const child = fork(PROCESS_FILE, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [`--max-old-space-size=${MAX_HEAP_MIB}`],
  });
  const stop = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', stop, { once: true });
  child.on('message', (message) => {
    const told = message as FromImport;
    if (told.kind === 'progress') onProgress(told.progress);
    else if (told.kind === 'ended') resolve(told.outcome);
    else reject(told.kind === 'failed' ? new Failure(told.code, told.message, told.mend) : new Error(told.message));
  });
  child.on('error', reject);
  child.on('exit', (code, killedBy) => {
    signal?.removeEventListener('abort', stop);
    reject(endedEarly(signal?.aborted === true, killedBy ?? `exit code ${code}`));
  });
  child.send({ job, store } satisfies ToImport);
  return promise;
};

function endedEarly(isAborted: boolean, how: string): Failure {
  if (isAborted) return new Failure('interrupted', 'The import was interrupted; the directory is as it was before.');
  return new Failure(
    'import_failed',
    `The process that imports ended before it was done (${how}); the directory is as it was before.`,
    'Import again; if it ends so again, look whether the machine has memory and disk to spare.',
  );
}
