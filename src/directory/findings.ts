/** What an import finds on its way, counted as it comes and told as an {@link ImportReport} at the end. */
import { compareText } from '../base/compare-text.ts';
import type { RowTrouble } from '../sources/row.ts';
import type { ImportReport, Troubles } from './import-report.ts';
import { compareTroubles, TOLD_TROUBLES } from './import-report.ts';

export const TROUBLE_LISTS = ['quarantined', 'flagged', 'unknownPeople'] as const;
export type TroubleList = (typeof TROUBLE_LISTS)[number];

/** Says whether this trouble is in the list for the first time. */
export type KeepTrouble = (list: TroubleList, trouble: RowTrouble) => boolean;

export class Findings {
  readonly #lists: Readonly<Record<TroubleList, FirstTroubles>>;
  readonly #conflicts = new Map<string, number>();
  readonly #directory = { accounts: 0, people: 0, contacts: 0, assignments: 0, absences: 0, heirs: 0 };
  counts: ImportReport['counts'] = [];

  constructor(keep: KeepTrouble) {
    const list = (name: TroubleList) => new FirstTroubles((trouble) => keep(name, trouble));
    this.#lists = {
      quarantined: list('quarantined'),
      flagged: list('flagged'),
      unknownPeople: list('unknownPeople'),
    };
  }

  add(list: TroubleList, place: string, reason: string): void {
    this.#lists[list].add({ place, reason });
  }

  /** Sources disagree on this once more. */
  conflict(name: string): void {
    this.#conflicts.set(name, (this.#conflicts.get(name) ?? 0) + 1);
  }

  count(what: keyof ImportReport['directory'], more: number): void {
    this.#directory[what] += more;
  }

  report(): ImportReport {
    const { quarantined, flagged, unknownPeople } = this.#lists;
    return {
      part: null,
      counts: this.counts,
      directory: { ...this.#directory },
      quarantined: quarantined.told(),
      flagged: flagged.told(),
      unknownPeople: unknownPeople.told(),
      conflicts: Object.fromEntries([...this.#conflicts].toSorted(([a], [b]) => compareText(a, b))),
    };
  }
}

/** Counts all and keeps those that come first in order, whatever the order in which they are found. */
class FirstTroubles {
  readonly #isNew: (trouble: RowTrouble) => boolean;
  #kept: RowTrouble[] = [];
  /** Nothing behind this one is told. */
  #last: RowTrouble | undefined;
  #total = 0;

  constructor(isNew: (trouble: RowTrouble) => boolean) {
    this.#isNew = isNew;
  }

  add(trouble: RowTrouble): void {
    if (!this.#isNew(trouble)) return;
    this.#total++;
    if (this.#last !== undefined && compareTroubles(this.#last, trouble) < 0) return;
    this.#kept.push(trouble);
    if (this.#kept.length >= 2 * TOLD_TROUBLES) this.#cut();
  }

  told(): Troubles {
    this.#cut();
    return { total: this.#total, first: [...this.#kept] };
  }

  #cut(): void {
    this.#kept = this.#kept.toSorted(compareTroubles).slice(0, TOLD_TROUBLES);
    if (this.#kept.length === TOLD_TROUBLES) this.#last = this.#kept.at(-1);
  }
}
