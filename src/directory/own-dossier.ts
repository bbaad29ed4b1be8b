/** A dossier without what it inherits: what the account says of itself. The other way round of {@link withInherited}. Pure. */
import type { FactName, SourcedValue } from '../facts/types.ts';
import type { Assignment, Dossier } from './records.ts';

/** The same object where it inherits nothing. Its age stays: it may be younger, never older. */
export function ownDossier(dossier: Dossier): Dossier {
  const told = [...Object.values(dossier.facts), ...dossier.assignments.map(({ source }) => source)];
  if (told.every(({ inheritedFrom }) => inheritedFrom === undefined)) return dossier;
  const facts = Object.entries(dossier.facts).flatMap(([name, fact]): (readonly [FactName, SourcedValue])[] => {
    const own = ownFact(fact);
    return own === undefined ? [] : [[name, own]];
  });
  return { ...dossier, facts: Object.fromEntries(facts), assignments: dossier.assignments.filter(isOwn) };
}

/** What it says itself stands first beside what it inherits instead. */
function ownFact(fact: SourcedValue): SourcedValue | undefined {
  if (fact.inheritedFrom === undefined) return fact;
  const [said, ...others] = (fact.conflicts ?? []).filter(({ inheritedFrom }) => inheritedFrom === undefined);
  if (said === undefined) return undefined;
  return others.length === 0 ? said : { ...said, conflicts: others };
}

function isOwn({ source }: Assignment): boolean {
  return source.inheritedFrom === undefined;
}
