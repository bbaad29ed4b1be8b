/** From a row to what it says about an absence. One whose end nobody can read goes on: somebody who is away stays so. */
import type { Day } from '../../base/clock.ts';
import { ABSENCE_KINDS } from '../../directory/records.ts';
import type { AbsenceMapping } from '../declaration.ts';
import type { SourceRow } from '../row.ts';
import type { Report } from './cell.ts';
import { scalarText } from './cell.ts';
import type { AbsenceEntry } from './entry.ts';
import type { Read } from './mapping.ts';
import { checkedValue, personIdValue, labelOf } from './mapping.ts';
import type { MappingContext } from './record-parts.ts';
import { adding, dayValue, held, optional, withoutId } from './record-parts.ts';

export function absenceReader(mapping: AbsenceMapping, { shiftDays }: MappingContext): Read<AbsenceEntry> {
  const person = personIdValue(mapping.person);
  const start = dayValue(mapping.start, shiftDays);
  const end = lastDay(mapping, shiftDays);
  const kind = absenceKind(mapping);
  const deputy = optional(mapping.deputy, personIdValue);
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
