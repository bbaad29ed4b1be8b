/** What differs between two releases, a sentence each. Types only. */

/** Parts of a workspace, in the order in which they are told. */
export const AREAS = [
  'escalation',
  'health',
  'reasons',
  'teams',
  'calendars',
  'fallback',
  'service',
  'approved',
  'topics',
  'facts',
  'precedence',
  'sources',
  'company',
] as const;
export type Area = (typeof AREAS)[number];

export type ReleaseChange = {
  readonly area: Area;
  /** What of it: a row, a team, a reason, …; null for the part itself. */
  readonly subject: string | null;
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  /** For a person: a sentence that says what was and what is. */
  readonly text: string;
};
