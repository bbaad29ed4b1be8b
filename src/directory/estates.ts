/**
 * What accounts leave to those below them. It is merged and staged before any account is, since an account may come before
 * the one above it; only accounts with others below them are looked at, and all of it is on disk.
 */
import type { Estate, Inheritance } from '../facts/inheritance.ts';
import { estateOf, isInheriting, MAX_GENERATIONS } from '../facts/inheritance.ts';
import type { AccountGroups } from './account-groups.ts';
import { groupedEntries } from './grouped-entries.ts';
import { accountMerger } from './merge-account.ts';
import type { People } from './merge-people.ts';
import type { Parents } from './parents.ts';
import type { Stage } from './stage.ts';
import { UNKNOWN } from './stage.ts';
import type { Origin, Trust } from './trust.ts';

export type Family = {
  readonly stage: Stage;
  readonly origins: readonly Origin[];
  readonly groups: AccountGroups;
  readonly roster: Pick<People, 'find'>;
  readonly trust: Trust;
  readonly inheritance: Inheritance;
};

export function stageEstates({ stage, origins, groups, roster, trust, inheritance }: Family): void {
  if (!isInheriting(inheritance)) return;
  const mergeAccount = accountMerger(trust, roster.find, UNTOLD);
  const isAbove = accountsAbove(groups);
  const numbers = groups.numbers.map((number) => (isAbove[number] === 1 ? number : UNKNOWN));
  for (const [number, group] of groupedEntries(stage, origins, numbers)) {
    const entries = group.map(([, sourced]) => sourced);
    const estate = estateOf(mergeAccount(groups.keys.at(number), entries, null), inheritance);
    if (estate !== null) stage.addEstate(number, estate);
  }
}

/** The nearest first. */
export function* estatesAbove(account: number, { stage, groups }: Pick<Family, 'stage' | 'groups'>): Generator<Estate> {
  for (const above of numbersAbove(account, groups.parents)) {
    const estate = stage.estateOf(above);
    if (estate !== undefined) yield estate;
  }
}

/** Whether there are more accounts above it than are looked at. */
export function isBeyondReach(account: number, { parents }: Pick<AccountGroups, 'parents'>): boolean {
  const above = [...numbersAbove(account, parents)];
  return above.length === MAX_GENERATIONS && parents.parentOf(above.at(-1) ?? account) !== UNKNOWN;
}

function* numbersAbove(account: number, { parentOf }: Parents): Generator<number> {
  let above = parentOf(account);
  for (let generation = 1; above !== UNKNOWN && generation <= MAX_GENERATIONS; generation++) {
    yield above;
    above = parentOf(above);
  }
}

function accountsAbove({ keys, parents }: AccountGroups): Uint8Array {
  const isAbove = new Uint8Array(keys.length);
  for (let account = 0; account < keys.length; account++) {
    const above = parents.parentOf(account);
    if (above !== UNKNOWN) isAbove[above] = 1;
  }
  return isAbove;
}

/** What is found in these accounts is told when they are merged for themselves. */
const UNTOLD = { add: () => undefined, conflict: () => undefined };
