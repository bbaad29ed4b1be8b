/**
 * People who may not be named, whatever the hour, and the accounts that they still hold in any role: who left, is no person,
 * has no address or one that isn't approved. Being away isn't stale. Bounded by the number of people; of each one's accounts
 * so many are listed.
 */
import { compareText } from '../base/compare-text.ts';
import type { Approver } from '../card/approve.ts';
import type { AccountKey, Dossier, Person, PersonKey, Role, Roster } from '../directory/records.ts';
import type { Ineligible } from '../guardrails/eligible.ts';
import { ineligible } from '../guardrails/eligible.ts';
import { inCents } from './tally.ts';

export const MAX_HELD_LISTED = 100;

export type StaleOwner = {
  readonly person: PersonKey;
  readonly name: string;
  readonly why: Ineligible;
  readonly accounts: number;
  /** The sum of the value fact; null where no such fact was chosen. */
  readonly value: number | null;
  readonly roles: readonly Role[];
  /** Up to {@link MAX_HELD_LISTED} of the accounts, in the order in which they came. */
  readonly held: readonly AccountKey[];
};

export type StaleOwners = {
  /** Each account comes once. */
  readonly add: (dossier: Dossier, value: number | null) => void;
  /** Who holds the most first. */
  readonly list: (valued: boolean) => readonly StaleOwner[];
};

export function staleOwners({ people }: Roster, approver: Approver): StaleOwners {
  const holdings = new Map<PersonKey, Holding>();
  for (const person of people.values()) {
    const why = ineligible(person, approver, []);
    if (why !== null) holdings.set(person.key, newHolding(person, why));
  }
  return {
    add: ({ account, assignments }, value) => {
      for (const { person, role } of assignments) hold(holdings.get(person), account, role, value);
    },
    list: (valued) =>
      [...holdings.values()]
        .filter(({ accounts }) => accounts > 0)
        .map((holding) => staleOwner(holding, valued))
        .toSorted(byWeight),
  };
}

type Holding = {
  readonly person: Person;
  readonly why: Ineligible;
  readonly roles: Set<Role>;
  readonly held: AccountKey[];
  accounts: number;
  value: number;
  last: AccountKey | null;
};

function newHolding(person: Person, why: Ineligible): Holding {
  return { person, why, roles: new Set(), held: [], accounts: 0, value: 0, last: null };
}

function hold(holding: Holding | undefined, account: AccountKey, role: Role, value: number | null): void {
  if (holding === undefined) return;
  holding.roles.add(role);
  // In two roles of one account they hold it once.
  if (holding.last === account) return;
  holding.last = account;
  holding.accounts += 1;
  holding.value += value ?? 0;
  if (holding.held.length < MAX_HELD_LISTED) holding.held.push(account);
}

function staleOwner({ person, why, roles, held, accounts, value }: Holding, valued: boolean): StaleOwner {
  const sum = valued ? inCents(value) : null;
  return {
    person: person.key,
    name: person.name,
    why,
    accounts,
    value: sum,
    roles: [...roles].toSorted(compareText),
    held,
  };
}

function byWeight(one: StaleOwner, other: StaleOwner): number {
  return (
    (other.value ?? 0) - (one.value ?? 0) || other.accounts - one.accounts || compareText(one.person, other.person)
  );
}
