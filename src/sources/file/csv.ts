/**
 * CSV as exports have it: byte order mark, any newline, newlines in quotes, `,` `;` or tab. Streams.
 * A row whose cells don't fit the header is quarantined; a quote that is never closed would swallow the rest, so the
 * file is refused with the line where the quote opens.
 */
import type { Writable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { Failure } from '../../base/failure.ts';
import type { FileRead } from '../declaration.ts';
import type { ReadItem } from '../row.ts';
import type { Projection } from './columns.ts';
import { projection } from './columns.ts';
import type { FileLimits } from './limits.ts';
import type { OpenFile } from './open-file.ts';
import { textOf } from './open-file.ts';

const DELIMITERS = [',', ';', '\t'] as const;

export async function* csvItems(
  file: OpenFile,
  read: FileRead,
  columns: readonly string[],
  limits: FileLimits,
): AsyncGenerator<ReadItem> {
  let table: Projection | undefined;
  let rows = 0;
  for await (const lines of csvLines(file, read.headerRow, limits)) {
    for (const { line, cells } of lines) {
      if (line < read.headerRow) continue;
      if (table === undefined) {
        if (line > read.headerRow) throw noHeader(file, read.headerRow);
        table = projection(file.name, cells, columns, limits);
        continue;
      }
      if (++rows > limits.rows)
        throw new Failure('unreadable_source', `${file.name} has more than ${limits.rows} rows.`);
      const item = table.item(`${file.name}:${line}`, cells);
      if (item !== undefined) yield item;
    }
  }
  if (table === undefined) throw noHeader(file, read.headerRow);
}

export type CsvLine = { readonly line: number; readonly cells: readonly string[] };

/** Each record with the line that it begins on, counted from 1; all that end within one piece of text at once. */
export async function* csvLines(
  file: OpenFile,
  headerRow: number,
  limits: FileLimits,
): AsyncGenerator<readonly CsvLine[]> {
  const { text, delimiter } = await withDelimiter(textOf(file), headerRow, limits);
  let [nextLine, emptyLines] = [1, 0];
  let found: CsvLine[] = [];
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: limits.recordCharacters,
    on_record: (cells: string[], { lines, empty_lines: empty }) => {
      found.push({ line: nextLine + empty - emptyLines, cells });
      [nextLine, emptyLines] = [lines + 1, empty];
      // It is taken; the parser's stream has nothing to hand over.
      return null;
    },
  });
  // Whoever wrote the piece that an error is in hears of it.
  parser.on('error', () => undefined);
  const taken = () => {
    const lines = found;
    found = [];
    return lines;
  };
  try {
    for await (const piece of text) {
      await written(parser, piece);
      yield taken();
    }
    await ended(parser);
    yield taken();
  } catch (cause) {
    throw cause instanceof CsvError ? unreadable(file, nextLine, cause, limits) : cause;
  }
}

function written(parser: Writable, piece: string): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}

function ended(parser: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.end((error?: Error | null) => (error ? reject(error) : resolve()));
  });
}

/** Reads ahead as far as the header's line, to see what separates its names. */
async function withDelimiter(pieces: AsyncGenerator<string>, headerRow: number, limits: FileLimits) {
  let ahead = '';
  while (ahead.split('\n', headerRow + 1).length <= headerRow && ahead.length < limits.recordCharacters) {
    const next = await pieces.next();
    if (next.done === true) break;
    ahead += next.value;
  }
  const header = ahead.split('\n', headerRow)[headerRow - 1] ?? '';
  return { text: rejoined(ahead, pieces), delimiter: delimiterOf(header) };
}

async function* rejoined(ahead: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    if (ahead !== '') yield ahead;
    for await (const piece of rest) if (piece !== '') yield piece;
  } finally {
    await rest.return(undefined);
  }
}

/** The one that stands most often outside quotes. */
export function delimiterOf(header: string): string {
  const unquoted = header.replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: unquoted.split(delimiter).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

function noHeader(file: OpenFile, headerRow: number): Failure {
  return new Failure(
    'unreadable_source',
    `${file.name} has no column names in row ${headerRow}.`,
    'Say which row has them: `header_row`.',
  );
}

function unreadable(file: OpenFile, line: number, cause: CsvError, limits: FileLimits): Failure {
  const message = {
    CSV_QUOTE_NOT_CLOSED: `${file.name}:${line}: a quote that opens in this row is never closed.`,
    CSV_MAX_RECORD_SIZE: `${file.name}:${line}: this row has more than ${limits.recordCharacters} characters; a quote may not be closed.`,
  }[cause.code as string];
  return new Failure(
    'unreadable_source',
    message ?? `${file.name}:${line}: this row is not CSV.`,
    'Mend the export and import it again.',
    { cause },
  );
}
