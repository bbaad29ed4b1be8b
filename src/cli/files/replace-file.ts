/** A file in place of one that is there, whole or not at all, with the same rights; a link leads to the file that it names. */
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { Failure } from '../../base/failure.ts';

/** @throws Failure `usage` where it can't be written; what was there is still there */
export function replaceFile(path: string, text: string): void {
  const target = realpathSync(path);
  const part = `${target}.${process.pid}.part`;
  try {
    writeDurably(part, text, statSync(target).mode);
    renameSync(part, target);
  } catch (cause) {
    rmSync(part, { force: true });
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const mend = 'Look at the rights of the file and its folder.';
    throw new Failure('usage', `The file ${path} can't be written (${code}).`, mend, { cause });
  }
}

function writeDurably(path: string, text: string, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    // What the umask took away.
    fchmodSync(file, mode);
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
