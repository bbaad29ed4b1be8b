/** Keeps a large write from holding up whoever syncs to the same disk. For a process that imports and then ends. */
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DIRECTORY_FILE } from './schema.ts';

/** Beside this file and in its form: a source when run from source, compiled when compiled. */
const WORKER_FILE = new URL(`./steady-sync-worker${extname(import.meta.url)}`, import.meta.url);

/** Until the process ends: the directory's file and its log may not be closed before. */
export function syncSteadily(folder: string): void {
  const file = join(folder, DIRECTORY_FILE.name);
  const options = { workerData: [file, `${file}-wal`], name: 'steady-sync', execArgv: [], trackUnmanagedFds: false };
  new Worker(WORKER_FILE, options).unref();
}
