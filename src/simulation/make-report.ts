/** All parts together → the report. Pure. */
import { instantOf } from '../base/clock.ts';
import { compareText } from '../base/compare-text.ts';
import { BANDS } from '../coverage/bands.ts';
import { OUTCOMES } from '../coverage/outcome.ts';
import { inCents } from '../coverage/tally.ts';
import type { Comparison } from './account-change.ts';
import type { AccountsPart, Load } from './part.ts';
import type { ContactLoad, SimulationReport, Sum, Sums } from './report.ts';
import type { Count, Tally } from './tally.ts';
import { recordOf } from './tally.ts';

type Sides = Pick<Comparison, 'live' | 'draft'>;

export function simulationReport(part: AccountsPart, { live, draft }: Sides): SimulationReport {
  const { by, value } = live.facts;
  const sum = summed(value !== null);
  const sums = (tally: Tally): Sums => recordOf((what) => sum(tally[what]));
  const { audience, topic, language, urgency, atMs } = draft.question;
  return {
    at: instantOf(atMs),
    audience,
    topic,
    language,
    urgency,
    live: live.release.id,
    draft: draft.release.id,
    by: by?.name ?? null,
    value: value?.name ?? null,
    all: sums(part.all),
    groups: by === null ? [] : groupsOf(part, by.values, sums),
    bands: value === null ? [] : bandsOf(part, sums),
    rows: rowsOf(part, { live, draft }, sums),
    outcomes: inOrder(part.outcomes, OUTCOMES, sums),
    contacts: contactsOf(part, sum),
    newFallbacks: part.newFallbacks,
    largest: part.largest,
  };
}

/** `valued`: whether there is a value fact. */
function summed(valued: boolean): (count: Count) => Sum {
  return ({ accounts, value }) => ({ accounts, value: valued ? inCents(value) : null });
}

type AsSums = (tally: Tally) => Sums;

/** A value that the workspace no longer declares stands behind the declared ones. */
function groupsOf({ groups }: AccountsPart, declared: readonly string[], sums: AsSums): SimulationReport['groups'] {
  const found = [...groups.keys()].filter((group) => group !== null);
  const others = found.filter((group) => !declared.includes(group)).toSorted(compareText);
  return [...declared, ...others, null].flatMap((group) => {
    const tally = groups.get(group);
    return tally === undefined ? [] : [{ group, sums: sums(tally) }];
  });
}

function bandsOf({ bands }: AccountsPart, sums: AsSums): SimulationReport['bands'] {
  return [...BANDS.keys(), -1].flatMap((place) => {
    const tally = bands.get(place);
    return tally === undefined ? [] : [{ band: BANDS[place] ?? null, sums: sums(tally) }];
  });
}

function rowsOf({ rows }: AccountsPart, { live, draft }: Sides, sums: AsSums): SimulationReport['rows'] {
  const names = [live, draft].flatMap(({ release }) => release.escalation.rules.map(({ id }) => id));
  return inOrder(rows, [...new Set(names), null], sums);
}

function inOrder<Name>(
  moves: ReadonlyMap<string, { readonly from: Name; readonly to: Name; readonly tally: Tally }>,
  names: readonly Name[],
  sums: AsSums,
): readonly { readonly from: Name; readonly to: Name; readonly sums: Sums }[] {
  const places = new Map(names.map((name, place) => [name, place]));
  const place = (name: Name): number => places.get(name) ?? names.length;
  return [...moves.values()]
    .toSorted((one, other) => place(one.from) - place(other.from) || place(one.to) - place(other.to))
    .map(({ from, to, tally }) => ({ from, to, sums: sums(tally) }));
}

function contactsOf({ loads }: AccountsPart, sum: (count: Count) => Sum): readonly ContactLoad[] {
  return [...loads.values()]
    .filter(({ gained, lost }) => gained.accounts + lost.accounts > 0)
    .toSorted((one, other) => shiftOf(other) - shiftOf(one) || compareText(one.key, other.key))
    .map(({ kind, key, name, before, after, gained, lost }) => ({
      kind,
      key,
      name,
      before: sum(before),
      after: sum(after),
      gained: sum(gained),
      lost: sum(lost),
    }));
}

/** By how many accounts more or fewer, then how many come and go. */
function shiftOf({ before, after, gained, lost }: Load): number {
  return Math.abs(after.accounts - before.accounts) * 1e9 + gained.accounts + lost.accounts;
}
