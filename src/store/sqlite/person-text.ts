/** How a person is stored: as JSON. The company's own people are few, so it needn't be tight. */
import type { Person, PersonSources } from '../../directory/records.ts';
import { ownJson } from './rows.ts';

/** A store of format 1 doesn't say from where a person's fields come. */
type StoredPerson = Omit<Person, 'sourced'> & { readonly sourced?: PersonSources };
const UNTOLD: PersonSources = { rows: [], conflicts: [] };

export function personText(person: Person): string {
  return JSON.stringify(person);
}

export function personIn(json: string): Person {
  const person = ownJson<StoredPerson>(json);
  return { ...person, sourced: person.sourced ?? UNTOLD };
}

/** What a stored person is said to be, whoever told it. */
export function saidInPerson(json: string): string {
  const { absences, sourced: _sourced, asOf: _asOf, ...said } = ownJson<StoredPerson>(json);
  return JSON.stringify({ ...said, absences: absences.map(({ source: _source, ...absence }) => absence) });
}
