/**
 * To which account a call refers. `unknown`, `ambiguous` and `domain` are values, not errors:
 * the caller gets the same answer for all of them, and only the decision record tells them apart.
 */
import type { AccountKey } from '../directory/records.ts';

/** Which identity named the account. */
export type MatchedBy = 'account_id' | 'email';

export type AccountReference =
  /** `verified`: by an assertion, not by what was typed into a chat. */
  | { readonly kind: 'known'; readonly account: AccountKey; readonly by: MatchedBy; readonly verified: boolean }
  /** Only the e-mail's domain matched. Never names a person. */
  | { readonly kind: 'domain'; readonly account: AccountKey; readonly verified: boolean }
  /** More than one account fits, or id and e-mail disagree. */
  | { readonly kind: 'ambiguous'; readonly accounts: readonly AccountKey[] }
  | { readonly kind: 'unknown' };

/** The arguments by which a call may name its customer. */
export type IdentityArgument = 'account_id' | 'customer_email';

/** The identity in a call, before any look-up. Absent members were not given. */
export type AccountHint = { readonly accountId?: string; readonly email?: string };
