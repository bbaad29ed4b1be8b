/**
 * The walk along a candidate chain, left to right, to the first who may be named and is there. Nothing is followed
 * unless it is written; the fallback is appended always, so there is always somebody. Pure and bounded.
 */
import type { EpochMs, TimeZone } from '../base/clock.ts';
import type { AccountKey, Assignment, Person, PersonKey, Role, Roster } from '../directory/records.ts';
import { absenceAt, deputyAt, offHours, openingOf, personAvailability, teamAvailability } from './availability.ts';
import type { PersonTime } from './availability.ts';
import { ineligible, ineligibleTeam } from './eligible.ts';
import { holdersOf } from './holders.ts';
import type { House } from './house.ts';
import { groupsOf, membersOf, pickMember } from './pool.ts';
import type { Availability, CandidateVerdict, Choice, Contact, Reached, Verdict } from './reached.ts';
import type { Skill, Wanted } from './skills.ts';
import { lacking } from './skills.ts';
import type { ChainLink, Hideable, NamingLink } from './table.ts';
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
  /** Where nobody else is left, come back to whoever of those passed over as closed opens first. */
  readonly nextOpening: boolean;
  /** Skills by which people are matched. Null: by none. */
  readonly wanted: Wanted | null;
  /** Name no person: teams answer with their own cards. */
  readonly teamsOnly: boolean;
};

/** Whom the walk reached, and everybody whose facts it looked at, pool members too. */
export type Walked = { readonly reached: Reached; readonly consulted: readonly PersonKey[] };

export function reach(links: readonly ChainLink[], situation: Situation): Walked {
  const walk: Walk = {
    situation,
    links,
    verdicts: [],
    looked: new Set(),
    pools: [],
    owner: null,
    boss: null,
    bosses: new Set(),
    first: null,
    closed: 0,
  };
  for (const [index, link] of links.entries()) {
    const found = follow(walk, link, index);
    if (found !== null) return walked(walk, found, link.kind);
  }
  if (walk.first !== null) return opened(walk, walk.first);
  const { house, atMs } = situation;
  note(walk, -1, { team: house.fallback, verdict: 'chosen' });
  return walked(walk, { contact: fallbackContact(house), availability: house.fallbackAvailability(atMs) }, 'fallback');
}

/** The fallback's own card: needs no source. */
export function fallbackContact({ fallback }: House): Contact {
  return { kind: 'team', team: fallback };
}

type Found = { readonly contact: Contact; readonly availability: Availability; readonly lacks?: readonly Skill[] };

type Walk = {
  readonly situation: Situation;
  readonly links: readonly ChainLink[];
  readonly verdicts: CandidateVerdict[];
  readonly looked: Set<PersonKey>;
  readonly pools: (readonly Person[])[];
  /** Whose backup and manager are meant: the nearest role's or person's on the left. Null: nobody's. */
  owner: Person | null;
  /** How far up from the owner `manager` has gone. Null: no further. */
  boss: Person | null;
  bosses: Set<PersonKey>;
  /** Of those passed over as closed the first to open, where that is asked for; of several the first that was met. */
  first: Closed | null;
  /** How many such there were. */
  closed: number;
};

/** Somebody who could be named but for the hour. */
type Closed = {
  readonly by: ChainLink['kind'];
  readonly link: number;
  readonly contact: Contact;
  readonly opensMs: EpochMs;
  readonly timezone: TimeZone;
  readonly pool?: Pool | undefined;
};

function walked(walk: Walk, found: Found, by: Reached['by']): Walked {
  const reached = { lacks: NONE, ...found, by, verdicts: walk.verdicts };
  return {
    reached,
    get consulted() {
      return consultedBy(walk);
    },
  };
}

const NONE: readonly Skill[] = [];

/** Only a record wants to know, and a pool may be large. */
function consultedBy({ looked, pools }: Walk): readonly PersonKey[] {
  const consulted = new Set(looked);
  for (const members of pools) for (const { key } of members) consulted.add(key);
  return [...consulted];
}

function follow(walk: Walk, link: ChainLink, index: number): Found | null {
  switch (link.kind) {
    case 'role':
      return ofOwner(walk, index, namedBy(walk, link), { role: link.role });
    case 'person':
      return ofOwner(walk, index, namedBy(walk, link));
    case 'backup':
      return ofDeputies(walk, index);
    case 'manager':
      return link.of === undefined ? ofManager(walk, index) : ofManagerOf(walk, index, link.of);
    case 'team':
      return ofTeam(walk, index, link.team);
  }
}

function namedBy({ situation: { assignments, roster } }: Walk, link: NamingLink): PersonKey | null {
  return link.kind === 'role'
    ? (holdersOf(link.role, assignments)[0]?.person ?? null)
    : (roster.byEmail.get(link.email)?.key ?? null);
}

/** `none`: the verdict where there is no key. */
type OwnerAs = { readonly role?: Role; readonly none?: Verdict };

/** Who from here on is the one whose backup and manager are meant. */
function ofOwner(walk: Walk, index: number, key: PersonKey | null, as: OwnerAs = {}): Found | null {
  const owner = lookUp(walk, index, key, as.none ?? 'nobody');
  meant(walk, owner);
  return owner === null ? null : ofPerson(walk, index, owner, as.role ?? ownRole(owner));
}

function meant(walk: Walk, owner: Person | null): void {
  walk.owner = owner;
  walk.boss = owner;
  walk.bosses = new Set(owner === null ? [] : [owner.key]);
}

/** The manager of somebody who isn't asked themselves, and needn't be there. A backup behind it is the manager's. */
function ofManagerOf(walk: Walk, index: number, link: NamingLink): Found | null {
  const holder = lookUp(walk, index, namedBy(walk, link), 'nobody');
  meant(walk, null);
  if (holder === null) return null;
  walk.looked.add(holder.key);
  return ofOwner(walk, index, holder.manager, { none: 'no_backup' });
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
  // A team is nobody whose backup or manager could be meant.
  walk.owner = null;
  walk.boss = null;
  const team = walk.situation.house.teams.get(id);
  if (team === undefined) return nobody(walk, index);
  const closed = walk.closed;
  const found = ofMembers(walk, index, team);
  return found ?? ofCard(walk, index, team, closed === walk.closed);
}

/** A member, by the team's strategy; where there is none, a verdict that says so. */
function ofMembers(walk: Walk, index: number, team: Team): Found | null {
  if (team.strategy === 'card') return null;
  if (walk.situation.teamsOnly) {
    note(walk, index, { team, verdict: 'unverified' });
    return null;
  }
  const found = team.strategy === 'on_call' ? ofRotation(walk, index, team) : ofPool(walk, index, team);
  if (typeof found === 'object') return found;
  note(walk, index, { team, verdict: found });
  return null;
}

function ofPool(walk: Walk, index: number, team: Team): Found | 'no_member' | 'no_match' {
  const { roster, account, wanted } = walk.situation;
  const groups = groupsOf(team, roster, wanted);
  // Those without a share in it too, and those who lack what is required: that they do is a fact of the answer.
  walk.pools.push(membersOf(team, roster));
  const among = groups.reduce((sum, { length }) => sum + length, 0);
  for (const group of groups) {
    const found = pickMember(group, team.strategy, account, (person) =>
      ofPerson(walk, index, person, ownRole(person), { team, among }),
    );
    if (found !== null) return found;
  }
  return groups.length === 0 && groupsOf(team, roster, null).length > 0 ? 'no_match' : 'no_member';
}

/** Whoever is on call is there at any hour; so is who steps in. */
function ofRotation(walk: Walk, index: number, team: Team): Found | 'no_member' {
  const { house, roster, atMs } = walk.situation;
  for (const [place, email] of house.onCallOf(team)(atMs).entries()) {
    const person = roster.byEmail.get(email);
    if (person === undefined) note(walk, index, { team, verdict: 'nobody' });
    const how = place === 0 ? 'on_call' : 'next_on_call';
    const found = person && ofPerson(walk, index, person, ownRole(person), { team, how });
    if (found) return found;
  }
  return 'no_member';
}

/** `alone`: no member of the team is closed who could be named otherwise. */
function ofCard(walk: Walk, index: number, team: Team, alone: boolean): Found | null {
  const { house, atMs, hide, skipClosed, nextOpening } = walk.situation;
  const hours = house.hoursOf(team);
  const availability = teamAvailability(hours, atMs);
  const verdict = ineligibleTeam(team, house.approver, hide) ?? closedVerdict(availability, skipClosed);
  note(walk, index, { team, verdict: verdict ?? 'chosen' });
  const contact = { kind: 'team', team } as const;
  if (verdict === null && availability !== null) return { contact, availability };
  if (nextOpening && alone && verdict === 'closed') {
    const { timezone } = hours;
    keep(walk, { by: 'team', link: index, contact, opensMs: hours.nextOpening(atMs), timezone });
  }
  return null;
}

type Pool = { readonly team: Team; readonly among?: number; readonly how?: Choice };

/** The person, if they may be named and are there; a verdict in any case. */
function ofPerson(walk: Walk, index: number, person: Person, role: Role | null, pool?: Pool): Found | null {
  const { house, atMs, hide, skipClosed, teamsOnly, wanted } = walk.situation;
  walk.looked.add(person.key);
  const time = house.timeOf(person);
  const isOnCall = pool?.how !== undefined;
  const refused =
    (teamsOnly ? 'unverified' : null) ??
    ineligible(person, house.approver, hide) ??
    (wanted === null ? null : unmatched(person, wanted)) ??
    absenceAt(person, time, atMs)?.kind ??
    // Without asking when they open: in a pool at night that would be asked of everybody.
    (skipClosed && !isOnCall && !time.hours.isOpen(atMs) ? 'closed' : null);
  const availability = refused === null ? availabilityOf(person, time, atMs, isOnCall) : null;
  const verdict = refused ?? closedVerdict(availability, skipClosed);
  const contact = { kind: 'person', person, role } as const;
  if (verdict !== null || availability === null) {
    note(walk, index, { person: person.key, verdict: verdict ?? 'closed', ...pool });
    if (verdict === 'closed') keepOpening(walk, index, contact, time, pool);
    return null;
  }
  const lacks = lackingIn(person, wanted);
  note(walk, index, { person: person.key, verdict: 'chosen', ...pool, lacks });
  return { contact, availability, lacks };
}

function unmatched(person: Person, { require }: Wanted): Verdict | null {
  const [lacked] = require.length === 0 ? NONE : lacking(person, require);
  return lacked === undefined ? null : `other_${lacked}`;
}

function lackingIn(person: Person, wanted: Wanted | null): readonly Skill[] {
  return wanted === null || wanted.prefer.length === 0 ? NONE : lacking(person, wanted.prefer);
}

/** On call counts as open. */
function availabilityOf(person: Person, time: PersonTime, atMs: EpochMs, isOnCall: boolean): Availability | null {
  return isOnCall ? { status: 'available', timezone: time.timezone } : personAvailability(person, time, atMs);
}

function keepOpening(walk: Walk, index: number, contact: PersonContact, time: PersonTime, pool?: Pool): void {
  const { nextOpening, atMs } = walk.situation;
  const by = walk.links[index]?.kind;
  if (!nextOpening || by === undefined) return;
  const opensMs = openingOf(contact.person, time, atMs);
  keep(walk, { by, link: index, contact, opensMs, timezone: time.timezone, pool });
}

type PersonContact = Extract<Contact, { kind: 'person' }>;

function keep(walk: Walk, { opensMs, ...closed }: Omit<Closed, 'opensMs'> & { opensMs: EpochMs | null }): void {
  if (opensMs === null) return;
  walk.closed += 1;
  if (walk.first === null || opensMs < walk.first.opensMs) walk.first = { ...closed, opensMs };
}

/** Nobody is there, and this one opens first. */
function opened(walk: Walk, { by, link, contact, opensMs, timezone, pool }: Closed): Walked {
  const lacks = contact.kind === 'person' ? lackingIn(contact.person, walk.situation.wanted) : NONE;
  const who = contact.kind === 'person' ? { person: contact.person.key, ...pool } : { team: contact.team };
  note(walk, link, { verdict: 'chosen', ...who, how: 'opens_first', lacks });
  return walked(walk, { contact, availability: offHours(opensMs, timezone), lacks }, by);
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
  readonly how?: Choice;
  readonly lacks?: readonly Skill[];
};

/** What is told of the chosen one alone is left out where there is nothing to tell. */
function note({ verdicts }: Walk, link: number, told: Note): void {
  const { person = null, team, verdict, among, how, lacks = NONE } = told;
  const plain = { link, person, team: team?.id ?? null, verdict };
  if (verdict !== 'chosen' || (among === undefined && how === undefined && lacks.length === 0)) verdicts.push(plain);
  else
    verdicts.push({
      ...plain,
      ...(among === undefined ? {} : { among }),
      ...(how === undefined ? {} : { how }),
      ...(lacks.length === 0 ? {} : { lacks }),
    });
}
