/** Teams and calendars of a release, as data. */
import type { Day, TimeZone } from '../base/clock.ts';
import type { Role } from '../directory/records.ts';
import type { Rotation } from './on-call.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Local wall times `HH:MM`; `to` may be `24:00`. */
export type Opening = { readonly from: string; readonly to: string };

export type Calendar = {
  readonly timezone: TimeZone;
  readonly week: Readonly<Record<Weekday, readonly Opening[]>>;
  /** Public holidays as `date-holidays` knows them. */
  readonly holidays: { readonly country: string; readonly state?: string; readonly region?: string } | null;
  /** Further days on which it is closed. */
  readonly closed: readonly Day[];
};

/** `always`: never closed. Else the name of a calendar. */
export type Hours = 'always' | (string & {});

export type PoolStrategy = 'sticky' | 'least_loaded' | 'card' | 'on_call';

/** Who belongs to a team: everybody with a role, or people by e-mail. Both: the union. */
export type Membership = { readonly role?: Role; readonly people?: readonly string[] };

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
