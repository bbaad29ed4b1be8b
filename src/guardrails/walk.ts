/**
 * A walk under way: what it depends on, where it stands, and what comes of asking one person. Links and teams, which say whom
 * to ask, are reach.ts and reach-team.ts. Pure.
 */
import type { EpochMs, TimeZone } from '../base/clock.ts';
import type { AccountKey, Assignment, Person, PersonKey, Role, Roster } from '../directory/records.ts';
import type { PersonTime } from './availability.ts';
import { absenceAt, openingOf, personAvailability } from './availability.ts';
import { ineligible } from './eligible.ts';
import type { House } from './house.ts';
import type { Availability, CandidateVerdict, Choice, Contact, Verdict } from './reached.ts';
import type { Skill, Wanted } from './skills.ts';
import { lacking } from './skills.ts';
import type { ChainLink, Hideable } from './table.ts';
import type { Team } from './teams.ts';

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

export type Found = {
  readonly contact: Contact;
  readonly availability: Availability;
  readonly lacks?: readonly Skill[];
};

export type Walk = {
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
export type Closed = {
  readonly by: ChainLink['kind'];
  readonly link: number;
  readonly contact: Contact;
  readonly opensMs: EpochMs;
  readonly timezone: TimeZone;
  readonly pool?: Pool | undefined;
};

/** Out of which somebody is asked. */
export type Pool = { readonly team: Team; readonly among?: number; readonly how?: Choice };

export const NONE: readonly Skill[] = [];

/** The person, if they may be named and are there; a verdict in any case. */
export function ofPerson(walk: Walk, index: number, person: Person, role: Role | null, pool?: Pool): Found | null {
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
    note(walk, index, { person: person.key, verdict: verdict ?? 'closed', pool });
    if (verdict === 'closed') keepOpening(walk, index, contact, time, pool);
    return null;
  }
  const lacks = lackingIn(person, wanted);
  note(walk, index, { person: person.key, verdict: 'chosen', pool, lacks });
  return { contact, availability, lacks };
}

function unmatched(person: Person, { require }: Wanted): Verdict | null {
  const [lacked] = require.length === 0 ? NONE : lacking(person, require);
  return lacked === undefined ? null : `other_${lacked}`;
}

/** Of what the row prefers. */
export function lackingIn(person: Person, wanted: Wanted | null): readonly Skill[] {
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

/** Somebody who is there later, and perhaps the first. */
export function keep(walk: Walk, { opensMs, ...closed }: Omit<Closed, 'opensMs'> & { opensMs: EpochMs | null }): void {
  if (opensMs === null) return;
  walk.closed += 1;
  if (walk.first === null || opensMs < walk.first.opensMs) walk.first = { ...closed, opensMs };
}

/** Who opens on none of the searched days is as good as closed, whatever the row says. */
export function closedVerdict(availability: Availability | null, skipClosed: boolean): 'closed' | null {
  return availability === null || (skipClosed && availability.status === 'off_hours') ? 'closed' : null;
}

/** Somebody reached by another's role doesn't hold it: they are shown with their own. */
export function ownRole({ roles }: Person): Role | null {
  return roles[0] ?? null;
}

export function nobody(walk: Walk, index: number, key: PersonKey | null = null, verdict: Verdict = 'nobody'): null {
  note(walk, index, { person: key, verdict });
  return null;
}

type Note = {
  readonly person?: PersonKey | null;
  readonly team?: Team;
  readonly verdict: Verdict;
  readonly pool?: Pool | undefined;
  readonly how?: Choice;
  readonly lacks?: readonly Skill[];
};

/** What is told of the chosen one alone is left out where there is nothing to tell. */
export function note(
  { verdicts }: Walk,
  link: number,
  { person = null, team, verdict, pool, how, lacks = NONE }: Note,
): void {
  const told: Told = { link, person, team: (team ?? pool?.team)?.id ?? null, verdict };
  if (verdict === 'chosen') {
    const chosenBy = how ?? pool?.how;
    if (pool?.among !== undefined) told.among = pool.among;
    if (chosenBy !== undefined) told.how = chosenBy;
    if (lacks.length > 0) told.lacks = lacks;
  }
  verdicts.push(told);
}

type Told = { -readonly [Key in keyof CandidateVerdict]: CandidateVerdict[Key] };
