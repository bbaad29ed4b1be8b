/** A guardrail file's rows as words, column by column: what a sheet of it says. */
import type { FactFrame } from '../facts/frame.ts';
import type { ValuePath } from '../base/problem.ts';
import { cellSource } from '../config/read/read-guardrails.ts';
import type { ConfigDocument } from '../config/yaml/document.ts';
import { itemText } from '../guardrails/words-list.ts';
import { printWords } from '../guardrails/words.ts';
import type { RowKey, TableName } from './row-keys.ts';
import { caseColumn, DEFAULT_CASE, HEADING, NOTE, rowKeysOf } from './row-keys.ts';
import type { YamlTable } from './yaml-table.ts';

/** Words by column; a column without words isn't in it. */
export type RowWords = ReadonlyMap<string, string>;

export function rowsInWords(
  table: TableName,
  document: ConfigDocument,
  yaml: YamlTable,
  frame: FactFrame,
): readonly RowWords[] {
  const keys = rowKeysOf(table);
  return document.indexes(['rules']).map((at, index) => {
    const said = keys.flatMap((key) => wordsOf(document, at, key, frame));
    const { note = '', heading = '' } = yaml.rows[index] ?? {};
    return new Map([...said, [NOTE, note] as const, [HEADING, heading] as const].filter(([, words]) => words !== ''));
  });
}

function wordsOf(
  document: ConfigDocument,
  at: ValuePath,
  { key, kind }: RowKey,
  frame: FactFrame,
): readonly (readonly [string, string])[] {
  const path = [...at, key];
  switch (kind) {
    case 'cells':
      return document.keys(path).map((fact) => [fact, factWords(document, [...path, fact], fact, frame)]);
    case 'word':
      return [[key, document.textAt(path)?.text.trim() ?? '']];
    case 'words':
      return [[key, listWords(document, path)]];
    case 'parts':
      return document.keys(path).map((name) => [caseColumn(key, name), listWords(document, [...path, name])]);
    case 'choice':
      return [
        [key, document.textAt(path)?.text.trim() ?? ''],
        ...document.keys(path).map((name) => {
          const column = name === DEFAULT_CASE ? key : caseColumn(key, name);
          return [column, document.textAt([...path, name])?.text.trim() ?? ''] as const;
        }),
      ];
  }
}

function listWords(document: ConfigDocument, path: ValuePath): string {
  return document
    .textsAt(path)
    .map((text) => itemText(text.trim()))
    .join(', ');
}

function factWords(document: ConfigDocument, path: ValuePath, fact: string, frame: FactFrame): string {
  const declared = frame.facts[frame.slotOf.get(fact) ?? -1];
  return declared === undefined ? '' : printWords(cellSource(document, path), declared);
}
