/** Files of a test in a folder of their own, read through the connector's front door. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../base/failure.ts';
import type { FileRead } from '../declaration.ts';
import type { ReadItem } from '../row.ts';
import type { FileLimits } from './limits.ts';
import { FILE_LIMITS } from './limits.ts';
import { bodyRows, readFileRows } from './read-file.ts';

export const folder = mkdtempSync(join(tmpdir(), 'concierge-files-'));

/** To be called after the last test. */
export function removeFolder(): void {
  rmSync(folder, { recursive: true });
}

type Options = Partial<FileRead> & { readonly limits?: Partial<FileLimits> };

/** Writes the file and gives each item as its place and what stands there: values, or the reason of a trouble. */
export async function read(name: string, content: string | Buffer, columns: readonly string[], options: Options = {}) {
  writeFileSync(join(folder, name), content);
  const { limits, ...declared } = options;
  const format = name.split('.').pop() as FileRead['format'];
  const declaration: FileRead = { name: 'rows', path: name, format, sheet: null, headerRow: 1, list: [], ...declared };
  const opened = await readFileRows(folder, declaration, columns, { ...FILE_LIMITS, ...limits });
  const items: ReadItem[] = [];
  for await (const item of opened.items) items.push(item);
  // As one that is fetched, which lies nowhere.
  const body: ReadItem[] = [];
  const sent = bodyRows(Buffer.from(content), declaration, columns, { ...FILE_LIMITS, ...limits });
  for await (const item of sent) body.push(item);
  assert.deepEqual(body, items);
  return items.map((item) =>
    item.kind === 'row' ? [item.row.place, item.row.values] : [item.trouble.place, item.trouble.reason],
  );
}

/** What the read fails with, in the words that a person sees. */
export async function failure(...input: Parameters<typeof read>): Promise<string> {
  const error: unknown = await read(...input).then(
    () => 'nothing was wrong',
    (cause: unknown) => cause,
  );
  if (!(error instanceof Failure)) throw new Error('expected a Failure', { cause: error });
  return `${error.code}: ${error.message} ${error.mend}`.trim();
}
