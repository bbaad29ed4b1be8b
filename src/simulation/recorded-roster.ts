/**
 * The people of a record, as a draft may ask for them. A record holds those whom its answer consulted and nobody else, so
 * whoever isn't found may have been there all the same: who was asked for in vain is noted. Pure.
 */
import type { Person, Roster } from '../directory/records.ts';
import { rosterOf } from '../directory/records.ts';

export type RecordedRoster = {
  readonly roster: Roster;
  /** Keys and addresses that nobody was found under. */
  readonly missed: ReadonlySet<string>;
};

export function recordedRoster(people: readonly Person[]): RecordedRoster {
  const missed = new Set<string>();
  const { people: byKey, byEmail } = rosterOf(people);
  return { roster: { people: new Noting(byKey, missed), byEmail: new Noting(byEmail, missed) }, missed };
}

class Noting<Value> extends Map<string, Value> {
  readonly #missed: Set<string>;

  constructor(entries: ReadonlyMap<string, Value>, missed: Set<string>) {
    super(entries);
    this.#missed = missed;
  }

  override get(key: string): Value | undefined {
    const found = super.get(key);
    if (found === undefined) this.#missed.add(key);
    return found;
  }
}
