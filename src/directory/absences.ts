/** Absences, resolved to people. */
import { compareText } from '../base/compare-text.ts';
import type { AbsenceEntry } from '../sources/kit/entry.ts';
import type { SourcedId } from '../sources/kit/mapping.ts';
import type { Absence, PersonKey } from './records.ts';
import type { At, Sourced, Trust } from './trust.ts';
import { provenance } from './trust.ts';

/** `null` for nobody, which is reported where an id was given: as what, and where. */
export type Resolve = (id: SourcedId | null, as: string, at: At) => PersonKey | null;

/** By person, the earliest first; an absence that two sources tell alike is one, told by the more trusted. */
export function absencesByPerson(
  absences: readonly Sourced<AbsenceEntry>[],
  trust: Trust,
  resolve: Resolve,
): ReadonlyMap<PersonKey, readonly Absence[]> {
  const byPerson = new Map<PersonKey, Map<string, Absence>>();
  for (const sourced of absences.toSorted(trust.compare('person.absences'))) {
    const { entry } = sourced;
    const person = resolve(entry.person, 'person who is away', sourced);
    if (person === null) continue;
    const named = resolve(entry.deputy, 'deputy of a leave', sourced);
    const absence: Absence = {
      kind: entry.absence,
      from: entry.from,
      to: entry.to,
      // Nobody is their own deputy.
      deputy: named === person ? null : named,
      source: provenance(sourced),
    };
    const own = byPerson.get(person) ?? new Map<string, Absence>();
    const same = `${absence.from} ${absence.to ?? 'open'} ${absence.kind}`;
    if (!own.has(same)) own.set(same, absence);
    byPerson.set(person, own);
  }
  return new Map(
    [...byPerson].map(([person, own]) => [
      person,
      [...own].toSorted(([a], [b]) => compareText(a, b)).map(([, absence]) => absence),
    ]),
  );
}
