/** A file's text with the wordings of a sheet. What didn't change keeps its text; new reasons go last. */
import { isDeepStrictEqual } from 'node:util';
import type { YAMLMap } from 'yaml';
import { isMap, parseDocument } from 'yaml';
import { Failure } from '../base/failure.ts';
import { dataOf, READ } from '../config/yaml/data-of.ts';
import type { Edit } from '../config/yaml/edit-map.ts';
import { editedMap, endOf, keyOf, startOf } from '../config/yaml/edit-map.ts';
import { flowMap, flowScalar } from '../config/yaml/flow-text.ts';
import { insertEntry } from '../config/yaml/insert-entry.ts';
import type { SheetRow } from './read-rows.ts';
import { CODE } from './reasons.ts';
import type { RowWords } from './row-words.ts';
import { cellChanges } from './row-changes.ts';

/** One reason of a file: what it said, and what it is to say; `null` where it isn't there before or after. */
export type WordedAnew = { readonly code: string; readonly before: RowWords | null; readonly after: SheetRow | null };

type Reasons = Record<string, unknown>;

/** `written` has line feeds alone. @throws Failure `configuration` where the file is written in a way that can't be edited */
export function withReasons(file: string, written: string, reasons: readonly WordedAnew[]): string {
  const changes = reasons.filter(isChange);
  if (changes.length === 0) return written;
  const map = parseDocument(written, READ).get('reasons', true);
  const text = isMap(map) && map.items.length > 0 ? edited(written, map, changes) : inserted(written, changes);
  if (text === null || !isDeepStrictEqual(dataOf(text), wanted(dataOf(written), changes)))
    throw new Failure(
      'configuration',
      `The reasons of ${file} are written in a way that a sheet can’t be put back into.`,
      'Write them as `reasons:`, a line for each code, and a language with its words on each line below.',
    );
  return text;
}

function isChange({ before, after }: WordedAnew): boolean {
  return before === null || after === null || cellChanges(before, after.words).length > 0;
}

function edited(text: string, map: YAMLMap, changes: readonly WordedAnew[]): string {
  const edits = changes.map((change): [string, Edit] => [change.code, editOf(text, map, change)]);
  return text.slice(0, startOf(map)) + editedMap(text, map, new Map(edits)) + text.slice(endOf(text, map));
}

function editOf(text: string, map: YAMLMap, { code, before, after }: WordedAnew): Edit {
  if (after === null) return null;
  const there = map.items.find((pair) => keyOf(pair) === code)?.value;
  if (before === null || !isMap(there))
    return inLines(map) && before === null ? { pairs: pairsOf(after) } : { value: flowMap(pairsOf(after)) };
  const languages = cellChanges(before, after.words).map(({ column }): [string, Edit] => {
    const words = after.yaml.get(column);
    return [column, words === undefined ? null : { value: words }];
  });
  return { inner: editedMap(text, there, new Map(languages)) };
}

/** Whether the reasons that are there have a line for each language. */
function inLines({ items }: YAMLMap): boolean {
  return items.some(({ value }) => isMap(value) && value.flow !== true);
}

function pairsOf({ yaml }: SheetRow): readonly (readonly [string, string])[] {
  return [...yaml].filter(([column]) => column !== CODE);
}

function inserted(written: string, changes: readonly WordedAnew[]): string | null {
  let text: string | null = written;
  for (const { code, after } of changes) {
    if (after === null || text === null) continue;
    const line = `${flowScalar(code)}: ${flowMap(pairsOf(after))}\n`;
    text = insertEntry(text, parseDocument(text, READ), 'reasons', (indent) => ' '.repeat(indent) + line);
  }
  return text;
}

function wanted(before: unknown, changes: readonly WordedAnew[]): unknown {
  const file = before as { readonly reasons?: Reasons | null };
  const reasons: Reasons = { ...file.reasons };
  for (const { code, before: old, after } of changes) {
    if (after === null) delete reasons[code];
    else reasons[code] = wordedAs(reasons[code], old, after);
  }
  return { ...file, reasons };
}

/** Words that didn't change keep what is written for them, blanks around them too. */
function wordedAs(old: unknown, before: RowWords | null, { words }: SheetRow): unknown {
  const now = Object.fromEntries([...words].filter(([column]) => column !== CODE));
  const kept = typeof old === 'object' && old !== null ? (old as Reasons) : {};
  return Object.fromEntries(
    Object.entries(now).map(([language, text]) => [
      language,
      before?.get(language) === text && language in kept ? kept[language] : text,
    ]),
  );
}
