/**
 * Compiles one record mapping: from a row to what it says about an account, a person, a contact or an absence.
 * A value that can't be read is reported and left out, the rest of its row stays. Where that could make somebody look
 * available who isn't, what is kept says so: a person who may have left or may be a queue is not to be named, an absence
 * whose end nobody knows goes on. The whole row is left out when nobody could say whom it is about, or since when.
 */
import type { Day } from '../../base/clock.ts';
import { cleanText, mixedScriptWord, suspicionInCompanyName } from '../../base/clean-text.ts';
import { Failure } from '../../base/failure.ts';
import { ABSENCE_KINDS } from '../../directory/records.ts';
import type { FactName, FactType, FactValue } from '../../facts/types.ts';
import type {
  AbsenceMapping,
  AccountMapping,
  AssignmentMapping,
  ContactMapping,
  PersonMapping,
  RecordMapping,
  RowFilter,
  ValueMapping,
} from '../declaration.ts';
import type { RowTrouble, SourceRow } from '../row.ts';
import { isSpreadsheetError, SPREADSHEET_ERROR_REASON } from '../spreadsheet-error.ts';
import type { Report, Scalar } from './cell.ts';
import { scalarText } from './cell.ts';
import type {
  AbsenceEntry,
  AccountEntry,
  AssignmentEntry,
  ContactEntry,
  Entry,
  PersonEntry,
  PersonFields,
} from './entry.ts';
import type { Read, SourcedId } from './mapping.ts';
import {
  checkedList,
  checkedValue,
  domainValue,
  emailValue,
  idValue,
  labelOf,
  rowFilter,
  typedValue,
} from './mapping.ts';
import { calendarCheck, PERSON_CHECKS, PERSON_LIST_CHECKS, personText } from './person-fields.ts';
import type { Typed } from './typed-value.ts';
import { truthValue } from './typed-value.ts';

/** What a workspace says about the values that its sources hold. */
export type MappingContext = {
  readonly factTypes: ReadonlyMap<FactName, FactType>;
  readonly calendars: ReadonlySet<string>;
  /** Days by which every date moves; 0 but for samples. */
  readonly shiftDays: number;
};

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

function accountReader(mapping: AccountMapping, context: MappingContext): Read<AccountEntry> {
  const ids = idsReader(mapping.ids.map(idValue));
  const name = optional(mapping.name, (value) => checkedValue(value, companyName));
  const parent = optional(mapping.parent, idValue);
  const domains = optional(mapping.domain, (value) => checkedList(value, domainValue));
  const facts = factsReader(mapping, context);
  const assignments = mapping.assignments.map((assignment) => assignmentReader(assignment, context));
  return (row, report) => {
    const known = ids(row, report);
    if (known === undefined || known === null) return undefined;
    return {
      kind: 'account',
      ids: known,
      name: name(row, report) ?? null,
      parent: parent(row, report) ?? null,
      domains: domains(row, report) ?? [],
      facts: facts(row, report),
      assignments: assignments.map((read) => read(row, report)).filter((entry) => entry !== null),
    };
  };
}

function companyName(cell: Scalar): Typed<string | null> {
  const text = cleanText(scalarText(cell), 300);
  const looksLike = suspicionInCompanyName(text);
  return looksLike === null ? { value: text || null } : { reason: `this looks like ${looksLike}` };
}

function factsReader(mapping: AccountMapping, { factTypes, shiftDays }: MappingContext) {
  const readers = Object.entries(mapping.facts).map(([name, value]) => {
    const type = factTypes.get(name);
    if (type === undefined)
      throw new Failure('configuration', `No fact \`${name}\` is declared.`, 'Declare it in concierge.yaml.');
    const consequence = `Rules take \`${name}\` as missing, unless another source has it.`;
    return { name, consequence, read: typedValue(value, type, shiftDays) };
  });
  return (row: SourceRow, report: Report): Record<FactName, FactValue> => {
    const facts: Record<FactName, FactValue> = {};
    for (const { name, consequence, read } of readers) {
      const value = read(row, adding(consequence, report));
      if (value !== null && value !== undefined) facts[name] = value;
    }
    return facts;
  };
}

function assignmentReader(mapping: AssignmentMapping, { shiftDays }: MappingContext) {
  const person = idValue(mapping.person);
  const since = optional(mapping.since, (value) => dayValue(value, shiftDays));
  const primary = optional(mapping.primary, (value) => checkedValue(value, truthValue));
  return (row: SourceRow, report: Report): AssignmentEntry | null => {
    const who = person(row, report) ?? null;
    if (who === null) return null;
    const isPrimary = mapping.primary === null || primary(row, report) === true;
    return { role: mapping.role, person: who, since: since(row, report) ?? null, primary: isPrimary };
  };
}

function personReader(mapping: PersonMapping, { calendars }: MappingContext): Read<PersonEntry> {
  const ids = idsReader(mapping.ids.map(idValue));
  const fields = fieldsReader(mapping, calendars);
  const manager = optional(mapping.manager, idValue);
  const deputy = optional(mapping.deputy, idValue);
  return (row, report) => {
    const known = ids(row, report);
    if (known === undefined || known === null) return undefined;
    return {
      kind: 'person',
      ids: known,
      fields: fields(row, report),
      manager: manager(row, report) ?? null,
      deputy: deputy(row, report) ?? null,
    };
  };
}

/** What an unreadable value stands for where silence, of this source or another, would make somebody available. */
const CLOSED: Readonly<Record<string, unknown>> = { active: false, kind: 'unknown' } satisfies Partial<PersonFields>;

function fieldsReader(mapping: PersonMapping, calendars: ReadonlySet<string>) {
  const checks: Record<string, (cell: Scalar) => Typed<unknown>> = {
    ...PERSON_CHECKS,
    calendar: calendarCheck(calendars),
  };
  const readers = Object.entries(mapping.fields).flatMap(([field, value]): [string, Read<unknown>][] => {
    const listCheck = field === 'languages' || field === 'roles' ? PERSON_LIST_CHECKS[field] : undefined;
    const check = checks[field];
    if (listCheck !== undefined) return [[field, checkedList<unknown>(value, listCheck)]];
    return check === undefined ? [] : [[field, closing(checkedValue(value, check), CLOSED[field])]];
  });
  const nameParts = mapping.nameParts.map((part) => checkedValue<string>(part, personText));
  return (row: SourceRow, report: Report): Partial<PersonFields> => {
    const fields: Record<string, unknown> = mapping.personKind === null ? {} : { kind: mapping.personKind };
    for (const [field, read] of readers) {
      const value = read(row, report);
      if (value !== null && value !== undefined) fields[field] = value;
    }
    const name = joinedName(nameParts, row, report);
    return name === null || 'name' in fields ? fields : { ...fields, name };
  };
}

function closing(read: Read<unknown>, closed: unknown): Read<unknown> {
  if (closed === undefined) return read;
  return (row, report) => {
    const value = read(row, adding('Nobody is named by this row until it is mended.', report));
    return value === undefined ? closed : value;
  };
}

/** Half a name is another name: a part that is held back holds back all. */
function joinedName(parts: readonly Read<string>[], row: SourceRow, report: Report): string | null {
  const read = parts.map((part) => part(row, report));
  if (read.includes(undefined)) return null;
  return read.filter((part) => part !== null).join(' ') || null;
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

function absenceReader(mapping: AbsenceMapping, { shiftDays }: MappingContext): Read<AbsenceEntry> {
  const person = idValue(mapping.person);
  const start = dayValue(mapping.start, shiftDays);
  const end = lastDay(mapping, shiftDays);
  const kind = absenceKind(mapping);
  const deputy = optional(mapping.deputy, idValue);
  return (row, report) => {
    const [who, from, absence] = [person(row, report), start(row, report), kind(row, report)];
    if (who === undefined || from === undefined || absence === undefined) return undefined;
    if (who === null) return withoutId(report);
    if (absence === null) return null;
    if (from === null) return held(report, `${labelOf(mapping.start)}: an absence needs its first day.`);
    const to = end(row, from, report);
    return { kind: 'absence', person: who, absence, from, to, deputy: deputy(row, report) ?? null };
  };
}

/** `null` where it is blank, and where nobody can say which day it is: somebody who is away stays so. */
function lastDay({ end }: AbsenceMapping, shiftDays: number) {
  const read = optional(end, (value) => dayValue(value, shiftDays));
  return (row: SourceRow, from: Day, report: Report): Day | null => {
    const goesOn = adding('The absence counts until further notice.', report);
    const to = read(row, goesOn) ?? null;
    if (to === null || to >= from) return to;
    goesOn('The absence ends before it begins.');
    return null;
  };
}

/** A kind of leave whose word stands for `null` in `values` is no absence. */
function absenceKind({ absence }: AbsenceMapping): Read<AbsenceEntry['absence']> {
  if (typeof absence === 'string') return () => absence;
  return checkedValue(absence.value, (cell) => {
    const word = scalarText(cell);
    const value = ABSENCE_KINDS.find((kind) => kind === word);
    return value === undefined ? { reason: `this is neither ${ABSENCE_KINDS.join(' nor ')}` } : { value };
  });
}

function dayValue(mapping: ValueMapping, shiftDays: number): Read<string> {
  const read = typedValue(mapping, { type: 'date' }, shiftDays);
  return (row, report) => {
    const day = read(row, report);
    return typeof day === 'string' || day === null ? day : undefined;
  };
}

/** All ids that can be read; `undefined` and a report when there is none. */
function idsReader(readers: readonly Read<SourcedId>[]): Read<readonly SourcedId[]> {
  return (row, report) => {
    const read = readers.map((id) => id(row, report));
    const ids = read.filter((id) => id !== null && id !== undefined);
    if (ids.length > 0) return ids;
    return read.includes(undefined) ? undefined : withoutId(report);
  };
}

function withoutId(report: Report): undefined {
  return held(report, 'This row has no id.');
}

function held(report: Report, reason: string): undefined {
  report(reason);
  return undefined;
}

/** Reports with what follows from it. */
function adding(consequence: string, report: Report): Report {
  return (reason) => report(`${reason} ${consequence}`);
}

function optional<Mapping, Value>(mapping: Mapping | null, compile: (mapping: Mapping) => Read<Value>): Read<Value> {
  return mapping === null ? () => null : compile(mapping);
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
