/** What came of an import, for the operations admin: counts, what was held back and why. In the same order every time. */
import { compareText } from '../base/compare-text.ts';
import type { RecordMapping } from '../sources/declaration.ts';
import type { RowTrouble } from '../sources/row.ts';

export type SourceCount = {
  readonly source: string;
  readonly kind: RecordMapping['kind'];
  /** Rows that became a record of this kind. */
  readonly rows: number;
};

export type ImportReport = {
  readonly counts: readonly SourceCount[];
  readonly directory: {
    readonly accounts: number;
    readonly people: number;
    readonly contacts: number;
    readonly assignments: number;
    readonly absences: number;
  };
  /** Rows and values that were left out. */
  readonly quarantined: readonly RowTrouble[];
  /** Kept, but worth a look: mixed scripts, an id of two rows that disagree, an address of two people, a circle of parents. */
  readonly flagged: readonly RowTrouble[];
  /** Assignments, deputies, managers and absences of people whom no source describes; left out. */
  readonly unknownPeople: readonly RowTrouble[];
  /** Facts and roles for which sources disagree; the passed-over values are kept beside them. */
  readonly conflicts: number;
};

const byPlace = new Intl.Collator('en', { numeric: true });

/** Sorted by place (`a.csv:9` before `a.csv:10`), each trouble once. */
export function inOrder(troubles: readonly RowTrouble[]): readonly RowTrouble[] {
  const once = new Map(troubles.map((trouble) => [`${trouble.place}\n${trouble.reason}`, trouble]));
  return [...once.values()].toSorted((a, b) => byPlace.compare(a.place, b.place) || compareText(a.reason, b.reason));
}
