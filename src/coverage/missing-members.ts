/**
 * Whom teams name and nobody can meet: addresses in `members` or in a rotation that are nobody's, or of somebody who may not be
 * named, and teams that choose among members and have none. Bounded by what the workspace lists. Pure.
 */
import type { Approver } from '../card/approve.ts';
import type { Roster } from '../directory/records.ts';
import type { Ineligible } from '../guardrails/eligible.ts';
import { ineligible } from '../guardrails/eligible.ts';
import { membersOf } from '../guardrails/pool.ts';
import type { Team } from '../guardrails/teams.ts';

export type MissingMember = {
  readonly team: string;
  /** Null: the team as a whole has nobody who may be named. */
  readonly email: string | null;
  readonly why: Ineligible | 'unknown' | 'no_member';
};

export function missingMembers(
  teams: ReadonlyMap<string, Team>,
  roster: Roster,
  approver: Approver,
): readonly MissingMember[] {
  return [...teams.values()].flatMap((team): readonly MissingMember[] => {
    if (team.strategy === 'card') return [];
    const listed = listedIn(team);
    const missing = listed.flatMap((email): readonly MissingMember[] => {
      const why = whyNot(email, roster, approver);
      return why === null ? [] : [{ team: team.id, email, why }];
    });
    const others = membersOf(team, roster).filter((person) => ineligible(person, approver, []) === null);
    const isEmpty = missing.length === listed.length && others.length === 0;
    return isEmpty ? [...missing, { team: team.id, email: null, why: 'no_member' }] : missing;
  });
}

function listedIn({ members, rotation }: Team): readonly string[] {
  const covering = (rotation?.overrides ?? []).map(({ person }) => person);
  return [...new Set([...(members.people ?? []), ...(rotation?.people ?? []), ...covering])];
}

function whyNot(email: string, { byEmail }: Roster, approver: Approver): Ineligible | 'unknown' | null {
  const person = byEmail.get(email);
  return person === undefined ? 'unknown' : ineligible(person, approver, []);
}
