/**
 * CSV as exports have it: byte order mark, any newline, newlines in quotes, `,` `;` or tab. Streams.
 * A row whose cells don't fit the header is quarantined; a quote that is never closed would swallow the rest, so the
 * file is refused with the line where the quote opens.
 */
import { Readable } from 'node:stream';
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
  for await (const { line, cells } of csvLines(file, read.headerRow, limits)) {
    if (line < read.headerRow) continue;
    if (table === undefined) {
      if (line > read.headerRow) throw noHeader(file, read.headerRow);
      table = projection(file.name, cells, columns, limits);
      continue;
    }
    if (++rows > limits.rows) throw new Failure('unreadable_source', `${file.name} has more than ${limits.rows} rows.`);
    const item = table.item(`${file.name}:${line}`, cells);
    if (item !== undefined) yield item;
  }
  if (table === undefined) throw noHeader(file, read.headerRow);
}

type CsvLine = { readonly line: number; readonly cells: readonly string[] };

/** Each record with the line that it begins on, counted from 1. */
async function* csvLines(file: OpenFile, headerRow: number, limits: FileLimits): AsyncGenerator<CsvLine> {
  const { text, delimiter } = await withDelimiter(textOf(file), headerRow, limits);
  // Counted as records are parsed, not as they are taken: an error arrives before the records that wait in the stream.
  let [nextLine, emptyLines] = [1, 0];
  const waiting: number[] = [];
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: limits.recordCharacters,
    on_record: (cells: string[], { lines, empty_lines: empty }) => {
      waiting.push(nextLine + empty - emptyLines);
      [nextLine, emptyLines] = [lines + 1, empty];
      return cells;
    },
  });
  const input = Readable.from(text, { objectMode: true });
  // An error of the file must reach whoever reads the records.
  input.on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  try {
    const records: AsyncIterable<string[]> = parser;
    for await (const cells of records) yield { line: waiting.shift() ?? nextLine, cells };
  } catch (cause) {
    throw cause instanceof CsvError ? unreadable(file, nextLine, cause, limits) : cause;
  } finally {
    input.destroy();
  }
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
  if (ahead !== '') yield ahead;
  for await (const piece of rest) if (piece !== '') yield piece;
}

/** The one that stands most often outside quotes. */
function delimiterOf(header: string): string {
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
