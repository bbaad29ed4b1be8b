/**
 * A walk under way: what it depends on, where it stands, and what comes of asking one person. Links and teams, which say whom
 * to ask, are reach.ts and reach-team.ts. Pure.
 */
import type { EpochMs, TimeZone } from '../base/clock.ts';
import type { Person, PersonKey, Role } from '../directory/records.ts';
import { ask, NONE } from './asked.ts';
import type { Availability, CandidateVerdict, Choice, Contact, Verdict } from './reached.ts';
import type { Situation } from './situation.ts';
import type { Skill } from './skills.ts';
import type { ChainLink } from './table.ts';
import type { Team } from './teams.ts';

export type Found = {
  readonly contact: Contact;
  readonly availability: Availability;
  readonly lacks?: readonly Skill[];
};

export type Walk = {
  readonly situation: Situation;
  readonly links: readonly ChainLink[];
  readonly verdicts: CandidateVerdict[];
  readonly looked: PersonKey[];
  readonly pools: (readonly Person[])[];
  /** Whose backup and manager are meant: the nearest role's or person's on the left. Null: nobody's. */
  owner: Person | null;
  /** How far up from the owner `manager` has gone. Null: no further. */
  boss: Person | null;
  bosses: PersonKey[];
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

/** The person, if they may be named and are there; a verdict in any case. */
export function ofPerson(walk: Walk, index: number, person: Person, role: Role | null, pool?: Pool): Found | null {
  walk.looked.push(person.key);
  const { verdict, availability, opensMs, timezone, lacks } = ask(walk.situation, person, pool?.how !== undefined);
  const contact = { kind: 'person', person, role } as const;
  if (verdict !== null || availability === null) {
    note(walk, index, { person: person.key, verdict: verdict ?? 'closed', pool });
    const by = walk.links[index]?.kind;
    if (by !== undefined) keep(walk, { by, link: index, contact, opensMs, timezone, pool });
    return null;
  }
  note(walk, index, { person: person.key, verdict: 'chosen', pool, lacks });
  return { contact, availability, lacks };
}

/** Somebody who is there later, and perhaps the first. */
export function keep(walk: Walk, { opensMs, ...closed }: Omit<Closed, 'opensMs'> & { opensMs: EpochMs | null }): void {
  if (opensMs === null) return;
  walk.closed += 1;
  if (walk.first === null || opensMs < walk.first.opensMs) walk.first = { ...closed, opensMs };
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
