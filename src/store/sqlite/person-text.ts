/** How a person is stored: as JSON, with a checksum below. The company's own people are few, so it needn't be tight. */
import type { Instant } from '../../base/clock.ts';
import type { Person, PersonSources } from '../../directory/records.ts';
import { instantAt } from '../../facts/as-of.ts';
import type { InstantOf } from './dossier-text.ts';
import { ownJson } from './rows.ts';
import { sealed, unsealed } from './sealed-text.ts';

/** A store of format 1 doesn't say from where a person's fields come, and has no checksum. */
type StoredPerson = Omit<Person, 'sourced'> & { readonly sourced?: PersonSources };
const UNTOLD: PersonSources = { rows: [], conflicts: [] };

export function personText(person: Person): string {
  return sealed(JSON.stringify(person));
}

export function personIn(text: string, instantOf: InstantOf): Person {
  const person = stored(text);
  const { rows, conflicts } = person.sourced ?? UNTOLD;
  const told = <Told extends { readonly asOf: Instant }>(each: Told): Told => {
    return { ...each, asOf: instantAt(each.asOf, instantOf) };
  };
  const absences = person.absences.map((absence) => ({ ...absence, source: told(absence.source) }));
  return { ...told(person), absences, sourced: { rows: rows.map(told), conflicts: conflicts.map(told) } };
}

/** What a stored person is said to be, whoever told it. */
export function saidInPerson(text: string): string {
  const { absences, sourced: _sourced, asOf: _asOf, ids: _ids, ...said } = stored(text);
  return JSON.stringify({ ...said, absences: absences.map(({ source: _source, ...absence }) => absence) });
}

function stored(text: string): StoredPerson {
  return ownJson<StoredPerson>(text.includes('\n') ? unsealed(text) : text);
}
