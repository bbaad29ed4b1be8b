/**
 * What a release knows about its own people's time and addresses, made ready once: teams, everybody's hours, what is
 * approved, and the fallback. Not the people themselves: they come from the directory with each call.
 */
import type { EpochMs, TimeZone } from '../base/clock.ts';
import { isTimeZone } from '../base/local-day.ts';
import { memoized } from '../base/memoized.ts';
import type { Approver } from '../card/approve.ts';
import type { Person } from '../directory/records.ts';
import type { HandBack, PersonTime } from './availability.ts';
import { teamAvailability } from './availability.ts';
import type { OpenHours } from './calendar.ts';
import { alwaysOpen, openHours } from './calendar.ts';
import type { OnCall } from './on-call.ts';
import { onCall } from './on-call.ts';
import type { Availability } from './reached.ts';
import type { Calendar, Hours, Team } from './teams.ts';

/** The part of a workspace that a house is made of. */
export type HouseRules = {
  readonly timezone: TimeZone;
  readonly teams: ReadonlyMap<string, Team>;
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly defaultCalendar: string;
  readonly handBack: HandBack;
  readonly fallback: { readonly team: string };
};

export type House = {
  readonly teams: ReadonlyMap<string, Team>;
  readonly fallback: Team;
  readonly approver: Approver;
  readonly timeOf: (person: Person) => PersonTime;
  readonly hoursOf: (team: Team) => OpenHours;
  /** Nobody, of a team without a rotation. */
  readonly onCallOf: (team: Team) => OnCall;
  /** Never null: a fallback without any opening ahead counts as always there, since somebody has to be. */
  readonly fallbackAvailability: (atMs: EpochMs) => Availability;
};

/** @throws RangeError where the fallback team or a time zone doesn't exist; the loader refuses such workspaces */
export function houseOf(rules: HouseRules, approver: Approver): House {
  const { teams, timezone } = rules;
  const fallback = teams.get(rules.fallback.team);
  if (fallback === undefined) throw new RangeError(`There is no team ${rules.fallback.team} to fall back to.`);
  const calendars = new Map([...rules.calendars].map(([name, calendar]) => [name, openHours(calendar)]));
  const hoursNamed = (name: Hours): OpenHours => calendars.get(name) ?? alwaysOpen(timezone);
  const rotations = new Map(
    [...teams.values()].flatMap(({ id, rotation }) =>
      rotation === undefined ? [] : [[id, onCall(rotation)] as const],
    ),
  );
  return {
    teams,
    fallback,
    approver,
    timeOf: personTimes(rules, calendars),
    hoursOf: ({ hours }) => hoursNamed(hours),
    onCallOf: ({ id }) => rotations.get(id) ?? nobodyOnCall,
    fallbackAvailability: (atMs) =>
      teamAvailability(hoursNamed(fallback.hours), atMs) ?? { status: 'available', timezone },
  };
}

const nobodyOnCall: OnCall = () => [];

/**
 * A calendar of one's own says its zone itself; everybody's default calendar is worked in one's own zone. A calendar or
 * zone that a source made up counts as none.
 */
function personTimes(rules: HouseRules, calendars: ReadonlyMap<string, OpenHours>): (person: Person) => PersonTime {
  const everybodys = rules.calendars.get(rules.defaultCalendar);
  const elsewhere = new Map<TimeZone, OpenHours>();
  const defaultIn = (timezone: TimeZone): OpenHours => {
    const before = elsewhere.get(timezone);
    if (before !== undefined) return before;
    const made = everybodys === undefined ? alwaysOpen(timezone) : openHours(everybodys, timezone);
    elsewhere.set(timezone, made);
    return made;
  };
  return memoized((person: Person) => {
    const own = person.calendar === null ? undefined : calendars.get(person.calendar);
    const zone = person.timezone !== null && isTimeZone(person.timezone) ? person.timezone : undefined;
    const timezone = zone ?? own?.timezone ?? everybodys?.timezone ?? rules.timezone;
    return { timezone, hours: own ?? defaultIn(timezone), handBack: rules.handBack };
  });
}
