/** The key that signs the page's links and cookies: in the store's folder, for this user alone, made when first needed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isPassKey, newPassKey } from '../admin/pass.ts';
import { Failure } from '../base/failure.ts';
import type { StoreChoice } from '../config/deployment.ts';
import { textOf, writePrivately } from './private-file.ts';

/** @throws Failure where it can't be read or made */
export async function pageKey(store: StoreChoice): Promise<string> {
  if (store.kind !== 'sqlite') throw new Failure('configuration', 'This version keeps its data in SQLite only.');
  const file = join(store.folder, 'page.key');
  if (!existsSync(file)) await writePrivately(file, true, async (write) => await write(`${newPassKey()}\n`));
  const key = textOf(file).trim();
  if (isPassKey(key)) return key;
  throw new Failure('store_unavailable', `The file ${file} holds no key.`, 'Delete it; another one is made.');
}
