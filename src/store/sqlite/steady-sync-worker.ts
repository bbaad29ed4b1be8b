/**
 * What runs in a thread of its own beside an import: has the disk take what is being written bit by bit. Left alone, an
 * import's log and then the whole file come to the disk in one piece each, and every record that is synced meanwhile, and
 * with it an answer, waits behind that piece.
 */
import { fdatasyncSync, openSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const PERIOD_MS = 50;

/**
 * Never closed here: POSIX gives up the locks of a whole process on a file that any of its threads closes, SQLite's too.
 */
const descriptors = new Map<string, number>();

function sync(file: string): void {
  try {
    const descriptor = descriptors.get(file) ?? openSync(file, 'r+');
    descriptors.set(file, descriptor);
    fdatasyncSync(descriptor);
  } catch {
    // Not made yet; and of trouble with the file, who writes it hears and tells.
  }
}

const files = workerData as readonly string[];
setInterval(() => files.forEach(sync), PERIOD_MS);
