/** The outcomes and causes of the coverage, in its order, and a colour for each outcome. */
import type { Cause, Outcome } from '../../src/coverage/outcome.ts';

/** All of them, or it doesn't compile. */
const COLOURS: Readonly<Record<Outcome, string>> = {
  owner: 'var(--mantine-color-cyan-7)',
  stand_in: 'var(--mantine-color-cyan-4)',
  team: 'var(--mantine-color-gray-5)',
  team_instead: 'var(--mantine-color-yellow-6)',
  fallback: 'var(--mantine-color-red-7)',
};

const EVERY_CAUSE: Readonly<Record<Cause, true>> = {
  no_owner: true,
  left: true,
  not_human: true,
  no_email: true,
  unapproved_domain: true,
  away: true,
  closed: true,
  hidden: true,
  no_match: true,
  no_row: true,
};

export const OUTCOMES = Object.keys(COLOURS) as readonly Outcome[];
export const CAUSES = Object.keys(EVERY_CAUSE) as readonly Cause[];

export function colourOf(outcome: Outcome): string {
  return COLOURS[outcome];
}
