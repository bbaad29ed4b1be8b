/**
 * What an account takes from the accounts above it where it has nothing of its own, by the workspace's word for each role
 * and fact. What is taken says from whom. Pure: whoever calls it knows who stands above whom.
 */
import { compareText } from '../base/compare-text.ts';
import type { AccountKey, Assignment, Dossier, Role } from '../directory/records.ts';
import { oldest } from './as-of.ts';
import type { FactName, Provenance, SourcedValue } from './types.ts';

/**
 * - `own_first`: its own value, else that of the nearest account above that has one
 * - `any`: of a boolean: yes where it says yes itself, or anybody above does; else its own value, known or not
 */
export const INHERITED_HOW = ['own_first', 'any'] as const;
export type InheritedHow = (typeof INHERITED_HOW)[number];

export type Inheritance = {
  /** All holders of the nearest account above that has one, where it has none itself. */
  readonly roles: readonly Role[];
  readonly facts: Readonly<Record<FactName, InheritedHow>>;
};

export const NOTHING_INHERITED: Inheritance = { roles: [], facts: {} };

/** So many accounts above one are looked at, the nearest first: a bound on what a company's tree may cost. */
export const MAX_GENERATIONS = 10;

/** What of an account others may inherit: its own alone, never what it inherited itself. */
export type Estate = Pick<Dossier, 'account' | 'facts' | 'assignments'>;

export function isInheriting({ roles, facts }: Inheritance): boolean {
  return roles.length > 0 || Object.keys(facts).length > 0;
}

/** Null where there is nothing in it. */
export function estateOf({ account, facts, assignments }: Estate, inheritance: Inheritance): Estate | null {
  const left = Object.entries(facts).filter(([name, fact]) => isLent(fact, inheritance.facts[name]));
  const held = assignments.filter(({ role }) => inheritance.roles.includes(role));
  if (left.length === 0 && held.length === 0) return null;
  return { account, facts: Object.fromEntries(left), assignments: held };
}

function isLent({ value }: SourcedValue, how: InheritedHow | undefined): boolean {
  return how === 'any' ? value === true : how === 'own_first';
}

/** `above`: the nearest first, read only as far as something is wanting. The same object where nothing is taken. */
export function withInherited(own: Dossier, above: Iterable<Estate>, inheritance: Inheritance): Dossier {
  const taking = new Taking(own, inheritance);
  if (taking.isDone()) return own;
  for (const estate of above) {
    taking.from(estate);
    if (taking.isDone()) break;
  }
  return taking.taken();
}

class Taking {
  readonly #own: Dossier;
  readonly #facts: Record<FactName, SourcedValue> = {};
  readonly #assignments: Assignment[] = [];
  #roles: readonly Role[];
  #wanted: readonly (readonly [FactName, InheritedHow])[];

  constructor(own: Dossier, { roles, facts }: Inheritance) {
    this.#own = own;
    this.#roles = roles.filter((role) => own.assignments.every((held) => held.role !== role));
    this.#wanted = Object.entries(facts).filter(([name, how]) =>
      how === 'any' ? own.facts[name]?.value !== true : own.facts[name] === undefined,
    );
  }

  isDone(): boolean {
    return this.#roles.length === 0 && this.#wanted.length === 0;
  }

  from({ account, facts, assignments }: Estate): void {
    const held = assignments.filter(({ role }) => this.#roles.includes(role));
    this.#assignments.push(...held.map((each) => heirOf(each, account)));
    this.#roles = this.#roles.filter((role) => held.every((each) => each.role !== role));
    this.#wanted = this.#wanted.filter(([name, how]) => {
      const value = facts[name];
      if (value === undefined || !isLent(value, how)) return true;
      this.#facts[name] = passedOver(inheritedValue(value, account), this.#own.facts[name]);
      return false;
    });
  }

  taken(): Dossier {
    const told = [...Object.values(this.#facts), ...this.#assignments.map(({ source }) => source)];
    if (told.length === 0) return this.#own;
    const { facts, assignments, asOf } = this.#own;
    const all = Object.entries({ ...facts, ...this.#facts });
    return {
      ...this.#own,
      facts: Object.fromEntries(all.toSorted(([a], [b]) => compareText(a, b))),
      assignments: [...assignments, ...this.#assignments].toSorted((a, b) => compareText(a.role, b.role)),
      asOf: oldest([asOf, ...told.map((each) => each.asOf)]),
    };
  }
}

function heirOf({ conflicts, source, ...assignment }: Assignment, from: AccountKey): Assignment {
  const others = conflicts?.map((other) => inherited(other, from));
  return { ...assignment, source: inherited(source, from), ...(others === undefined ? {} : { conflicts: others }) };
}

function inheritedValue({ conflicts, ...value }: SourcedValue, from: AccountKey): SourcedValue {
  const others = conflicts?.map((other) => inherited(other, from));
  return { ...inherited(value, from), ...(others === undefined ? {} : { conflicts: others }) };
}

/** What the account says itself is told beside what it inherits instead. */
function passedOver(value: SourcedValue, own: SourcedValue | undefined): SourcedValue {
  if (own === undefined) return value;
  const { conflicts = [], ...said } = own;
  return { ...value, conflicts: [said, ...conflicts, ...(value.conflicts ?? [])] };
}

function inherited<Told extends Provenance>(told: Told, from: AccountKey): Told {
  return { ...told, inheritedFrom: from };
}
