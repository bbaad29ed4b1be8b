/**
 * Who may be named at all, whatever the hour: active, human, with an e-mail address in an approved domain, and with a
 * way to be reached that is not hidden. Away and closed are other questions (availability.ts).
 */
import type { Approver } from '../card/approve.ts';
import type { Person } from '../directory/records.ts';
import type { Verdict } from './reached.ts';
import type { Hideable } from './table.ts';
import type { Team } from './teams.ts';

export type Ineligible = Extract<Verdict, 'left' | 'not_human' | 'no_email' | 'unapproved_domain' | 'hidden'>;

/** Why this person may not be named, or null. */
export function ineligible(person: Person, approve: Approver, hide: readonly Hideable[]): Ineligible | null {
  if (!person.active) return 'left';
  if (person.kind !== 'human') return 'not_human';
  if (person.email === null || person.email === '') return 'no_email';
  return unreachable(person.email, person.bookingLink, approve, hide);
}

/** Why this team's own card may not be shown, or null. */
export function ineligibleTeam(team: Team, approve: Approver, hide: readonly Hideable[]): Ineligible | null {
  return unreachable(team.email, team.bookingLink, approve, hide);
}

function unreachable(
  email: string,
  bookingLink: string | null,
  approve: Approver,
  hide: readonly Hideable[],
): 'unapproved_domain' | 'hidden' | null {
  if (approve.email(email) === undefined) return 'unapproved_domain';
  if (!hide.includes('email')) return null;
  return hide.includes('booking_link') || approve.link(bookingLink) === undefined ? 'hidden' : null;
}
