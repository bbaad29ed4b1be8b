/** The parts of a record mapping: values, ids and row filters, from their YAML form to the declaration's. */
import type { ValuePath } from '../../base/problem.ts';
import type { FactType, FactValue } from '../../facts/types.ts';
import { readLiteral } from '../../guardrails/literal.ts';
import { dayReader } from '../../sources/kit/day.ts';
import type { IdMapping, RowFilter, ValueMapping } from '../../sources/declaration.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { idSchema, valueSchema } from '../schema/record-schema.ts';

const TEXT: FactType = { type: 'string' };

/** Reads the value mapping at `path`; `type` is what its constants and words must be, `null` where that is not known. */
export function readValue(
  document: ConfigDocument,
  path: ValuePath,
  type: FactType | null = TEXT,
): ValueMapping | null {
  const written = document.read(path, valueSchema);
  if (written === undefined) return null;
  if (typeof written === 'string') return columnMapping(document.textAt(path)?.text ?? written);
  const { column, constant, transform, format } = written;
  if ((column === undefined) === (constant === undefined)) {
    document.error(path, 'A value comes from one place.', 'Write either `column:` or `constant:`.');
    return null;
  }
  checkFormat(document, [...path, 'format'], format, type);
  return {
    column: column ?? null,
    constant: constant === undefined ? null : (typedWord(document, [...path, 'constant'], type) ?? null),
    transforms: transform === undefined ? [] : [transform].flat(),
    format: format ?? null,
    values: readWords(document, [...path, 'values'], type),
  };
}

/** The same where it may be left out. */
export function readOptionalValue(
  document: ConfigDocument,
  path: ValuePath,
  type: FactType = TEXT,
): ValueMapping | null {
  return document.has(path) ? readValue(document, path, type) : null;
}

export function readId(document: ConfigDocument, path: ValuePath): IdMapping | null {
  const written = document.read(path, idSchema);
  if (written === undefined) return null;
  const format = written.format ?? (written.in === 'email' ? 'email' : 'plain');
  if ((format === 'email') !== (written.in === 'email')) {
    document.error(
      [...path, 'in'],
      'E-mail addresses, and nothing else, are ids in `email`.',
      'Write `in: email`, and no other format.',
    );
  }
  const transforms = written.transform === undefined ? [] : [written.transform].flat();
  return { namespace: written.in, value: { ...columnMapping(written.column), transforms }, format };
}

export function readOptionalId(document: ConfigDocument, path: ValuePath): IdMapping | null {
  return document.has(path) ? readId(document, path) : null;
}

/** One id or a list of them. */
export function readIds(document: ConfigDocument, path: ValuePath): readonly IdMapping[] {
  const paths = Array.isArray(document.valueAt(path)) ? document.indexes(path) : [path];
  return paths.flatMap((each) => readId(document, each) ?? []);
}

export function readWhere(document: ConfigDocument, path: ValuePath): readonly RowFilter[] {
  return document
    .keys(path)
    .toSorted()
    .map((column) => ({ column, oneOf: document.textsAt([...path, column]) }));
}

function columnMapping(column: string): ValueMapping {
  return { column, constant: null, transforms: [], format: null, values: null };
}

function readWords(
  document: ConfigDocument,
  path: ValuePath,
  type: FactType | null,
): Readonly<Record<string, FactValue>> | null {
  if (!document.has(path)) return null;
  const words = document.keys(path).map((word) => [word, typedWord(document, [...path, word], type)] as const);
  return Object.fromEntries(words.map(([word, value]) => [word, value ?? null]));
}

/** A plain `null` is a missing value. */
function typedWord(document: ConfigDocument, path: ValuePath, type: FactType | null): FactValue | undefined {
  const word = document.textAt(path);
  if (word === null || document.valueAt(path) === null) return null;
  const literal = readLiteral(word.text, type ?? TEXT);
  if ('value' in literal) return literal.value;
  document.error(path, literal.wrong, literal.mend);
  return undefined;
}

function checkFormat(
  document: ConfigDocument,
  path: ValuePath,
  format: string | undefined,
  type: FactType | null,
): void {
  if (format === undefined || type === null) return;
  if (type.type !== 'date') {
    document.error(path, 'Only days have a format.', 'Delete `format`.');
    return;
  }
  if (dayReader(format) !== undefined) return;
  document.error(
    path,
    `\`${format}\` is not a date format.`,
    'Write year, month and day as `yyyy`, `MM` and `dd`, like `dd.MM.yyyy`.',
  );
}
