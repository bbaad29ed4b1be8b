/**
 * What a source says of an account right now, laid over what the directory holds of it, as an import would merge it: its own
 * values give way to the new ones, those of more trusted sources stay. What it says no longer goes where nobody else could say it;
 * where another source could, nobody here knows whether it does, and the last known value stays with its age. Pure.
 */
import { compareText } from '../base/compare-text.ts';
import type { Instant } from '../base/clock.ts';
import type { FactName, FactValue, Provenance, SourcedValue } from '../facts/types.ts';
import type { Assignment, Dossier, PersonKey, Role } from './records.ts';
import { oldest } from '../facts/as-of.ts';

export type SaidNow = {
  readonly source: string;
  readonly asOf: Instant;
  /** Null where it isn't the source that is believed in it first, or says none. */
  readonly name: string | null;
  /** Whether the account's name may be another source's, whose age no dossier says by itself. */
  readonly isNamedElsewhere: boolean;
  /** Every name of which the source says all that it has, with or without a value. */
  readonly facts: ReadonlyMap<FactName, SourcedValue | null>;
  readonly roles: ReadonlyMap<Role, HoldersNow>;
};

/** Who holds a role, in the order in which it is walked. `unknown`: people are named of whom the directory knows nobody. */
export type HoldersNow = readonly Assignment[] | 'unknown';

export type Belief = {
  /** 0 for the most trusted; by the name of a fact, or `assignment.ROLE`. */
  readonly rank: (name: string, source: string) => number;
  /** Whether no other source could say it. */
  readonly isAlone: (name: string, source: string) => boolean;
};

/** `own`: of the account itself, without what it inherits. The same object where nothing is said of it. */
export function laidOver(own: Dossier, said: readonly SaidNow[], belief: Belief): Dossier {
  return said.reduce((dossier, one) => laidOverBy(dossier, one, belief), own);
}

function laidOverBy(own: Dossier, said: SaidNow, belief: Belief): Dossier {
  const facts = new Map(Object.entries(own.facts));
  for (const [name, now] of said.facts) {
    const fact = factOf(name, facts.get(name), now, said.source, belief);
    if (fact === undefined) facts.delete(name);
    else facts.set(name, fact);
  }
  const kept = own.assignments.filter(({ role }) => !said.roles.has(role));
  const changed = [...said.roles].flatMap(([role, now]) =>
    holdersOf(
      role,
      own.assignments.filter((held) => held.role === role),
      now,
      said.source,
      belief,
    ),
  );
  const assignments = [...kept, ...changed].toSorted((a, b) => compareText(a.role, b.role));
  const ages = [...facts.values(), ...assignments.map(({ source }) => source)].map(({ asOf }) => asOf);
  return {
    ...own,
    name: said.name ?? own.name,
    facts: Object.fromEntries([...facts].toSorted(([a], [b]) => compareText(a, b))),
    assignments,
    asOf: oldest([said.isNamedElsewhere ? own.asOf : said.asOf, ...ages]),
  };
}

function factOf(
  name: FactName,
  held: SourcedValue | undefined,
  now: SourcedValue | null,
  source: string,
  { rank, isAlone }: Belief,
): SourcedValue | undefined {
  const others = valuesIn(held).filter((each) => each.source !== source);
  if (now === null && held?.source === source) return isAlone(name, source) ? undefined : held;
  const all = now === null ? others : [now, ...others];
  const [best, ...rest] = all.toSorted((a, b) => rank(name, a.source) - rank(name, b.source));
  if (best === undefined) return undefined;
  const conflicts = rest.filter(({ value }) => value !== best.value);
  return conflicts.length === 0 ? best : { ...best, conflicts };
}

type Value = Provenance & { readonly value: FactValue };

function valuesIn(held: SourcedValue | undefined): readonly Value[] {
  if (held === undefined) return [];
  const { conflicts = [], ...value } = held;
  return [value, ...conflicts];
}

function holdersOf(
  role: Role,
  held: readonly Assignment[],
  now: HoldersNow,
  source: string,
  { rank, isAlone }: Belief,
): readonly Assignment[] {
  const [first] = held;
  const name = `assignment.${role}`;
  if (now === 'unknown') return held;
  const isTheirs = first?.source.source === source;
  if (now.length === 0 && isTheirs) return isAlone(name, source) ? [] : held;
  const passedOver = (first?.conflicts ?? []).filter((each) => each.source !== source);
  const isBelieved = first === undefined || isTheirs || rank(name, source) < rank(name, first.source.source);
  if (now.length > 0 && isBelieved) {
    const before = isTheirs ? [] : held.map(told);
    return withOthers(now, [...before, ...passedOver]);
  }
  return withOthers(held, [...now.map(told), ...passedOver]);
}

type Named = Provenance & { readonly person: PersonKey };

function told({ person, source }: Assignment): Named {
  return { person, ...source };
}

/** Each person once, and nobody who holds it. */
function withOthers(holders: readonly Assignment[], others: readonly Named[]): readonly Assignment[] {
  const seen = new Set(holders.map(({ person }) => person));
  const conflicts = others.filter(({ person }) => !seen.has(person) && seen.add(person));
  return holders.map(({ conflicts: _before, ...holder }) =>
    conflicts.length === 0 ? holder : { ...holder, conflicts },
  );
}
