/** What a walk depends on, and what is remembered of one for the next. Types only. */
import type { EpochMs, TimeZone } from '../base/clock.ts';
import type { AccountKey, Holding, Person, Roster } from '../directory/records.ts';
import type { House } from './house.ts';
import type { PoolMember } from './pool.ts';
import type { Lineup } from './rendezvous.ts';
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

/** What was learned of people in walks for others, as long as all else is the same: of each one, and of a team's members. */
export type Remembered = {
  readonly asked: Map<Person, Asked>;
  readonly standings: WeakMap<readonly PoolMember[], Standing>;
};

/**
 * Among whom of a team's members an account has whoever is nearest to it: who may be named and is there, else who opens first
 * of those passed over as closed; with `least_loaded` those with the fewest open cases alone.
 */
export type Standing = { readonly people: readonly Person[]; readonly lineup: Lineup };

/** Everything that a walk depends on. */
export type Situation = {
  readonly atMs: EpochMs;
  readonly account: AccountKey;
  readonly assignments: readonly Holding[];
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
  /**
   * Of walks in just this situation but for the account. Null: everybody is asked anew, and has a verdict. Who remembers
   * walks for many: members of a team who are passed over, hundreds for each account, have no verdicts then.
   */
  readonly remembered: Remembered | null;
};
