/**
 * A file for this user alone, written whole or not at all: beside its place first, then moved there. For what holds
 * personal data, and for keys.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm } from 'node:fs/promises';
import { Failure } from '../../base/failure.ts';

export type WriteText = (text: string) => Promise<void>;

const BUFFERED = 256 * 1024;

/**
 * `replace`: whether a file that is there gives way; else what to do instead.
 * @throws Failure `usage` where it doesn't, or where it can't be written
 */
export async function writePrivately<Result>(
  path: string,
  replace: true | string,
  work: (write: WriteText) => Promise<Result>,
): Promise<Result> {
  if (replace !== true && existsSync(path)) throw new Failure('usage', `There is a file ${path} already.`, replace);
  const part = `${path}.${process.pid}.part`;
  const file = await openNew(part, path);
  try {
    const result = await buffered(file, work);
    await file.sync();
    await file.close();
    await rename(part, path);
    return result;
  } catch (error) {
    await file.close();
    await rm(part, { force: true });
    throw error;
  }
}

/** @throws Failure `missing_file` */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Failure('missing_file', `The file ${path} can't be read.`, 'Look at its name and permissions.', {
      cause,
    });
  }
}

async function openNew(part: string, path: string): Promise<FileHandle> {
  try {
    return await open(part, 'wx', 0o600);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new Failure(
      'usage',
      `The file ${path} can't be written (${code}).`,
      'Name a place that this user may write to.',
      { cause },
    );
  }
}

async function buffered<Result>(file: FileHandle, work: (write: WriteText) => Promise<Result>): Promise<Result> {
  let waiting: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    const text = waiting.join('');
    waiting = [];
    length = 0;
    await file.writeFile(text);
  };
  const result = await work(async (text) => {
    waiting.push(text);
    length += text.length;
    if (length > BUFFERED) await flush();
  });
  await flush();
  return result;
}
