/** Which file a path stands for by now: one that was put back or deleted is another, of which an open connection never hears. */
import { statSync } from 'node:fs';

/** By device and inode; null where there is none. */
export function fileIdentity(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev}:${found.ino}`;
}
