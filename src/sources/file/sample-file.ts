/** The first rows of a file with all their columns, for whoever wants to know what is in it. A sync reads only the columns that a mapping names. */
import { readFile } from 'node:fs/promises';
import { Failure } from '../../base/failure.ts';
import { isPlainObject, jsonIn } from '../../base/json.ts';
import type { FlatRow } from '../examine/flat-row.ts';
import { flatRow } from '../examine/flat-row.ts';
import type { FileRead } from '../declaration.ts';
import { isBlank } from './columns.ts';
import type { CellValue } from './sheet-cell.ts';
import { csvLines } from './csv.ts';
import { elementsOf, linesOf } from './json.ts';
import { FILE_LIMITS } from './limits.ts';
import type { OpenFile } from './open-file.ts';
import { openFile } from './open-file.ts';
import { rowsOf } from './xlsx.ts';

/** `headerRow`, `list`: null where they are to be found. */
export type FileToSample = Pick<FileRead, 'path' | 'format' | 'sheet'> & {
  readonly headerRow: number | null;
  readonly list: string | null;
};

export type FileSample = {
  readonly rows: readonly FlatRow[];
  readonly headerRow: number;
  readonly list: string | null;
};

const MOST_ROWS = 1_000;
/** Rows above the names of the columns: a title, a remark. */
const MOST_TITLE_ROWS = 10;

/** `folder`: the workspace. @throws Failure `missing_file`, `unreadable_source` */
export async function sampleFile(folder: string, what: FileToSample): Promise<FileSample> {
  const file = await openFile(folder, what.path, FILE_LIMITS);
  switch (what.format) {
    case 'csv':
      return tableOf(await firstOf(csvRows(file, what.headerRow ?? 1)), what);
    case 'xlsx':
      return tableOf(await firstOf(sheetRows(file, what.sheet)), what);
    case 'json':
      return await jsonSample(file, what);
    case 'ndjson':
      return { headerRow: 1, list: null, rows: records((await firstOf(linesOf(file, FILE_LIMITS))).map(jsonIn)) };
  }
}

async function firstOf<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const first: Item[] = [];
  for await (const item of items) if (first.push(item) >= MOST_ROWS + MOST_TITLE_ROWS) break;
  return first;
}

type TableRow = { readonly number: number; readonly cells: readonly (CellValue | string | null)[] };

async function* csvRows(file: OpenFile, headerRow: number): AsyncGenerator<TableRow> {
  for await (const lines of csvLines(file, headerRow, FILE_LIMITS))
    for (const { line, cells } of lines) yield { number: line, cells };
}

async function* sheetRows(file: OpenFile, sheet: string | null): AsyncGenerator<TableRow> {
  yield* rowsOf(file, sheet, FILE_LIMITS);
}

function tableOf(rows: readonly TableRow[], { headerRow, path }: FileToSample): FileSample {
  const head = headerRow === null ? headOf(rows) : rows.find(({ number }) => number === headerRow);
  if (head === undefined)
    throw new Failure('unreadable_source', `${path} has no column names.`, 'Say which row has them: `header_row`.');
  const names = head.cells.map((cell) => (typeof cell === 'object' ? '' : String(cell)).trim());
  const below = rows.filter(({ number }) => number > head.number).slice(0, MOST_ROWS);
  return {
    headerRow: head.number,
    list: null,
    rows: below.map(
      ({ cells }) => new Map(names.flatMap((name, at) => (name === '' ? [] : [[name, cells[at] ?? null] as const]))),
    ),
  };
}

/** The first of the fullest rows at the top. */
function headOf(rows: readonly TableRow[]): TableRow | undefined {
  const top = rows.filter(({ number }) => number <= MOST_TITLE_ROWS);
  const full = ({ cells }: TableRow): number => cells.filter((cell) => !isBlank(cell)).length;
  const most = Math.max(0, ...top.map(full));
  return most === 0 ? undefined : top.find((row) => full(row) >= most * 0.8);
}

const MOST_BYTES = 32 * 1024 * 1024;

async function jsonSample(file: OpenFile, what: FileToSample): Promise<FileSample> {
  const list = what.list ?? (await foundList(file, what));
  const path = list === '' ? [] : list.split('.');
  const read: FileRead = { name: '', path: what.path, format: 'json', sheet: null, headerRow: 1, list: path };
  return {
    headerRow: 1,
    list: list === '' ? null : list,
    rows: records(await firstOf(elementsOf(file, read, FILE_LIMITS))),
  };
}

/** Where the list of records is: of several the longest. */
async function foundList(file: OpenFile, { path }: FileToSample): Promise<string> {
  const text = typeof file.at === 'string' ? await readFile(file.at) : file.at;
  const document = text.length > MOST_BYTES ? undefined : jsonIn(text.toString('utf8').replace(/^\uFEFF/, ''));
  if (Array.isArray(document)) return '';
  const lists = isPlainObject(document) ? listsIn(document, '', 0) : [];
  const [longest] = lists.toSorted((one, other) => other.length - one.length);
  if (longest === undefined)
    throw new Failure(
      'unreadable_source',
      `${path} has no list of records that could be found.`,
      'Say where it is: `list`.',
    );
  return longest.at;
}

function listsIn(
  object: Readonly<Record<string, unknown>>,
  path: string,
  depth: number,
): readonly { readonly at: string; readonly length: number }[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const at = `${path}${key}`;
    if (Array.isArray(value)) return value.some(isPlainObject) ? [{ at, length: value.length }] : [];
    return isPlainObject(value) && depth < 2 ? listsIn(value, `${at}.`, depth + 1) : [];
  });
}

function records(items: readonly unknown[]): readonly FlatRow[] {
  return items.filter(isPlainObject).map(flatRow);
}
