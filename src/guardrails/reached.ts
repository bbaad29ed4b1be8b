/** What walking a candidate chain came to: somebody reachable, and every candidate's verdict on the way. */
import type { Instant, TimeZone } from '../base/clock.ts';
import type { Person, PersonKey, Role } from '../directory/records.ts';
import type { Skill } from './skills.ts';
import type { ChainLink } from './table.ts';
import type { Team } from './teams.ts';

/** Why a candidate was passed over, or that it was chosen. */
export type Verdict =
  | 'chosen'
  | 'nobody' // the role is empty, or no such person
  | 'no_backup' // no deputy, or no manager
  | 'left'
  | 'not_human'
  | 'no_email'
  | 'unapproved_domain'
  | 'on_leave'
  | 'out_of_office'
  | 'closed' // outside working hours, where the row or the urgency passes over that
  | 'unverified' // the customer is only who they say: this audience is named no person then
  | 'hidden' // `hide` leaves no way to reach them
  | 'visited' // these deputies, or managers, go in a circle
  | 'too_far' // more than five deputies on
  | 'other_language' // they don't speak the customer's, as the row requires
  | 'other_region' // they aren't of the account's region, as the row requires
  | 'other_product' // they don't know the account's product, as the row requires
  | 'no_match' // a pool in which nobody has what the row requires; the team's card may follow
  | 'no_member'; // a pool with nobody to name; the team's card may follow

export type CandidateVerdict = {
  /** Index of the link in the row's chain (of the role, among key roles); `-1` is the fallback. */
  readonly link: number;
  readonly person: PersonKey | null;
  readonly team: string | null;
  readonly verdict: Verdict;
  /**
   * For a member chosen from a pool: how many there were to choose from. Members that the strategy ranks before them
   * have verdicts of their own; those behind were not asked.
   */
  readonly among?: number;
  /** For whoever was chosen otherwise than by being the first who is there. */
  readonly how?: Choice;
  /** Skills that the row prefers and the chosen person lacks. */
  readonly lacks?: readonly Skill[];
};

export type Choice =
  | 'on_call' // it is their turn
  | 'next_on_call' // the next of the rotation, since whoever's turn it is can't be named
  | 'opens_first'; // all are closed, and nobody opens before them

export type Availability =
  | { readonly status: 'available'; readonly timezone: TimeZone }
  | { readonly status: 'off_hours'; readonly nextAvailable: Instant; readonly timezone: TimeZone };

export type Contact =
  | { readonly kind: 'person'; readonly person: Person; readonly role: Role | null }
  | { readonly kind: 'team'; readonly team: Team };

export type Reached = {
  readonly contact: Contact;
  readonly availability: Availability;
  /** The kind of link that answered; `fallback` when the chain ended there. */
  readonly by: ChainLink['kind'] | 'fallback';
  readonly verdicts: readonly CandidateVerdict[];
  /** Skills that the row prefers and the person reached lacks. */
  readonly lacks: readonly Skill[];
};
