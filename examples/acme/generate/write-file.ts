/** Writes a file from pieces, no faster than the disk takes them, so that its size costs no memory. */
import { createWriteStream } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Options } from 'csv-stringify';
import { EXPORTED_AT } from './dirt.ts';

/** What is worth a write. */
const PIECE = 64 * 1024;

/** One row of a table; each column is there. */
export type Row<Column extends string> = Readonly<Record<Column, string>>;

export async function writeText(path: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(pieces(lines), { objectMode: false }), createWriteStream(path));
  await stamp(path);
}

export async function writeBytes(path: string, chunks: Iterable<Uint8Array>): Promise<void> {
  await pipeline(Readable.from(chunks, { objectMode: false }), createWriteStream(path));
  await stamp(path);
}

/** A table with its header. */
export async function writeCsv<Column extends string>(
  path: string,
  columns: readonly Column[],
  rows: Iterable<Row<Column>>,
  options: Pick<Options, 'bom' | 'delimiter' | 'quoted' | 'quoted_empty'> = {},
): Promise<void> {
  const printer = stringify({ ...options, header: true, columns: [...columns] });
  await pipeline(Readable.from(rows), printer, createWriteStream(path));
  await stamp(path);
}

function* pieces(lines: Iterable<string>): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** A file is as old as what it says: sources are dated by their files. */
async function stamp(path: string): Promise<void> {
  await utimes(path, EXPORTED_AT, EXPORTED_AT);
}
