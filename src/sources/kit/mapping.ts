/**
 * Compiles the mapping of single values: a column or a constant, named transforms, words of the export, a type.
 * Compiled once a source; reading a row allocates little and never throws. Order: transforms, then words, then the type.
 */
import { normalEmail, normalHostName, emailDomain } from '../../base/email.ts';
import { Failure } from '../../base/failure.ts';
import type { FactType } from '../../facts/types.ts';
import type { IdMapping, RowFilter, Transform, ValueMapping } from '../declaration.ts';
import type { SourceRow } from '../row.ts';
import { isSpreadsheetError, SPREADSHEET_ERROR_REASON } from '../spreadsheet-error.ts';
import type { Report, Scalar } from './cell.ts';
import { list, scalarText, trimmed } from './cell.ts';
import { remembered } from './remembered.ts';
import { canonicalSalesforceId } from './salesforce-id.ts';
import type { Typed } from './typed-value.ts';
import { textValue, typedReader } from './typed-value.ts';

/** A value, `null` for a blank, `undefined` for one that was held back and reported. */
export type Read<Value> = (row: SourceRow, report: Report) => Value | null | undefined;

/** An id in somebody's namespace. */
export type SourcedId = { readonly namespace: string; readonly id: string };

type Cell = Scalar | readonly Scalar[] | null;

const MAX_ID = 200;
const MAX_VALUES = 100;
const BETWEEN_WORDS = /[,;|\n]+/;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]/u;

/** Reads the cell, transformed and translated, still without a type. */
function cellReader(mapping: ValueMapping): Read<Scalar | readonly Scalar[]> {
  const { column, constant, transforms } = mapping;
  const translate = mapping.values === null ? untranslated(mapping) : translator(mapping, mapping.values);
  return (row, report) => {
    const cell = trimmed(column === null ? constant : (row.values[column] ?? null));
    return translate(transforms.reduce(transformed, cell), report);
  };
}

function transformed(cell: Cell, transform: Transform): Cell {
  if (cell === null) return null;
  const each = (change: (text: string) => Scalar | null): Cell =>
    typeof cell === 'object' ? list(cell.map((item) => change(scalarText(item)))) : change(scalarText(cell));
  switch (transform) {
    case 'trim':
      return each((text) => text.replaceAll(/\s+/g, ' '));
    case 'lowercase':
      return each((text) => text.toLowerCase());
    case 'uppercase':
      return each((text) => text.toUpperCase());
    case 'domain':
      return each(domainIn);
    case 'split_words':
      return words(cell);
  }
}

/** The host of a website, an e-mail address or a host itself; other text stays, for the message. */
function domainIn(text: string): string {
  const address = normalEmail(text);
  if (address !== null) return emailDomain(address);
  const host = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`)?.hostname ?? '';
  return normalHostName(host.replace(/^www\./, '')) ?? text;
}

function words(cell: Scalar | readonly Scalar[]): Cell {
  const texts = typeof cell === 'object' ? cell.map(scalarText) : [scalarText(cell)];
  return list(texts.flatMap((text) => text.split(BETWEEN_WORDS)).map((word) => word.trim() || null));
}

type Translate = (cell: Cell, report: Report) => Cell | undefined;

function untranslated(mapping: ValueMapping): Translate {
  return (cell, report) => {
    if (!isSpreadsheetError(cell)) return cell;
    report(`${labelOf(mapping)}: ${SPREADSHEET_ERROR_REASON}.`);
    return undefined;
  };
}

/** Words match in any case; a blank cell matches the word `''`, where it is listed. */
function translator(mapping: ValueMapping, values: NonNullable<ValueMapping['values']>): Translate {
  const meanings = new Map(Object.entries(values).map(([word, value]) => [word.trim().toLowerCase(), value]));
  const blank = meanings.get('') ?? null;
  return (cell, report) => {
    if (cell === null) return blank;
    if ((typeof cell === 'object' ? cell : [cell]).some((item) => !meanings.has(keyOf(item)))) {
      const reason = isSpreadsheetError(cell) ? SPREADSHEET_ERROR_REASON : 'this is not one of the words in `values`';
      report(`${labelOf(mapping)}: ${reason}.`);
      return undefined;
    }
    if (typeof cell !== 'object') return meanings.get(keyOf(cell)) ?? null;
    return list(cell.map((item) => meanings.get(keyOf(item)) ?? null));
  };
}

function keyOf(word: Scalar): string {
  return scalarText(word).toLowerCase();
}

/** One value of a type. @throws Failure `configuration` when the mapping's date format isn't one */
export function typedValue(mapping: ValueMapping, type: FactType, shiftDays: number): Read<Scalar> {
  const typed = typedReader(type, { format: mapping.format, shiftDays });
  if (typed === undefined) {
    throw new Failure(
      'configuration',
      `\`${mapping.format}\` is not a date format.`,
      'Write one like `dd.MM.yyyy`, `MM/dd/yyyy` or `yyyy-MM-dd`.',
    );
  }
  return checkedValue<Scalar>(mapping, typed);
}

/** One value that passes a check of the caller's. */
export function checkedValue<Value>(mapping: ValueMapping, check: (cell: Scalar) => Typed<Value | null>): Read<Value> {
  const read = cellReader(mapping);
  const label = labelOf(mapping);
  return (row, report) => {
    const cell = read(row, report);
    if (cell === null || cell === undefined) return cell;
    const one = single(cell);
    if (one === undefined) {
      report(`${label}: there is more than one value.`);
      return undefined;
    }
    return accepted(check(one), label, report);
  };
}

/** Every value that passes the check; a single value is a list of one. What doesn't pass is reported and left out. */
export function checkedList<Value>(
  mapping: ValueMapping,
  check: (cell: Scalar) => Typed<Value | null>,
): Read<readonly Value[]> {
  const read = cellReader(mapping);
  const label = labelOf(mapping);
  return (row, report) => {
    const cell = read(row, report);
    if (cell === null || cell === undefined) return cell;
    const items = typeof cell === 'object' ? cell : [cell];
    if (items.length > MAX_VALUES) {
      report(`${label}: there are more than ${MAX_VALUES} values.`);
      return undefined;
    }
    const values = items.map((item) => accepted(check(item), label, report));
    const kept = values.filter((value) => value !== null && value !== undefined);
    return kept.length === 0 ? null : [...new Set(kept)];
  };
}

function accepted<Value>(typed: Typed<Value | null>, label: string, report: Report): Value | null | undefined {
  if ('reason' in typed) {
    report(`${label}: ${typed.reason}.`);
    return undefined;
  }
  return typed.value;
}

function single(cell: Scalar | readonly Scalar[]): Scalar | undefined {
  if (typeof cell !== 'object') return cell;
  return cell.length === 1 ? cell[0] : undefined;
}

export function labelOf({ column }: ValueMapping): string {
  return column === null ? 'The constant' : `Column \`${column}\``;
}

export function idValue(mapping: IdMapping): Read<SourcedId> {
  return sourcedId(mapping, ID_CHECKS[mapping.format]);
}

/** The id of one of the company's own people. */
export function personIdValue(mapping: IdMapping): Read<SourcedId> {
  return sourcedId(mapping, remembered(ID_CHECKS[mapping.format]));
}

const ID_CHECKS = { plain: plainId, salesforce: salesforceId, email: emailValue } as const;

function sourcedId({ namespace, value }: IdMapping, check: (cell: Scalar) => Typed<string>): Read<SourcedId> {
  const read = checkedValue(value, check);
  return (row, report) => {
    const id = read(row, report);
    return id === null || id === undefined ? id : { namespace, id };
  };
}

function plainId(cell: Scalar): Typed<string> {
  const text = textValue(cell);
  if ('reason' in text) return text;
  const id = scalarText(cell);
  return id.length > MAX_ID || UNSEEN.test(id) ? { reason: 'this is not an id' } : { value: id };
}

function salesforceId(cell: Scalar): Typed<string> {
  const id = canonicalSalesforceId(scalarText(cell));
  return id === null
    ? { reason: 'this is not a Salesforce id; 15 characters, or 18 with a right checksum' }
    : { value: id };
}

export function emailValue(cell: Scalar): Typed<string> {
  const email = normalEmail(scalarText(cell));
  return email === null ? { reason: 'this is not an e-mail address' } : { value: email };
}

export function domainValue(cell: Scalar): Typed<string> {
  const domain = normalHostName(domainIn(scalarText(cell)));
  return domain === null ? { reason: 'this is not a domain' } : { value: domain };
}

/** Whether the row is kept: each filter's column holds one of its words, in any case. */
export function rowFilter(filters: readonly RowFilter[]): (row: SourceRow) => boolean {
  const compiled = filters.map(({ column, oneOf }) => ({
    column,
    words: new Set(oneOf.map((word) => word.trim().toLowerCase())),
  }));
  return ({ values }) =>
    compiled.every(({ column, words: wanted }) => {
      const cell = trimmed(values[column] ?? null) ?? '';
      return typeof cell === 'object' ? cell.some((item) => wanted.has(keyOf(item))) : wanted.has(keyOf(cell));
    });
}
