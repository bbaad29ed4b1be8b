/** What a walk depends on, and what is remembered of one for the next. Types only. */
import type { EpochMs, TimeZone } from '../base/clock.ts';
import type { AccountKey, Assignment, Person, Roster } from '../directory/records.ts';
import type { House } from './house.ts';
import type { Availability, Verdict } from './reached.ts';
import type { Skill, Wanted } from './skills.ts';
import type { Hideable } from './table.ts';

/** What asking one person came to. */
export type Asked = {
  /** Null: they may be named, and are there. */
  readonly verdict: Exclude<Verdict, 'chosen'> | null;
  readonly availability: Availability | null;
  /** Of somebody who is closed, where the first to open is looked for. */
  readonly opensMs: EpochMs | null;
  readonly timezone: TimeZone;
  /** Of what the row prefers. */
  readonly lacks: readonly Skill[];
};

/** Everything that a walk depends on. */
export type Situation = {
  readonly atMs: EpochMs;
  readonly account: AccountKey;
  readonly assignments: readonly Assignment[];
  readonly roster: Roster;
  readonly house: House;
  /** Fields that this answer will not show, by its row or by the audience's contract. */
  readonly hide: readonly Hideable[];
  /** Pass over whoever is outside working hours: the row says so, or it is urgent. */
  readonly skipClosed: boolean;
  /** Where nobody else is left, come back to whoever of those passed over as closed opens first. */
  readonly nextOpening: boolean;
  /** Skills by which people are matched. Null: by none. */
  readonly wanted: Wanted | null;
  /** Name no person: teams answer with their own cards. */
  readonly teamsOnly: boolean;
  /** Whom others were told of in just this situation but for the account. Null: nobody is remembered. */
  readonly asked: Map<Person, Asked> | null;
};
