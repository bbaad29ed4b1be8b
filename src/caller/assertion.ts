/**
 * The chat platform's signed statement of the verified customer, after it was checked.
 * An assertion that is expired, invalid or given twice is never "unbound".
 */
import type { Instant } from '../base/clock.ts';

export type AssertedSubject =
  | { readonly type: 'account_id'; readonly value: string }
  | { readonly type: 'email'; readonly value: string };

export type AssertionOutcome =
  | { readonly kind: 'absent' }
  | { readonly kind: 'verified'; readonly subject: AssertedSubject; readonly expiresAt: Instant }
  | { readonly kind: 'expired' }
  | { readonly kind: 'invalid'; readonly why: string }
  | { readonly kind: 'duplicate' };

/** What the platform reads in the result's `_meta`, so that it can mend its assertion. */
export type AssertionTrouble = 'expired' | 'invalid' | 'missing';
