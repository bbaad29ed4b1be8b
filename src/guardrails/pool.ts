/**
 * Which member of a team an account goes to. `sticky`: the same for the same account, fair by weight, without shared
 * state. `least_loaded`: the fewest open cases, ties as sticky would; members whose load no source supplies come last,
 * since a load taken for zero would send them everything. A weight of 0 takes no part. Where a row matches skills, who has
 * what it requires takes part, and who has what it prefers is ranked before the others: within them, all is as above.
 */
import { compareText } from '../base/compare-text.ts';
import type { AccountKey, Person, Roster } from '../directory/records.ts';
import type { KeyHash } from './rendezvous.ts';
import { distance, keyHash } from './rendezvous.ts';
import type { Wanted } from './skills.ts';
import { lacking, wantedText } from './skills.ts';
import type { PoolStrategy, Team } from './teams.ts';

export type PoolMember = { readonly person: Person; readonly hash: KeyHash };

/** Everybody with the role, and the people named: also those whose weight keeps them out. In order of their keys. */
export function membersOf(team: Team, roster: Roster): readonly Person[] {
  return poolAmong(team, roster).members;
}

/** Who takes part, by what they have of what is wanted: those with the most of it first. Nobody is in two groups. */
export function groupsOf(team: Team, roster: Roster, wanted: Wanted | null): readonly (readonly PoolMember[])[] {
  const pool = poolAmong(team, roster);
  if (wanted === null) return pool.whole;
  const text = wantedText(wanted);
  const before = pool.groups.get(text);
  if (before !== undefined) return before;
  if (pool.groups.size >= MAX_WANTS) pool.groups.clear();
  const made = groupedBy(wanted, pool.drawn);
  pool.groups.set(text, made);
  return made;
}

/** Any agent may ask in any language, so that what is remembered must be bounded. */
const MAX_WANTS = 200;

function groupedBy({ require, prefer }: Wanted, drawn: readonly PoolMember[]): readonly (readonly PoolMember[])[] {
  const matching = drawn.filter(({ person }) => lacking(person, require).length === 0);
  // The first skill counts for more than all behind it.
  const rank = ({ person }: PoolMember): number => {
    const lacks = lacking(person, prefer);
    return prefer.reduce((sum, { skill }) => sum * 2 + (lacks.includes(skill) ? 1 : 0), 0);
  };
  const groups = Map.groupBy(matching, rank);
  return [...groups].toSorted(([one], [other]) => one - other).map(([, members]) => members);
}

type Pool = {
  readonly members: readonly Person[];
  readonly drawn: readonly PoolMember[];
  /** All who take part, as one group; none where nobody does. */
  readonly whole: readonly (readonly PoolMember[])[];
  readonly groups: Map<string, readonly (readonly PoolMember[])[]>;
};

/** Made once for a roster. */
function poolAmong(team: Team, roster: Roster): Pool {
  const pools = poolsByRoster.get(roster) ?? new Map<Team, Pool>();
  poolsByRoster.set(roster, pools);
  const before = pools.get(team);
  if (before !== undefined) return before;
  const members = namedOrHolding(team, roster);
  const taking = members.filter(({ weight }) => weight > 0);
  const drawn = taking.map((person) => ({ person, hash: keyHash(person.key) }));
  const made = { members, drawn, whole: drawn.length === 0 ? [] : [drawn], groups: new Map() };
  pools.set(team, made);
  return made;
}

const poolsByRoster = new WeakMap<Roster, Map<Team, Pool>>();

function namedOrHolding({ strategy, members }: Team, roster: Roster): readonly Person[] {
  if (strategy === 'card' || strategy === 'on_call') return [];
  const named = (members.people ?? []).flatMap((email) => roster.byEmail.get(email) ?? []);
  const { role } = members;
  const holding = role === undefined ? [] : [...roster.people.values()].filter(({ roles }) => roles.includes(role));
  return [...new Set([...named, ...holding])].toSorted((one, other) => compareText(one.key, other.key));
}

/** What `accept` makes of the first member, in the strategy's order for this account, whom it doesn't refuse (`null`). */
export function pickMember<Accepted>(
  pool: readonly PoolMember[],
  strategy: PoolStrategy,
  account: AccountKey,
  accept: (person: Person) => Accepted | null,
): Accepted | null {
  if (pool.length === 0) return null;
  for (const place of inOrder(rankingOf(pool, strategy, keyHash(account)))) {
    const member = pool[place];
    const accepted = member === undefined ? null : accept(member.person);
    if (accepted !== null) return accepted;
  }
  return null;
}

/** Those of them among whom an account has the first by how near it is. */
export function foremost(pool: readonly PoolMember[], strategy: PoolStrategy): readonly PoolMember[] {
  if (strategy !== 'least_loaded') return pool;
  const fewest = pool.reduce((least, { person }) => Math.min(least, person.openLoad ?? Infinity), Infinity);
  return pool.filter(({ person }) => (person.openLoad ?? Infinity) === fewest);
}

/** Of each place in the pool. Plain numbers, because a pool may be large and every account ranks it anew. */
type Ranking = {
  readonly distances: readonly number[];
  /** Null where they don't count. */
  readonly loads: readonly number[] | null;
};

function rankingOf(pool: readonly PoolMember[], strategy: PoolStrategy, from: KeyHash): Ranking {
  const distances = pool.map(({ person, hash }) => distance(from, hash, person.weight));
  return {
    distances,
    loads: strategy === 'least_loaded' ? pool.map(({ person }) => person.openLoad ?? Infinity) : null,
  };
}

/** So many are looked for one by one: mostly somebody is there among them, and a large pool needn't be sorted. */
const LOOKED_FOR = 9;

function* inOrder(ranking: Ranking): Generator<number> {
  const taken: number[] = [];
  while (taken.length < LOOKED_FOR && taken.length < ranking.distances.length) {
    const first = firstOf(ranking, taken);
    taken.push(first);
    yield first;
  }
  const rest = [...ranking.distances.keys()].filter((place) => !taken.includes(place));
  yield* rest.toSorted((one, other) => compareRanks(ranking, one, other));
}

/** Of equals the first, since a pool is in order of keys. */
function firstOf(ranking: Ranking, taken: readonly number[]): number {
  let first = -1;
  for (let place = 0; place < ranking.distances.length; place++) {
    if (first !== -1 && compareRanks(ranking, place, first) > 0) continue;
    if (!taken.includes(place)) first = place;
  }
  return first;
}

function compareRanks({ distances, loads }: Ranking, one: number, other: number): number {
  if (loads !== null) {
    const [load, otherLoad] = [loads[one] ?? 0, loads[other] ?? 0];
    if (load !== otherLoad) return load < otherLoad ? -1 : 1;
  }
  return (distances[one] ?? 0) - (distances[other] ?? 0) || one - other;
}
