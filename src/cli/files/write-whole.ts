/** A file written whole or not at all: beside its place first, then moved there. One that is there gives way, and a folder that isn't there is made. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../../base/failure.ts';

/** @throws Failure `usage` where it can't be written */
export function writeWhole(path: string, content: string | Buffer): void {
  const part = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(part, 'wx');
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, path);
  } catch (cause) {
    rmSync(part, { force: true });
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const mend = 'Name a place that this user may write to.';
    throw new Failure('usage', `The file ${path} can't be written (${code}).`, mend, { cause });
  }
}
