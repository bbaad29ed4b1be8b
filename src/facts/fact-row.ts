/**
 * From a dossier and a call to a row of facts: sourced values, what was asked, and what derives from both.
 * Pure: the asked moment and its day are arguments. A fact that nothing fills is `null`.
 */
import type { Day, EpochMs } from '../base/clock.ts';
import { instantOf } from '../base/clock.ts';
import { memoized } from '../base/memoized.ts';
import { daysBetween } from '../base/day.ts';
import type { Dossier, Sayings } from '../directory/records.ts';
import type { Audience, FactFrame, Urgency } from './frame.ts';
import type { FactDeclaration, FactName, FactRow, FactValue, Provenance } from './types.ts';

/** What the call itself tells. */
export type AskedFacts = {
  readonly topic: string | null;
  readonly language: string | null;
  readonly urgency: Urgency;
  readonly audience: Audience;
  readonly matchBy: 'account_id' | 'email';
  readonly matchVerified: boolean;
  readonly atMs: EpochMs;
  /** The asked moment's day in the workspace's time zone. */
  readonly day: Day;
};

export type FactRows = {
  readonly row: (dossier: Dossier, asked: AskedFacts) => FactRow;
  /** The same for many accounts that are asked the same: the values that sources hold come by name. */
  readonly rowsFor: (asked: AskedFacts) => (said: Pick<Sayings, 'facts' | 'told'>) => FactRow;
  /** The part of a row that no source holds, by name: for the decision record. */
  readonly askedOf: (row: FactRow) => Readonly<Record<FactName, FactValue>>;
};

/** Of sources whose facts count as missing when they are older than so many milliseconds, by the source's name. */
export type MissingAfter = ReadonlyMap<string, number>;
const NEVER: MissingAfter = new Map();

/** Compiled once a release: which slot each value goes to. */
export function factRows(frame: FactFrame, missingAfter: MissingAfter = NEVER): FactRows {
  const derivations = frame.facts.flatMap((fact, slot) => derivationOf(fact, slot, frame));
  const unsourced = frame.facts.flatMap(({ name, origin }, slot) => (origin === 'directory' ? [] : [{ name, slot }]));
  const sourced = frame.facts.flatMap(({ name, origin }, slot) => (origin === 'directory' ? [{ name, slot }] : []));

  const sourcedRow = memoized((dossier: Dossier): FactRow =>
    frame.facts.map(({ name, origin }) => (origin === 'directory' ? (dossier.facts[name]?.value ?? null) : null)),
  );

  const dropOld = (row: FactValue[], facts: Dossier['facts'], atMs: EpochMs): void => {
    for (const name in facts) {
      const slot = frame.slotOf.get(name);
      if (slot !== undefined && isTooOld(facts[name], missingAfter, atMs)) row[slot] = null;
    }
  };

  return {
    row: (dossier, asked) => {
      const row = sourcedRow(dossier).slice();
      askedValues(asked).forEach((value, slot) => (row[slot] = value));
      if (missingAfter.size > 0) dropOld(row, dossier.facts, asked.atMs);
      for (const derive of derivations) derive(row, asked.day);
      return row;
    },
    rowsFor: (asked) => {
      const blank: FactValue[] = frame.facts.map(() => null);
      askedValues(asked).forEach((value, slot) => (blank[slot] = value));
      return ({ facts, told }) => {
        const row = blank.slice();
        for (const { name, slot } of sourced) row[slot] = facts[name] ?? null;
        if (missingAfter.size > 0) dropOld(row, told ?? agesUnknown(), asked.atMs);
        for (const derive of derivations) derive(row, asked.day);
        return row;
      };
    },
    askedOf: (row) => Object.fromEntries(unsourced.map(({ name, slot }) => [name, row[slot] ?? null])),
  };
}

/** Whoever reads what accounts say reads with ages, where a release has rules about them. */
function agesUnknown(): never {
  throw new RangeError('A source’s facts may be too old to count, and how old they are was not read.');
}

/** Whether a fact counts as missing at that moment, for its source has said nothing for too long. */
export function isTooOld(fact: Provenance | undefined, missingAfter: MissingAfter, atMs: EpochMs): boolean {
  const afterMs = fact === undefined ? undefined : missingAfter.get(fact.source);
  return afterMs !== undefined && fact !== undefined && atMs - Date.parse(fact.asOf) > afterMs;
}

/** In the order of `builtInFacts`. */
function askedValues(asked: AskedFacts): FactValue[] {
  const { topic, language, urgency, audience, matchBy, matchVerified, atMs, day } = asked;
  return [topic, language, urgency, audience, matchBy, matchVerified, instantOf(atMs), day];
}

type Derive = (row: FactValue[], today: Day) => void;

function derivationOf({ derivation }: FactDeclaration, slot: number, frame: FactFrame): Derive[] {
  if (derivation === undefined) return [];
  const until = 'days_until' in derivation;
  const from = until ? derivation.days_until : derivation.days_since;
  const fromSlot = frame.slotOf.get(from);
  if (fromSlot === undefined) return [];
  return [
    (row, today) => {
      const date = row[fromSlot];
      if (typeof date !== 'string') row[slot] = null;
      else row[slot] = until ? daysBetween(today, date) : daysBetween(date, today);
    },
  ];
}
