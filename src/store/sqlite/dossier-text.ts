/**
 * How a dossier is stored: on the first line what it says, on the second where that comes from, on the third a checksum.
 * The second names each record of a source once, where the dossier itself repeats it for every fact: a third of the bytes,
 * and faster to read. The first line alone tells whether an import changes what is said.
 */
import type { Instant } from '../../base/clock.ts';
import { instantAt } from '../../facts/as-of.ts';
import type { Assignment, Dossier, Sayings } from '../../directory/records.ts';
import { sayingsOf } from '../../directory/records.ts';
import type { FactValue, Provenance, SourcedValue } from '../../facts/types.ts';
import { damaged, ownJson } from './rows.ts';
import { sealed, unsealed } from './sealed-text.ts';

type Said = readonly [
  account: string,
  name: string,
  parent: string | null,
  facts: Record<string, FactValue>,
  assignments: readonly (readonly [role: string, person: string, primary: boolean, since: string | null])[],
];

/** Facts and assignments are told in the order in which they are said. */
type Told = readonly [
  asOf: string,
  origins: readonly Origin[],
  facts: readonly Place[],
  assignments: readonly Place[],
  factConflicts: readonly Conflicts<FactValue>[],
  assignmentConflicts: readonly Conflicts<string>[],
];
type Origin = readonly [source: string, record: string, asOf: string, inheritedFrom?: string];
/** In the list of origins. */
type Place = number;
/** Of the fact or the assignment at this position. */
type Conflicts<Value> = readonly [at: number, others: readonly (readonly [Value, Place])[]];

/** A store of format 1 has the dossier as one JSON object. */
const LONG_FORM = '{';

export function dossierText(dossier: Dossier): string {
  const { account, name, parent, facts, assignments } = dossier;
  const values: Record<string, FactValue> = {};
  for (const fact of Object.keys(facts)) values[fact] = facts[fact]?.value ?? null;
  const sayings = assignments.map(({ role, person, primary, since }) => [role, person, primary, since] as const);
  const said: Said = [account, name, parent, values, sayings];
  return sealed(`${JSON.stringify(said)}\n${JSON.stringify(toldOf(dossier))}`);
}

/** What a stored dossier says, whoever told it. */
export function saidInDossier(text: string): string {
  const short = text.startsWith(LONG_FORM) ? dossierText(dossierIn(text, AS_NAMED)) : text;
  return short.slice(0, short.indexOf('\n'));
}

/** What the directory says that a named moment is. */
export type InstantOf = (moment: string) => Instant;
/** For whoever writes it back: moments stay names. */
export const AS_NAMED: InstantOf = (moment) => moment;

export function dossierIn(text: string, instantOf: InstantOf): Dossier {
  if (text.startsWith(LONG_FORM)) return ownJson<Dossier>(text);
  const [said = '', where = ''] = unsealed(text).split('\n');
  const [account, name, parent, values, sayings] = ownJson<Said>(said);
  const told = ownJson<Told>(where);
  const originAt = placesIn(told, instantOf);
  const facts = factsOf(values, told, originAt);
  return {
    account,
    name,
    parent,
    facts,
    assignments: assignmentsOf(sayings, told, originAt),
    asOf: instantAt(told[0], instantOf),
  };
}

/** Without reading who told it. */
export function sayingsIn(text: string): Sayings {
  if (text.startsWith(LONG_FORM)) return sayingsOf(dossierIn(text, AS_NAMED));
  const whole = unsealed(text);
  const [account, name, parent, facts, held] = ownJson<Said>(whole.slice(0, whole.indexOf('\n')));
  const assignments = held.map(([role, person, primary, since]) => ({ role, person, primary, since }));
  return { account, name, parent, facts, assignments };
}

function toldOf({ facts, assignments, asOf }: Dossier): Told {
  const origins = new Origins();
  const sourced = Object.values(facts);
  return [
    asOf,
    origins.list,
    sourced.map((fact) => origins.placeOf(fact)),
    assignments.map(({ source }) => origins.placeOf(source)),
    conflictsOf(sourced, ({ value }) => value, origins),
    conflictsOf(assignments, ({ person }) => person, origins),
  ];
}

function conflictsOf<Other extends Provenance, Value>(
  all: readonly { readonly conflicts?: readonly Other[] }[],
  valueOf: (other: Other) => Value,
  origins: Origins,
): readonly Conflicts<Value>[] {
  return all.flatMap(({ conflicts }, at): Conflicts<Value>[] =>
    conflicts === undefined ? [] : [[at, conflicts.map((other) => [valueOf(other), origins.placeOf(other)])]],
  );
}

/** Each record of a source once. There are as many as an account has sources, so that looking through them is fastest. */
class Origins {
  readonly list: Origin[] = [];

  placeOf({ source, record, asOf, inheritedFrom }: Provenance): Place {
    for (let place = 0; place < this.list.length; place += 1) {
      const known = this.list[place];
      if (known?.[1] === record && known[0] === source && known[2] === asOf && known[3] === inheritedFrom) return place;
    }
    return (
      this.list.push(inheritedFrom === undefined ? [source, record, asOf] : [source, record, asOf, inheritedFrom]) - 1
    );
  }
}

type OriginAt = (place: Place | undefined) => Provenance;

function placesIn([, origins]: Told, instantOf: InstantOf): OriginAt {
  const list = origins.map(([source, record, told, inheritedFrom]): Provenance => {
    const asOf = instantAt(told, instantOf);
    return inheritedFrom === undefined ? { source, record, asOf } : { source, record, asOf, inheritedFrom };
  });
  return (place = -1) => list[place] ?? untold();
}

/** In place of the values: an object that was just parsed is the fastest one to fill. */
function factsOf(values: Said[3], [, , places, , conflicts]: Told, originAt: OriginAt): Dossier['facts'] {
  const facts: Record<string, FactValue | SourcedValue> = values;
  const names = Object.keys(values);
  names.forEach((name, at) => {
    const value = values[name] ?? null;
    const { source, record, asOf, inheritedFrom } = originAt(places[at]);
    facts[name] =
      inheritedFrom === undefined ? { value, source, record, asOf } : { value, source, record, asOf, inheritedFrom };
  });
  const sourced = facts as Record<string, SourcedValue>;
  for (const [at, others] of conflicts) {
    const name = names[at] ?? untold();
    const told = others.map(([value, place]) => ({ value, ...originAt(place) }));
    sourced[name] = { ...(sourced[name] ?? untold()), conflicts: told };
  }
  return sourced;
}

function assignmentsOf(sayings: Said[4], [, , , places, , conflicts]: Told, originAt: OriginAt): readonly Assignment[] {
  const others = new Map(conflicts);
  return sayings.map(([role, person, primary, since], at) => {
    const assignment: Assignment = { role, person, primary, since, source: originAt(places[at]) };
    const told = others.get(at)?.map(([other, place]) => ({ person: other, ...originAt(place) }));
    return told === undefined ? assignment : { ...assignment, conflicts: told };
  });
}

function untold(): never {
  throw damaged('a dossier that is told in a way in which the store never writes it');
}
