/**
 * JSON (a list somewhere in one document) and NDJSON (one object a line), both a piece at a time.
 * A record that isn't an object, or a line that isn't JSON, is quarantined. Only named paths are taken out of a record.
 */
import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json.ts';
import { isPlainObject } from '../../base/json.ts';
import { nearestName } from '../../base/nearest.ts';
import type { FileRead } from '../declaration.ts';
import type { ReadItem } from '../row.ts';
import { rowItem, troubleItem } from '../row.ts';
import { isTooLong, list, tooLong } from './columns.ts';
import { JsonError, JsonList } from './json-list.ts';
import type { ListProblem } from './json-path.ts';
import type { FileLimits } from './limits.ts';
import type { OpenFile } from './open-file.ts';
import { textOf, utf8Of } from './open-file.ts';

export async function* jsonItems(
  file: OpenFile,
  read: FileRead,
  columns: readonly string[],
  limits: FileLimits,
): AsyncGenerator<ReadItem> {
  const paths = new Paths(file.name, columns, limits);
  const where = `${file.name}:${read.list.join('.')}`;
  let index = 0;
  for await (const record of elementsOf(file, read, limits)) {
    if (index === limits.rows)
      throw new Failure('unreadable_source', `${file.name} has more than ${limits.rows} records.`);
    yield paths.item(`${where}[${index++}]`, record);
  }
  yield* paths.neverSeen(where);
}

export async function* elementsOf(file: OpenFile, read: FileRead, limits: FileLimits): AsyncGenerator {
  const elements = new JsonList(read.list.map(String), limits.recordCharacters);
  try {
    for await (const bytes of utf8Of(file)) {
      for (const element of elements.push(bytes)) yield JSON.parse(element);
    }
    const problem = elements.end();
    if (problem !== null) throw pathFailure(problem, read, file);
  } catch (cause) {
    throw cause instanceof JsonError ? notJson(file, cause) : cause;
  }
}

export async function* ndjsonItems(
  file: OpenFile,
  columns: readonly string[],
  limits: FileLimits,
): AsyncGenerator<ReadItem> {
  const paths = new Paths(file.name, columns, limits);
  let line = 0;
  for await (const text of linesOf(file, limits)) {
    line++;
    if (line > limits.rows) throw new Failure('unreadable_source', `${file.name} has more than ${limits.rows} lines.`);
    if (text.trim() !== '') yield paths.line(`${file.name}:${line}`, text);
  }
  yield* paths.neverSeen(file.name);
}

type Path = { readonly column: string; readonly keys: readonly string[]; seen: boolean };

/** The named paths of one read, and which of them some record had. */
class Paths {
  readonly #file: string;
  readonly #paths: readonly Path[];
  readonly #limits: FileLimits;
  #firstKeys: readonly string[] | undefined;

  constructor(file: string, columns: readonly string[], limits: FileLimits) {
    this.#file = file;
    this.#paths = columns.map((column) => ({ column, keys: column.split('.'), seen: false }));
    this.#limits = limits;
  }

  line(place: string, text: string): ReadItem {
    try {
      return this.item(place, JSON.parse(text));
    } catch (error) {
      if (error instanceof SyntaxError) return troubleItem(place, 'This line is not JSON.');
      throw error;
    }
  }

  item(place: string, record: unknown): ReadItem {
    if (!isPlainObject(record)) return troubleItem(place, 'This record is not an object.');
    this.#firstKeys ??= Object.keys(record);
    const values: Record<string, Json> = {};
    for (const path of this.#paths) {
      const value = this.#valueAt(path, record);
      if (isTooLong(value, this.#limits)) return troubleItem(place, tooLong(path.column, this.#limits));
      values[path.column] = value;
    }
    return rowItem(place, values);
  }

  /** A path that no record has is a misspelt one, as far as anybody can tell; keys may be left out, so it isn't refused. */
  *neverSeen(where: string): Generator<ReadItem> {
    const keys = this.#firstKeys;
    if (keys === undefined) return;
    for (const { column, seen } of this.#paths) {
      if (seen) continue;
      const near = nearestName(column, keys);
      yield troubleItem(where, `No record has \`${column}\`.${near === undefined ? '' : ` Did you mean \`${near}\`?`}`);
    }
  }

  #valueAt(path: Path, record: Record<string, unknown>): Json {
    const whole = Object.hasOwn(record, path.column);
    const found = whole ? record[path.column] : walk(record, path.keys);
    if (found === undefined) return null;
    path.seen = true;
    if (isScalar(found) || (Array.isArray(found) && found.every(isScalar))) return found;
    throw new Failure(
      'unreadable_source',
      `${this.#file}: \`${path.column}\` holds an object.`,
      `Name a field inside it, like \`${path.column}.id\`.`,
    );
  }
}

function walk(record: Record<string, unknown>, keys: readonly string[]): unknown {
  let value: unknown = record;
  for (const key of keys) {
    if (value === null) return null;
    if (!isPlainObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function notJson(file: OpenFile, cause: JsonError): Failure {
  return new Failure(
    'unreadable_source',
    `${file.name}:${cause.line}:${cause.column}: ${cause.message}.`,
    'Export it again. For one object a line, say `format: ndjson`.',
    { cause },
  );
}

function pathFailure(problem: ListProblem, read: FileRead, file: OpenFile): Failure {
  switch (problem.kind) {
    case 'missing_key': {
      return new Failure('unreadable_source', `${file.name} has no \`${problem.key}\`.`, whatIsThere(problem));
    }
    case 'no_list':
      return new Failure(
        'unreadable_source',
        `${file.name} has no list at \`${read.list.join('.') || 'its root'}\`.`,
        'Say where the records are: `list`.',
      );
    case 'key_twice':
      return new Failure(
        'unreadable_source',
        `${file.name} has \`${problem.key}\` twice in one object.`,
        'Leave one of them in the export.',
      );
  }
}

const FIELD_NAME = /^[a-z_][a-z0-9_-]*$/i;

/** An object whose keys are no names of fields may be one of people or customers: they are not shown. */
function whatIsThere({ key, among }: { readonly key: string; readonly among: readonly string[] }): string {
  if (!among.every((each) => FIELD_NAME.test(each))) return 'Say where the records are: `list`.';
  const near = nearestName(key, among);
  return near === undefined ? `There is ${list(among) || 'no object'}.` : `Did you mean \`${near}\`?`;
}

export async function* linesOf(file: OpenFile, limits: FileLimits): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of textOf(file)) {
    // Joined before it is split, a line of many pieces would be copied once for each of them.
    const [first = '', ...lines] = piece.split('\n');
    rest += first;
    if (rest.length > limits.recordCharacters) {
      throw new Failure(
        'unreadable_source',
        `${file.name} has a line of more than ${limits.recordCharacters} characters.`,
      );
    }
    const last = lines.pop();
    if (last === undefined) continue;
    yield rest;
    yield* lines;
    rest = last;
  }
  if (rest !== '') yield rest;
}
