/**
 * The walk along a candidate chain, left to right, to the first who may be named and is there. Nothing is followed
 * unless it is written; the fallback is appended always, so there is always somebody. Pure and bounded.
 */
import type { EpochMs } from '../base/clock.ts';
import type { AccountKey, Assignment, Person, PersonKey, Role, Roster } from '../directory/records.ts';
import { absenceAt, deputyAt, personAvailability, teamAvailability } from './availability.ts';
import { ineligible, ineligibleTeam } from './eligible.ts';
import { holdersOf } from './holders.ts';
import type { House } from './house.ts';
import { membersOf, pickMember, poolOf } from './pool.ts';
import type { Availability, CandidateVerdict, Contact, Reached, Verdict } from './reached.ts';
import type { ChainLink, Hideable } from './table.ts';
import type { Team } from './teams.ts';

export const MAX_DEPUTIES = 5;

/** Everything that a walk depends on. */
export type Situation = {
  readonly atMs: EpochMs;
  readonly account: AccountKey;
  readonly assignments: readonly Assignment[];
  readonly roster: Roster;
  readonly house: House;
  /** Fields that this answer will not show, by its row or by the audience's contract. */
  readonly hide: readonly Hideable[];
  /** Pass over whoever is outside working hours: the row says so, or it is urgent. */
  readonly skipClosed: boolean;
  /** Name no person: teams answer with their own cards. */
  readonly teamsOnly: boolean;
};

/** Whom the walk reached, and everybody whose facts it looked at, pool members too. */
export type Walked = { readonly reached: Reached; readonly consulted: readonly PersonKey[] };

export function reach(links: readonly ChainLink[], situation: Situation): Walked {
  const walk: Walk = {
    situation,
    verdicts: [],
    looked: new Set(),
    pools: [],
    owner: null,
    boss: null,
    bosses: new Set(),
  };
  for (const [index, link] of links.entries()) {
    const found = follow(walk, link, index);
    if (found !== null) return walked(walk, found, link.kind);
  }
  const { house, atMs } = situation;
  note(walk, -1, { team: house.fallback, verdict: 'chosen' });
  return walked(walk, { contact: fallbackContact(house), availability: house.fallbackAvailability(atMs) }, 'fallback');
}

/** The fallback's own card: needs no source. */
export function fallbackContact({ fallback }: House): Contact {
  return { kind: 'team', team: fallback };
}

type Found = { readonly contact: Contact; readonly availability: Availability };

type Walk = {
  readonly situation: Situation;
  readonly verdicts: CandidateVerdict[];
  readonly looked: Set<PersonKey>;
  readonly pools: (readonly Person[])[];
  /** Whose backup and manager are meant: the nearest role's or person's on the left. Null: nobody's. */
  owner: Person | null;
  /** How far up from the owner `manager` has gone. Null: no further. */
  boss: Person | null;
  bosses: Set<PersonKey>;
};

function walked(walk: Walk, found: Found, by: Reached['by']): Walked {
  const reached = { ...found, by, verdicts: walk.verdicts };
  return {
    reached,
    get consulted() {
      return consultedBy(walk);
    },
  };
}

/** Only a record wants to know, and a pool may be large. */
function consultedBy({ looked, pools }: Walk): readonly PersonKey[] {
  const consulted = new Set(looked);
  for (const members of pools) for (const { key } of members) consulted.add(key);
  return [...consulted];
}

function follow(walk: Walk, link: ChainLink, index: number): Found | null {
  const { assignments, roster } = walk.situation;
  switch (link.kind) {
    case 'role':
      return ofOwner(walk, index, holdersOf(link.role, assignments)[0]?.person ?? null, link.role);
    case 'person':
      return ofOwner(walk, index, roster.byEmail.get(link.email)?.key ?? null, null);
    case 'backup':
      return ofDeputies(walk, index);
    case 'manager':
      return ofManager(walk, index);
    case 'team':
      return ofTeam(walk, index, link.team);
  }
}

/** A role's holder or a named person, who from here on is the one whose backup and manager are meant. */
function ofOwner(walk: Walk, index: number, key: PersonKey | null, role: Role | null): Found | null {
  const owner = lookUp(walk, index, key, 'nobody');
  walk.owner = owner;
  walk.boss = owner;
  walk.bosses = new Set(owner === null ? [] : [owner.key]);
  return owner === null ? null : ofPerson(walk, index, owner, role ?? ownRole(owner));
}

function ofDeputies(walk: Walk, index: number): Found | null {
  const { house, atMs } = walk.situation;
  if (walk.owner === null) return nobody(walk, index);
  const visited = new Set([walk.owner.key]);
  let absent = walk.owner;
  for (let hops = 1; ; hops++) {
    const key = deputyAt(absent, house.timeOf(absent), atMs);
    const blocked = key === null ? null : visited.has(key) ? 'visited' : hops > MAX_DEPUTIES ? 'too_far' : null;
    if (blocked !== null) return nobody(walk, index, key, blocked);
    const deputy = lookUp(walk, index, key, 'no_backup');
    const found = deputy === null ? null : ofPerson(walk, index, deputy, ownRole(deputy));
    if (found !== null || deputy === null) return found;
    visited.add(deputy.key);
    absent = deputy;
  }
}

function ofManager(walk: Walk, index: number): Found | null {
  if (walk.boss === null) return nobody(walk, index);
  const key = walk.boss.manager;
  const isCircle = key !== null && walk.bosses.has(key);
  const boss = isCircle ? nobody(walk, index, key, 'visited') : lookUp(walk, index, key, 'no_backup');
  walk.boss = boss;
  if (boss === null) return null;
  walk.bosses.add(boss.key);
  return ofPerson(walk, index, boss, ownRole(boss));
}

function ofTeam(walk: Walk, index: number, id: string): Found | null {
  const { house, roster, account, atMs, hide, skipClosed, teamsOnly } = walk.situation;
  // A team is nobody whose backup or manager could be meant.
  walk.owner = null;
  walk.boss = null;
  const team = house.teams.get(id);
  if (team === undefined) return nobody(walk, index);
  const pool = teamsOnly ? [] : poolOf(team, roster);
  // Those without a share in it too: that they have none is a fact of the answer.
  if (!teamsOnly) walk.pools.push(membersOf(team, roster));
  const among = pool.length;
  const found = pickMember(pool, team.strategy, account, (person) =>
    ofPerson(walk, index, person, ownRole(person), { team, among }),
  );
  if (found !== null) return found;
  if (team.strategy !== 'card') note(walk, index, { team, verdict: teamsOnly ? 'unverified' : 'no_member' });
  const availability = teamAvailability(house.hoursOf(team), atMs);
  const verdict = ineligibleTeam(team, house.approver, hide) ?? closedVerdict(availability, skipClosed);
  note(walk, index, { team, verdict: verdict ?? 'chosen' });
  return verdict === null && availability !== null ? { contact: { kind: 'team', team }, availability } : null;
}

type Pool = { readonly team: Team; readonly among: number };

/** The person, if they may be named and are there; a verdict in any case. */
function ofPerson(walk: Walk, index: number, person: Person, role: Role | null, pool?: Pool): Found | null {
  const { house, atMs, hide, skipClosed, teamsOnly } = walk.situation;
  walk.looked.add(person.key);
  const time = house.timeOf(person);
  const refused =
    (teamsOnly ? 'unverified' : null) ??
    ineligible(person, house.approver, hide) ??
    absenceAt(person, time, atMs)?.kind ??
    // Without asking when they open: in a pool at night that would be asked of everybody.
    (skipClosed && !time.hours.isOpen(atMs) ? 'closed' : null);
  const availability = refused === null ? personAvailability(person, time, atMs) : null;
  const verdict = refused ?? closedVerdict(availability, skipClosed);
  note(walk, index, { person: person.key, verdict: verdict ?? 'chosen', ...pool });
  return verdict === null && availability !== null ? { contact: { kind: 'person', person, role }, availability } : null;
}

/** Who opens on none of the searched days is as good as closed, whatever the row says. */
function closedVerdict(availability: Availability | null, skipClosed: boolean): 'closed' | null {
  return availability === null || (skipClosed && availability.status === 'off_hours') ? 'closed' : null;
}

/** Somebody reached by another's role doesn't hold it: they are shown with their own. */
function ownRole({ roles }: Person): Role | null {
  return roles[0] ?? null;
}

/** The person behind a key. `none` is the verdict where there is no key; a key of no one is nobody. */
function lookUp(walk: Walk, index: number, key: PersonKey | null, none: Verdict): Person | null {
  const person = key === null ? undefined : walk.situation.roster.people.get(key);
  return person ?? nobody(walk, index, key, key === null ? none : 'nobody');
}

function nobody(walk: Walk, index: number, key: PersonKey | null = null, verdict: Verdict = 'nobody'): null {
  note(walk, index, { person: key, verdict });
  return null;
}

type Note = {
  readonly person?: PersonKey | null;
  readonly team?: Team;
  readonly verdict: Verdict;
  readonly among?: number;
};

function note({ verdicts }: Walk, link: number, { person = null, team, verdict, among }: Note): void {
  const plain = { link, person, team: team?.id ?? null, verdict };
  verdicts.push(verdict === 'chosen' && among !== undefined ? { ...plain, among } : plain);
}
