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

/** Limits of one caller; what is absent is not limited. */
export type CallerBudget = {
  readonly callsPerSecond?: number;
  readonly concurrentCalls?: number;
  readonly distinctAccountsPerHour?: number;
  /** Of each customer that the platform states, so that one conversation can't use up everybody's. */
  readonly callsPerMinutePerCustomer?: number;
  /** Identities that come to nobody; so many raise an alarm, and refuse nothing. */
  readonly unknownIdentitiesPerHour?: number;
};

/** Signatures that an assertion's key may make; each key is pinned to one. */
export const ASSERTION_ALGORITHMS = ['EdDSA', 'ES256', 'RS256'] as const;
export type AssertionAlgorithm = (typeof ASSERTION_ALGORITHMS)[number];

/** A public key of the chat platform. Two of them overlap while one is replaced. */
export type AssertionKey = {
  /** The JWT's `kid`. */
  readonly id: string;
  readonly algorithm: AssertionAlgorithm;
  /** SubjectPublicKeyInfo, DER in base64. */
  readonly publicKey: string;
};

/** Whose statements of the customer count for one caller, and for no other. */
export type AssertionIssuer = { readonly issuer: string; readonly keys: readonly AssertionKey[] };

export type Caller = {
  readonly id: string;
  readonly tenant: Tenant;
  readonly audience: Audience;
  readonly services: readonly string[];
  readonly scopes: ReadonlySet<Scope>;
  readonly binding: BindingMode;
  readonly carrier: AssertionCarrier;
  /** Null: nobody may state who the customer is. */
  readonly assertions: AssertionIssuer | null;
  readonly budget: CallerBudget;
};
