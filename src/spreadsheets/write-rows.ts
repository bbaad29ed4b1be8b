/**
 * A guardrail file's text with the rows of a sheet. A row that says what it said keeps its text to the last blank; of a changed row
 * only the changed values are written anew. What was written is read again: where it doesn't say what it should, nothing comes of it.
 */
import type { YAMLMap } from 'yaml';
import { isMap } from 'yaml';
import { Failure } from '../base/failure.ts';
import { commentsIn } from '../config/yaml/comments.ts';
import { editedMap, endOf, startOf } from '../config/yaml/edit-map.ts';
import type { Edit } from '../config/yaml/edit-map.ts';
import type { SheetRow } from './read-rows.ts';
import { cellChanges } from './row-changes.ts';
import type { Matched } from './row-changes.ts';
import { HEADING, NOTE, rowKeysOf } from './row-keys.ts';
import type { RowKey } from './row-keys.ts';
import { columnsOf, isFact, valueOf } from './row-values.ts';
import { saysSo } from './rows-say-so.ts';
import type { RowWords } from './row-words.ts';
import type { WrittenTable } from './written-table.ts';
import type { YamlRow, YamlTable } from './yaml-table.ts';

/** With line feeds alone. @throws Failure `configuration` where the file is written in a way that can't be edited */
export function withRows(written: WrittenTable, rows: readonly Matched[]): string {
  const { yaml, file } = written;
  const pieces = rows.map((each, index) => pieceOf(written, each, rows[index - 1] ?? null));
  const text = yaml.text.slice(0, yaml.start) + pieces.join('') + yaml.text.slice(yaml.end);
  if (!saysSo(text, written, rows))
    throw new Failure(
      'configuration',
      `${file} is written in a way that a sheet can’t be put back into.`,
      'Look for anchors and aliases (`&name`, `*name`) in its rows, and write their values out.',
    );
  return text;
}

/** `last`: the row above it, `null` for the first. */
function pieceOf(written: WrittenTable, { row, before }: Matched, last: Matched | null): string {
  const old = before === null ? undefined : written.yaml.rows[before];
  const words: RowWords = (before === null ? undefined : written.words[before]) ?? new Map();
  const changed = new Set(cellChanges(words, row.words).map(({ column }) => column));
  const body = old === undefined ? newBody(written, row) : changedBody(written, old, row, changed);
  const heading = row.words.get(HEADING) ?? '';
  const isKept = old !== undefined && !changed.has(HEADING);
  const above = isKept ? old.above : commentLines(heading, written.yaml.indent);
  const follows = last === null ? before === 0 : last.before !== null && last.before + 1 === before;
  return (isKept && follows ? above : spaced(written.yaml, above, last === null)) + body;
}

/** A blank line before each row but the first, where the file has them. */
function spaced({ rows }: YamlTable, above: string, isFirst: boolean): string {
  if (isFirst) return above.replace(/^(?:[ \t]*\n)+/u, '');
  const isSpaced = rows.length < 2 || rows.slice(1).some((row) => /^[ \t]*\n/u.test(row.above));
  return !isSpaced || /^[ \t]*\n/u.test(above) ? above : `\n${above}`;
}

function commentLines(text: string, indent: number): string {
  if (text === '') return '';
  return text
    .split('\n')
    .map((line) => `${' '.repeat(indent)}# ${line}\n`)
    .join('');
}

function newBody({ table, yaml }: WrittenTable, row: SheetRow): string {
  const { indent, keyIndent } = yaml;
  const lines = rowKeysOf(table).flatMap((key) => {
    const value = valueOf(key, row);
    return value === null ? [] : [`${key.key}: ${value}`];
  });
  const [first = '', ...others] = lines;
  const dash = `${' '.repeat(indent)}-`.padEnd(keyIndent);
  const rest = others.map((line) => `${' '.repeat(keyIndent)}${line}\n`).join('');
  return `${dash}${first}\n${commentLines(row.words.get(NOTE) ?? '', keyIndent)}${rest}`;
}

function changedBody(written: WrittenTable, old: YamlRow, row: SheetRow, changed: ReadonlySet<string>): string {
  const { text } = written.yaml;
  const edits = new Map<string, Edit>();
  const keys = rowKeysOf(written.table);
  for (const key of keys) {
    const isChanged = columnsOf(key, changed).some((column) => changed.has(column));
    if (isChanged) edits.set(key.key, editOf(text, old.map, key, row, changed));
  }
  const order = keys.map(({ key }) => key);
  const map =
    edits.size === 0 ? text.slice(startOf(old.map), endOf(text, old.map)) : editedMap(text, old.map, edits, order);
  const body = text.slice(old.start, startOf(old.map)) + map + text.slice(endOf(text, old.map), old.end);
  const whole = body.endsWith('\n') ? body : `${body}\n`;
  const { keyIndent } = written.yaml;
  const note = changed.has(NOTE)
    ? commentLines(row.words.get(NOTE) ?? '', keyIndent)
    : noteLines(text.slice(old.start, old.end), keyIndent);
  return withNote(whole, note, old.map.flow === true, keyIndent);
}

/** As somebody wrote them, lines of dashes too. */
function noteLines(body: string, indent: number): string {
  const lines = commentsIn(body).filter(({ isLine }) => isLine);
  return lines.map(({ text }) => `${' '.repeat(indent)}${text}\n`).join('');
}

function editOf(text: string, map: YAMLMap, key: RowKey, row: SheetRow, changed: ReadonlySet<string>): Edit {
  const value = valueOf(key, row);
  if (value === null) return null;
  const there = map.get(key.key, true);
  if (key.kind !== 'cells' || !isMap(there)) return { value };
  const facts = [...changed].filter(isFact).map((fact): [string, Edit] => {
    const cell = row.yaml.get(fact);
    return [fact, cell === undefined ? null : { value: cell }];
  });
  return { inner: editedMap(text, there, new Map(facts), [...row.yaml.keys()]) };
}

/** In place of the row's comment lines, where they say something else: those between values that were written anew are gone. */
function withNote(body: string, note: string, isFlow: boolean, keyIndent: number): string {
  if (noteLines(body, keyIndent) === note) return body;
  const lines = body.split(/(?<=\n)/u);
  const starts = new Set(
    commentsIn(body).flatMap(({ isLine, offset }) => (isLine ? [body.lastIndexOf('\n', offset) + 1] : [])),
  );
  let offset = 0;
  const kept = lines.filter((line) => {
    const isComment = starts.has(offset);
    offset += line.length;
    return !isComment;
  });
  kept.splice(isFlow ? kept.length : 1, 0, note);
  return kept.join('');
}
