/**
 * What came of an import, for the operations admin: counts, what was held back and why. In the same order every time, and
 * bounded: of a million troubles a thousand are told, and that there are a million. Names no person and no address, so
 * that it may go to a log.
 */
import { compareText } from '../base/compare-text.ts';
import type { RecordMapping } from '../sources/declaration.ts';
import type { RowTrouble } from '../sources/row.ts';
import type { Changes, DirectoryChanges } from './changes.ts';

export type SourceCount = {
  readonly source: string;
  readonly kind: RecordMapping['kind'];
  /** Rows that became a record of this kind. */
  readonly rows: number;
};

/** Each trouble counts once, however many records its row becomes. */
export type Troubles = {
  readonly total: number;
  /** In order of their places; at most {@link TOLD_TROUBLES}. */
  readonly first: readonly RowTrouble[];
};

export const TOLD_TROUBLES = 1_000;

export type ImportReport = {
  /**
   * Null: all was read. Else so many rows were, and so many accounts merged anew, for the rest depends on nothing that has
   * changed: what follows tells of these and of people, and only how many accounts, people and contacts there are is of all.
   */
  readonly part: { readonly rows: number; readonly accounts: number } | null;
  /** By source, in alphabetical order. */
  readonly counts: readonly SourceCount[];
  readonly directory: {
    readonly accounts: number;
    readonly people: number;
    readonly contacts: number;
    readonly assignments: number;
    readonly absences: number;
    /** Accounts that have something from an account above them. */
    readonly heirs: number;
  };
  /** Rows and values that were left out. */
  readonly quarantined: Troubles;
  /** Kept, but worth a look: mixed scripts, an id of two rows that disagree, an address of two people, a circle of parents. */
  readonly flagged: Troubles;
  /** Assignments, deputies, managers and absences of people whom no source describes; left out. */
  readonly unknownPeople: Troubles;
  /**
   * On how many accounts or people sources disagree, by the name that precedence decides: `account.tier`,
   * `assignment.CSM`, `person.title`. The passed-over values are kept beside those that are believed.
   */
  readonly conflicts: Readonly<Record<string, number>>;
};

const NO_TROUBLES: Troubles = { total: 0, first: [] };
/** Of an import that read nothing. */
export const EMPTY_REPORT: ImportReport = {
  counts: [],
  directory: { accounts: 0, people: 0, contacts: 0, assignments: 0, absences: 0, heirs: 0 },
  quarantined: NO_TROUBLES,
  flagged: NO_TROUBLES,
  unknownPeople: NO_TROUBLES,
  conflicts: {},
  part: null,
};

const byPlace = new Intl.Collator('en', { numeric: true });

/** `a.csv:9` before `a.csv:10`. */
export function compareTroubles(a: RowTrouble, b: RowTrouble): number {
  return byPlace.compare(a.place, b.place) || compareText(a.place, b.place) || compareText(a.reason, b.reason);
}

/** Of an import of a part, which counts what it merged. */
export function partReport(report: ImportReport, changes: DirectoryChanges, rows: number): ImportReport {
  const all = ({ before, added, dropped }: Changes): number => before + added - dropped;
  const [accounts, people, contacts] = [changes.accounts, changes.people, changes.contacts].map(all);
  const { directory } = report;
  return {
    ...report,
    part: { rows, accounts: directory.accounts },
    directory: { ...directory, accounts: accounts ?? 0, people: people ?? 0, contacts: contacts ?? 0 },
  };
}
