/** Lets every other process go first, where there is more to do than the machine can do at once. */
import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * For this process and the threads that it has by now; later ones go as the thread that starts them. Linux counts a
 * priority for each thread: the process's own would leave those that collect garbage as eager as before.
 */
export function stepBack(): void {
  for (const thread of threads()) {
    try {
      setPriority(thread, constants.priority.PRIORITY_LOW);
    } catch {
      // A system that doesn't allow it, or a thread that has just ended: it works as any other.
    }
  }
}

function threads(): readonly number[] {
  try {
    return readdirSync('/proc/self/task').map(Number);
  } catch {
    return [process.pid];
  }
}
