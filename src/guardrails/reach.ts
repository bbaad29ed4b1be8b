/**
 * The walk along a candidate chain, left to right, to the first who may be named and is there. Nothing is followed
 * unless it is written; the fallback is appended always, so there is always somebody. Pure and bounded.
 */
import type { Person, PersonKey, Role } from '../directory/records.ts';
import { deputyAt, offHours } from './availability.ts';
import { lackingIn, NONE } from './asked.ts';
import { holdersOf } from './holders.ts';
import type { House } from './house.ts';
import { ofTeam } from './reach-team.ts';
import type { Contact, Reached, Verdict } from './reached.ts';
import type { ChainLink, NamingLink } from './table.ts';
import type { Situation } from './situation.ts';
import type { Closed, Found, Walk } from './walk.ts';
import { nobody, note, ofPerson, ownRole } from './walk.ts';

export const MAX_DEPUTIES = 5;

/** What a walk came to. A class, since each object with a getter of its own would cost more than the walk. */
export class Walked {
  readonly reached: Reached;
  readonly #walk: Pick<Walk, 'looked' | 'pools'>;

  constructor(reached: Reached, walk: Walk) {
    this.reached = reached;
    this.#walk = walk;
  }

  /** Everybody whose facts it looked at, pool members too. Only a record wants to know, and a pool may be large. */
  get consulted(): readonly PersonKey[] {
    const consulted = new Set(this.#walk.looked);
    for (const members of this.#walk.pools) for (const { key } of members) consulted.add(key);
    return [...consulted];
  }
}

export function reach(links: readonly ChainLink[], situation: Situation): Walked {
  const walk: Walk = {
    situation,
    links,
    verdicts: [],
    looked: [],
    pools: [],
    owner: null,
    boss: null,
    bosses: [],
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

function walked(walk: Walk, { contact, availability, lacks = NONE }: Found, by: Reached['by']): Walked {
  return new Walked({ contact, availability, lacks, by, verdicts: walk.verdicts }, walk);
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
  walk.bosses = owner === null ? [] : [owner.key];
}

/** The manager of somebody who isn't asked themselves, and needn't be there. A backup behind it is the manager's. */
function ofManagerOf(walk: Walk, index: number, link: NamingLink): Found | null {
  const holder = lookUp(walk, index, namedBy(walk, link), 'nobody');
  meant(walk, null);
  if (holder === null) return null;
  walk.looked.push(holder.key);
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
  const isCircle = key !== null && walk.bosses.includes(key);
  const boss = isCircle ? nobody(walk, index, key, 'visited') : lookUp(walk, index, key, 'no_backup');
  walk.boss = boss;
  if (boss === null) return null;
  walk.bosses.push(boss.key);
  return ofPerson(walk, index, boss, ownRole(boss));
}

/** Nobody is there, and this one opens first. */
function opened(walk: Walk, { by, link, contact, opensMs, timezone, pool }: Closed): Walked {
  const lacks = contact.kind === 'person' ? lackingIn(contact.person, walk.situation.wanted) : NONE;
  const who = contact.kind === 'person' ? { person: contact.person.key, pool } : { team: contact.team };
  note(walk, link, { verdict: 'chosen', ...who, how: 'opens_first', lacks });
  return walked(walk, { contact, availability: offHours(opensMs, timezone), lacks }, by);
}

/** The person behind a key. `none` is the verdict where there is no key; a key of no one is nobody. */
function lookUp(walk: Walk, index: number, key: PersonKey | null, none: Verdict): Person | null {
  const person = key === null ? undefined : walk.situation.roster.people.get(key);
  return person ?? nobody(walk, index, key, key === null ? none : 'nobody');
}
