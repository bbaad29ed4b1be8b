/** Runs an import in a process of its own: started for the job, gone after it, killed when nobody wants it any more. */
import type { ChildProcess } from 'node:child_process';
import { extname } from 'node:path';
import { errorKind } from '../../base/error-kind.ts';
import type { FailureCode } from '../../base/failure.ts';
import { Failure } from '../../base/failure.ts';
import type { Deployment } from '../../config/deployment.ts';
import type { ImportJob, ImportOutcome } from '../../directory/import-job.ts';
import type { ImportProgress, OnProgress } from '../../directory/progress.ts';
import { forkProcess } from './fork-process.ts';
import { LEAN_HEAP_ARGUMENTS } from './lean-heap.ts';

/** What an import needs of the deployment. */
export type ImportDeployment = Pick<Deployment, 'store' | 'secrets' | 'secretsFolder' | 'outbound'>;

export type ToImport = { readonly job: ImportJob; readonly deployment: ImportDeployment };

export type FromImport =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'ended'; readonly outcome: ImportOutcome }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string; readonly mend: string }
  | { readonly kind: 'defect'; readonly message: string };

export type Watch = { readonly onProgress: OnProgress; readonly signal?: AbortSignal };

export type RunImport = (job: ImportJob, deployment: ImportDeployment, watch: Watch) => Promise<ImportOutcome>;

/** Above this file and in its form: a source when run from source, compiled when compiled. */
const PROCESS_FILE = new URL(`../../import-process${extname(import.meta.url)}`, import.meta.url);

/** Node's own memory at most, in MiB: a sourceless bug must not take the machine down with it. */
const MAX_HEAP_MIB = 2_048;

/** @throws Failure of a source or of the store, or of the process itself: then nothing was changed */
export const importInProcess: RunImport = (job, deployment, { onProgress, signal }) => {
  const { promise, resolve, reject } = Promise.withResolvers<ImportOutcome>();
  const child = startProcess();
  const stop = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  child.on('message', (message) => {
    const told = message as FromImport;
    if (told.kind === 'progress') onProgress(told.progress);
    else if (told.kind === 'ended') resolve(told.outcome);
    else reject(told.kind === 'failed' ? new Failure(told.code, told.message, told.mend) : new Error(told.message));
  });
  child.on('error', (cause) => reject(notStarted(cause)));
  child.on('exit', (code, killedBy) => {
    signal?.removeEventListener('abort', stop);
    reject(endedEarly(signal?.aborted === true, killedBy ?? `exit code ${code}`));
  });
  // Without files to spare it has no channel, and says so with an error.
  if (child.connected) child.send({ job, deployment: neededOf(deployment) } satisfies ToImport);
  return promise;
};

/** @throws Failure `import_failed` */
function startProcess(): ChildProcess {
  try {
    return forkProcess(PROCESS_FILE, MAX_HEAP_MIB, LEAN_HEAP_ARGUMENTS);
  } catch (cause) {
    throw notStarted(cause);
  }
}

/** No more of it than is needed crosses over. */
function neededOf({ store, secrets, secretsFolder, outbound }: ImportDeployment): ImportDeployment {
  return { store, secrets, secretsFolder, outbound };
}

function notStarted(cause: unknown): Failure {
  return new Failure(
    'import_failed',
    `The process that imports can't be started (${errorKind(cause)}); the directory is as it was before.`,
    'Look whether the machine has memory, processes and open files to spare, then import again.',
    { cause },
  );
}

function endedEarly(isAborted: boolean, how: string): Failure {
  if (isAborted) return new Failure('interrupted', 'The import was interrupted; the directory is as it was before.');
  return new Failure(
    'import_failed',
    `The process that imports ended before it was done (${how}); the directory is as it was before.`,
    'Import again; if it ends so again, look whether the machine has memory and disk to spare.',
  );
}
