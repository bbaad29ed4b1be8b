/** The file connector: one named read of a file as rows with places, cut down to the columns that the mapping names. */
import { instantOf } from '../../base/clock.ts';
import type { FileRead } from '../declaration.ts';
import type { OpenedRead, ReadItem } from '../row.ts';
import { csvItems } from './csv.ts';
import { jsonItems, ndjsonItems } from './json.ts';
import type { FileLimits } from './limits.ts';
import { FILE_LIMITS } from './limits.ts';
import type { OpenFile } from './open-file.ts';
import { openFile } from './open-file.ts';
import { xlsxItems } from './xlsx.ts';

/**
 * `folder` is the workspace. Rows come as they are read; a row that can't be read comes as its trouble.
 * @throws Failure `missing_file` or `unreadable_source`, here or while rows are read
 */
export async function readFileRows(
  folder: string,
  read: FileRead,
  columns: readonly string[],
  limits: FileLimits = FILE_LIMITS,
): Promise<OpenedRead> {
  const file = await openFile(folder, read.path, limits);
  return { asOf: file.asOf, items: itemsOf(file, read, columns, limits) };
}

/** The same of one that lies nowhere, as it was sent. @throws Failure `unreadable_source` while rows are read */
export function bodyRows(
  body: Buffer,
  read: FileRead,
  columns: readonly string[],
  limits: FileLimits = FILE_LIMITS,
): AsyncIterable<ReadItem> {
  const file = { name: read.path, at: body, asOf: instantOf(0), bytes: body.length };
  return itemsOf(file, read, columns, limits);
}

/** By which another content is told without reading it. @throws as {@link readFileRows} */
export async function fileStamp(folder: string, { path }: FileRead): Promise<FileStamp> {
  const { asOf, bytes } = await openFile(folder, path, FILE_LIMITS);
  return { asOf, bytes };
}

export type FileStamp = Pick<OpenFile, 'asOf' | 'bytes'>;

function itemsOf(
  file: OpenFile,
  read: FileRead,
  columns: readonly string[],
  limits: FileLimits,
): AsyncIterable<ReadItem> {
  switch (read.format) {
    case 'csv':
      return csvItems(file, read, columns, limits);
    case 'xlsx':
      return xlsxItems(file, read, columns, limits);
    case 'json':
      return jsonItems(file, read, columns, limits);
    case 'ndjson':
      return ndjsonItems(file, columns, limits);
  }
}
