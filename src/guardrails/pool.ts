/**
 * Which member of a team an account goes to. `sticky`: the same for the same account, fair by weight, without shared
 * state. `least_loaded`: the fewest open cases, ties as sticky would; members whose load no source supplies come last,
 * since a load taken for zero would send them everything. A weight of 0 takes no part.
 */
import { compareText } from '../base/compare-text.ts';
import type { AccountKey, Person, Roster } from '../directory/records.ts';
import type { KeyHash } from './rendezvous.ts';
import { distance, keyHash } from './rendezvous.ts';
import type { PoolStrategy, Team } from './teams.ts';

export type PoolMember = { readonly person: Person; readonly hash: KeyHash };

/** Everybody with the role, and the people named, who take part; in order of their keys. */
export function poolOf(team: Team, roster: Roster): readonly PoolMember[] {
  return poolAmong(team, roster).drawn;
}

/** Everybody with the role, and the people named: also those whose weight keeps them out. In order of their keys. */
export function membersOf(team: Team, roster: Roster): readonly Person[] {
  return poolAmong(team, roster).members;
}

type Pool = { readonly members: readonly Person[]; readonly drawn: readonly PoolMember[] };

/** Made once for a roster. */
function poolAmong(team: Team, roster: Roster): Pool {
  const pools = poolsByRoster.get(roster) ?? new Map<Team, Pool>();
  poolsByRoster.set(roster, pools);
  const before = pools.get(team);
  if (before !== undefined) return before;
  const members = namedOrHolding(team, roster);
  const drawn = members.filter(({ weight }) => weight > 0);
  const made = { members, drawn: drawn.map((person) => ({ person, hash: keyHash(person.key) })) };
  pools.set(team, made);
  return made;
}

const poolsByRoster = new WeakMap<Roster, Map<Team, Pool>>();

function namedOrHolding({ strategy, members }: Team, roster: Roster): readonly Person[] {
  if (strategy === 'card') return [];
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
