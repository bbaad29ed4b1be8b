/**
 * What comes of a bearer token: the caller that it stands for, or why it stands for nobody. Every way to prove who one is
 * (API keys, access tokens) ends here; below it nothing asks how.
 */
import type { Caller, Scope } from './caller.ts';

export type Authenticated = {
  readonly kind: 'authenticated';
  readonly caller: Caller;
  /** What this very token allows: never more than its caller's scopes. */
  readonly granted: ReadonlySet<Scope>;
  /** The assertion that an access token carries in its claim; null for every other token. */
  readonly customerClaim: string | null;
};

/** In one word, for the log and the metrics. The client is told no more than RFC 6750 asks for. */
export type RejectionReason =
  | 'token_malformed'
  | 'token_invalid' // signature, algorithm, type or a missing claim
  | 'token_expired'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'unknown_caller' // a token that is fine, of nobody whom the workspace lists
  | 'unknown_key'
  | 'key_expired'
  | 'key_revoked';

export type Rejected = { readonly kind: 'rejected'; readonly reason: RejectionReason };

/** Nobody can tell at the moment: the authorization server's keys can't be had. */
export type Undecided = { readonly kind: 'undecided' };

export type Authentication = Authenticated | Rejected | Undecided;

/** Judges a bearer token, without the word `Bearer`. Answers at once where it can. Never throws. */
export type Authenticate = (token: string) => Authentication | Promise<Authentication>;
