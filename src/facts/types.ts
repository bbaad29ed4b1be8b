/**
 * Facts: the typed, declared values that rules may use. Types only, and the provenance that each value carries.
 * Dates are ISO days, datetimes ISO instants in UTC, so both compare as text.
 */
import type { Instant } from '../base/clock.ts';

/** The name of a fact: dotted words, e.g. `account.tier`. */
export type FactName = string;

export type FactType =
  | { readonly type: 'enum'; readonly values: readonly string[] }
  | { readonly type: 'string' | 'number' | 'integer' | 'boolean' | 'date' | 'datetime' };

/** `null` is a missing value: never sourced, blank, or not asked. */
export type FactValue = string | number | boolean | null;

/** Whole days from the asked moment's day (in the workspace's time zone) to a date fact; negative when it has passed. */
export type DaysUntil = { readonly days_until: FactName };
/** Whole days from a date fact to the asked moment's day. */
export type DaysSince = { readonly days_since: FactName };
export type Derivation = DaysUntil | DaysSince;

export type FactDeclaration = {
  readonly name: FactName;
  readonly type: FactType;
  /** Where the value comes from: a source's mapping, the call itself, or computed from another fact. */
  readonly origin: 'directory' | 'asked' | 'derived';
  readonly derivation?: Derivation;
};

/** Field → source record → `asOf`. */
export type Provenance = {
  readonly source: string;
  /** The record within the source, as a person would find it: `crm_accounts.csv:14`. */
  readonly record: string;
  readonly asOf: Instant;
  /** The key of the account above that it is said of, where it is inherited. */
  readonly inheritedFrom?: string;
  /** The source was asked for it while the answer was made. */
  readonly live?: true;
};

/** A sourced value. `conflicts` are the values that other sources hold and precedence passed over. */
export type SourcedValue = Provenance & {
  readonly value: FactValue;
  readonly conflicts?: readonly (Provenance & { readonly value: FactValue })[];
};

/** Values by slot: the position of a fact in its release's {@link FactFrame}. */
export type FactRow = readonly FactValue[];
