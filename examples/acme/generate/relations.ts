/**
 * What binds accounts to one another: a domain that two have, parents that go round in a circle, ids that differ by case
 * alone. Settled within blocks of fifty accounts, so that one block is known without the others.
 */
import { DIRT } from './dirt.ts';
import type { Random } from './random.ts';
import { draws } from './random.ts';

const BLOCK = 50;

export type Relations = {
  /** The account whose domain, or whose id but for its case, this one has; `null` for its own. */
  readonly domainOf: number | null;
  readonly twinOf: number | null;
  /** Whether it shares its domain, as either of two; and whether its contact is the other's. */
  readonly sharesDomain: boolean;
  readonly sharesContact: boolean;
  readonly hasTwin: boolean;
  /** The next in the circle of parents. */
  readonly parentInCycle: number | null;
};

const ALONE: Relations = {
  domainOf: null,
  twinOf: null,
  sharesDomain: false,
  sharesContact: false,
  hasTwin: false,
  parentInCycle: null,
};

/** Accounts are asked for in order, mostly: the last block is kept. */
export function relations(accounts: number, seed: number): (index: number) => Relations {
  const draw = draws(seed, 'relations');
  let kept: { readonly block: number; readonly relations: ReadonlyMap<number, Relations> } | undefined;
  return (index) => {
    const block = Math.floor(index / BLOCK);
    if (kept?.block !== block) kept = { block, relations: ofBlock(block, accounts, draw(block)) };
    return kept.relations.get(index) ?? ALONE;
  };
}

function ofBlock(block: number, accounts: number, random: Random): ReadonlyMap<number, Relations> {
  const start = block * BLOCK;
  const free = shuffled(start, Math.min(BLOCK, accounts - start), random);
  const all = new Map<number, Relations>();
  const size = free.length;
  const take = (count: number, share: number): readonly number[] => {
    const isTaken = random.chance((share * size) / count) && free.length >= count;
    return isTaken ? free.splice(0, count) : [];
  };
  const bind = (index: number, more: Partial<Relations>): unknown => all.set(index, { ...ALONE, ...more });

  const [owner, other] = take(2, DIRT.sharedDomain);
  if (owner !== undefined && other !== undefined) {
    const sharesContact = random.chance(DIRT.sharedContact);
    bind(owner, { sharesDomain: true, sharesContact });
    bind(other, { sharesDomain: true, sharesContact, domainOf: owner });
  }
  const circle = take(random.between(2, 3), DIRT.parentCycle);
  circle.forEach((index, at) => bind(index, { parentInCycle: circle[(at + 1) % circle.length] ?? null }));
  const [first, twin] = take(2, DIRT.caseTwin);
  if (first !== undefined && twin !== undefined) {
    bind(first, { hasTwin: true });
    bind(twin, { hasTwin: true, twinOf: first });
  }
  return all;
}

function shuffled(start: number, count: number, random: Random): number[] {
  const indexes = Array.from({ length: count }, (_, at) => start + at);
  for (let last = count - 1; last > 0; last--) {
    const other = random.between(0, last);
    [indexes[last], indexes[other]] = [indexes[other] as number, indexes[last] as number];
  }
  return indexes;
}
