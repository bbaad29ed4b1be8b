/**
 * A scenario: a written expectation. Given a customer, a moment and a question, this contact, reason and row. Types only;
 * how it is written stands in `config/schema/scenarios-schema.ts`. Scenarios are no part of a release.
 */
import type { EpochMs, Instant, TimeZone } from '../base/clock.ts';
import type { Place } from '../base/problem.ts';
import type { ToolName } from '../config/workspace.ts';
import type { Absence, PersonKind, Role } from '../directory/records.ts';
import type { Audience, Urgency } from '../facts/frame.ts';
import type { FactName, FactValue } from '../facts/types.ts';
import type { HealthStatus } from '../guardrails/table.ts';

export type ScenarioFile = { readonly file: string; readonly scenarios: readonly Scenario[] };

export type Scenario = {
  /** A sentence, of its own in the whole workspace. */
  readonly name: string;
  readonly place: Place;
  readonly given: Given;
  readonly expected: Expected;
};

export type Given = {
  readonly customer: RealCustomer | MadeUpCustomer;
  /** The chat platform states who it is; else somebody typed it. */
  readonly verified: boolean;
  readonly tool: ToolName;
  readonly audience: Audience;
  readonly topic: string | null;
  readonly language: string | null;
  readonly urgency: Urgency;
  readonly atMs: EpochMs;
};

/** Somebody of the directory: by account id, by e-mail, or by both. */
export type RealCustomer = { readonly kind: 'real'; readonly account: string | null; readonly email: string | null };

/** An account that is in no system, as sources would tell of it. */
export type MadeUpAccount = {
  /** What it is called. Accounts of one name are one account. */
  readonly company: string;
  /** As a source would fill them: computed facts were turned into the days that they are computed from. */
  readonly facts: Readonly<Record<FactName, FactValue>>;
  /** The first of a role is its primary holder. */
  readonly assignments: readonly { readonly role: Role; readonly email: string }[];
};

/** A made-up account that is asked about; its people are in no system either. */
export type MadeUpCustomer = MadeUpAccount & {
  readonly kind: 'made_up';
  /** By which it is asked about; null: by its id. */
  readonly email: string | null;
  /** The account above it; null: there is none. */
  readonly parent: MadeUpAccount | null;
  readonly people: readonly MadeUpPerson[];
};

export type MadeUpPerson = {
  /** Lower-case. */
  readonly email: string;
  readonly name: string | null;
  readonly title: string | null;
  readonly kind: PersonKind;
  readonly active: boolean;
  readonly away: (Pick<Absence, 'from' | 'to'> & { readonly deputy: string | null }) | null;
  readonly deputy: string | null;
  readonly manager: string | null;
  readonly roles: readonly Role[];
  readonly calendar: string | null;
  readonly timezone: TimeZone | null;
  readonly bookingLink: string | null;
  readonly openLoad: number | null;
  readonly languages: readonly string[];
  readonly region: string | null;
  readonly products: readonly string[];
};

/** A colleague, a team's own card, somebody of a team's members, or the fallback. */
export type ExpectedContact =
  | { readonly kind: 'person'; readonly email: string }
  | { readonly kind: 'team' | 'member'; readonly team: string }
  | { readonly kind: 'fallback' };

/** Fields of a contact that may be there or not. */
export const CONTACT_FIELDS = ['title', 'role', 'email', 'booking_link', 'headshot_url'] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];

/** Null, or empty: nothing is expected of it. */
export type Expected = {
  readonly contact: ExpectedContact | null;
  readonly notContact: readonly ExpectedContact[];
  /** The name of another scenario. */
  readonly sameContactAs: string | null;
  readonly reason: string | null;
  readonly row: string | null;
  readonly hidden: readonly ContactField[];
  readonly shown: readonly ContactField[];
  readonly availability: 'available' | 'off_hours' | null;
  readonly nextAvailable: Instant | null;
  /** Everybody whom `get_account_team` names, in order. */
  readonly team: readonly ExpectedContact[] | null;
  readonly status: HealthStatus | null;
};

/** As it is written. */
export function contactText(contact: ExpectedContact): string {
  switch (contact.kind) {
    case 'person':
      return contact.email;
    case 'team':
    case 'member':
      return `${contact.kind}:${contact.team}`;
    case 'fallback':
      return 'fallback';
  }
}
