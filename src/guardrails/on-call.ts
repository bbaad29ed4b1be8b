/**
 * Who is on call at a moment: a rotation by days that begin at the hand-over time in the rotation's zone. Every moment
 * belongs to exactly one such day, also where clocks are put forward or back. Pure; the turn is arithmetic on days.
 */
import type { Day, EpochMs } from '../base/clock.ts';
import { addDays, daysBetween } from '../base/day.ts';
import { localDayAt } from '../base/local-day.ts';
import { momentOf } from './calendar.ts';
import type { Rotation } from './teams.ts';

/** Whom to ask, each once: who is on call, whose turn it would be, and then the next of the rotation. E-mail addresses. */
export type OnCall = (atMs: EpochMs) => readonly string[];

export function onCall(rotation: Rotation): OnCall {
  let known: Span | null = null;
  return (atMs) => {
    if (known === null || atMs < known.fromMs || atMs >= known.untilMs) known = spanAt(rotation, atMs);
    return known.order;
  };
}

/** The part of a local day before, or from, its hand-over: from `fromMs` until just before `untilMs`. */
type Span = { readonly fromMs: EpochMs; readonly untilMs: EpochMs; readonly order: readonly string[] };

/** Until the hand-over it is still the day before. */
function spanAt(rotation: Rotation, atMs: EpochMs): Span {
  const { handover, timezone } = rotation;
  const { day, startMs, endMs } = localDayAt(timezone, atMs);
  const handoverMs = momentOf({ day, startMs, endMs }, handover, timezone, 'earlier');
  return atMs < handoverMs
    ? { fromMs: startMs, untilMs: handoverMs, order: orderOn(rotation, addDays(day, -1)) }
    : { fromMs: handoverMs, untilMs: endMs, order: orderOn(rotation, day) };
}

function orderOn({ people, from, days, overrides }: Rotation, day: Day): readonly string[] {
  const turn = Math.floor(daysBetween(from, day) / days);
  const first = ((turn % people.length) + people.length) % people.length;
  const covering = overrides.filter((override) => override.from <= day && day <= override.to);
  return [...new Set([...covering.map(({ person }) => person), ...people.slice(first), ...people.slice(0, first)])];
}
