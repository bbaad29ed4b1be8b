/**
 * A tenant's workspace after it was read and checked: typed data with every name resolved.
 * What stands in its files is described by `schema/`; here is only what the program works with.
 */
import type { Day, TimeZone } from '../base/clock.ts';
import type { HoldAbove } from '../directory/changes.ts';
import type { Role } from '../directory/records.ts';
import type { Audience } from '../facts/frame.ts';
import type { Inheritance } from '../facts/inheritance.ts';
import type { FactDeclaration, FactName } from '../facts/types.ts';
import type { AssertionCarrier, AssertionIssuer, BindingMode, CallerBudget, Scope, Tenant } from '../caller/caller.ts';
import type { Approved, OptionalContactField, ReasonWording } from '../card/contract.ts';
import type { HandBack } from '../guardrails/availability.ts';
import type { DecisionTable, EscalationRule, HealthRule } from '../guardrails/table.ts';
import type { Calendar, Team } from '../guardrails/teams.ts';
import type { ServiceDeclaration } from '../services/declaration.ts';
import type { SourceDeclaration } from '../sources/declaration.ts';

/** An agent as the workspace knows it; how it proves who it is stands in the deployment. */
export type CallerDeclaration = {
  readonly id: string;
  readonly audience: Audience;
  readonly binding: BindingMode;
  readonly carrier: AssertionCarrier;
  readonly services: readonly string[];
  readonly scopes: readonly Scope[];
  readonly assertions: AssertionIssuer | null;
  readonly budget: CallerBudget;
};

/** The service that answers who a customer is routed to. */
export const CONCIERGE = 'cx_concierge';

export const TOOLS = ['get_escalation_contact', 'get_account_team', 'get_account_health'] as const;
export type ToolName = (typeof TOOLS)[number];

export const UNVERIFIED_EMAIL = ['named', 'team'] as const;
export type UnverifiedEmail = (typeof UNVERIFIED_EMAIL)[number];

/** What one audience gets of `cx_concierge`. */
export type AudienceContract = {
  readonly tools: readonly ToolName[];
  readonly fields: readonly OptionalContactField[];
  /** The codes that may be told; the fallback's in place of any other. Null: all of them. */
  readonly reasons: readonly string[] | null;
  /** What a customer meets whose e-mail address nobody verified: the person, or teams alone. */
  readonly unverifiedEmail: UnverifiedEmail;
};

/** The contract of `cx_concierge`: `services/cx_concierge.yaml`, or its defaults. */
export type ConciergeService = {
  readonly name: typeof CONCIERGE;
  readonly audiences: Readonly<Record<Audience, AudienceContract>>;
  /** Roles of `get_account_team`, in the leader's order. */
  readonly teamRoles: readonly Role[];
  /** Sentences of the leader's own, added to the server's instructions for the model. */
  readonly instructions: string | null;
  /** The leader's own words of the prompt `hand_over`, in place of ours. Absent: ours. */
  readonly handover?: string;
};

/** Shares of all accounts, 0 to 1, above which a draft isn't published by itself; `null`: never. */
export type PublishAbove = {
  /** That would change contact. */
  readonly contact: number | null;
  /** That would newly meet only the fallback. */
  readonly fallback: number | null;
};

export type Workspace = {
  readonly tenant: Tenant;
  /** The folder's absolute path; not part of a release. */
  readonly folder: string;
  /** The company's name as agents read it. */
  readonly company: string;
  /** For `asked.date` and days-until facts. */
  readonly timezone: TimeZone;
  readonly fallback: { readonly team: string; readonly reason: string };
  readonly facts: readonly FactDeclaration[];
  readonly topics: readonly string[];
  /** Sources in order of trust by fact, `assignment.<role>`, or `person.<field>`; `*` for the rest. */
  readonly precedence: Readonly<Record<FactName, readonly string[]>>;
  /** What an account takes from those above it. */
  readonly inheritance: Inheritance;
  readonly teams: ReadonlyMap<string, Team>;
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** The calendar of people who have none of their own. */
  readonly defaultCalendar: string;
  /** When whoever was away is meant again. */
  readonly handBack: HandBack;
  readonly approved: Approved;
  readonly callers: readonly CallerDeclaration[];
  readonly escalation: DecisionTable<EscalationRule>;
  readonly health: DecisionTable<HealthRule>;
  /** Wording by reason code. */
  readonly reasons: Readonly<Record<string, ReasonWording>>;
  readonly defaultLanguage: string;
  readonly service: ConciergeService;
  /** Those of sources, beside the concierge. */
  readonly services: readonly ServiceDeclaration[];
  readonly sources: readonly SourceDeclaration[];
  /** What an import may change by itself; not part of a release. */
  readonly holdAbove: HoldAbove;
  /** What may go live without anybody accepting it; not part of a release. */
  readonly publishAbove: PublishAbove;
  /** The day on which the sample's dates were written; dates move by today minus this day. Samples only. */
  readonly sampleDay: Day | null;
};
