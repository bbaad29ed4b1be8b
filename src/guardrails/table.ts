/**
 * Decision tables as data: cells, rows, candidate chains. What a leader wrote, typed, before it is compiled.
 * Immutable nodes with a `kind`; no behaviour here.
 */
import type { FactName, FactValue } from '../facts/types.ts';
import type { Role } from '../directory/records.ts';
import type { Match } from './skills.ts';

/** A test that can be analysed. Of these, `null` (a missing value) passes only `missing`, and `not` of what it fails. */
export type PlainTest =
  | { readonly kind: 'equals'; readonly value: NonNullable<FactValue> }
  | { readonly kind: 'one_of'; readonly values: readonly NonNullable<FactValue>[] }
  | { readonly kind: 'compare'; readonly operator: '<' | '<=' | '>' | '>='; readonly value: string | number }
  | {
      readonly kind: 'interval';
      readonly low: string | number;
      readonly lowIncluded: boolean;
      readonly high: string | number;
      readonly highIncluded: boolean;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'present' }
  | { readonly kind: 'not'; readonly test: PlainTest }
  | { readonly kind: 'any_of'; readonly tests: readonly PlainTest[] }
  /** Of no tests: any value, and a missing one. */
  | { readonly kind: 'all_of'; readonly tests: readonly PlainTest[] };

/** FEEL beyond the analysable subset: runs through `feelin`, marked "not analysed". */
export type RichFeel = { readonly kind: 'feel'; readonly text: string };

/** One test of one fact. */
export type CellTest = PlainTest | RichFeel;

export type Cell = { readonly fact: FactName; readonly test: CellTest };

/** A link that says by itself whom it means. */
export type NamingLink =
  | { readonly kind: 'role'; readonly role: Role }
  | { readonly kind: 'person'; readonly email: string };

/** One link of a candidate chain, as written. */
export type ChainLink =
  | NamingLink
  | { readonly kind: 'team'; readonly team: string }
  | { readonly kind: 'backup' }
  /** `of`: whose, where they are not themselves asked; else of the nearest on the left. */
  | { readonly kind: 'manager'; readonly of?: NamingLink };

/** Card fields that a row may hide from every tool; `health` hides the status. */
export const HIDEABLE = ['title', 'email', 'booking_link', 'headshot_url', 'role', 'health'] as const;
export type Hideable = (typeof HIDEABLE)[number];

/** `other_language`: whoever answers doesn't speak the language that the row prefers. It goes before the kinds of links. */
type ToldBy = ChainLink['kind'] | 'other_language';

/** A reason code of the leader's list, or one for each kind of link that answers. */
export type ReasonChoice = string | ({ readonly default: string } & Partial<Record<ToldBy, string>>);

export const IF_CLOSED = ['return', 'skip', 'next_opening'] as const;

export type EscalationRule = {
  readonly id: string;
  readonly when: readonly Cell[];
  readonly route: readonly ChainLink[];
  readonly reason: ReasonChoice;
  readonly hide: readonly Hideable[];
  readonly team: 'key_roles' | 'routed_contact_only';
  /** `skip` passes over whoever is outside working hours; `next_opening` too, and comes back to the first of them to open. */
  readonly ifClosed: (typeof IF_CLOSED)[number];
  /** Skills by which the people of the chain are matched. Absent: by none. */
  readonly match?: Match;
};

export const HEALTH_STATUSES = ['Healthy', 'At Risk', 'Churned', 'Unknown'] as const;
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

export type HealthRule = { readonly id: string; readonly when: readonly Cell[]; readonly status: HealthStatus };

/** Rows are tried from top to bottom; the first whose cells all pass fires. */
export type DecisionTable<Rule extends { readonly id: string; readonly when: readonly Cell[] }> = {
  readonly rules: readonly Rule[];
};

/** What a row's turn in an evaluation came to: `-1` fired, else the index of its first cell that failed. */
export type RowResult = number;

/** The row that fired (`null`: none did) and, for each row tried, why it was passed over. */
export type Fired<Rule> = { readonly rule: Rule | null; readonly rows: readonly RowResult[] };
