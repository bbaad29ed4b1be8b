/** What the readers of all kinds of records share: ids, days, what may be absent, and reports with their consequence. */
import type { FactName, FactType } from '../../facts/types.ts';
import type { ValueMapping } from '../declaration.ts';
import type { Report } from './cell.ts';
import type { Read, SourcedId } from './mapping.ts';
import { typedValue } from './mapping.ts';

/** What a workspace says about the values that its sources hold. */
export type MappingContext = {
  readonly factTypes: ReadonlyMap<FactName, FactType>;
  readonly calendars: ReadonlySet<string>;
  /** Days by which every date moves; 0 but for samples. */
  readonly shiftDays: number;
};

export function dayValue(mapping: ValueMapping, shiftDays: number): Read<string> {
  const read = typedValue(mapping, { type: 'date' }, shiftDays);
  return (row, report) => {
    const day = read(row, report);
    return typeof day === 'string' || day === null ? day : undefined;
  };
}

/** All ids that can be read; `undefined` and a report when there is none. */
export function idsReader(readers: readonly Read<SourcedId>[]): Read<readonly SourcedId[]> {
  return (row, report) => {
    const read = readers.map((id) => id(row, report));
    const ids = read.filter((id) => id !== null && id !== undefined);
    if (ids.length > 0) return ids;
    return read.includes(undefined) ? undefined : withoutId(report);
  };
}

export function withoutId(report: Report): undefined {
  return held(report, 'This row has no id.');
}

export function held(report: Report, reason: string): undefined {
  report(reason);
  return undefined;
}

/** Reports with what follows from it. */
export function adding(consequence: string, report: Report): Report {
  return (reason) => report(`${reason} ${consequence}`);
}

export function optional<Mapping, Value>(
  mapping: Mapping | null,
  compile: (mapping: Mapping) => Read<Value>,
): Read<Value> {
  return mapping === null ? () => null : compile(mapping);
}
