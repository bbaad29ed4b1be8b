/** Who is asking: the agent behind an API key, an OAuth client or, in open mode, the sample's own caller. */
import type { Audience } from '../facts/frame.ts';

/** A company that runs its own contract; part of every key. */
export type Tenant = string;

export const DEFAULT_TENANT: Tenant = 'default';

/** Whether the customer must be, may be, or is never bound by an assertion. */
export const BINDING_MODES = ['required', 'optional', 'off'] as const;
export type BindingMode = (typeof BINDING_MODES)[number];

/** Where a caller's assertion travels; exactly one per caller. */
export const ASSERTION_CARRIERS = ['header', 'access_token', 'meta', 'argument', 'environment'] as const;
export type AssertionCarrier = (typeof ASSERTION_CARRIERS)[number];

/** `concierge:route`, `concierge:team`, `concierge:health`, `<service>:read`. */
export type Scope = string;

/** Everything that `cx_concierge` has. */
export const CONCIERGE_SCOPES: readonly Scope[] = ['concierge:route', 'concierge:team', 'concierge:health'];

/** Limits of one caller; absent means the deployment's default. */
export type CallerBudget = {
  readonly callsPerSecond?: number;
  readonly concurrentCalls?: number;
  readonly distinctAccountsPerHour?: number;
};

export type Caller = {
  readonly id: string;
  readonly tenant: Tenant;
  readonly audience: Audience;
  readonly services: readonly string[];
  readonly scopes: ReadonlySet<Scope>;
  readonly binding: BindingMode;
  readonly carrier: AssertionCarrier;
  readonly budget: CallerBudget;
};
