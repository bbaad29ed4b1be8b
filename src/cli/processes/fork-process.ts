/** Starts a process of this program for one kind of work, with a channel to it. What it is told and tells is its caller's. */
import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';

/** Throws what Node throws where the machine has no process or file to spare. */
export function forkProcess(file: URL, maxHeapMib: number, also: readonly string[] = []): ChildProcess {
  // stdout may belong to a protocol; and arguments that Node was started with are not for this process.
  return fork(file, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [`--max-old-space-size=${maxHeapMib}`, ...also],
  });
}
