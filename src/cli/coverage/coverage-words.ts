/** What a coverage report calls things where a person reads it. */
import type { MissingMember } from '../../coverage/missing-members.ts';
import type { Cause, Outcome } from '../../coverage/outcome.ts';
import type { Silence } from '../../coverage/silent-rows.ts';

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  owner: 'their own owner',
  stand_in: 'a stand-in for the owner',
  team: 'a team, as their row asks',
  team_instead: 'a team instead of the owner',
  fallback: 'only the fallback',
};

export const CAUSE_WORDS: Readonly<Record<Cause, string>> = {
  no_owner: 'no owner',
  left: 'left',
  not_human: 'not a person',
  no_email: 'no e-mail',
  unapproved_domain: 'unapproved domain',
  away: 'away',
  closed: 'outside hours',
  hidden: 'hidden by the row',
  no_match: 'not as the row requires',
  no_row: 'no row fits',
};

/** The same reasons as of owners, and two more. */
export const MISSING_WORDS: Readonly<Record<MissingMember['why'], string>> = {
  left: CAUSE_WORDS.left,
  not_human: CAUSE_WORDS.not_human,
  no_email: CAUSE_WORDS.no_email,
  unapproved_domain: CAUSE_WORDS.unapproved_domain,
  hidden: CAUSE_WORDS.hidden,
  unknown: 'nobody’s address',
  no_member: 'nobody may be named',
};

export function silenceWords(silence: Silence): string {
  switch (silence.kind) {
    case 'waits':
      return `waiting for ${silence.for.join(' and ')}`;
    case 'below':
      return `below \`${silence.row}\`, which always fits`;
    case 'no_account':
      return 'no account is like that';
  }
}
