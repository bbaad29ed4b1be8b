/** The key that signs the page's links and cookies: in the store's folder, for this user alone, made when first needed. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPassKey, newPassKey } from '../../admin/pass.ts';
import { errorKind } from '../../base/error-kind.ts';
import { Failure } from '../../base/failure.ts';
import type { StoreChoice } from '../../config/deployment.ts';
import { textOf } from '../files/private-file.ts';

/** @throws Failure where it can't be read or made */
export async function pageKey(store: StoreChoice): Promise<string> {
  if (store.kind !== 'sqlite') throw new Failure('configuration', 'This version keeps its data in SQLite only.');
  const file = join(store.folder, 'page.key');
  if (!existsSync(file)) await makeKey(file);
  const key = textOf(file).trim();
  if (isPassKey(key)) return key;
  throw new Failure('store_unavailable', `The file ${file} holds no key.`, 'Delete it; another one is made.');
}

/** Whole or not at all, and never in place of one: of several processes the first has made it for all. */
async function makeKey(file: string): Promise<void> {
  // No other process, and none that was ended here before, has used this name.
  const part = `${file}.${randomUUID()}.part`;
  try {
    await writeFile(part, `${newPassKey()}\n`, { flag: 'wx', mode: 0o600, flush: true });
    await link(part, file);
  } catch (cause) {
    if (!isThere(cause))
      throw new Failure(
        'store_unavailable',
        `The file ${file} can't be made (${errorKind(cause)}).`,
        'Let this user write to its folder, and look whether the disk is full.',
        { cause },
      );
  } finally {
    await rm(part, { force: true });
  }
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
