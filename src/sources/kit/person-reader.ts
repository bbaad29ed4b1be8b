/**
 * From a row to what it says about a person. Where a value that can't be read could make somebody look available who
 * isn't, what is kept says so: who may have left or may be a queue is not to be named.
 */
import type { PersonMapping } from '../declaration.ts';
import type { SourceRow } from '../row.ts';
import type { Report, Scalar } from './cell.ts';
import type { PersonEntry, PersonFields } from './entry.ts';
import type { Read } from './mapping.ts';
import { checkedList, checkedValue, personIdValue } from './mapping.ts';
import type { MappingContext } from './record-parts.ts';
import { adding, idsReader, optional } from './record-parts.ts';
import { calendarCheck, PERSON_CHECKS, PERSON_LIST_CHECKS, personText } from './person-fields.ts';
import { remembered } from './remembered.ts';
import type { Typed } from './typed-value.ts';

export function personReader(mapping: PersonMapping, { calendars }: MappingContext): Read<PersonEntry> {
  const ids = idsReader(mapping.ids.map(personIdValue));
  const fields = fieldsReader(mapping, calendars);
  const manager = optional(mapping.manager, personIdValue);
  const deputy = optional(mapping.deputy, personIdValue);
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
    const listCheck = isListField(field) ? PERSON_LIST_CHECKS[field] : undefined;
    const check = checks[field];
    if (listCheck !== undefined) return [[field, checkedList<unknown>(value, remembered<unknown>(listCheck))]];
    return check === undefined ? [] : [[field, closing(checkedValue(value, remembered(check)), CLOSED[field])]];
  });
  const nameParts = mapping.nameParts.map((part) => checkedValue(part, remembered(personText)));
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

function isListField(field: string): field is keyof typeof PERSON_LIST_CHECKS {
  return Object.hasOwn(PERSON_LIST_CHECKS, field);
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
