/**
 * What asking one person comes to, apart from who the customer is: whether they may be named and are there, and when they are
 * back. Whoever walks for many customers at one moment asks each person once and remembers. Pure.
 */
import type { EpochMs } from '../base/clock.ts';
import type { Person } from '../directory/records.ts';
import type { PersonTime } from './availability.ts';
import { absenceAt, openingOf, personAvailability } from './availability.ts';
import { ineligible } from './eligible.ts';
import type { Availability } from './reached.ts';
import type { Skill, Wanted } from './skills.ts';
import { lacking, wantedText } from './skills.ts';
import type { Asked, Remembered, Situation } from './situation.ts';

/** By everything else that asking depends on: for as long as roster, house and moment stay as they are. */
export type Memory = Map<string, Remembered>;

/** Any agent may ask in any language, so that what is remembered must be bounded. */
const MAX_WAYS = 200;

export function rememberedIn(memory: Memory, situation: Omit<Situation, 'remembered'>): Remembered {
  const { hide, skipClosed, nextOpening, teamsOnly, wanted } = situation;
  const way = `${hide.join()} ${skipClosed} ${nextOpening} ${teamsOnly} ${wanted === null ? '' : wantedText(wanted)}`;
  const known = memory.get(way);
  if (known !== undefined) return known;
  if (memory.size >= MAX_WAYS) memory.clear();
  const made = { asked: new Map(), standings: new WeakMap() };
  memory.set(way, made);
  return made;
}

export function ask(situation: Situation, person: Person, isOnCall: boolean): Asked {
  const { remembered } = situation;
  if (remembered === null || isOnCall) return askAnew(situation, person, isOnCall);
  const before = remembered.asked.get(person);
  if (before !== undefined) return before;
  const now = askAnew(situation, person, false);
  remembered.asked.set(person, now);
  return now;
}

function askAnew(situation: Situation, person: Person, isOnCall: boolean): Asked {
  const { house, atMs, skipClosed, nextOpening, wanted } = situation;
  const time = house.timeOf(person);
  const refused = refusal(situation, person, time, isOnCall);
  const availability = refused === null ? availabilityOf(person, time, atMs, isOnCall) : null;
  const verdict = refused ?? closedVerdict(availability, skipClosed);
  const opensMs = verdict === 'closed' && nextOpening ? openingOf(person, time, atMs) : null;
  return { verdict, availability, opensMs, timezone: time.timezone, lacks: lackingIn(person, wanted) };
}

function refusal(situation: Situation, person: Person, time: PersonTime, isOnCall: boolean): Asked['verdict'] {
  const { house, atMs, hide, skipClosed, teamsOnly, wanted } = situation;
  return (
    (teamsOnly ? 'unverified' : null) ??
    ineligible(person, house.approver, hide) ??
    (wanted === null ? null : unmatched(person, wanted)) ??
    // A turn on call has its own hours: only the days of an absence themselves count against it.
    absenceAt(person, isOnCall ? { ...time, handBack: 'day_after' } : time, atMs)?.kind ??
    // Without asking when they open: in a pool at night that would be asked of everybody.
    (skipClosed && !isOnCall && !time.hours.isOpen(atMs) ? 'closed' : null)
  );
}

function unmatched(person: Person, { require }: Wanted): Asked['verdict'] {
  const [lacked] = require.length === 0 ? NONE : lacking(person, require);
  return lacked === undefined ? null : `other_${lacked}`;
}

export const NONE: readonly Skill[] = [];

/** Of what the row prefers. */
export function lackingIn(person: Person, wanted: Wanted | null): readonly Skill[] {
  return wanted === null || wanted.prefer.length === 0 ? NONE : lacking(person, wanted.prefer);
}

/** On call counts as open. */
function availabilityOf(person: Person, time: PersonTime, atMs: EpochMs, isOnCall: boolean): Availability | null {
  return isOnCall ? { status: 'available', timezone: time.timezone } : personAvailability(person, time, atMs);
}

/** Who opens on none of the searched days is as good as closed, whatever the row says. */
export function closedVerdict(availability: Availability | null, skipClosed: boolean): 'closed' | null {
  return availability === null || (skipClosed && availability.status === 'off_hours') ? 'closed' : null;
}
