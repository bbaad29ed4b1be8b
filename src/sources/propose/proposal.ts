/** A mapping as it is proposed: record by record and line by line, each with the evidence for it, for a person to accept, change or leave out. */
import type { WrittenAssignment, WrittenId, WrittenRecord, WrittenValue } from '../kit/http/usual.ts';

/** One line of a record. */
export type ProposedLine =
  | { readonly kind: 'value'; readonly key: string; readonly value: WrittenValue | WrittenId | readonly WrittenValue[] }
  | { readonly kind: 'fact'; readonly key: string; readonly value: WrittenValue }
  | { readonly kind: 'assignment'; readonly key: string; readonly person: WrittenId };

export type WithEvidence = ProposedLine & {
  /** What speaks for it: no value of a person, only words of a list, and counts. Empty for what is usual of the system. */
  readonly evidence: string;
};

export type ProposedRecord = Pick<WrittenRecord, 'kind' | 'where' | 'id'> & {
  /** The source's name for the read. */
  readonly from: string;
  readonly lines: readonly WithEvidence[];
};

/** What is told beside: a column that looked like something, and why it isn't proposed. */
export type Proposal = { readonly records: readonly ProposedRecord[]; readonly notes: readonly string[] };

/** As a source's file has it. */
export function recordOf({ from: _from, kind, where, id, lines }: ProposedRecord): WrittenRecord {
  const of = <Kind extends ProposedLine['kind']>(wanted: Kind) =>
    lines.filter((line): line is WithEvidence & { readonly kind: Kind } => line.kind === wanted);
  const entries = <Line extends { readonly key: string }>(some: readonly Line[], value: (line: Line) => unknown) =>
    Object.fromEntries(some.map((line) => [line.key, value(line)]));
  const [values, facts] = [of('value'), of('fact')];
  const assignments: readonly WrittenAssignment[] = of('assignment').map(({ key, person }) => ({ role: key, person }));
  return {
    kind,
    ...(where && { where }),
    ...(id && { id }),
    ...(values.length > 0 && { values: entries(values, ({ value }) => value) as NonNullable<WrittenRecord['values']> }),
    ...(facts.length > 0 && { facts: entries(facts, ({ value }) => value) as NonNullable<WrittenRecord['facts']> }),
    ...(assignments.length > 0 && { assignments }),
  };
}

/** The lines of what is usual. */
export function usualLines({ values = {}, facts = {}, assignments = [] }: WrittenRecord): readonly WithEvidence[] {
  return [
    ...Object.entries(values).map(([key, value]) => ({ kind: 'value', key, value, evidence: '' }) as const),
    ...Object.entries(facts).map(([key, value]) => ({ kind: 'fact', key, value, evidence: '' }) as const),
    ...assignments.map(({ role, person }) => ({ kind: 'assignment', key: role, person, evidence: '' }) as const),
  ];
}

/** Every column that a part of a written record names. */
export function columnsIn(part: unknown): readonly string[] {
  if (typeof part === 'string') return [part];
  if (Array.isArray(part)) return part.flatMap((each: unknown) => columnsIn(each));
  if (typeof part !== 'object' || part === null) return [];
  const { column } = part as { readonly column?: unknown };
  return typeof column === 'string' ? [column] : [];
}

export function columnsOfRecord({
  where = {},
  id = [],
  values = {},
  facts = {},
  assignments = [],
}: WrittenRecord): readonly string[] {
  const parts: readonly unknown[] = [
    id,
    ...Object.values(values),
    ...Object.values(facts),
    ...assignments.map(({ person }) => person),
  ];
  return [...new Set([...Object.keys(where), ...parts.flatMap(columnsIn)])];
}
