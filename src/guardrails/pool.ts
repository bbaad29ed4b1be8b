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
  const ranks = pool.map(({ person, hash }) => ({
    person,
    load: strategy === 'least_loaded' ? (person.openLoad ?? Infinity) : 0,
    distance: distance(from, hash, person.weight),
  }));
  const first = ranks.reduce<Rank | null>((best, rank) => (best === null || isBefore(rank, best) ? rank : best), null);
  const accepted = first === null ? null : accept(first.person);
  if (accepted !== null || ranks.length < 2) return accepted;
  const others = ranks.filter((rank) => rank !== first).toSorted((one, other) => (isBefore(one, other) ? -1 : 1));
  for (const { person } of others) {
    const next = accept(person);
    if (next !== null) return next;
  }
  return null;
}

type Rank = { readonly person: Person; readonly load: number; readonly distance: number };

function isBefore(one: Rank, other: Rank): boolean {
  if (one.load !== other.load) return one.load < other.load;
  return one.distance === other.distance ? one.person.key < other.person.key : one.distance < other.distance;
}
