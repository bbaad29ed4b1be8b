/**
 * Compiles one record mapping: from a row to what it says about an account, a person, a contact or an absence.
 * A value that can't be read is reported and left out, the rest of its row stays. Where that could make somebody look
 * available who isn't, what is kept says so: a person who may have left or may be a queue is not to be named, an absence
 * whose end nobody knows goes on. The whole row is left out when nobody could say whom it is about, or since when.
 */
import { mixedScriptWord } from '../../base/clean-text.ts';
import type { ContactMapping, RecordMapping, RowFilter } from '../declaration.ts';
import type { RowTrouble, SourceRow } from '../row.ts';
import { isSpreadsheetError, SPREADSHEET_ERROR_REASON } from '../spreadsheet-error.ts';
import { absenceReader } from './absence-reader.ts';
import { accountReader } from './account-reader.ts';
import type { ContactEntry, Entry } from './entry.ts';
import type { Read } from './mapping.ts';
import { checkedValue, emailValue, idValue, rowFilter } from './mapping.ts';
import type { MappingContext } from './record-parts.ts';
import { personReader } from './person-reader.ts';

export type RowOutcome = {
  /** `undefined` when the row is held back whole; `null` when it is none of this mapping's, or says nothing. */
  readonly entry: Entry | null | undefined;
  readonly quarantined: readonly RowTrouble[];
  /** Kept, but worth a look. */
  readonly flagged: readonly RowTrouble[];
};

export type ReadRow = (row: SourceRow) => RowOutcome;

const NOT_MINE: RowOutcome = { entry: null, quarantined: [], flagged: [] };

/** @throws Failure `configuration` for a date format that isn't one, or a fact that isn't declared */
export function recordReader(mapping: RecordMapping, context: MappingContext): ReadRow {
  const isMine = rowFilter(mapping.where);
  const read = entryReader(mapping, context);
  return (row) => {
    if (!isMine(row)) return passedOver(mapping.where, row);
    const quarantined: RowTrouble[] = [];
    const entry = read(row, (reason) => quarantined.push({ place: row.place, reason }));
    return { entry, quarantined, flagged: mixedScripts(entry, row.place) };
  };
}

/** A row whose kind nobody can read may be anybody's. */
function passedOver(where: readonly RowFilter[], { place, values }: SourceRow): RowOutcome {
  const unreadable = where.find(({ column }) => isSpreadsheetError(values[column] ?? null));
  if (unreadable === undefined) return NOT_MINE;
  const reason = `Column \`${unreadable.column}\`: ${SPREADSHEET_ERROR_REASON}.`;
  return { entry: undefined, quarantined: [{ place, reason }], flagged: [] };
}

function entryReader(mapping: RecordMapping, context: MappingContext): Read<Entry> {
  switch (mapping.kind) {
    case 'account':
      return accountReader(mapping, context);
    case 'person':
      return personReader(mapping, context);
    case 'contact':
      return contactReader(mapping);
    case 'absence':
      return absenceReader(mapping, context);
  }
}

function contactReader(mapping: ContactMapping): Read<ContactEntry> {
  const email = checkedValue(mapping.email, emailValue);
  const account = idValue(mapping.account);
  return (row, report) => {
    const address = email(row, report);
    const id = account(row, report);
    if (address === undefined || id === undefined) return undefined;
    // People without an address or without a company are in every help desk; they are no contact of an account.
    return address === null || id === null ? null : { kind: 'contact', email: address, account: id };
  };
}

function mixedScripts(entry: Entry | null | undefined, place: string): readonly RowTrouble[] {
  const name = entry?.kind === 'account' ? entry.name : entry?.kind === 'person' ? (entry.fields.name ?? null) : null;
  const isMixed = name !== null && mixedScriptWord(name) !== null;
  return isMixed ? [{ place, reason: 'The name has letters of two scripts in one word.' }] : [];
}

/** The columns that a mapping reads; nothing else is taken out of a row. */
export function columnsOf(mapping: RecordMapping): ReadonlySet<string> {
  const columns = new Set<string>();
  collectColumns(mapping, columns);
  return columns;
}

/** `column` is a key of values, ids and filters alone, so whatever is under that name is one. */
function collectColumns(part: unknown, columns: Set<string>): void {
  if (typeof part !== 'object' || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    if (key === 'column' && typeof value === 'string') columns.add(value);
    else if (key !== 'values') collectColumns(value, columns);
  }
}
