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
  const from = keyHash(account);
  const first = firstOf(pool, strategy, from);
  const accepted = first === null ? null : accept(first.person);
  if (accepted !== null || pool.length < 2) return accepted;
  const others = pool.filter((member) => member !== first).map((member) => rankOf(member, strategy, from));
  for (const { person } of inOrder(others)) {
    const next = accept(person);
    if (next !== null) return next;
  }
  return null;
}

/** Nearly always the one: it is found without ranking the rest. Of equals the first, since a pool is in order of keys. */
function firstOf(pool: readonly PoolMember[], strategy: PoolStrategy, from: KeyHash): PoolMember | null {
  let first: PoolMember | null = null;
  let least = { load: Infinity, distance: Infinity };
  for (const member of pool) {
    const load = loadOf(member.person, strategy);
    if (load > least.load) continue;
    const away = distance(from, member.hash, member.person.weight);
    if (first !== null && load === least.load && away >= least.distance) continue;
    first = member;
    least = { load, distance: away };
  }
  return first;
}

type Rank = { readonly person: Person; readonly load: number; readonly distance: number };

function rankOf({ person, hash }: PoolMember, strategy: PoolStrategy, from: KeyHash): Rank {
  return { person, load: loadOf(person, strategy), distance: distance(from, hash, person.weight) };
}

function loadOf({ openLoad }: Person, strategy: PoolStrategy): number {
  return strategy === 'least_loaded' ? (openLoad ?? Infinity) : 0;
}

/** So many are looked for one by one: mostly somebody is there among them, and a large pool needn't be sorted. */
const LOOKED_FOR = 8;

/** Uses the list up. */
function* inOrder(ranks: Rank[]): Generator<Rank> {
  for (let looks = 0; looks < LOOKED_FOR && ranks.length > 0; looks++) {
    const first = ranks.reduce((least, rank) => (compareRanks(rank, least) < 0 ? rank : least));
    ranks.splice(ranks.indexOf(first), 1);
    yield first;
  }
  yield* ranks.toSorted(compareRanks);
}

function compareRanks(one: Rank, other: Rank): number {
  if (one.load !== other.load) return one.load < other.load ? -1 : 1;
  return one.distance - other.distance || compareText(one.person.key, other.person.key);
}
