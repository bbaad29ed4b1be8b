/**
 * The chat platform's signed statement of the verified customer: its form on the wire, and what it is after it was judged.
 * An assertion that is expired, invalid or given twice is never "unbound".
 */
import type { EpochMs } from '../base/clock.ts';

/** The JWT's `typ`: no other token of the same key can be taken for an assertion. */
export const ASSERTION_TYPE = 'concierge-customer+jwt';
/** From `iat` to `exp` at most. */
export const MAX_ASSERTION_LIFE_S = 900;
/** How far two clocks may be apart. */
export const ASSERTION_SKEW_S = 30;
export const MAX_ASSERTION_LENGTH = 8_192;

/** Where each carrier has it. */
export const ASSERTION_HEADER = 'concierge-customer';
export const ASSERTION_CLAIM = 'concierge_customer';
export const ASSERTION_META = 'cx-concierge/customer';
export const ASSERTION_ARGUMENT = 'customer_assertion';
export const ASSERTION_VARIABLE = 'CONCIERGE_CUSTOMER';

export const SUBJECT_TYPES = ['account_id', 'email'] as const;
export type AssertedSubject = { readonly type: (typeof SUBJECT_TYPES)[number]; readonly value: string };

/** Why an assertion doesn't count, in one word for whoever runs the program. */
export type InvalidAssertion =
  | 'twice' // two came, and nobody can say which holds
  | 'carrier' // it came another way than this caller's
  | 'malformed' // no JWT, too long, of another type, or a claim is missing
  | 'no_issuer' // nobody may state a customer for this caller
  | 'key' // of a key that isn't registered, or by another algorithm than the key's
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'caller' // made for another caller
  | 'lifetime' // longer than fifteen minutes
  | 'not_yet';

export type AssertionOutcome =
  | { readonly kind: 'absent' }
  | { readonly kind: 'verified'; readonly subject: AssertedSubject; readonly expiresAtMs: EpochMs }
  | { readonly kind: 'expired' }
  | { readonly kind: 'invalid'; readonly why: InvalidAssertion }
  | { readonly kind: 'duplicate' };

/** What the platform reads in the result's `_meta`, so that it can mend its assertion. */
export type AssertionTrouble = 'expired' | 'invalid' | 'missing';
