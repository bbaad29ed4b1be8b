/** Teams and calendars of a release, as data. */
import type { Day, TimeZone } from '../base/clock.ts';
import type { Role } from '../directory/records.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Local wall times `HH:MM`; `to` may be `24:00`. */
export type Opening = { readonly from: string; readonly to: string };

/** A day (`2026-12-24`), or without its year (`12-24`) that day of every year. */
export type YearlyDay = Day;

export type Calendar = {
  readonly timezone: TimeZone;
  readonly week: Readonly<Record<Weekday, readonly Opening[]>>;
  /** Public holidays as `date-holidays` knows them. */
  readonly holidays: { readonly country: string; readonly state?: string; readonly region?: string } | null;
  /** Further days on which it is closed. */
  readonly closed: readonly YearlyDay[];
  /** Days with hours of their own. A day of every year is one only where it would be open anyway. */
  readonly special?: Readonly<Record<YearlyDay, readonly Opening[]>>;
};

/** `always`: never closed. Else the name of a calendar. */
export type Hours = 'always' | (string & {});

export type PoolStrategy = 'sticky' | 'least_loaded' | 'card' | 'on_call';

/** Who belongs to a team: everybody with a role, or people by e-mail. Both: the union. */
export type Membership = { readonly role?: Role; readonly people?: readonly string[] };

/** Whoever covers these days in place of whose turn it is. Both days belong to it, each up to the next hand-over. */
type ShiftOverride = { readonly from: Day; readonly to: Day; readonly person: string };

export type Rotation = {
  /** E-mail addresses, in order. */
  readonly people: readonly string[];
  /** The day on which the first one's turn begins; before it, turns are counted backwards. */
  readonly from: Day;
  /** How long a turn lasts, in days. */
  readonly days: number;
  /** Local wall time `HH:MM`. */
  readonly handover: string;
  readonly timezone: TimeZone;
  /** They don't overlap. */
  readonly overrides: readonly ShiftOverride[];
};

export type Team = {
  readonly id: string;
  readonly name: string;
  readonly title: string | null;
  readonly email: string;
  readonly bookingLink: string | null;
  readonly hours: Hours;
  readonly strategy: PoolStrategy;
  readonly members: Membership;
  /** With `on_call`, and only then: who is asked is whose turn it is. */
  readonly rotation?: Rotation;
};
