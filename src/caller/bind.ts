/**
 * Binding: whether this call is bound to a verified customer, free to name one, or spoiled by its assertion.
 * Happens before the arguments are read. A spoiled assertion is never "unbound".
 */
import type { AssertedSubject, AssertionOutcome, AssertionTrouble } from './assertion.ts';
import type { BindingMode } from './caller.ts';

export type Binding =
  /** The identity arguments say which account is meant. */
  | { readonly kind: 'free' }
  | { readonly kind: 'bound'; readonly subject: AssertedSubject }
  | { readonly kind: 'spoiled'; readonly trouble: AssertionTrouble };

export function bind(mode: BindingMode, assertion: AssertionOutcome): Binding {
  if (mode === 'off') return { kind: 'free' };
  switch (assertion.kind) {
    case 'verified':
      return { kind: 'bound', subject: assertion.subject };
    case 'expired':
      return { kind: 'spoiled', trouble: 'expired' };
    case 'invalid':
    case 'duplicate':
      return { kind: 'spoiled', trouble: 'invalid' };
    case 'absent':
      return mode === 'optional' ? { kind: 'free' } : { kind: 'spoiled', trouble: 'missing' };
  }
}
