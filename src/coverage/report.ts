/** The coverage report as data: what `concierge coverage --json` prints, key for key. Types only. */
import type { Instant } from '../base/clock.ts';
import type { ContentHash } from '../base/hash.ts';
import type { Audience } from '../facts/frame.ts';
import type { FactName } from '../facts/types.ts';
import type { Band } from './bands.ts';
import type { DeadEnd } from './dead-ends.ts';
import type { MissingMember } from './missing-members.ts';
import type { Cause } from './outcome.ts';
import type { Silence } from './silent-rows.ts';
import type { StaleOwner } from './stale-owners.ts';
import type { Part } from './tally.ts';

export type TeamPart = {
  readonly row: string;
  readonly team: string;
  /** The row asks for it before any owner; else it answers because no owner could be named. */
  readonly byDesign: boolean;
  readonly accounts: number;
  /** How many of these meet one of its members; the rest meet its own card. */
  readonly byName: number;
  readonly value: number | null;
};

/** Parts of no account are left out, but for rows. */
export type CoverageReport = {
  readonly at: Instant;
  readonly release: ContentHash;
  readonly audience: Audience;
  /** The facts that it breaks down by and adds up; null where none is. */
  readonly by: FactName | null;
  readonly value: FactName | null;
  readonly all: Part;
  /** Accounts whose own owner answers, and is theirs by an account above them. */
  readonly inheritedOwners: number;
  /** Accounts without a value; null where there is no such fact. */
  readonly withoutValue: number | null;
  /** By the values of the fact, as declared; `null` last: it has none. */
  readonly groups: readonly (Part & { readonly group: string | null })[];
  /** By size, the largest first; `null` last: it has no value. */
  readonly bands: readonly (Part & { readonly band: Band | null })[];
  readonly causes: readonly (Part & { readonly cause: Cause })[];
  /** Every row, in the table's order; `silent` says why no account came to it. */
  readonly rows: readonly (Part & { readonly row: string; readonly silent: Silence | null })[];
  /** Accounts that no row fits. */
  readonly noRow: Part;
  /** The row that always fits; null where there is none. */
  readonly catchAll: string | null;
  readonly teams: readonly TeamPart[];
  /** Those worth the most, up to a hundred. */
  readonly deadEnds: readonly DeadEnd[];
  readonly staleOwners: readonly StaleOwner[];
  /** Whom teams name and nobody can meet; in the order of the workspace. */
  readonly missingMembers: readonly MissingMember[];
};
