/**
 * Entries of which each is kept once: of the rows of one mapping that say the same, the upper one. A million accounts name
 * some thousand owners. In memory, so for people and absences alone.
 */
import type { Entry } from '../sources/kit/entry.ts';
import type { Sourced } from './trust.ts';

export class DistinctEntries<E extends Entry> {
  readonly #seen = new Set<string>();
  readonly kept: Sourced<E>[] = [];

  add(sourced: Sourced<E>): void {
    const said = `${sourced.origin.index} ${JSON.stringify(sourced.entry)}`;
    if (this.#seen.has(said)) return;
    this.#seen.add(said);
    this.kept.push(sourced);
  }
}
