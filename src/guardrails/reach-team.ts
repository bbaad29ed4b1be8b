/** A team of a chain: a member by its strategy, whoever is on call, or its own card. Pure and bounded by its members. */
import { closedVerdict } from './asked.ts';
import { teamAvailability } from './availability.ts';
import { ineligibleTeam } from './eligible.ts';
import { groupsOf, membersOf, pickMember } from './pool.ts';
import { keyHash, nearest } from './rendezvous.ts';
import type { Standing } from './situation.ts';
import { standingOf } from './standing.ts';
import type { Team } from './teams.ts';
import type { Found, Pool, Walk } from './walk.ts';
import { keep, nobody, note, ofPerson, ownRole } from './walk.ts';

export function ofTeam(walk: Walk, index: number, id: string): Found | null {
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
  const { roster, account, wanted, remembered } = walk.situation;
  const groups = groupsOf(team, roster, wanted);
  // Those without a share in it too, and those who lack what is required: that they do is a fact of the answer.
  walk.pools.push(membersOf(team, roster));
  const among = groups.reduce((sum, { length }) => sum + length, 0);
  for (const group of groups) {
    const pool = { team, among };
    const found =
      remembered === null
        ? pickMember(group, team.strategy, account, (person) => ofPerson(walk, index, person, ownRole(person), pool))
        : ofStanding(walk, index, standingOf(walk.situation, remembered, group, team.strategy), pool);
    if (found !== null) return found;
  }
  return groups.length === 0 && groupsOf(team, roster, null).length > 0 ? 'no_match' : 'no_member';
}

/** Whom asking one after the other would come to, without asking. */
function ofStanding(walk: Walk, index: number, { people, lineup }: Standing, pool: Pool): Found | null {
  const person = people[nearest(keyHash(walk.situation.account), lineup)];
  return person === undefined ? null : ofPerson(walk, index, person, ownRole(person), pool);
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
